//! What the calls of a visit may cost: how many, how long, how large.

use std::collections::BTreeMap;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::assertion::{Failure, Part};
use super::{Call, Trace};
use crate::{duration, size};

/// Limits of a visit, and of single callbacks in it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Budget {
    /// Calls of all callbacks together.
    pub calls: Option<usize>,
    /// The slowest call.
    #[serde(deserialize_with = "time")]
    #[schemars(schema_with = "crate::duration::schema")]
    pub time: Option<Duration>,
    /// All requests and responses together, in bytes of compact JSON.
    #[serde(deserialize_with = "bytes")]
    #[schemars(schema_with = "crate::size::schema")]
    pub bytes: Option<u64>,
    /// The same of single callbacks, named as for [`called`](super::called).
    pub callbacks: BTreeMap<String, Limits>,
}

/// Limits of the calls of one callback in a visit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// How often it is called.
    pub calls: Option<usize>,
    /// Its slowest call.
    #[serde(deserialize_with = "time")]
    #[schemars(schema_with = "crate::duration::schema")]
    pub time: Option<Duration>,
    /// Its requests and responses together, in bytes of compact JSON.
    #[serde(deserialize_with = "bytes")]
    #[schemars(schema_with = "crate::size::schema")]
    pub bytes: Option<u64>,
}

fn time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    duration::text::deserialize(from).map(Some)
}

fn bytes<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    size::text::deserialize(from).map(Some)
}

impl Budget {
    /// This budget, and where it sets no limit that of `base`.
    #[must_use]
    pub fn over(&self, base: &Self) -> Self {
        let mut callbacks = base.callbacks.clone();
        callbacks.extend(self.callbacks.clone());
        Self {
            calls: self.calls.or(base.calls),
            time: self.time.or(base.time),
            bytes: self.bytes.or(base.bytes),
            callbacks,
        }
    }

    /// Holds a visit against the limits.
    ///
    /// # Errors
    /// Every limit that is exceeded, with the calls of those.
    pub fn check(&self, trace: &Trace) -> Result<(), Failure> {
        let part = Part::whole(trace);
        let visit = Limits { calls: self.calls, time: self.time, bytes: self.bytes };
        let all: Vec<&Call> = trace.calls.iter().collect();
        let mut problems = visit.exceeded("the visit", &all);
        let mut shown = if problems.is_empty() { Vec::new() } else { all };
        for (name, limits) in &self.callbacks {
            let named = part.find(name)?;
            let calls: Vec<&Call> = trace.calls.iter().filter(|call| named.is(call)).collect();
            let found = limits.exceeded(&format!("`{name}`"), &calls);
            if !found.is_empty() {
                problems.extend(found);
                shown.extend(calls);
            }
        }
        if problems.is_empty() {
            return Ok(());
        }
        Err(part.failure(problems.join("\n"), |call| shown.iter().any(|one| std::ptr::eq(*one, call))))
    }
}

impl Limits {
    fn exceeded(&self, whose: &str, calls: &[&Call]) -> Vec<String> {
        let mut problems = Vec::new();
        if let Some(limit) = self.calls.filter(|limit| calls.len() > *limit) {
            problems.push(format!("{whose} made {} calls; the budget is {limit}", calls.len()));
        }
        let slowest = calls.iter().filter_map(|call| call.duration).fold(0.0, f64::max);
        if let Some(limit) = self.time.filter(|limit| slowest > limit.as_secs_f64() * 1000.0) {
            let limit = duration::format(limit);
            problems.push(format!(
                "the slowest call of {whose} took {:.0} ms; the budget is {limit}",
                slowest.ceil()
            ));
        }
        let bytes: u64 = calls.iter().map(|call| call.bytes()).sum();
        if let Some(limit) = self.bytes.filter(|limit| bytes > *limit) {
            let (bytes, limit) = (size::format(bytes), size::format(limit));
            problems.push(format!("{whose} sent and received {bytes}; the budget is {limit}"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::export::sample;

    fn problem(yaml: &str) -> String {
        let budget: Budget = serde_saphyr::from_str(yaml).expect("a budget");
        budget.check(&sample()).map_or_else(|failure| failure.problem, |()| "kept".to_owned())
    }

    #[test]
    fn each_limit_that_is_exceeded_is_named() {
        assert_eq!(problem("{calls: 2, time: 30 ms, bytes: 1 MB}"), "kept");
        assert_eq!(
            problem("{calls: 1, time: 20 ms}"),
            "the visit made 2 calls; the budget is 1\n\
             the slowest call of the visit took 30 ms; the budget is 20 ms"
        );
        assert_eq!(
            problem("{callbacks: {c.children: {calls: 0, bytes: 1 kB}}}"),
            "`c.children` made 1 calls; the budget is 0"
        );
    }

    #[test]
    fn the_budget_of_a_test_goes_before_that_of_its_file() {
        let file = Budget { calls: Some(5), bytes: Some(9), ..Budget::default() };
        let test = Budget { calls: Some(2), ..Budget::default() };
        assert_eq!(test.over(&file), Budget { calls: Some(2), bytes: Some(9), ..Budget::default() });
    }
}
