//! Callbacks that called each other, in this order.

use super::claim::{Assertion, Failure, Part};
use crate::trace::{Call, CallId, Cause};

/// Expects that each of these callbacks was called because of the one before: there is a call of the last whose cause
/// was a call of the one before it, and so on. What caused the first does not matter. Each is named as for
/// [`called`](super::called).
pub fn chain<S: Into<String>>(callbacks: impl IntoIterator<Item = S>) -> Assertion {
    Assertion::Chain(callbacks.into_iter().map(Into::into).collect())
}

pub(super) fn hold(part: Part<'_>, links: &[String]) -> Result<(), Failure> {
    let named = links.iter().map(|link| part.find(link)).collect::<Result<Vec<_>, _>>()?;
    // The calls that the chain reaches so far.
    let mut reached: Vec<CallId> = Vec::new();
    for (index, (link, name)) in links.iter().zip(&named).enumerate() {
        let calls: Vec<(CallId, &Call)> = part.calls().filter(|(_, call)| name.is(call)).collect();
        let follows = |call: &Call| index == 0 || call.causes().any(|cause| reached.contains(&cause));
        let following: Vec<CallId> =
            calls.iter().filter(|(_, call)| follows(call)).map(|(id, _)| *id).collect();
        if following.is_empty() {
            let before = index.checked_sub(1).and_then(|before| links.get(before));
            let problem = match (calls.as_slice(), before) {
                ([], _) => format!("the chain breaks at `{link}`, which was not called"),
                (calls, before) => {
                    let mut why: Vec<String> = calls.iter().map(|(_, call)| because(part, call)).collect();
                    why.dedup();
                    let before = before.map(String::as_str).unwrap_or_default();
                    format!("`{link}` was called {}, not because of `{before}`", why.join(" and "))
                }
            };
            let causes: Vec<CallId> = calls.iter().flat_map(|(_, call)| call.causes()).collect();
            let shown = |call: &Call| {
                named.iter().any(|name| name.is(call))
                    || causes
                        .iter()
                        .any(|id| part.trace.calls.get(*id).is_some_and(|cause| std::ptr::eq(cause, call)))
            };
            return Err(part.failure(problem, shown));
        }
        reached = following;
    }
    Ok(())
}

fn because(part: Part<'_>, call: &Call) -> String {
    match call.cause {
        Cause::Call(id) => {
            let cause = part.trace.calls.get(id).map(Call::name).unwrap_or_default();
            format!("because of `{cause}`")
        }
        Cause::Step(_) if call.changed.is_empty() => "as it appeared".to_owned(),
        Cause::Step(id) => {
            let step = part.trace.steps.get(id).map(|step| step.name.trim_end()).unwrap_or_default();
            format!("by the step `{step}`")
        }
    }
}
