//! A page of a report: what is done before it, and what it shows.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_saphyr::Spanned;

use super::flaw::{Flaw, each};
use super::step::{StepKind, StepSyntax};
use crate::engine::{Locator, Property};

/// A step of a report, its templates not filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportStep {
    /// Where it stands in the file, 1-based.
    pub line: usize,
    /// The step as it is written.
    pub value: Value,
}

impl ReportStep {
    /// Reads a step whose templates are filled in.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(filled: &Value) -> Result<StepKind, String> {
        StepSyntax::deserialize(filled).map_err(|error| error.to_string())?.validate()
    }

    /// Checks a step as it is written.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn validate(step: Spanned<Value>) -> Result<Self, String> {
        let kind = Self::read(&step.value)?;
        if matches!(kind, StepKind::Snapshot(_)) {
            return Err(
                "a report holds nothing against a baseline: `snapshot` belongs into a test".to_owned()
            );
        }
        Ok(Self { line: step.referenced.line() as usize, value: step.value })
    }
}

/// A page of the document; its texts are templates.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportPage {
    /// What is done before it is captured: opening a tab, going to another page of the app.
    pub steps: Vec<ReportStep>,
    /// Its heading, which is also a bookmark and stands in the contents.
    pub title: Option<String>,
    /// A paragraph under the heading.
    pub text: Option<String>,
    /// What is read off the page: the rows of a table, and the values of a JSON file.
    pub values: Vec<ReportValue>,
    /// What it shows of the app.
    pub picture: Option<ReportPicture>,
}

/// Something that is read off the app.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportValue {
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub on: Locator,
    /// What of it.
    pub property: Property,
}

/// A picture of the app.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportPicture {
    /// One element; the whole page of the app when absent.
    pub on: Option<Locator>,
    /// Painted over, all that each finds.
    pub mask: Vec<Locator>,
}

/// A page of the document; its texts are templates.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Page")]
pub(super) struct PageSyntax {
    /// What is done before it is captured: opening a tab, going to another page of the app.
    #[serde(default)]
    #[schemars(with = "Vec<StepSyntax>")]
    steps: Vec<Spanned<Value>>,
    /// Its heading, which is also a bookmark and stands in the contents.
    title: Option<String>,
    /// A paragraph under the heading.
    text: Option<String>,
    /// What is read off the page, by what it is called: the rows of a table, and the values of a JSON file.
    #[serde(default, deserialize_with = "in_order")]
    #[schemars(with = "BTreeMap<String, ValueSyntax>")]
    values: Vec<(String, ValueSyntax)>,
    /// A picture of the app: `page`, or a locator.
    capture: Option<String>,
    /// Painted over, all that each finds.
    #[serde(default)]
    mask: Vec<Locator>,
}

/// `"#total"`: its text; or `{on: "#total", prop: value}`.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
enum ValueSyntax {
    /// The text of what it finds.
    Text(Locator),
    /// A prop of a component.
    Prop(PropSyntax),
}

/// A prop of a component.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PropSyntax {
    /// The component.
    on: Locator,
    /// The prop, or a part of it: `figure.layout.title.text`.
    prop: String,
}

impl<'de> Deserialize<'de> for ValueSyntax {
    /// Not an untagged enum: in one the key `on` would be read as YAML 1.1's word for true.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = ValueSyntax;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("what to read: `\"#total\"`, or `{on: \"#total\", prop: value}`")
            }

            fn visit_str<E>(self, on: &str) -> Result<Self::Value, E> {
                Ok(ValueSyntax::Text(Locator::from(on)))
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
                PropSyntax::deserialize(MapAccessDeserializer::new(map)).map(ValueSyntax::Prop)
            }
        }
        from.deserialize_any(Either)
    }
}

impl PageSyntax {
    /// # Errors
    /// What is wrong with it.
    pub(super) fn validate(self) -> Result<ReportPage, Flaw> {
        if self.capture.is_none() && self.text.is_none() && self.values.is_empty() {
            return Err("a page shows something: `capture: page`, `values` or a `text`".to_owned().into());
        }
        if self.capture.is_none() && !self.mask.is_empty() {
            return Err("`mask` is about a `capture`".to_owned().into());
        }
        let values = self.values.into_iter().map(|(name, value)| {
            let (on, property) = match value {
                ValueSyntax::Text(on) => (on, Property::Text),
                ValueSyntax::Prop(PropSyntax { on, prop }) => (on, Property::Prop(prop)),
            };
            ReportValue { name, on, property }
        });
        let mask = self.mask;
        Ok(ReportPage {
            steps: each(self.steps, ReportStep::validate)?,
            title: self.title,
            text: self.text,
            values: values.collect(),
            picture: self.capture.map(|capture| ReportPicture {
                on: (capture != "page").then(|| Locator::from(capture.as_str())),
                mask,
            }),
        })
    }
}

/// A mapping's entries as they stand in the file.
fn in_order<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(String, ValueSyntax)>, D::Error> {
    struct Entries;
    impl<'de> Visitor<'de> for Entries {
        type Value = Vec<(String, ValueSyntax)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("names with what to read, such as `Revenue: \"#total\"`")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = map.next_entry()? {
                entries.push(entry);
            }
            Ok(entries)
        }
    }
    from.deserialize_map(Entries)
}
