//! Calls that could return nothing new.

use std::collections::BTreeMap;

use serde_json::Value;

use super::claim::{Failure, Part};
use crate::trace::{Call, StepId};

/// Refuses calls of one step that were given the same inputs and states as another of the same callback.
pub(super) fn duplicates(part: Part<'_>) -> Result<(), Failure> {
    let mut given: BTreeMap<(StepId, String), Vec<&Call>> = BTreeMap::new();
    for (_, call) in part.calls() {
        given.entry((call.step, arguments(call))).or_default().push(call);
    }
    let doubled: Vec<&Call> = given.into_values().filter(|calls| calls.len() > 1).flatten().collect();
    let mut names: Vec<String> = doubled.iter().map(|call| format!("`{}`", call.name())).collect();
    names.dedup();
    if names.is_empty() {
        return Ok(());
    }
    let problem = format!("called again with the same inputs: {}", names.join(", "));
    Err(part.failure(problem, |call| doubled.iter().any(|one| std::ptr::eq(*one, call))))
}

/// The callback instance and what it was given.
fn arguments(call: &Call) -> String {
    let given = |key: &str| call.request.as_ref().and_then(|body| body.get(key)).map(Value::to_string);
    format!("{} {:?} {:?}", call.instance(), given("inputs"), given("state"))
}
