//! A report: what a schedule makes of a visit, and where it goes.

use std::collections::BTreeMap;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_saphyr::Spanned;

use super::condition::{Condition, Reason, Subject};
use super::delivery::Delivery;
use super::flaw::{Flaw, each};
use super::for_each::ForEach;
use super::keep::Keep;
use super::report_check::ReportCheck;
use super::report_dress::{DressSyntax, ReportDress};
use super::report_page::{PageSyntax, ReportPage, ReportStep};
use super::report_view::ReportView;
use super::step::StepSyntax;
use crate::engine::{BrowserKind, EngineKind, Locator, Theme, Visit};
use crate::timetable::{self, Timetable, When};

/// One report of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Its name, unique in its file.
    pub name: String,
    /// When it is made.
    pub timetable: Timetable,
    /// One artefact for each of these.
    pub for_each: ForEach,
    /// How its visits differ from its file's.
    pub view: ReportView,
    /// What is done before the pages are captured; texts may name variables as `{{ region }}`.
    pub steps: Vec<ReportStep>,
    /// What is read from the page then, by the name that deliveries call its text: `{{ revenue }}`.
    pub read: BTreeMap<String, Locator>,
    /// What is captured, a page of the document each.
    pub pages: Vec<ReportPage>,
    /// What is refused, and never delivered.
    pub check: ReportCheck,
    /// What its document has besides the pages.
    pub dress: ReportDress,
    /// Where it goes.
    pub deliver: Vec<Delivery>,
    /// Why it is sent: one of these has to hold. Without any it is always sent.
    pub deliver_if: Vec<Reason>,
    /// For how long what its runs made is kept.
    pub keep: Keep,
    /// The one limit for boot, visit, capture and delivery together; a fifth of it is left for delivery.
    pub limit: Duration,
    /// How often it is tried again when it fails.
    pub retries: u32,
    /// The pause before it is tried again; each further pause is twice as long.
    pub retry_after: Duration,
}

/// What is made of a visit, when, and where it goes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Report")]
pub(super) struct ReportSyntax {
    /// Its name, unique in its file.
    name: String,
    /// When it is made.
    #[schemars(with = "When")]
    pub(super) when: Spanned<When>,
    /// One artefact for each of these.
    #[serde(default)]
    for_each: ForEach,
    /// The engine; the file's unless told otherwise.
    engine: Option<EngineKind>,
    /// Width and height of the page area in CSS px; the file's unless told otherwise.
    #[serde(default)]
    #[schemars(schema_with = "super::syntax::viewport")]
    viewport: Option<String>,
    /// Device pixels per CSS pixel; 1 unless told otherwise.
    #[schemars(range(min = 0.5, max = 4.0))]
    scale: Option<f64>,
    /// The colours that the visitor prefers; the file's unless told otherwise.
    theme: Option<Theme>,
    /// The kind of browser; the file's unless told otherwise.
    browser: Option<BrowserKind>,
    /// What is done before the pages are captured; texts may name variables as `{{ region }}`.
    #[serde(default)]
    #[schemars(with = "Vec<StepSyntax>")]
    steps: Vec<Spanned<Value>>,
    /// What is read from the page then, by the name that deliveries call its text: `{{ revenue }}`.
    #[serde(default)]
    read: BTreeMap<String, Locator>,
    /// What is captured, a page of the document each.
    #[schemars(length(min = 1))]
    #[schemars(with = "Vec<PageSyntax>")]
    pages: Vec<Spanned<PageSyntax>>,
    /// What is refused, and never delivered.
    #[serde(default)]
    check: ReportCheck,
    /// What its document has besides the pages.
    #[serde(default)]
    document: DressSyntax,
    /// Where it goes.
    #[schemars(length(min = 1))]
    #[schemars(with = "Vec<Delivery>")]
    deliver: Vec<Spanned<Delivery>>,
    /// Why it is sent: one of these has to hold; always unless told otherwise.
    #[serde(default)]
    deliver_if: Vec<Reason>,
    /// For how long what its runs made is kept.
    #[serde(default)]
    keep: Keep,
    /// The one limit for boot, visit, capture and delivery together, 5 min unless told otherwise.
    #[serde(default, deserialize_with = "duration")]
    #[schemars(schema_with = "crate::duration::schema")]
    limit: Option<Duration>,
    /// How often it is tried again when it fails, twice unless told otherwise.
    #[serde(default)]
    retries: Option<u32>,
    /// The pause before it is tried again, 30 s unless told otherwise; each further pause is twice as long.
    #[serde(default, deserialize_with = "duration")]
    #[schemars(schema_with = "crate::duration::schema")]
    retry_after: Option<Duration>,
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
    pub(super) fn validate(self, timetable: Timetable) -> Result<Report, Flaw> {
        const LIMIT: Duration = Duration::from_mins(5);
        const RETRIES: u32 = 2;
        const RETRY_AFTER: Duration = Duration::from_secs(30);
        if self.name.trim().is_empty() {
            return Err("a report needs a name".to_owned().into());
        }
        if self.pages.is_empty() {
            return Err(format!("`{}` has no pages: add `- capture: page`", self.name).into());
        }
        if self.deliver.is_empty() {
            return Err(format!("`{}` goes nowhere: add `- file: PATH.pdf`", self.name).into());
        }
        let count = self.pages.len();
        let deliver = each(self.deliver, |delivery| delivery.value.validate(count).map(|()| delivery.value))?;
        if let Some(name) = self.read.keys().find(|name| self.for_each.names(name)) {
            let reason = format!("`{name}` is both a variable of `for_each` and what is read: rename one");
            return Err(reason.into());
        }
        let pages = each(self.pages, |page| page.value.validate())?;
        let conditions = || self.deliver_if.iter().flat_map(|Reason(conditions)| conditions);
        conditions().try_for_each(|condition| has_picture(condition, &pages))?;
        if let Some(name) = conditions().next().and_then(|_| {
            Reason::NAMES.into_iter().find(|name| self.read.contains_key(*name) || self.for_each.names(name))
        }) {
            let reason = format!("`{name}` is what `deliver_if` observes: give the variable another name");
            return Err(reason.into());
        }
        Ok(Report {
            name: self.name,
            timetable,
            for_each: self.for_each,
            view: ReportView {
                engine: self.engine,
                viewport: self.viewport.as_deref().map(Visit::parse_viewport).transpose()?,
                scale: self.scale.map(ReportView::scale).transpose()?,
                theme: self.theme,
                browser: self.browser,
            },
            read: self.read,
            steps: each(self.steps, ReportStep::validate)?,
            pages,
            check: self.check,
            dress: self.document.validate()?,
            deliver,
            deliver_if: self.deliver_if,
            keep: self.keep,
            limit: self.limit.unwrap_or(LIMIT),
            retries: self.retries.unwrap_or(RETRIES),
            retry_after: self.retry_after.unwrap_or(RETRY_AFTER),
        })
    }
}

/// Whether a picture that a condition looks at is captured.
fn has_picture(condition: &Condition, pages: &[ReportPage]) -> Result<(), String> {
    let Subject::Picture(number) = condition.subject else { return Ok(()) };
    let mut looked_at = match number {
        Some(number) => pages.get(number - 1..number).unwrap_or_default(),
        None => pages,
    }
    .iter();
    if looked_at.any(|page| page.picture.is_some()) {
        return Ok(());
    }
    let which =
        number.map_or_else(|| "no page".to_owned(), |number| format!("there is no page {number} that"));
    Err(format!("{which} captures anything that `deliver_if` could compare"))
}

fn duration<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    crate::duration::text::deserialize(from).map(Some)
}
