//! A test file as it is written: names and types only; [`super::file`] makes sense of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_saphyr::Spanned;

use super::delivery::Smtp;
use super::report::ReportSyntax;
use super::step::StepSyntax;
use crate::engine::{BrowserKind, Coordinates, EngineKind, Framework, Plain, Theme};
use crate::trace::{Budget, Fault};

/// An app, its tests, and the reports that are made of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "A test file of dashproof")]
pub(super) struct FileSyntax {
    /// The dashboard: a path of a .py, `module:app`, a command, a URL, or `demo`.
    #[schemars(with = "AppSyntax")]
    pub(super) app: Spanned<AppSyntax>,
    /// Whether it is visited without a browser (the default) or with one.
    #[serde(default)]
    pub(super) engine: EngineKind,
    /// Which browser; Chromium where it is, else Firefox, unless told otherwise.
    pub(super) browser: Option<BrowserKind>,
    /// What the app must be made with; what its pages say they are unless told otherwise.
    pub(super) framework: Option<Framework>,
    /// Width and height of the page area in CSS px; 1280x800 unless told otherwise.
    #[serde(default)]
    #[schemars(schema_with = "viewport")]
    pub(super) viewport: Option<Spanned<String>>,
    /// The colours that the visitor prefers, light unless told otherwise.
    #[serde(default)]
    pub(super) theme: Theme,
    /// The one limit of each wait, 10 s unless told otherwise: an action, an expectation, a settle.
    #[serde(default, deserialize_with = "duration")]
    #[schemars(schema_with = "crate::duration::schema")]
    pub(super) limit: Option<Duration>,
    /// Variables of the app's environment; `${NAME}` is one of ours.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Plain>")]
    pub(super) env: BTreeMap<String, Spanned<String>>,
    /// Sent with every request to the app; `${NAME}` is a variable of our environment.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Plain>")]
    pub(super) headers: BTreeMap<String, Spanned<String>>,
    /// A PEM file with the authority whose certificates are believed besides the system's, relative to this file's folder.
    pub(super) ca: Option<PathBuf>,
    /// Believes any certificate.
    #[schemars(with = "Option<bool>")]
    pub(super) insecure: Option<Spanned<bool>>,
    /// CSS files that stand in for stylesheets which can't be loaded, relative to this file's folder.
    #[serde(default)]
    pub(super) stylesheets: Vec<PathBuf>,
    /// The one moment that the page's `Date` tells: date, time and offset.
    #[serde(default)]
    #[schemars(schema_with = "moment")]
    pub(super) clock: Option<Spanned<String>>,
    /// Makes the page's `Math.random` and `crypto` repeat.
    pub(super) seed: Option<u32>,
    /// Where the page's Geolocation API says it is: latitude and longitude in degrees.
    pub(super) geolocation: Option<Coordinates>,
    /// Sets the page's text in the embedded Open Sans, so that a browser draws it alike on every machine.
    #[serde(default)]
    pub(super) own_font: bool,
    /// What the callback calls of each test may cost.
    #[serde(default)]
    pub(super) budget: Budget,
    /// What befalls answers of callbacks in each test.
    #[serde(default)]
    pub(super) faults: Vec<Fault>,
    /// The tests, each of which has a visit of its own.
    #[serde(default)]
    #[schemars(with = "Vec<TestSyntax>")]
    pub(super) tests: Vec<Spanned<TestSyntax>>,
    /// The server that sends the mails of reports.
    pub(super) smtp: Option<Smtp>,
    /// What `dashproof serve` makes and delivers.
    #[serde(default)]
    #[schemars(with = "Vec<ReportSyntax>")]
    pub(super) reports: Vec<Spanned<ReportSyntax>>,
}

/// An app: a text, or `{replay: FILE}`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected an app, or `{replay: FILE}`")]
pub(super) enum AppSyntax {
    /// A path of a .py, `module:app`, a command, a URL, or `demo`.
    Named(String),
    /// A recording that is served in its place.
    Recorded {
        /// The recording, relative to this file's folder.
        replay: PathBuf,
    },
}

/// One test: steps of one visit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Test")]
pub(super) struct TestSyntax {
    /// A sentence about the app, unique in its file.
    pub(super) name: String,
    /// What its callback calls may cost, over the file's.
    #[serde(default)]
    pub(super) budget: Budget,
    /// What befalls answers of callbacks, before the file's.
    #[serde(default)]
    pub(super) faults: Vec<Fault>,
    /// What is done, in order.
    #[schemars(with = "Vec<StepSyntax>")]
    pub(super) steps: Vec<Spanned<StepSyntax>>,
}

fn duration<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    crate::duration::text::deserialize(from).map(Some)
}

pub(super) fn viewport(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": ["string", "null"],
        "pattern": r"^\s*[0-9]+\s*[x×]\s*[0-9]+\s*$",
        "examples": ["1280x800"],
    })
}

fn moment(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "format": "date-time", "examples": ["2025-03-10T09:00:00Z"] })
}
