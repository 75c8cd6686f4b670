//! For build servers: JUnit XML, one suite per file, in the dialect that knows flaky tests.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use quick_junit::{
    FlakyOrRerun, NonSuccessKind, Property, Report, SerializeError, TestCase, TestCaseStatus, TestRerun,
    TestSuite,
};

use super::{Reporter, place};
use crate::scenario::{Event, Failure, FailureKind, Outcome, Status, TestId};

/// Collects results; [`Junit::to_xml`] writes them once the run is over.
#[derive(Debug, Default)]
pub struct Junit {
    tests: BTreeMap<PathBuf, Vec<(TestId, Outcome)>>,
    duration: Duration,
}

impl Junit {
    /// The report as XML.
    ///
    /// # Errors
    /// When a text can't be written as XML.
    pub fn to_xml(&self) -> Result<String, SerializeError> {
        let mut report = Report::new("dashproof");
        report.set_time(self.duration);
        for (file, tests) in &self.tests {
            let mut suite = TestSuite::new(file.display().to_string());
            suite.set_time(tests.iter().map(|(_, outcome)| outcome.duration).sum());
            for (test, outcome) in tests {
                suite.add_test_case(case(test, outcome));
            }
            report.add_test_suite(suite);
        }
        report.to_string()
    }
}

impl Reporter for Junit {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::TestFinished { test, outcome } => {
                self.tests.entry(test.file.clone()).or_default().push((test.clone(), outcome.clone()));
            }
            Event::RunFinished { summary } => self.duration = summary.duration,
            _ => {}
        }
        Ok(())
    }
}

fn case(test: &TestId, outcome: &Outcome) -> TestCase {
    let mut failures = outcome.failures.iter();
    let status = match (outcome.status, failures.next_back()) {
        (Status::Passed, _) | (_, None) => TestCaseStatus::success(),
        (Status::Flaky, Some(last)) => {
            let mut status = TestCaseStatus::success();
            status.add_reruns(failures.map(|failure| rerun(test, failure)));
            status.add_rerun(rerun(test, last));
            status
        }
        (Status::Failed, Some(last)) => {
            let mut status = TestCaseStatus::non_success(kind(last));
            status
                .set_message(first_line(&last.message))
                .set_type(type_(last))
                .set_description(description(test, last))
                .set_rerun_kind(FlakyOrRerun::Rerun);
            status.add_reruns(failures.map(|failure| rerun(test, failure)));
            status
        }
    };
    let mut case = TestCase::new(test.name.as_str(), status);
    case.set_classname(test.file.display().to_string()).set_time(outcome.duration);
    case.add_property(Property::new("engine", test.engine.to_string()));
    // Jenkins and GitLab attach files that are named so in a test's output.
    let files = outcome.failures.iter().flat_map(|failure| &failure.evidence.files);
    let files: Vec<String> = files
        .map(|file| {
            format!(
                "[[ATTACHMENT|{}]]
",
                file.display()
            )
        })
        .collect();
    if !files.is_empty() {
        case.set_system_out(files.concat());
    }
    case
}

fn rerun(test: &TestId, failure: &Failure) -> TestRerun {
    let mut rerun = TestRerun::new(kind(failure));
    rerun
        .set_message(first_line(&failure.message))
        .set_type(type_(failure))
        .set_description(description(test, failure));
    rerun
}

/// An error is what kept a test from being made; a failure is what it found.
fn kind(failure: &Failure) -> NonSuccessKind {
    match failure.kind {
        FailureKind::App | FailureKind::Browser => NonSuccessKind::Error,
        FailureKind::Step | FailureKind::Snapshot | FailureKind::Race => NonSuccessKind::Failure,
    }
}

fn type_(failure: &Failure) -> &'static str {
    match failure.kind {
        FailureKind::Step => "step",
        FailureKind::Snapshot => "snapshot",
        FailureKind::Race => "race",
        FailureKind::App => "app",
        FailureKind::Browser => "browser",
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn description(test: &TestId, failure: &Failure) -> String {
    let mut parts =
        vec![format!("{}  {}", place(&test.file, failure.line), failure.step), failure.message.clone()];
    parts.extend(failure.hint.iter().map(|hint| format!("hint: {hint}")));
    for (title, lines) in [("trace", &failure.evidence.timeline), ("app log", &failure.evidence.log)] {
        if !lines.is_empty() {
            parts.extend([String::new(), title.to_owned()]);
            parts.extend(lines.iter().cloned());
        }
    }
    parts.push(String::new());
    parts.join("\n")
}
