//! The `expect` step: what must be seen on the page, or have been called.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::layout_step::LayoutStep;
use super::wanted_syntax::WantedSyntax;
use crate::engine::{Expectation, Locator, Matcher, Property};
use crate::trace::{Assertion, Called};

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Expect {
    /// A value on the page.
    Sees(Expectation),
    /// The calls since the last action; that there are no errors, in the whole visit.
    Trace(Assertion),
}

impl Expect {
    /// Reads what an `expect` step expects, as YAML: `callback: a.children, times: 1`, with or without braces.
    ///
    /// # Errors
    /// What can't be understood, contradicts itself or is missing.
    pub fn parse(text: &str) -> Result<Vec<Self>, String> {
        let text = text.trim();
        let map = if text.starts_with('{') { text.to_owned() } else { format!("{{{text}}}") };
        let syntax: ExpectSyntax = serde_saphyr::from_str(&map).map_err(|error| error.to_string())?;
        syntax.validate()
    }
}

impl fmt::Display for Expect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sees(Expectation { on, property, matcher }) => {
                write!(f, "{property} of `{on}` {matcher}")
            }
            Self::Trace(assertion) => assertion.fmt(f),
        }
    }
}

/// What must be seen on the page, or have been called; awaited up to the limit.
// `null` is a value to expect, so each field tells it from absence.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "Expect", extend("minProperties" = 1, "dependentRequired" = needs()))]
pub(super) struct ExpectSyntax {
    /// Where to look.
    on: Option<Locator>,
    /// The text that a visitor reads there.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "WantedSyntax<String>")]
    text: Option<Value>,
    /// What a control holds.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "WantedSyntax<Value>")]
    value: Option<Value>,
    /// Props of the component, by name.
    #[schemars(with = "Option<BTreeMap<String, WantedSyntax<Value>>>")]
    prop: Option<Map<String, Value>>,
    /// Attributes of the element, by name.
    #[schemars(with = "Option<BTreeMap<String, WantedSyntax<Option<String>>>>")]
    attribute: Option<Map<String, Value>>,
    /// How many it finds.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "WantedSyntax<u64>")]
    count: Option<Value>,
    /// Whether it is seen.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "WantedSyntax<bool>")]
    visible: Option<Value>,
    /// Whether a visitor can use it.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "WantedSyntax<bool>")]
    enabled: Option<Value>,
    /// The title of a graph's figure.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "WantedSyntax<Option<String>>")]
    figure_title: Option<Value>,
    /// The labels that a control offers.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "WantedSyntax<Vec<Value>>")]
    options: Option<Value>,
    /// The content of the file that was downloaded last.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "WantedSyntax<Option<String>>")]
    download: Option<Value>,
    /// What the page put on the clipboard; needs a browser.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "WantedSyntax<Option<String>>")]
    copied: Option<Value>,
    /// A callback that was called since the last action, by an output: `ID.PROP`.
    callback: Option<String>,
    /// How often it was called.
    times: Option<usize>,
    /// How long each call may have taken.
    #[serde(deserialize_with = "duration")]
    #[schemars(schema_with = "crate::duration::schema")]
    within: Option<Duration>,
    /// The prop that triggered it: `ID.PROP`.
    triggered_by: Option<String>,
    /// The callback that was called later.
    before: Option<String>,
    /// The size that request and response stay below.
    #[serde(deserialize_with = "size")]
    #[schemars(schema_with = "crate::size::schema")]
    bytes_below: Option<u64>,
    /// Callbacks that caused each other, in order.
    #[schemars(length(min = 2))]
    chain: Option<Vec<String>>,
    /// The callbacks that may have been called; no other was.
    only_called: Option<Vec<String>>,
    /// That no call was made twice with the same inputs.
    #[schemars(schema_with = "only_true")]
    no_duplicate_calls: Option<bool>,
    /// That neither a callback nor the page had an error in the whole visit.
    #[schemars(schema_with = "only_true")]
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

fn size<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    crate::size::text::deserialize(from).map(Some)
}

/// Which keys need which others.
fn needs() -> Value {
    let seen =
        ["text", "value", "prop", "attribute", "count", "visible", "enabled", "figure_title", "options"];
    let called = ["times", "within", "triggered_by", "before", "bytes_below"];
    let on = seen.into_iter().chain(["download", "copied"]).map(|key| (key, "on"));
    let pairs = on.chain(called.map(|key| (key, "callback")));
    pairs.map(|(key, needed)| (key.to_owned(), Value::from(vec![needed]))).collect()
}

/// Its absence says the contrary.
fn only_true(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "const": true })
}

impl ExpectSyntax {
    /// The expectations that are meant.
    ///
    /// # Errors
    /// What contradicts itself or is missing.
    pub(super) fn validate(mut self) -> Result<Vec<Expect>, String> {
        let mut all: Vec<Expect> = self.assertions()?.into_iter().map(Expect::Trace).collect();
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

    /// What is expected of the calls.
    fn assertions(&mut self) -> Result<Vec<Assertion>, String> {
        let switches = [("no_errors", self.no_errors), ("no_duplicate_calls", self.no_duplicate_calls)];
        if let Some((name, _)) = switches.iter().find(|(_, given)| *given == Some(false)) {
            return Err(format!("`{name}: false` expects nothing; leave it out"));
        }
        let called = Called {
            callback: self.callback.take().unwrap_or_default(),
            times: self.times,
            within: self.within,
            triggered_by: self.triggered_by.take(),
            before: self.before.take(),
            bytes_below: self.bytes_below,
        };
        let called = match called {
            called if !called.callback.is_empty() => Some(called),
            details if details == Called::default() => None,
            _ => {
                return Err("`times`, `within`, `triggered_by`, `before` and `bytes_below` need \
                            `callback: ID.PROP`"
                    .to_owned());
            }
        };
        let chain = self.chain.take();
        if chain.as_ref().is_some_and(|links| links.len() < 2) {
            return Err("a `chain` has two callbacks or more, `[a.value, b.children]`".to_owned());
        }
        Ok(called
            .map(Assertion::Called)
            .into_iter()
            .chain(chain.map(Assertion::Chain))
            .chain(self.only_called.take().map(Assertion::OnlyCalled))
            .chain(self.no_duplicate_calls.map(|_| Assertion::NoDuplicateCalls))
            .chain(self.no_errors.map(|_| Assertion::NoErrors))
            .collect())
    }

    /// The same, of the layout: where to look, and what must be there.
    ///
    /// # Errors
    /// What a layout can't tell.
    pub(super) fn validate_layout(mut self) -> Result<LayoutStep, String> {
        if self.soft || !self.assertions()?.is_empty() {
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
            (Property::Copied, self.copied),
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
        Property::FigureTitle | Property::Attribute(_) | Property::Download | Property::Copied => {
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
