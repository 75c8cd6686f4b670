//! The calls of one callback: how often, by what, how fast, how large, before which other.

use std::fmt;
use std::time::Duration;

use super::claim::{Assertion, Failure, Part};
use crate::trace::causes::canonical;
use crate::trace::{Call, StepId, Trace};
use crate::{duration, size};

/// Expects calls of one callback.
#[derive(Debug, Clone, Default, PartialEq)]
#[must_use = "an assertion does nothing until it is checked"]
pub struct Called {
    /// The callback, named as for [`called`].
    pub callback: String,
    /// How often; at least once when absent.
    pub times: Option<usize>,
    /// Each call was answered in this time.
    pub within: Option<Duration>,
    /// `id.prop` that each call names among what changed.
    pub triggered_by: Option<String>,
    /// Its first call began before the first call of this other callback.
    pub before: Option<String>,
    /// The request and the response of each call are smaller together, in bytes.
    pub bytes_below: Option<u64>,
}

/// Expects that `callback` was called at least once. It may be named by its identity, by any of its outputs
/// (`chart.figure`, `{"index":MATCH,"type":"card"}.children`), or by the output of one component that a
/// pattern fits (`{"index":3,"type":"card"}.children`), which then counts that component's calls alone.
pub fn called(callback: impl Into<String>) -> Called {
    Called { callback: callback.into(), ..Called::default() }
}

impl Called {
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

    /// The request and the response of each call are smaller than this together, in bytes of JSON.
    pub fn bytes_below(mut self, bytes: u64) -> Self {
        self.bytes_below = Some(bytes);
        self
    }

    /// Holds the whole visit against what is expected.
    ///
    /// # Errors
    /// The first thing that is not as expected, with the calls that show it.
    pub fn check(self, trace: &Trace) -> Result<(), Failure> {
        Assertion::from(self).check(trace)
    }

    /// Holds one step of the visit against what is expected.
    ///
    /// # Errors
    /// The first thing that is not as expected, with the calls that show it.
    pub fn check_during(self, trace: &Trace, step: StepId) -> Result<(), Failure> {
        Assertion::from(self).check_during(trace, step)
    }

    pub(super) fn hold(&self, part: Part<'_>) -> Result<(), Failure> {
        let named = part.find(&self.callback)?;
        let calls: Vec<&Call> = part.calls().map(|(_, call)| call).filter(|call| named.is(call)).collect();
        if let Some(problem) =
            self.miscounted(calls.len()).or_else(|| calls.iter().find_map(|call| self.wrong(call)))
        {
            return Err(part.failure(problem, |call| calls.is_empty() || named.is(call)));
        }
        match (&self.before, calls.first()) {
            (Some(other), Some(first)) => self.in_order(part, first, other),
            _ => Ok(()),
        }
    }

    fn miscounted(&self, found: usize) -> Option<String> {
        let name = &self.callback;
        match self.times {
            Some(times) if times != found => {
                Some(format!("`{name}` was called {}, not {}", often(found), often(times)))
            }
            None if found == 0 => Some(format!("`{name}` was not called")),
            _ => None,
        }
    }

    /// What is wrong with one call.
    fn wrong(&self, call: &Call) -> Option<String> {
        let name = &self.callback;
        if let Some(limit) = self.within {
            match call.duration {
                Some(took) if took <= limit.as_secs_f64() * 1000.0 => {}
                Some(took) => {
                    let limit = duration::format(limit);
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
        self.bytes_below.filter(|limit| call.bytes() >= *limit).map(|limit| {
            let (found, limit) = (size::format(call.bytes()), size::format(limit));
            format!("`{name}` sent and received {found}; the limit is {limit}")
        })
    }

    fn in_order(&self, part: Part<'_>, first: &Call, other: &str) -> Result<(), Failure> {
        let name = &self.callback;
        let (named, others) = (part.find(name)?, part.find(other)?);
        let problem = match part.calls().find(|(_, call)| others.is(call)) {
            Some((_, second)) if first.start < second.start => return Ok(()),
            Some(_) => format!("`{name}` was called after `{other}`, not before it"),
            None => format!("`{name}` was called, and `{other}` was not called after it"),
        };
        Err(part.failure(problem, |call| named.is(call) || others.is(call)))
    }
}

impl fmt::Display for Called {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "callback `{}` to be called", self.callback)?;
        if let Some(times) = self.times {
            write!(f, " {times} time{}", if times == 1 { "" } else { "s" })?;
        }
        if let Some(cause) = &self.triggered_by {
            write!(f, " by `{cause}`")?;
        }
        if let Some(other) = &self.before {
            write!(f, " before `{other}`")?;
        }
        if let Some(within) = self.within {
            write!(f, " within {}", duration::format(within))?;
        }
        if let Some(bytes) = self.bytes_below {
            write!(f, " with less than {}", size::format(bytes))?;
        }
        Ok(())
    }
}

fn often(times: usize) -> String {
    match times {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        n => format!("{n} times"),
    }
}
