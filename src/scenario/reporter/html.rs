//! For people after the fact: one page of all tests, those that failed first, that leads to their trace pages.

use std::io;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::{Environment, Value, context};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::{Reporter, place};
use crate::scenario::{Event, Failure, Outcome, Status, Summary, TestId};

const STYLE: &str = include_str!("report.css");
/// Bytes of pictures that the page holds; of more it gives the paths.
const PICTURES: u64 = 32 * 1024 * 1024;

/// Collects results; [`Html::to_html`] writes them once the run is over.
#[derive(Debug, Default)]
pub struct Html {
    tests: Vec<(TestId, Outcome)>,
    summary: Summary,
}

impl Reporter for Html {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::TestFinished { test, outcome } => self.tests.push((test.clone(), outcome.clone())),
            Event::RunFinished { summary } => self.summary = *summary,
            _ => {}
        }
        Ok(())
    }
}

impl Html {
    /// The report as a page that stands beside the trace pages. Pictures are in it; it loads nothing and runs nothing.
    ///
    /// # Errors
    /// When the template can't be filled in.
    pub fn to_html(&self) -> Result<String, minijinja::Error> {
        let mut environment = Environment::new();
        // The name ends in `.html`, so every value is escaped.
        environment.add_template("report.html", include_str!("report.html"))?;
        let mut room = PICTURES;
        let mut tests: Vec<&(TestId, Outcome)> = self.tests.iter().collect();
        // Files run at the same time, so they finish in any order.
        tests.sort_by_key(|(test, outcome)| (order(outcome.status), test.file.clone(), test.line));
        let tests: Vec<Value> =
            tests.into_iter().map(|(test, outcome)| one(test, outcome, &mut room)).collect();
        let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(STYLE.as_bytes())));
        environment.get_template("report.html")?.render(context! {
            style => Value::from_safe_string(STYLE.to_owned()),
            hash => Value::from_safe_string(hash),
            tests,
            passed => self.summary.passed,
            flaky => self.summary.flaky,
            failed => self.summary.total() - self.summary.passed - self.summary.flaky,
            took => crate::duration::format(self.summary.duration),
        })
    }
}

fn order(status: Status) -> u8 {
    match status {
        Status::Failed => 0,
        Status::Flaky => 1,
        Status::Passed => 2,
    }
}

fn one(test: &TestId, outcome: &Outcome, room: &mut u64) -> Value {
    let status = match outcome.status {
        Status::Failed => "failed",
        Status::Flaky => "flaky",
        Status::Passed => "passed",
    };
    let failures = outcome.failures.iter().map(|failure| attempt(test, failure, room));
    context! {
        name => &test.name,
        file => place(&test.file, test.line),
        engine => test.engine.to_string(),
        took => crate::duration::format(outcome.duration),
        status,
        failures => failures.collect::<Vec<_>>(),
        pages => outcome.pages.iter().filter_map(|page| beside(page)).collect::<Vec<_>>(),
    }
}

fn attempt(test: &TestId, failure: &Failure, room: &mut u64) -> Value {
    let (pictures, files): (Vec<_>, Vec<_>) = failure
        .evidence
        .files
        .iter()
        .map(|file| (file, picture(file, room)))
        .partition(|(_, data)| data.is_some());
    let pictures = pictures.into_iter().map(|(file, data)| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        context! { name, data }
    });
    context! {
        place => place(&test.file, failure.line),
        step => &failure.step,
        message => &failure.message,
        hint => &failure.hint,
        timeline => failure.evidence.timeline.join("\n"),
        log => failure.evidence.log.join("\n"),
        pictures => pictures.collect::<Vec<_>>(),
        files => files.iter().map(|(file, _)| file.display().to_string()).collect::<Vec<_>>(),
    }
}

/// The address of a file in the same folder. A name may hold anything, a scheme too.
fn beside(page: &Path) -> Option<String> {
    Some(format!("./{}", utf8_percent_encode(page.file_name()?.to_str()?, NON_ALPHANUMERIC)))
}

/// A PNG file in base64, while there is room for it.
fn picture(file: &Path, room: &mut u64) -> Option<String> {
    let is_picture = file.extension().is_some_and(|end| end == "png");
    let size = std::fs::metadata(file).ok().filter(|_| is_picture)?.len();
    *room = room.checked_sub(size)?;
    Some(STANDARD.encode(std::fs::read(file).ok()?))
}
