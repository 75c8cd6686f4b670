//! The `expect` step: what must be seen on the page, or have been called.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::layout_step::LayoutStep;
use crate::engine::{Expectation, Locator, Matcher, Property};
use crate::trace::{Failure, Trace, called};

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Expect {
    /// A value on the page.
    Sees(Expectation),
    /// A callback, by what happened since the last action.
    Called(CalledExpect),
    /// No callback failed and the console shows no error, in the whole visit.
    NoErrors,
}

/// What the calls of one callback must have been since the last action.
#[derive(Debug, Clone, PartialEq)]
pub struct CalledExpect {
    /// One of its outputs as `id.prop`, or its identity in `_dash-dependencies`.
    pub callback: String,
    /// How often; at least once when absent.
    pub times: Option<usize>,
    /// No call took longer.
    pub within: Option<Duration>,
    /// `id.prop` that each call must name among what changed.
    pub triggered_by: Option<String>,
}

impl CalledExpect {
    /// Holds the calls of the trace's last step against what is expected.
    ///
    /// # Errors
    /// The first thing that is not as expected.
    pub fn check(&self, trace: &Trace) -> Result<(), Failure> {
        let mut assertion = called(&self.callback).during(trace.steps.len().saturating_sub(1));
        if let Some(times) = self.times {
            assertion = assertion.times(times);
        }
        if let Some(limit) = self.within {
            assertion = assertion.within(limit);
        }
        if let Some(prop) = &self.triggered_by {
            assertion = assertion.triggered_by(prop);
        }
        assertion.check(trace)
    }
}

impl fmt::Display for Expect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sees(Expectation { on, property, matcher }) => {
                write!(f, "{property} of `{on}` {matcher}")
            }
            Self::Called(called) => called.fmt(f),
            Self::NoErrors => f.write_str("no errors"),
        }
    }
}

impl fmt::Display for CalledExpect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "callback `{}` to be called", self.callback)?;
        if let Some(times) = self.times {
            write!(f, " {times} time{}", if times == 1 { "" } else { "s" })?;
        }
        if let Some(cause) = &self.triggered_by {
            write!(f, " by `{cause}`")?;
        }
        if let Some(within) = self.within {
            write!(f, " within {}", crate::duration::format(within))?;
        }
        Ok(())
    }
}

/// The step as it was written. `null` is a value to expect, so each field tells it from absence.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ExpectSyntax {
    on: Option<Locator>,
    #[serde(deserialize_with = "given")]
    text: Option<Value>,
    #[serde(deserialize_with = "given")]
    value: Option<Value>,
    prop: Option<Map<String, Value>>,
    attribute: Option<Map<String, Value>>,
    #[serde(deserialize_with = "given")]
    count: Option<Value>,
    #[serde(deserialize_with = "given")]
    visible: Option<Value>,
    #[serde(deserialize_with = "given")]
    enabled: Option<Value>,
    #[serde(deserialize_with = "given")]
    figure_title: Option<Value>,
    #[serde(deserialize_with = "given")]
    options: Option<Value>,
    #[serde(deserialize_with = "given")]
    download: Option<Value>,
    callback: Option<String>,
    times: Option<usize>,
    #[serde(deserialize_with = "duration")]
    within: Option<Duration>,
    triggered_by: Option<String>,
    no_errors: Option<bool>,
    /// Whether the test goes on when it does not hold.
    pub(super) soft: bool,
}

pub(super) fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

fn duration<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    crate::duration::text::deserialize(from).map(Some)
}

impl ExpectSyntax {
    /// The expectations that are meant.
    ///
    /// # Errors
    /// What contradicts itself or is missing.
    pub(super) fn validate(mut self) -> Result<Vec<Expect>, String> {
        let mut all = Vec::new();
        if self.no_errors == Some(false) {
            return Err("`no_errors: false` expects nothing; leave it out".to_owned());
        }
        if self.no_errors.is_some() {
            all.push(Expect::NoErrors);
        }
        let details = self.times.is_some() || self.within.is_some() || self.triggered_by.is_some();
        match self.callback.take() {
            Some(callback) => all.push(Expect::Called(CalledExpect {
                callback,
                times: self.times,
                within: self.within,
                triggered_by: self.triggered_by.take(),
            })),
            None if details => {
                return Err("`times`, `within` and `triggered_by` need `callback: ID.PROP`".to_owned());
            }
            None => {}
        }
        let on = self.on.clone();
        let seen = self.sees()?;
        match on {
            Some(on) if seen.is_empty() => {
                Err(format!("nothing is expected of `{on}`: add `text`, `value`, `visible`…"))
            }
            _ if all.is_empty() && seen.is_empty() => Err("`expect` expects nothing".to_owned()),
            _ => {
                all.extend(seen.into_iter().map(Expect::Sees));
                Ok(all)
            }
        }
    }

    /// The same, of the layout: where to look, and what must be there.
    ///
    /// # Errors
    /// What a layout can't tell.
    pub(super) fn validate_layout(self) -> Result<LayoutStep, String> {
        let of_a_visit = self.callback.is_some() || self.times.is_some() || self.within.is_some();
        if of_a_visit || self.triggered_by.is_some() || self.no_errors.is_some() || self.soft {
            return Err(
                "a layout calls nothing: leave out `callback`, `times`, `no_errors`, `soft`…".to_owned()
            );
        }
        let on = self.on.clone().ok_or("`layout` needs `on: LOCATOR`")?;
        let expectations = self.sees()?;
        Ok(LayoutStep { on, expectations })
    }

    /// What must be seen.
    fn sees(self) -> Result<Vec<Expectation>, String> {
        let single = [
            (Property::Text, self.text),
            (Property::Value, self.value),
            (Property::Count, self.count),
            (Property::Visible, self.visible),
            (Property::Enabled, self.enabled),
            (Property::FigureTitle, self.figure_title),
            (Property::Options, self.options),
            (Property::Download, self.download),
        ];
        let named = |kind: fn(String) -> Property, map: Option<Map<String, Value>>| {
            map.into_iter().flatten().map(move |(name, wanted)| (kind(name), Some(wanted)))
        };
        let properties = single
            .into_iter()
            .chain(named(Property::Prop, self.prop))
            .chain(named(Property::Attribute, self.attribute))
            .filter_map(|(property, wanted)| Some((property, wanted?)));
        properties
            .map(|(property, wanted)| {
                let on = self.on.clone().ok_or_else(|| format!("`{property}` needs `on: LOCATOR`"))?;
                let matcher = matcher(&property, wanted)?;
                Ok(Expectation { on, property, matcher })
            })
            .collect()
    }
}

/// `{contains: …}`, `{matches: …}`, `{not: …}`, `{equals: …}`; anything else is the value itself.
pub(super) fn matcher(property: &Property, wanted: Value) -> Result<Matcher, String> {
    let operator = match &wanted {
        Value::Object(map) if map.len() == 1 => map.iter().next(),
        _ => None,
    };
    let text = |name: &str, value: &Value| {
        value
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| format!("`{name}` takes a text; write {value} in quotes"))
    };
    match operator {
        Some((name, value)) if name == "contains" => text(name, value).map(Matcher::Contains),
        Some((name, value)) if name == "matches" => {
            let pattern = text(name, value)?;
            regex::Regex::new(&pattern).map_err(|error| format!("`matches`: {error}"))?;
            Ok(Matcher::Matches(pattern))
        }
        Some((name, value)) if name == "not" => {
            matcher(property, value.clone()).map(|inner| Matcher::Not(Box::new(inner)))
        }
        Some((name, value)) if name == "equals" => Ok(Matcher::Equals(value.clone())),
        _ => typed(property, wanted).map(Matcher::Equals),
    }
}

/// Refuses a value that the property can never have, such as a number where a text is read.
fn typed(property: &Property, wanted: Value) -> Result<Value, String> {
    let (fits, type_) = match property {
        Property::Text => (wanted.is_string(), "a text"),
        Property::FigureTitle | Property::Attribute(_) | Property::Download => {
            (wanted.is_string() || wanted.is_null(), "a text")
        }
        Property::Count => (wanted.is_u64(), "a number"),
        Property::Visible | Property::Enabled => (wanted.is_boolean(), "true or false"),
        Property::Options => (wanted.is_array(), "a list of labels"),
        Property::Value | Property::Prop(_) => (true, ""),
    };
    if fits {
        return Ok(wanted);
    }
    let quotes = if type_ == "a text" { "; write it in quotes" } else { "" };
    Err(format!("{property} is {type_}, never {wanted}{quotes}"))
}
