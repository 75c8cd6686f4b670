//! What happens while tests run. Serialised, an event is one line of `--events`.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::Secrets;
use crate::engine::EngineKind;

/// Something that happened while tests ran.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// All files are read; tests will run.
    RunStarted {
        /// How many files.
        files: usize,
        /// How many tests were chosen.
        tests: usize,
    },
    /// A file's app answers.
    AppStarted {
        /// The file.
        file: PathBuf,
        /// The app as it was written.
        app: String,
        /// How long it took, milliseconds.
        #[serde(rename = "milliseconds", serialize_with = "milliseconds")]
        elapsed: Duration,
    },
    /// A test begins its first attempt.
    TestStarted {
        /// Which.
        test: TestId,
    },
    /// A test has made its last attempt.
    TestFinished {
        /// Which.
        test: TestId,
        /// What became of it.
        outcome: Outcome,
    },
    /// All tests are done.
    RunFinished {
        /// How many of each status.
        summary: Summary,
    },
}

/// Names a test.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TestId {
    /// Its file.
    pub file: PathBuf,
    /// Where it stands there, 1-based.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// The engine that its visit uses.
    pub engine: EngineKind,
}

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// In one word.
    pub status: Status,
    /// Of the last attempt, milliseconds.
    #[serde(rename = "milliseconds", serialize_with = "milliseconds")]
    pub duration: Duration,
    /// How each failed attempt failed, in order; of a passed test there are none.
    pub failures: Vec<Failure>,
    /// The trace page of each attempt, in order, where a report is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PathBuf>,
}

/// What became of a test, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// At the first attempt.
    Passed,
    /// Not at the first attempt.
    Flaky,
    /// At no attempt.
    Failed,
}

/// How one attempt of a test failed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Failure {
    /// What kind of thing went wrong.
    pub kind: FailureKind,
    /// The step's line in the file, 1-based; the test's when no step had begun.
    pub line: usize,
    /// 1-based.
    pub column: usize,
    /// The step; empty when none had begun.
    pub step: String,
    /// What went wrong, on one or more lines.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// What was recorded until then.
    pub evidence: Evidence,
}

impl Failure {
    /// The failure without what is secret.
    pub(super) fn hidden(mut self, secrets: &Secrets) -> Self {
        for text in [&mut self.step, &mut self.message].into_iter().chain(&mut self.hint) {
            *text = secrets.hide(text);
        }
        for line in self.evidence.log.iter_mut().chain(&mut self.evidence.timeline) {
            *line = secrets.hide(line);
        }
        self
    }
}

/// What was recorded until a failure.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// The app's last log lines.
    pub log: Vec<String>,
    /// The visit's steps and calls, one line each.
    pub timeline: Vec<String>,
    /// Files written about it: the trace, a picture diff.
    pub files: Vec<PathBuf>,
}

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureKind {
    /// A step could not be made, or an expectation did not hold.
    Step,
    /// A snapshot differs from its baseline, or has none yet.
    Snapshot,
    /// What the page shows, or a callback reads, depends on the order of answers.
    Race,
    /// The app did not start.
    App,
    /// There is no browser or driver.
    Browser,
}

/// How many tests of each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// At the first attempt.
    pub passed: usize,
    /// At a later one.
    pub flaky: usize,
    /// A step failed.
    pub failed: usize,
    /// Only snapshots differ or wait for approval.
    pub snapshots: usize,
    /// The app did not start.
    pub app: usize,
    /// There is no browser.
    pub browser: usize,
    /// From the first boot to the last teardown, milliseconds.
    #[serde(rename = "milliseconds", serialize_with = "milliseconds")]
    pub duration: Duration,
}

impl Summary {
    /// Counts one more test.
    pub fn count(&mut self, outcome: &Outcome) {
        *match (outcome.status, outcome.failures.last().map(|failure| failure.kind)) {
            (Status::Passed, _) => &mut self.passed,
            (Status::Flaky, _) => &mut self.flaky,
            (Status::Failed, Some(FailureKind::Snapshot)) => &mut self.snapshots,
            (Status::Failed, Some(FailureKind::App)) => &mut self.app,
            (Status::Failed, Some(FailureKind::Browser)) => &mut self.browser,
            (Status::Failed, _) => &mut self.failed,
        } += 1;
    }

    /// How many tests there were.
    pub fn total(&self) -> usize {
        self.passed + self.flaky + self.failed + self.snapshots + self.app + self.browser
    }
}

fn milliseconds<S: Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64((duration.as_secs_f64() * 1e4).round() / 10.0)
}
