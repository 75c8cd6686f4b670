//! A test file as it is written: names and types only; [`super::file`] makes sense of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_saphyr::Spanned;

use super::delivery::Smtp;
use super::report::ReportSyntax;
use super::step::StepSyntax;
use crate::engine::{BrowserKind, Coordinates, EngineKind, Framework};
use crate::trace::{Budget, Fault};

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileSyntax {
    pub(super) app: Spanned<AppSyntax>,
    #[serde(default)]
    pub(super) engine: EngineKind,
    pub(super) browser: Option<BrowserKind>,
    pub(super) framework: Option<Framework>,
    pub(super) viewport: Option<Spanned<String>>,
    #[serde(default, deserialize_with = "duration")]
    pub(super) limit: Option<Duration>,
    #[serde(default)]
    pub(super) env: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, Spanned<String>>,
    pub(super) ca: Option<PathBuf>,
    pub(super) insecure: Option<Spanned<bool>>,
    #[serde(default)]
    pub(super) stylesheets: Vec<PathBuf>,
    pub(super) clock: Option<Spanned<String>>,
    pub(super) seed: Option<u32>,
    pub(super) geolocation: Option<Coordinates>,
    #[serde(default)]
    pub(super) own_font: bool,
    #[serde(default)]
    pub(super) budget: Budget,
    #[serde(default)]
    pub(super) faults: Vec<Fault>,
    #[serde(default)]
    pub(super) tests: Vec<Spanned<TestSyntax>>,
    pub(super) smtp: Option<Smtp>,
    #[serde(default)]
    pub(super) reports: Vec<Spanned<ReportSyntax>>,
}

/// An app: a text, or `{replay: FILE}`.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected an app, or `{replay: FILE}`")]
pub(super) enum AppSyntax {
    Named(String),
    Recorded { replay: PathBuf },
}

/// One test.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TestSyntax {
    pub(super) name: String,
    #[serde(default)]
    pub(super) budget: Budget,
    #[serde(default)]
    pub(super) faults: Vec<Fault>,
    pub(super) steps: Vec<Spanned<StepSyntax>>,
}

fn duration<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    crate::duration::text::deserialize(from).map(Some)
}
