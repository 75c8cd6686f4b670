//! What one visit did that another did not: calls that are new, gone, slower, more, fewer, failing, or caused by
//! something else.
//!
//! Steps are matched by their words, in order; within a step, callbacks by their identity. Calls that were overtaken
//! or abandoned depend on who was faster, so they don't count.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Call, CallStatus, StepId, Trace};
use crate::duration;

/// What two visits may differ in without a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Tolerance {
    /// A call is slower when it takes so many times as long, and…
    pub ratio: f64,
    /// … so much longer.
    pub at_least: Duration,
    /// So many more or fewer calls of a callback in a step are the same.
    pub calls: usize,
}

/// Machines and networks vary by about as much.
impl Default for Tolerance {
    fn default() -> Self {
        Self { ratio: 1.5, at_least: Duration::from_millis(50), calls: 0 }
    }
}

/// What differs between two visits.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TraceDiff {
    /// In the order of the steps.
    pub changes: Vec<Difference>,
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The step, in the words of the scenario.
    pub step: String,
    /// The callback, by the props it writes; absent when the step itself is new or gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback: Option<String>,
    /// What is different.
    #[serde(flatten)]
    pub change: Change,
}

/// How a callback's calls, or a step, differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// Only the second visit has it.
    New,
    /// Only the first visit has it.
    Gone,
    /// It was called more often.
    MoreCalls {
        /// In the first visit.
        before: usize,
        /// In the second.
        after: usize,
    },
    /// It was called less often.
    FewerCalls {
        /// In the first visit.
        before: usize,
        /// In the second.
        after: usize,
    },
    /// Its slowest call took longer.
    Slower {
        /// In the first visit, milliseconds.
        before: f64,
        /// In the second, milliseconds.
        after: f64,
    },
    /// A call fails that did not.
    Fails {
        /// The server's message, or the exception's.
        message: String,
    },
    /// As often called, because of something else.
    Causes {
        /// In the first visit; empty when the step was the cause.
        before: Vec<String>,
        /// In the second.
        after: Vec<String>,
    },
}

impl Trace {
    /// What `after` did that this visit did not, and the other way round.
    pub fn diff(&self, after: &Self, tolerance: &Tolerance) -> TraceDiff {
        let names = |trace: &Self| -> Vec<String> {
            trace.steps.iter().map(|step| step.name.trim_end().to_owned()).collect()
        };
        let (ours, theirs) = (names(self), names(after));
        let mut changes = Vec::new();
        let mut whole = |names: &[String], range: std::ops::Range<usize>, change: &Change| {
            let steps = names.iter().skip(range.start).take(range.len());
            changes.extend(steps.map(|step| Difference {
                step: step.clone(),
                callback: None,
                change: change.clone(),
            }));
        };
        let mut pairs = Vec::new();
        for op in capture_diff_slices(Algorithm::Myers, &ours, &theirs) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                pairs.extend((0..len).map(|n| (old_index + n, new_index + n)));
            } else {
                whole(&ours, op.old_range(), &Change::Gone);
                whole(&theirs, op.new_range(), &Change::New);
            }
        }
        for (ours, theirs) in pairs {
            let (before, now) = (self.by_callback(ours), after.by_callback(theirs));
            let mut callbacks: Vec<&String> = before.keys().chain(now.keys()).collect();
            callbacks.sort();
            callbacks.dedup();
            for callback in callbacks {
                let none = Vec::new();
                let calls = (before.get(callback).unwrap_or(&none), now.get(callback).unwrap_or(&none));
                let found = changed((self, calls.0), (after, calls.1), tolerance);
                changes.extend(found.into_iter().map(|change| Difference {
                    step:
                        self.steps.get(ours).map(|step| step.name.trim_end()).unwrap_or_default().to_owned(),
                    callback: Some(callback.clone()),
                    change,
                }));
            }
        }
        TraceDiff { changes }
    }

    /// The calls of a step, by callback instance as a person names it.
    fn by_callback(&self, step: StepId) -> BTreeMap<String, Vec<&Call>> {
        let mut calls: BTreeMap<String, Vec<&Call>> = BTreeMap::new();
        let by_luck = |call: &&Call| matches!(call.status, CallStatus::Stale | CallStatus::Abandoned);
        for call in self.calls.iter().filter(|call| call.step == step && !by_luck(call)) {
            calls.entry(call.name()).or_default().push(call);
        }
        calls
    }
}

/// How the calls of one callback in one step differ.
fn changed(
    (first, before): (&Trace, &[&Call]),
    (second, after): (&Trace, &[&Call]),
    tolerance: &Tolerance,
) -> Vec<Change> {
    if before.is_empty() {
        return vec![Change::New];
    }
    if after.is_empty() {
        return vec![Change::Gone];
    }
    let mut changes = Vec::new();
    let counts = (before.len(), after.len());
    match counts {
        (before, after) if after > before + tolerance.calls => {
            changes.push(Change::MoreCalls { before, after });
        }
        (before, after) if before > after + tolerance.calls => {
            changes.push(Change::FewerCalls { before, after });
        }
        // What a further call was caused by is part of its being there.
        (before_calls, after_calls) if before_calls == after_calls => {
            let causes = (causes(first, before), causes(second, after));
            if causes.0 != causes.1 {
                changes.push(Change::Causes { before: causes.0, after: causes.1 });
            }
        }
        _ => {}
    }
    let slowest = |calls: &[&Call]| calls.iter().filter_map(|call| call.duration).fold(0.0, f64::max);
    let (was, is) = (slowest(before), slowest(after));
    if is > was * tolerance.ratio && is - was > tolerance.at_least.as_secs_f64() * 1000.0 {
        changes.push(Change::Slower { before: was, after: is });
    }
    if let (None, Some(message)) = (failure(before), failure(after)) {
        changes.push(Change::Fails { message });
    }
    changes
}

fn causes(trace: &Trace, calls: &[&Call]) -> Vec<String> {
    let mut names: Vec<String> =
        calls.iter().flat_map(|call| trace.causes_of(call)).map(Call::name).collect();
    names.sort();
    names
}

fn failure(calls: &[&Call]) -> Option<String> {
    calls.iter().find_map(|call| match &call.status {
        CallStatus::Failed { message } => Some(message.clone()),
        _ => None,
    })
}

/// A line for each difference, below its step.
impl fmt::Display for TraceDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.changes.is_empty() {
            return f.write_str("no difference");
        }
        let mut step = None;
        for (index, difference) in self.changes.iter().enumerate() {
            let line_end = if index == 0 { "" } else { "\n" };
            match &difference.callback {
                None => write!(f, "{line_end}{} (the step): {}", difference.step, difference.change)?,
                Some(callback) => {
                    if step == Some(&difference.step) {
                        f.write_str(line_end)?;
                    } else {
                        writeln!(f, "{line_end}{}", difference.step)?;
                    }
                    write!(f, "  {}: {callback}", difference.change)?;
                }
            }
            step = difference.callback.as_ref().map(|_| &difference.step);
        }
        Ok(())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time =
            |millis: f64| duration::format(Duration::try_from_secs_f64(millis / 1000.0).unwrap_or_default());
        let list = |causes: &[String]| match causes {
            [] => "the step".to_owned(),
            causes => causes.join(" and "),
        };
        match self {
            Self::New => f.write_str("new"),
            Self::Gone => f.write_str("gone"),
            Self::MoreCalls { before, after } => write!(f, "more calls, {after} instead of {before}"),
            Self::FewerCalls { before, after } => write!(f, "fewer calls, {after} instead of {before}"),
            Self::Slower { before, after } => {
                write!(f, "slower, {} instead of {}", time(*after), time(*before))
            }
            Self::Fails { message } => write!(f, "fails, {}", super::timeline::first_line(message)),
            Self::Causes { before, after } => {
                write!(f, "caused by {} instead of {}", list(after), list(before))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::trace::{CallKind, Step};

    /// A click that calls `a`, which calls `b`; `c` is called once too.
    fn visit() -> Trace {
        let steps = vec![Step { name: "click #go".to_owned(), start: 0.0, end: None }];
        let mut trace = Trace { steps, ..Trace::default() };
        add(&mut trace, "a", "go.n_clicks", (1.0, 10.0));
        add(&mut trace, "b", "a.children", (20.0, 10.0));
        add(&mut trace, "c", "go.n_clicks", (2.0, 10.0));
        trace
    }

    fn add(trace: &mut Trace, id: &str, changed: &str, (start, took): (f64, f64)) {
        let request = json!({"output": format!("{id}.children"), "changedPropIds": [changed],
            "outputs": {"id": id, "property": "children"}});
        let mut call = Call::begin(CallKind::Server, start, request);
        call.response = Some(json!({"multi": true, "response": {id: {"children": 1}}}));
        call.finish(start + took, CallStatus::Updated);
        trace.calls.push(call);
        trace.explain();
    }

    fn told(after: &Trace) -> String {
        visit().diff(after, &Tolerance::default()).to_string()
    }

    #[test]
    fn the_same_visit_does_not_differ_from_itself() {
        assert_eq!(told(&visit()), "no difference");
    }

    #[test]
    fn an_extra_a_slower_and_a_missing_call_are_named_and_nothing_else() {
        let mut after = visit();
        after.calls.retain(|call| call.output != "c.children");
        add(&mut after, "b", "go.n_clicks", (40.0, 10.0));
        after.calls[0].duration = Some(15.0);
        assert_eq!(
            told(&after),
            "click #go\n  more calls, 2 instead of 1: b.children\n  gone: c.children",
            "and 5 ms more are nothing"
        );
        after.calls[0].duration = Some(120.0);
        assert!(told(&after).starts_with("click #go\n  slower, 120 ms instead of 10 ms: a.children\n"));
    }

    #[test]
    fn another_cause_and_a_failure_are_differences() {
        let mut after = visit();
        after.calls[1].changed = vec!["go.n_clicks".to_owned()];
        after.calls[0].status = CallStatus::Failed { message: "KeyError: 'x'\nmore".to_owned() };
        after.explain();
        assert_eq!(
            told(&after),
            "click #go\n  fails, KeyError: 'x': a.children\n  caused by the step instead of a.children: b.children"
        );
    }

    #[test]
    fn a_step_that_only_one_visit_made_is_told_as_a_whole() {
        let mut after = visit();
        after.steps.push(Step { name: "click #more".to_owned(), start: 99.0, end: None });
        assert_eq!(told(&after), "click #more (the step): new");
    }
}
