//! A test file, validated.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_saphyr::{Location, Spanned};

use super::Error;
use super::delivery::{Delivery, Smtp};
use super::for_each::ForEach;
use super::nearest::suggestion;
use super::report::{Report, ReportSyntax};
use super::step::{Step, StepKind};
use super::syntax::{AppSyntax, FileSyntax, TestSyntax};
use super::text_place::place_of;
use super::variables::{expand, expand_action};
use crate::app::{self, AppSpec, Launch, Readiness};
use crate::engine::{Action, BrowserSetup, EngineKind, Visit};
use crate::excerpt::Excerpt;
use crate::trace::{Budget, Fault};
use crate::{Secrets, Trust};

/// One test file: an app and what is tested on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The file.
    pub path: PathBuf,
    /// The app; a path is relative to the file's folder.
    pub app: AppSpec,
    /// Environment variables that the app is given.
    pub env: BTreeMap<String, String>,
    /// The conditions of each test's visit.
    pub visit: Visit,
    /// The tests, in the order of the file.
    pub tests: Vec<Test>,
    /// The reports, which a schedule makes.
    pub reports: Vec<Report>,
    /// The server that sends their mails.
    pub smtp: Option<Smtp>,
}

/// One test: steps of one visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// A sentence about the app, unique in its file.
    pub name: String,
    /// Where it stands in the file, 1-based.
    pub line: usize,
    /// What its callback calls may cost, its own budget over its file's.
    pub budget: Budget,
    /// What befalls answers of callbacks, before its file's faults.
    pub faults: Vec<Fault>,
    /// What is done, in order.
    pub steps: Vec<Step>,
}

impl Test {
    /// The conditions of its visit, where those of its file are `file`.
    #[must_use]
    pub fn visit(&self, file: &Visit) -> Visit {
        Visit { faults: self.faults.iter().chain(&file.faults).cloned().collect(), ..file.clone() }
    }
}

impl Scenario {
    /// Reads and validates a test file. Its paths are relative to its folder.
    ///
    /// # Errors
    /// [`Error::Read`], or [`Error::BadFile`] with the place and what would be right.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let text =
            std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Self::parse(path, &text)
    }

    /// Reads and validates the text of a test file that stands at `path`.
    ///
    /// # Errors
    /// [`Error::BadFile`] with the place and what would be right.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let source = Source { path, text, secrets: &RefCell::default() };
        let options = serde_saphyr::options! { with_snippet: false };
        let file: FileSyntax = serde_saphyr::from_str_with_options(text, options)
            .map_err(|error| source.error(error.location(), reason(&error)))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let defaults = Visit::default();
        let viewport = match &file.viewport {
            Some(given) => Visit::parse_viewport(&given.value).map_err(|reason| source.at(given, reason))?,
            None => defaults.viewport,
        };
        let trust = match (&file.ca, &file.insecure) {
            (Some(_), Some(insecure)) if insecure.value => {
                let reason = "`insecure` believes any certificate, so `ca` says nothing: leave one out";
                return Err(source.at(insecure, reason.to_owned()));
            }
            (_, Some(insecure)) if insecure.value => Trust::Anyone,
            (Some(ca), _) => Trust::Authority(folder.join(ca)),
            (None, _) => Trust::System,
        };
        let clock = file
            .clock
            .map(|given| Visit::parse_clock(&given.value).map_err(|reason| source.at(&given, reason)))
            .transpose()?;
        let expanded = |map: BTreeMap<String, Spanned<String>>| {
            map.into_iter()
                .map(|(name, value)| {
                    let text = expand(&value.value, |name| source.variable(name))
                        .map_err(|reason| source.at(&value, reason))?;
                    Ok((name, text))
                })
                .collect::<Result<BTreeMap<_, _>, Error>>()
        };
        let env = expanded(file.env)?;
        for (name, value) in &env {
            source.secrets.borrow_mut().learn_variable(name, value);
        }
        let headers = expanded(file.headers)?.into_iter().collect();
        let tests = source.tests(file.tests, &file.budget)?;
        Ok(Self {
            path: path.to_owned(),
            app: match &file.app.value {
                AppSyntax::Recorded { replay } => AppSpec::Replay(replay.clone()),
                AppSyntax::Named(text) => {
                    text.parse().map_err(|error: app::Error| source.at(&file.app, error.to_string()))?
                }
            },
            env,
            visit: Visit {
                engine: file.engine,
                framework: file.framework,
                viewport,
                theme: file.theme,
                limit: file.limit.unwrap_or(defaults.limit),
                headers,
                secrets: source.secrets.take(),
                trust,
                stylesheets: file.stylesheets.iter().map(|sheet| folder.join(sheet)).collect(),
                clock,
                seed: file.seed,
                geolocation: file.geolocation,
                own_font: file.own_font,
                browser: BrowserSetup { kind: file.browser, ..BrowserSetup::default() },
                faults: file.faults,
                ..defaults
            },
            tests,
            reports: source.reports(file.reports, file.smtp.is_some())?,
            smtp: file.smtp,
        })
    }

    /// How the app is launched for visits by `engine`: in the file's folder, with the file's environment.
    pub fn launch(&self, engine: EngineKind) -> Launch {
        let folder = self.folder();
        let own = folder != Path::new("") && !matches!(self.app, AppSpec::Url(_) | AppSpec::Demo);
        Launch {
            dir: own.then(|| folder.to_owned()),
            env: self.env.clone().into_iter().collect(),
            hydrated: engine == EngineKind::Browser,
            ready: self.visit.framework.map(Readiness::from).unwrap_or_default(),
            ..Launch::default()
        }
    }

    /// Where its recording is, in a folder of recordings: `sales.recording.zip` for `sales.yaml`.
    pub fn recording(&self, folder: &Path) -> PathBuf {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        folder.join(format!("{stem}.recording.zip"))
    }

    /// The error about a text of one of its reports, by index, with its place. `None` when the file no longer has it there.
    #[must_use]
    pub fn bad_text(&self, report: usize, text: &str, reason: String) -> Option<Error> {
        let file = std::fs::read_to_string(&self.path).ok()?;
        let place = place_of(&file, report, text)?;
        let source = Source { path: &self.path, text: &file, secrets: &RefCell::default() };
        Some(source.error(Some(place), reason))
    }

    /// The folder that the file's paths are relative to.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

/// The text that errors point into.
#[derive(Clone, Copy)]
struct Source<'a> {
    path: &'a Path,
    text: &'a str,
    /// What stands for its variables.
    secrets: &'a RefCell<Secrets>,
}

impl Source<'_> {
    /// An environment variable, whose value is nobody's business from now on.
    fn variable(&self, name: &str) -> Option<String> {
        let value = std::env::var(name).ok()?;
        self.secrets.borrow_mut().learn(&value);
        Some(value)
    }

    fn at<T>(&self, spanned: &Spanned<T>, reason: String) -> Error {
        self.error(Some(spanned.referenced), reason)
    }

    fn error(&self, location: Option<Location>, reason: String) -> Error {
        let (line, column) =
            location.map_or((1, 1), |at| (at.line().max(1) as usize, at.column().max(1) as usize));
        let excerpt = Excerpt::new(self.text, line, column);
        Error::BadFile { path: self.path.to_owned(), line, column, reason, excerpt }
    }

    fn tests(&self, all: Vec<Spanned<TestSyntax>>, budget: &Budget) -> Result<Vec<Test>, Error> {
        let mut names = BTreeSet::new();
        let mut snapshots = BTreeSet::new();
        let mut tests = Vec::new();
        for test in all {
            let line = test.referenced.line() as usize;
            let name = test.value.name.trim().to_owned();
            if name.is_empty() {
                return Err(self.error(Some(test.referenced), "a test needs a name".to_owned()));
            }
            if !names.insert(name.clone()) {
                return Err(self.error(Some(test.referenced), format!("two tests are named `{name}`")));
            }
            let mut steps = Vec::new();
            for step in test.value.steps {
                let at = step.referenced;
                let mut kind = step.value.validate().map_err(|reason| self.error(Some(at), reason))?;
                if let StepKind::Action(action) | StepKind::Start(action) = &mut kind {
                    *action = expand_action(action, |name| self.variable(name))
                        .map_err(|reason| self.error(Some(at), reason))?;
                }
                match &mut kind {
                    StepKind::Snapshot(snapshot) if !snapshots.insert(snapshot.name.clone()) => {
                        let reason = format!("two snapshots are named `{}`", snapshot.name);
                        return Err(self.error(Some(at), reason));
                    }
                    StepKind::Action(Action::Upload { files, .. })
                    | StepKind::Start(Action::Upload { files, .. }) => {
                        let folder = self.path.parent().unwrap_or(Path::new(""));
                        for file in files {
                            *file = folder.join(&*file);
                        }
                    }
                    _ => {}
                }
                steps.push(Step { line: at.line() as usize, column: at.column() as usize, kind });
            }
            let budget = test.value.budget.over(budget);
            tests.push(Test { name, line, budget, faults: test.value.faults, steps });
        }
        Ok(tests)
    }
}

impl Source<'_> {
    fn reports(&self, all: Vec<Spanned<ReportSyntax>>, sends_mail: bool) -> Result<Vec<Report>, Error> {
        let mut names = BTreeSet::new();
        all.into_iter()
            .map(|report| {
                let at = Some(report.referenced);
                let report = report.value;
                let timetable =
                    report.timetable().map_err(|error| self.at(&report.when, error.to_string()))?;
                let mut report =
                    report.validate(timetable).map_err(|flaw| self.error(flaw.at.or(at), flaw.reason))?;
                if let ForEach::Csv(path) = &mut report.for_each {
                    *path = self.path.parent().unwrap_or(Path::new("")).join(&*path);
                }
                if !sends_mail && report.deliver.iter().any(|to| matches!(to, Delivery::Mail(_))) {
                    let reason = "no server for mails: add `smtp: {server: NAME, from: ADDRESS}` to the file";
                    return Err(self.error(at, reason.to_owned()));
                }
                if !names.insert(report.name.clone()) {
                    return Err(self.error(at, format!("two reports are named `{}`", report.name)));
                }
                Ok(report)
            })
            .collect()
    }
}

/// The parser's error in the words of this file format, without its place.
fn reason(error: &serde_saphyr::Error) -> String {
    match error.without_snippet() {
        serde_saphyr::Error::SerdeUnknownField { field, expected, .. } => {
            format!("unknown key `{field}`{}", suggestion(field, expected))
        }
        serde_saphyr::Error::SerdeUnknownVariant { variant, expected, .. } => {
            format!("unknown word `{variant}`{}", suggestion(variant, expected))
        }
        serde_saphyr::Error::SerdeMissingField { field, .. } => format!("`{field}` is missing"),
        serde_saphyr::Error::DuplicateMappingKey { key: Some(key), .. } => format!("`{key}` is given twice"),
        other => {
            let text = other.to_string();
            let at = text.rfind(" at line ").unwrap_or(text.len());
            text[..at].to_owned()
        }
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
