//! Assertions on traces: `called("chart.figure").times(1).within(limit).check(&trace)?`.

use std::time::Duration;

use super::causes::canonical;
use super::{Call, CallStatus, CallbackGraph, MessageLevel, StepId, Trace};
use crate::dash::ComponentId;

/// What a trace should have been, what it was, and the part of it that shows so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}\n{timeline}")]
pub struct Failure {
    /// What was expected and what happened instead.
    pub problem: String,
    /// The calls that matter, as [`Trace::timeline`] writes them.
    pub timeline: String,
}

/// Expects calls of one callback.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "an assertion does nothing until it is checked"]
pub struct Assertion {
    callback: String,
    step: Option<StepId>,
    times: Option<usize>,
    within: Option<Duration>,
    triggered_by: Option<String>,
    before: Option<String>,
}

/// Expects that `callback` was called at least once. It may be named by its identity, by any of its outputs
/// (`chart.figure`, `{"index":MATCH,"type":"card"}.children`), or by the output of one component that a
/// pattern fits (`{"index":3,"type":"card"}.children`), which then counts that component's calls alone.
pub fn called(callback: impl Into<String>) -> Assertion {
    let callback = callback.into();
    Assertion { callback, step: None, times: None, within: None, triggered_by: None, before: None }
}

/// Expects that no callback failed and that no error was written to the console.
///
/// # Errors
/// Each failure and each error, one a line.
pub fn no_errors(trace: &Trace) -> Result<(), Failure> {
    let failed = |call: &Call| matches!(call.status, CallStatus::Failed { .. });
    let calls = trace.calls.iter().filter_map(|call| match &call.status {
        CallStatus::Failed { message } => Some(format!("callback `{}` failed: {message}", call.output)),
        _ => None,
    });
    let messages = trace.messages.iter().filter(|message| message.level == MessageLevel::Error);
    let errors: Vec<String> =
        calls.chain(messages.map(|message| format!("console: {}", message.text))).collect();
    if errors.is_empty() {
        return Ok(());
    }
    Err(Failure { problem: errors.join("\n"), timeline: trace.timeline(failed) })
}

impl Assertion {
    /// Only calls that began during this step count.
    pub fn during(mut self, step: StepId) -> Self {
        self.step = Some(step);
        self
    }

    /// It was called exactly so often; 0 for never.
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Each call was answered in this time.
    pub fn within(mut self, limit: Duration) -> Self {
        self.within = Some(limit);
        self
    }

    /// Each call was triggered by this `id.prop`, among others or alone.
    pub fn triggered_by(mut self, prop: impl Into<String>) -> Self {
        self.triggered_by = Some(prop.into());
        self
    }

    /// Its first call began before the first call of `other`.
    pub fn before(mut self, other: impl Into<String>) -> Self {
        self.before = Some(other.into());
        self
    }

    /// Holds the trace against what is expected.
    ///
    /// # Errors
    /// The first thing that is not as expected, with the calls that show it.
    pub fn check(&self, trace: &Trace) -> Result<(), Failure> {
        let in_scope = |call: &Call| self.step.is_none_or(|step| call.step == step);
        let named = Named::find(&self.callback, trace)
            .map_err(|problem| Failure { problem, timeline: trace.timeline(in_scope) })?;
        let calls: Vec<&Call> = trace.calls.iter().filter(|call| in_scope(call) && named.is(call)).collect();
        let Some(problem) = self.problem(trace, &calls, in_scope) else { return Ok(()) };
        let shows = |call: &Call| in_scope(call) && (calls.is_empty() || named.is(call));
        Err(Failure { problem, timeline: trace.timeline(shows) })
    }

    fn problem(&self, trace: &Trace, calls: &[&Call], in_scope: impl Fn(&Call) -> bool) -> Option<String> {
        let name = &self.callback;
        let found = calls.len();
        match self.times {
            Some(times) if times != found => {
                return Some(format!("`{name}` was called {}, not {}", often(found), often(times)));
            }
            None if found == 0 => return Some(format!("`{name}` was not called")),
            _ => {}
        }
        for call in calls {
            if let Some(limit) = self.within {
                let limit_ms = limit.as_secs_f64() * 1000.0;
                match call.duration {
                    Some(took) if took <= limit_ms => {}
                    Some(took) => {
                        let limit = crate::duration::format(limit);
                        return Some(format!("`{name}` took {:.0} ms; the limit is {limit}", took.ceil()));
                    }
                    None => return Some(format!("`{name}` has no answer yet")),
                }
            }
            if let Some(prop) = &self.triggered_by
                && !call.changed.iter().any(|changed| canonical(changed) == canonical(prop))
            {
                let by = if call.changed.is_empty() {
                    "nothing: it was an initial call".to_owned()
                } else {
                    call.changed.join(", ")
                };
                return Some(format!("`{name}` was triggered by {by}; expected `{prop}`"));
            }
        }
        if let (Some(other), Some(first)) = (&self.before, calls.first()) {
            let named = match Named::find(other, trace) {
                Ok(named) => named,
                Err(problem) => return Some(problem),
            };
            match trace.calls.iter().find(|call| in_scope(call) && named.is(call)) {
                Some(second) if first.start < second.start => {}
                Some(_) => return Some(format!("`{name}` was called after `{other}`, not before it")),
                None => {
                    return Some(format!("`{name}` was called, and `{other}` was not called after it"));
                }
            }
        }
        None
    }
}

/// The callbacks that a name means, and the one component when it names one.
struct Named {
    identities: Vec<String>,
    component: Option<String>,
}

impl Named {
    /// Finds what `name` means in the app's callbacks, or among the calls when those are not known.
    fn find(name: &str, trace: &Trace) -> Result<Self, String> {
        let graph = CallbackGraph::new(&trace.dependencies);
        let mut identities: Vec<String> =
            graph.named(name).iter().map(|callback| callback.output.clone()).collect();
        if trace.calls.iter().any(|call| call.output == name) {
            identities.push(name.to_owned());
        }
        if identities.is_empty() {
            let known: Vec<String> = graph.callbacks().iter().map(super::graph::title).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join("; ") };
            return Err(format!("no callback has the output `{name}`; there is {known}"));
        }
        let id = name.rsplit_once('.').map_or(name, |(id, _)| id);
        let of_pattern = identities.iter().any(|identity| identity.contains("[\""));
        let component = ComponentId::parse(id).ok().filter(|id| of_pattern && is_concrete(id));
        Ok(Self { identities, component: component.map(|id| id.to_string()) })
    }

    fn is(&self, call: &Call) -> bool {
        self.identities.contains(&call.output)
            && self.component.as_ref().is_none_or(|id| call.bound_outputs().contains(id))
    }
}

/// Whether it is the id of a component, and not a pattern as the wire writes it.
fn is_concrete(id: &ComponentId) -> bool {
    matches!(id, ComponentId::Pattern(keys) if !keys.values().any(serde_json::Value::is_array))
}

fn often(times: usize) -> String {
    match times {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        n => format!("{n} times"),
    }
}

#[cfg(test)]
#[path = "assertion_tests.rs"]
mod tests;
