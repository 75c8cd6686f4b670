//! A report: what a schedule makes of a visit, and where it goes.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_saphyr::Spanned;

use super::delivery::Delivery;
use super::step::{StepKind, StepSyntax};
use crate::engine::Locator;
use crate::timetable::{self, Timetable, When};

/// One report of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Its name, unique in its file.
    pub name: String,
    /// When it is made.
    pub timetable: Timetable,
    /// One artefact for each combination of these variables' values.
    pub for_each: BTreeMap<String, Vec<String>>,
    /// What is done before the pages are captured; texts may name variables as `{{ region }}`.
    pub steps: Vec<ReportStep>,
    /// What is read from the page then, by the name that deliveries call its text: `{{ revenue }}`.
    pub read: BTreeMap<String, Locator>,
    /// What is captured, a page of the document each.
    pub pages: Vec<ReportPage>,
    /// Where it goes.
    pub deliver: Vec<Delivery>,
    /// The one limit for boot, visit, capture and delivery together.
    pub limit: Duration,
    /// How often it is tried again when it fails.
    pub retries: u32,
    /// The pause before it is tried again; each further pause is twice as long.
    pub retry_after: Duration,
}

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
}

/// What a page of the document shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportPage {
    /// One element; the whole page of the app when absent.
    pub on: Option<Locator>,
    /// Painted over, all that each finds.
    pub mask: Vec<Locator>,
}

/// A report as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportSyntax {
    name: String,
    pub(super) when: Spanned<When>,
    #[serde(default)]
    for_each: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    steps: Vec<Spanned<Value>>,
    #[serde(default)]
    read: BTreeMap<String, Locator>,
    pages: Vec<PageSyntax>,
    deliver: Vec<Delivery>,
    #[serde(default, deserialize_with = "duration")]
    limit: Option<Duration>,
    #[serde(default)]
    retries: Option<u32>,
    #[serde(default, deserialize_with = "duration")]
    retry_after: Option<Duration>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageSyntax {
    capture: String,
    #[serde(default)]
    mask: Vec<Locator>,
}

impl PageSyntax {
    fn page(self) -> ReportPage {
        let on = (self.capture != "page").then(|| Locator::from(self.capture.as_str()));
        ReportPage { on, mask: self.mask }
    }
}

impl ReportSyntax {
    /// When it is made.
    ///
    /// # Errors
    /// What is wrong with `when`.
    pub(super) fn timetable(&self) -> Result<Timetable, timetable::Error> {
        Timetable::new(&self.when.value, &self.name)
    }

    /// The report, once what the types can't say is checked.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn validate(self, timetable: Timetable) -> Result<Report, String> {
        const LIMIT: Duration = Duration::from_mins(5);
        const RETRIES: u32 = 2;
        const RETRY_AFTER: Duration = Duration::from_secs(30);
        if self.name.trim().is_empty() {
            return Err("a report needs a name".to_owned());
        }
        if self.pages.is_empty() {
            return Err(format!("`{}` has no pages: add `- capture: page`", self.name));
        }
        if self.deliver.is_empty() {
            return Err(format!("`{}` goes nowhere: add `- file: PATH.pdf`", self.name));
        }
        self.deliver.iter().try_for_each(|delivery| delivery.validate(self.pages.len()))?;
        if let Some(name) = self.read.keys().find(|name| self.for_each.contains_key(*name)) {
            return Err(format!("`{name}` is both a variable of `for_each` and what is read: rename one"));
        }
        let steps = self.steps.into_iter().map(|step| {
            let kind = ReportStep::read(&step.value).map_err(|reason| format!("{}: {reason}", step.value))?;
            if matches!(kind, StepKind::Snapshot(_)) {
                return Err(
                    "a report holds nothing against a baseline: `snapshot` belongs into a test".to_owned()
                );
            }
            Ok(ReportStep { line: step.referenced.line() as usize, value: step.value })
        });
        Ok(Report {
            name: self.name,
            timetable,
            for_each: self.for_each,
            read: self.read,
            steps: steps.collect::<Result<_, String>>()?,
            pages: self.pages.into_iter().map(PageSyntax::page).collect(),
            deliver: self.deliver,
            limit: self.limit.unwrap_or(LIMIT),
            retries: self.retries.unwrap_or(RETRIES),
            retry_after: self.retry_after.unwrap_or(RETRY_AFTER),
        })
    }
}

fn duration<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    crate::duration::text::deserialize(from).map(Some)
}
