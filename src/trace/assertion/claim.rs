//! What may be expected of a trace, and how it is refused.

use std::fmt;

use super::Called;
use super::duplicates::duplicates;
use super::named::Named;
use crate::trace::{Call, CallStatus, MessageLevel, StepId, Trace};

/// What a trace should have been, what it was, and the part of it that shows so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}\n{timeline}")]
pub struct Failure {
    /// What was expected and what happened instead.
    pub problem: String,
    /// The calls that matter, as [`Trace::timeline`] writes them.
    pub timeline: String,
}

/// Something that must hold for the calls of a visit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[must_use = "an assertion does nothing until it is checked"]
pub enum Assertion {
    /// The calls of one callback.
    Called(Called),
    /// There is a call of the last of these callbacks whose cause was a call of the one before, and so on.
    Chain(Vec<String>),
    /// No other callback than these was called.
    OnlyCalled(Vec<String>),
    /// Within a step, no callback was called twice with the same inputs and states: such a call can return nothing
    /// new.
    NoDuplicateCalls,
    /// No callback failed, and no error was written to the console.
    NoErrors,
}

/// Expects that no other callback than these was called, each named as for [`called`](super::called).
pub fn only_called<S: Into<String>>(callbacks: impl IntoIterator<Item = S>) -> Assertion {
    Assertion::OnlyCalled(callbacks.into_iter().map(Into::into).collect())
}

/// Expects that within a step no callback was called twice with the same inputs and states.
pub fn no_duplicate_calls() -> Assertion {
    Assertion::NoDuplicateCalls
}

/// Expects that no callback failed, and that no error was written to the console.
pub fn no_errors() -> Assertion {
    Assertion::NoErrors
}

impl From<Called> for Assertion {
    fn from(called: Called) -> Self {
        Self::Called(called)
    }
}

impl Assertion {
    /// Holds the whole visit against what is expected.
    ///
    /// # Errors
    /// What is not as expected, with the calls that show it.
    pub fn check(&self, trace: &Trace) -> Result<(), Failure> {
        self.hold(trace, None)
    }

    /// Holds one step of the visit against what is expected.
    ///
    /// # Errors
    /// What is not as expected, with the calls that show it.
    pub fn check_during(&self, trace: &Trace, step: StepId) -> Result<(), Failure> {
        self.hold(trace, Some(step))
    }

    pub(super) fn hold(&self, trace: &Trace, step: Option<StepId>) -> Result<(), Failure> {
        let part = Part { trace, step };
        match self {
            Self::Called(called) => called.hold(part),
            Self::Chain(links) => super::chain::hold(part, links),
            Self::OnlyCalled(names) => only(part, names),
            Self::NoDuplicateCalls => duplicates(part),
            Self::NoErrors => errors(part),
        }
    }
}

/// A visit, or one step of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::trace) struct Part<'a> {
    pub(super) trace: &'a Trace,
    step: Option<StepId>,
}

impl<'a> Part<'a> {
    pub(in crate::trace) fn whole(trace: &'a Trace) -> Self {
        Self { trace, step: None }
    }

    /// Whether a call belongs to it.
    pub(super) fn has(&self, call: &Call) -> bool {
        self.covers(call.step)
    }

    fn covers(&self, step: StepId) -> bool {
        self.step.is_none_or(|only| step == only)
    }

    /// Its calls, with their ids.
    pub(super) fn calls(self) -> impl Iterator<Item = (usize, &'a Call)> {
        self.trace.calls.iter().enumerate().filter(move |(_, call)| self.has(call))
    }

    /// A failure that shows these of its calls.
    pub(in crate::trace) fn failure(&self, problem: String, shows: impl Fn(&Call) -> bool) -> Failure {
        let timeline = self.trace.timeline(|call| self.has(call) && shows(call));
        Failure { problem, timeline }
    }

    /// What a name means in the visit.
    pub(in crate::trace) fn find(&self, name: &str) -> Result<Named, Failure> {
        Named::find(name, self.trace).map_err(|problem| self.failure(problem, |_| true))
    }
}

fn only(part: Part<'_>, names: &[String]) -> Result<(), Failure> {
    let named = names.iter().map(|name| part.find(name)).collect::<Result<Vec<_>, _>>()?;
    let other = |call: &Call| !named.iter().any(|named| named.is(call));
    let mut others: Vec<String> =
        part.calls().filter(|(_, call)| other(call)).map(|(_, call)| format!("`{}`", call.name())).collect();
    others.sort();
    others.dedup();
    if others.is_empty() {
        return Ok(());
    }
    let allowed = match names {
        [] => "no callback".to_owned(),
        names => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    };
    Err(part.failure(format!("only {allowed} may be called; {} was called too", others.join(", ")), other))
}

fn errors(part: Part<'_>) -> Result<(), Failure> {
    let calls = part.calls().filter_map(|(_, call)| match &call.status {
        CallStatus::Failed { message } => Some(format!("callback `{}` failed: {message}", call.output)),
        _ => None,
    });
    let messages = part.trace.messages.iter();
    let messages =
        messages.filter(|message| message.level == MessageLevel::Error && part.covers(message.step));
    let errors: Vec<String> =
        calls.chain(messages.map(|message| format!("console: {}", message.text))).collect();
    if errors.is_empty() {
        return Ok(());
    }
    Err(part.failure(errors.join("\n"), |call| matches!(call.status, CallStatus::Failed { .. })))
}

/// In the words of a failed step: ``callback `a.b` to be called``.
impl fmt::Display for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Called(called) => called.fmt(f),
            Self::Chain(links) => write!(f, "the chain {}", links.join(" → ")),
            Self::OnlyCalled(names) if names.is_empty() => f.write_str("no callback to be called"),
            Self::OnlyCalled(names) => write!(f, "only {} to be called", names.join(", ")),
            Self::NoDuplicateCalls => f.write_str("no duplicate calls"),
            Self::NoErrors => f.write_str("no errors"),
        }
    }
}
