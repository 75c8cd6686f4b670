//! Faults: what a visit does to the answers of callbacks, to see how the app bears it.

use std::fmt;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Trace;
#[cfg(feature = "browser")]
use super::assertion::Named;
use super::assertion::{Failure, Part};
#[cfg(feature = "browser")]
use super::causes::canonical;
#[cfg(feature = "browser")]
use super::{Call, CallbackGraph};
use crate::duration;

/// Delays, fails, drops or replaces answers of one callback.
///
/// ```
/// # use std::time::Duration;
/// # use dashproof::trace::Fault;
/// let slow = Fault::of("chart.figure").delayed(Duration::from_secs(2));
/// let broken = Fault::of("table.data").nth(2).failing(500);
/// assert_eq!(slow.to_string(), "delayed by 2 s");
/// assert_eq!(broken.to_string(), "failed with 500");
/// ```
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "FaultSyntax")]
#[schemars(with = "FaultSyntax")]
pub struct Fault {
    /// The callback, named as for [`called`](super::called).
    pub callback: String,
    /// `id.prop` that a call must name among what changed; any call when absent.
    pub input: Option<String>,
    /// Whether it befalls the polls of a background callback instead of the request that starts it.
    pub polls: bool,
    /// The first of the fitting requests that it befalls, from 1.
    pub nth: usize,
    /// How many requests it befalls from there on; all when absent.
    pub times: Option<usize>,
    /// How long the answer is held back.
    pub delay: Duration,
    /// What comes instead of the answer of the app, which is then not asked; the app's own when absent.
    pub instead: Option<Instead>,
}

/// What comes instead of an answer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Instead {
    /// An answer with another status than success.
    Failure {
        /// The HTTP status.
        status: u16,
        /// The body: a text as it is, anything else as JSON.
        body: Value,
    },
    /// None: the connection is cut.
    Nothing,
    /// These values by `id.prop`, as if the callback had returned them; with none of them, as if it had raised
    /// `PreventUpdate`.
    Values(Map<String, Value>),
}

impl Fault {
    /// What a failed answer says unless told otherwise.
    const BODY: &'static str = "failed by a fault that the visit sets";

    /// A fault of every call of `callback`, which does nothing until it is told what.
    pub fn of(callback: impl Into<String>) -> Self {
        Self {
            callback: callback.into(),
            input: None,
            polls: false,
            nth: 1,
            times: None,
            delay: Duration::ZERO,
            instead: None,
        }
    }

    /// Reads a fault as test files write it: `callback: chart.figure, delay: 2 s`, with or without braces.
    ///
    /// # Errors
    /// What can't be understood, contradicts itself or is missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let map = if text.starts_with('{') { text.to_owned() } else { format!("{{{text}}}") };
        let options = serde_saphyr::options! { with_snippet: false };
        serde_saphyr::from_str_with_options(&map, options).map_err(|error| error.to_string())
    }

    /// Only calls that this `id.prop` triggered.
    #[must_use]
    pub fn triggered_by(mut self, input: impl Into<String>) -> Self {
        self.input = Some(input.into());
        self
    }

    /// The polls of a background callback, instead of the request that starts it.
    #[must_use]
    pub fn polls(mut self) -> Self {
        self.polls = true;
        self
    }

    /// The nth fitting request alone, from 1; with [`times`](Self::times) afterwards, those from there on.
    #[must_use]
    pub fn nth(mut self, nth: usize) -> Self {
        (self.nth, self.times) = (nth, Some(1));
        self
    }

    /// So many requests.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// The answer comes so much later.
    #[must_use]
    pub fn delayed(mut self, by: Duration) -> Self {
        self.delay = by;
        self
    }

    /// An answer of this HTTP status comes instead.
    #[must_use]
    pub fn failing(mut self, status: u16) -> Self {
        self.instead = Some(Instead::Failure { status, body: Self::BODY.into() });
        self
    }

    /// No answer comes: the connection is cut.
    #[must_use]
    pub fn dropped(mut self) -> Self {
        self.instead = Some(Instead::Nothing);
        self
    }

    /// These values come instead, by `id.prop`.
    #[must_use]
    pub fn replaced(mut self, values: Map<String, Value>) -> Self {
        self.instead = Some(Instead::Values(values));
        self
    }

    /// Makes sure that the app has its callback.
    ///
    /// # Errors
    /// The callbacks that there are.
    pub fn check(&self, trace: &Trace) -> Result<(), Failure> {
        Part::whole(trace).find(&self.callback).map(drop)
    }

    /// Whether a call, or one of its polls, is what it is about; which of them it befalls is counted elsewhere.
    #[cfg(feature = "browser")]
    pub(super) fn fits(&self, graph: &CallbackGraph, call: &Call, poll: bool) -> bool {
        let triggers = |input: &String| call.changed.iter().any(|prop| canonical(prop) == canonical(input));
        self.polls == poll
            && self.input.as_ref().is_none_or(triggers)
            && Named::in_graph(&self.callback, graph).is_some_and(|named| named.is(call))
    }

    /// Whether it befalls the request that is the nth fitting one, from 1.
    #[cfg(feature = "browser")]
    pub(super) fn befalls(&self, nth: usize) -> bool {
        nth >= self.nth && self.times.is_none_or(|times| nth - self.nth < times)
    }
}

/// As a trace tells it: `delayed by 2 s, failed with 500`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let delayed = (!self.delay.is_zero()).then(|| format!("delayed by {}", duration::format(self.delay)));
        let instead = self.instead.as_ref().map(|instead| match instead {
            Instead::Failure { status, .. } => format!("failed with {status}"),
            Instead::Nothing => "dropped".to_owned(),
            Instead::Values(values) if values.is_empty() => "replaced by no update".to_owned(),
            Instead::Values(_) => "replaced".to_owned(),
        });
        f.write_str(&delayed.into_iter().chain(instead).collect::<Vec<_>>().join(", "))
    }
}

/// What befalls answers of one callback.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FaultSyntax {
    /// The callback, by an output: `ID.PROP`.
    callback: String,
    /// The prop that must have triggered the call: `ID.PROP`; any unless given.
    input: Option<String>,
    /// Whether it befalls the polls of a background callback instead of the request that starts it.
    #[serde(default)]
    polls: bool,
    /// The first of the fitting requests that it befalls, from 1; that alone unless `times` says more.
    nth: Option<usize>,
    /// How many requests it befalls; all unless told otherwise.
    times: Option<usize>,
    /// How long the answer is held back.
    #[serde(default, deserialize_with = "time")]
    #[schemars(schema_with = "crate::duration::schema")]
    delay: Option<Duration>,
    /// An answer that is a failure comes instead: an HTTP status, or `{status, body}`.
    fail: Option<FailSyntax>,
    /// No answer comes: the connection is cut.
    #[serde(default)]
    drop: bool,
    /// These values come instead, by `id.prop`.
    replace: Option<Map<String, Value>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected an HTTP status, or a map of `status` and `body`")]
enum FailSyntax {
    Status(#[schemars(range(min = 400, max = 599))] u16),
    Answer {
        /// The HTTP status.
        #[schemars(range(min = 400, max = 599))]
        status: u16,
        /// The body: a text as it is, anything else as JSON.
        body: Value,
    },
}

fn time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    duration::text::deserialize(from).map(Some)
}

impl TryFrom<FaultSyntax> for Fault {
    type Error = String;

    fn try_from(syntax: FaultSyntax) -> Result<Self, String> {
        let failure = syntax.fail.map(|fail| match fail {
            FailSyntax::Status(status) => (status, Self::BODY.into()),
            FailSyntax::Answer { status, body } => (status, body),
        });
        if let Some((status, _)) = failure.as_ref().filter(|(status, _)| !(400..600).contains(status)) {
            return Err(format!("`fail: {status}` is no failure: give a status from 400 to 599"));
        }
        let failure = failure.map(|(status, body)| Instead::Failure { status, body });
        let instead = [failure, syntax.drop.then_some(Instead::Nothing), syntax.replace.map(Instead::Values)];
        let mut instead = instead.into_iter().flatten();
        let first = instead.next();
        if instead.next().is_some() {
            return Err("give one of `fail`, `drop` and `replace`".to_owned());
        }
        if first.is_none() && syntax.delay.is_none() {
            return Err("a fault needs one of `delay`, `fail`, `drop` and `replace`".to_owned());
        }
        if let Some(Instead::Values(values)) = &first
            && let Some(name) = values.keys().find(|name| !name.contains('.'))
        {
            return Err(format!("`{name}` names no prop: `replace` takes values by `id.prop`"));
        }
        Ok(Self {
            callback: syntax.callback,
            input: syntax.input,
            polls: syntax.polls,
            nth: syntax.nth.unwrap_or(1).max(1),
            times: syntax.times.or(syntax.nth.map(|_| 1)),
            delay: syntax.delay.unwrap_or_default(),
            instead: first,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fault_reads_with_and_without_braces() {
        let values = json!({"x.children": [1]}).as_object().cloned().unwrap();
        for (text, fault) in [
            ("callback: a.b, delay: 2 s", Fault::of("a.b").delayed(Duration::from_secs(2))),
            ("{callback: a.b, fail: 500, times: 1}", Fault::of("a.b").failing(500).times(1)),
            (
                "callback: a.b, input: c.d, nth: 2, drop: true",
                Fault::of("a.b").triggered_by("c.d").nth(2).dropped(),
            ),
            (
                "callback: a.b, polls: true, replace: {x.children: [1]}",
                Fault::of("a.b").polls().replaced(values),
            ),
        ] {
            assert_eq!(Fault::parse(text), Ok(fault), "{text}");
        }
    }

    #[test]
    fn a_fault_that_makes_no_sense_says_what_would() {
        for (text, reason) in [
            ("callback: a.b", "needs one of `delay`"),
            ("callback: a.b, fail: 500, drop: true", "give one of `fail`, `drop` and `replace`"),
            ("callback: a.b, fail: 200", "from 400 to 599"),
            ("callback: a.b, replace: {children: 1}", "values by `id.prop`"),
            ("callback: a.b, fail: soon", "an HTTP status, or a map"),
        ] {
            let error = Fault::parse(text).unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
