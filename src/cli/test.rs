//! `dashproof test`: runs test files.

use std::io::{self, IsTerminal};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::browser::Browser;
use super::trace::budget;
use super::trusting::Trusting;
use super::visiting::engine;
use super::{Exit, Failure, output};
#[cfg(feature = "browser")]
use crate::app::AppSpec;
use crate::engine::EngineKind;
use crate::scenario::reporter::{Console, Github, Html, JsonLines, Junit, Reporter};
use crate::scenario::{Run, Scenario, Shuffle, find};
use crate::trace::{Budget, Fault};

/// Runs test files and holds snapshots against their baselines
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Test files, or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Instead of the engine that a file names
    #[arg(long, value_name = "ENGINE", value_parser = engine)]
    engine: Option<EngineKind>,
    /// Only tests whose name contains this; may be repeated
    #[arg(long = "name", value_name = "TEXT")]
    names: Vec<String>,
    /// How many files run at a time
    #[arg(long, value_name = "N", default_value_t = NonZeroUsize::MIN)]
    jobs: NonZeroUsize,
    /// How often a failed test is tried again
    #[arg(long, value_name = "N", default_value_t = 0)]
    retries: usize,
    /// Makes each test in N more orders of its callbacks' answers, and fails it for every State race
    #[arg(long, value_name = "N")]
    shuffle: Option<NonZeroU64>,
    /// The seed of the first order, of `--shuffle`; each further one has the next
    #[arg(long, value_name = "SEED", default_value_t = 1, requires = "shuffle")]
    seed: u64,
    /// Exit with 6 when a test passes only when tried again
    #[arg(long)]
    fail_on_flaky: bool,
    /// What the calls of each test may cost, instead of what its file says: `calls: 20, time: 300 ms, bytes: 1 MB`
    #[arg(long, value_name = "YAML", value_parser = budget)]
    budget: Option<Budget>,
    /// What befalls answers of callbacks in every test, as in test files: `callback: chart.figure, delay: 2 s`; may be repeated
    #[arg(long = "fault", value_name = "FAULT", value_parser = Fault::parse)]
    faults: Vec<Fault>,
    /// Only the k-th of n parts
    #[arg(long, value_name = "K/N", value_parser = shard)]
    shard: Option<(u64, u64)>,
    /// What becomes of captures that are not as approved
    #[arg(long, value_name = "MODE")]
    update: Option<Update>,
    /// What is printed
    #[arg(long, value_name = "REPORTER", default_value = "console")]
    reporter: ReporterKind,
    /// Where to write a JUnit report
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Where to write each test's trace and the pictures of differences
    #[arg(long, value_name = "DIR")]
    trace: Option<PathBuf>,
    /// Where to write a report as web pages: index.html, and for each test its trace with a picture after each step
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Where to write a recording of each file's app, FILE.recording.zip, which can be tested in its place
    #[cfg(feature = "browser")]
    #[arg(long, value_name = "DIR", conflicts_with = "shuffle")]
    record_to: Option<PathBuf>,
    /// Where such recordings are: they are served in place of the apps, which are not started
    #[cfg(feature = "browser")]
    #[arg(long, value_name = "DIR", conflicts_with = "record_to")]
    replay_from: Option<PathBuf>,
    #[command(flatten)]
    trusting: Trusting,
    #[command(flatten)]
    browser: Browser,
}

/// insta's update modes (`INSTA_UPDATE`).
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Update {
    /// They wait for `dashproof accept`; in CI nothing is written
    Auto,
    /// They wait for `dashproof accept`
    New,
    /// New ones are approved, different ones wait
    Unseen,
    /// All are approved
    Always,
    /// Nothing is written
    No,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReporterKind {
    /// For a person
    Console,
    /// Annotations of a pull request
    Github,
    /// One JSON object per event
    Json,
}

impl Test {
    /// Tells insta, which knows only the environment, what to write and to print nothing.
    #[expect(unsafe_code, reason = "insta reads its settings from the environment alone")]
    pub(super) fn configure_insta(&self) {
        let mode = self.update.and_then(|update| update.to_possible_value());
        // SAFETY: called first thing in `main`, when this is the only thread.
        unsafe {
            std::env::set_var("INSTA_OUTPUT", "none");
            if let Some(mode) = mode {
                std::env::set_var("INSTA_UPDATE", mode.get_name());
            }
        }
    }

    pub(super) async fn run(self) -> Result<Exit, Failure> {
        #[cfg_attr(not(feature = "browser"), expect(unused_mut, reason = "nothing is replayed"))]
        let mut scenarios =
            find(&self.paths)?.iter().map(|path| Scenario::load(path)).collect::<Result<Vec<_>, _>>()?;
        #[cfg(feature = "browser")]
        if let Some(folder) = &self.replay_from {
            // An app is looked for in its file's folder; this is where the command is run.
            let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
            for scenario in &mut scenarios {
                scenario.app = AppSpec::Replay(scenario.recording(&folder));
            }
        }
        let run = Run {
            engine: self.engine,
            names: self.names,
            jobs: self.jobs,
            retries: self.retries,
            shuffle: self.shuffle.map(|orders| Shuffle { orders, seed: self.seed }),
            shard: self.shard,
            budget: self.budget.unwrap_or_default(),
            faults: self.faults,
            traces: self.trace,
            report: self.report.clone(),
            #[cfg(feature = "browser")]
            record_to: self.record_to,
            trust: self.trusting.trust(),
            browser: self.browser.setup(),
        };
        run.check_names(&scenarios)?;
        let mut reporter: Box<dyn Reporter> = match self.reporter {
            ReporterKind::Console => Box::new(Console::new(io::stdout(), styled())),
            ReporterKind::Github => Box::new(Github(io::stdout())),
            ReporterKind::Json => Box::new(JsonLines(io::stdout())),
        };
        let (mut junit, mut html) = (Junit::default(), Html::default());
        let mut broken = None;
        let summary = run
            .run(&scenarios, |event| {
                // A closed pipe must not end the tests before their reports are written.
                if let Err(error) =
                    reporter.event(event).and_then(|()| junit.event(event)).and_then(|()| html.event(event))
                {
                    broken.get_or_insert(error);
                }
            })
            .await;
        if let Some(path) = &self.junit {
            let xml =
                junit.to_xml().map_err(|error| Failure::usage(format!("can't write JUnit XML: {error}")))?;
            output::write(path, xml.as_bytes())?;
        }
        if let Some(folder) = &self.report {
            let page =
                html.to_html().map_err(|error| Failure::usage(format!("can't write a report: {error}")))?;
            output::write(&folder.join("index.html"), page.as_bytes())?;
        }
        // A shard of few tests may well be empty.
        if summary.total() == 0 && self.shard.is_none() {
            return Err(Failure::usage("there is no test in these files"));
        }
        match broken {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::unwritable(Path::new("-"), &error))
            }
            _ => Ok(Exit::of_run(&summary, self.fail_on_flaky)),
        }
    }
}

/// Whether stdout takes colours (no-color.org).
fn styled() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn shard(text: &str) -> Result<(u64, u64), String> {
    text.split_once('/')
        .and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)))
        .filter(|(part, parts)| (1..=*parts).contains(part))
        .ok_or_else(|| "write K/N, with K from 1 to N".to_owned())
}
