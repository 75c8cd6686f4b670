//! Runs test files: one boot per file, one visit per test.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

use futures_util::StreamExt;
use futures_util::stream;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{self, UnboundedSender};

use super::attempt::Attempt;
use super::nearest::texts_nearest;
use super::shuffle::Shuffle;
use super::{Error, Event, Evidence, Failure, FailureKind, Outcome, Scenario, Status, Summary, Test, TestId};
use crate::Trust;
use crate::app::{self, App};
use crate::engine::{BrowserSetup, Browsers, EngineKind, Visit};
#[cfg(feature = "browser")]
use crate::trace::replay::Tape;
use crate::trace::{Budget, Fault};

/// How tests are run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Instead of the engine that a file names.
    pub engine: Option<EngineKind>,
    /// Only tests whose name contains one of these; all when empty.
    pub names: Vec<String>,
    /// How many files run at a time. Tests of one file share an app, and run one after the other.
    pub jobs: NonZeroUsize,
    /// How often a failed test is tried again.
    pub retries: usize,
    /// In how many orders of answers each test is made besides the one that happens; none when absent.
    pub shuffle: Option<Shuffle>,
    /// Only the k-th of n parts, k from 1; a test stays in its part when others are added.
    pub shard: Option<(u64, u64)>,
    /// What each test's calls may cost; where it sets no limit, the test's own budget does.
    pub budget: Budget,
    /// What befalls answers of callbacks in every test, before the test's own faults.
    pub faults: Vec<Fault>,
    /// Where each test's trace and the pictures of differences are written.
    pub traces: Option<PathBuf>,
    /// Where each test's trace page is written, with a picture of the app after each step.
    pub report: Option<PathBuf>,
    /// Where each file's recording is written ([`Scenario::recording`]).
    #[cfg(feature = "browser")]
    pub record_to: Option<PathBuf>,
    /// Whose certificates are believed, instead of what a file says.
    pub trust: Option<Trust>,
    /// Which browser the browser engine uses.
    pub browser: BrowserSetup,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            engine: None,
            names: Vec::new(),
            jobs: NonZeroUsize::MIN,
            retries: 0,
            shuffle: None,
            shard: None,
            budget: Budget::default(),
            faults: Vec::new(),
            traces: None,
            report: None,
            #[cfg(feature = "browser")]
            record_to: None,
            trust: None,
            browser: BrowserSetup::default(),
        }
    }
}

impl Run {
    /// Runs the tests of `scenarios` and tells `reporter` what happens, in order.
    ///
    /// Dropping the future ends every app and visit.
    pub async fn run(&self, scenarios: &[Scenario], mut reporter: impl FnMut(&Event)) -> Summary {
        let began = Instant::now();
        let browsers = Browsers::default();
        let chosen: Vec<Job<'_>> = scenarios
            .iter()
            .map(|scenario| Job {
                run: self,
                scenario,
                tests: self.choose(scenario),
                browsers: browsers.for_another_app(),
                #[cfg(feature = "browser")]
                tape: self.record_to.as_ref().map(|_| Tape::new(scenario.app.to_string())),
            })
            .filter(|job| !job.tests.is_empty())
            .collect();
        let tests = chosen.iter().map(|job| job.tests.len()).sum();
        reporter(&Event::RunStarted { files: chosen.len(), tests });

        let (events, mut inbox) = mpsc::unbounded_channel();
        let work = async move {
            // The last sender goes with this block, and with it the inbox ends.
            stream::iter(chosen)
                .for_each_concurrent(self.jobs.get(), |job| {
                    let events = events.clone();
                    async move { job.run(&events).await }
                })
                .await;
        };
        let mut summary = Summary::default();
        let report = async {
            while let Some(event) = inbox.recv().await {
                if let Event::TestFinished { outcome, .. } = &event {
                    summary.count(outcome);
                }
                reporter(&event);
            }
        };
        tokio::join!(work, report);
        browsers.end().await;
        summary.duration = began.elapsed();
        reporter(&Event::RunFinished { summary });
        summary
    }

    /// Refuses a name that no test has, in whichever shard: a run of none of its tests would pass.
    ///
    /// # Errors
    /// [`Error::NoSuchTest`] with the nearest names.
    pub fn check_names(&self, scenarios: &[Scenario]) -> Result<(), Error> {
        let all = || scenarios.iter().flat_map(|scenario| &scenario.tests).map(|test| test.name.as_str());
        match self.names.iter().find(|name| !all().any(|test| test.contains(name.as_str()))) {
            None => Ok(()),
            Some(name) => Err(Error::NoSuchTest {
                name: name.clone(),
                nearest: texts_nearest(name, all()).into_iter().map(str::to_owned).collect(),
            }),
        }
    }

    /// The tests of a file that run here.
    fn choose<'a>(&self, scenario: &'a Scenario) -> Vec<&'a Test> {
        let named =
            |test: &&Test| self.names.is_empty() || self.names.iter().any(|name| test.name.contains(name));
        let mine = |test: &&Test| {
            self.shard.is_none_or(|(part, parts)| {
                let file = scenario.path.file_name().unwrap_or_default().to_string_lossy();
                let digest = Sha256::digest(format!("{file}\n{}", test.name));
                let number = digest.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte));
                number % parts.max(1) + 1 == part
            })
        };
        scenario.tests.iter().filter(named).filter(mine).collect()
    }
}

/// The tests of one file.
struct Job<'a> {
    run: &'a Run,
    scenario: &'a Scenario,
    tests: Vec<&'a Test>,
    browsers: Browsers,
    /// Records the app's answers.
    #[cfg(feature = "browser")]
    tape: Option<Tape>,
}

impl Job<'_> {
    async fn run(self, events: &UnboundedSender<Event>) {
        // The receiver lives as long as the run, so a send can only fail when nobody listens any more.
        let tell = |event| drop(events.send(event));
        let began = Instant::now();
        let launch = self.scenario.launch(self.engine());
        let (launched, ()) = tokio::join!(App::launch(&self.scenario.app, &launch), self.prepare());
        let mut app = match launched {
            Ok(app) => app,
            Err(error) => {
                for test in &self.tests {
                    tell(Event::TestStarted { test: self.id(test) });
                    let outcome = Outcome {
                        status: Status::Failed,
                        duration: began.elapsed(),
                        failures: vec![app_failure(test, &error).hidden(&self.scenario.visit.secrets)],
                        pages: Vec::new(),
                    };
                    tell(Event::TestFinished { test: self.id(test), outcome });
                }
                return;
            }
        };
        tell(Event::AppStarted {
            file: self.scenario.path.clone(),
            app: self.scenario.app.to_string(),
            elapsed: began.elapsed(),
        });
        for (index, test) in self.tests.iter().enumerate() {
            tell(Event::TestStarted { test: self.id(test) });
            #[cfg_attr(not(feature = "browser"), expect(unused_mut, reason = "nothing is recorded"))]
            let mut outcome = self.test(&mut app, test).await;
            #[cfg(feature = "browser")]
            if index + 1 == self.tests.len()
                && let Err(failure) = self.record(test)
            {
                outcome.status = Status::Failed;
                outcome.failures.push(failure);
            }
            tell(Event::TestFinished { test: self.id(test), outcome });
        }
        app.shutdown().await;
    }

    /// Writes what was recorded.
    #[cfg(feature = "browser")]
    fn record(&self, last: &Test) -> Result<(), Failure> {
        let (Some(tape), Some(folder)) = (&self.tape, &self.run.record_to) else { return Ok(()) };
        tape.write(&self.scenario.recording(folder))
            .map_err(|error| app_failure(last, &app::Error::from(error)))
    }

    /// Starts a browser while the app boots, if there is a test that visits it.
    async fn prepare(&self) {
        let visiting = self.tests.iter().find(|test| test.steps.iter().any(|step| !step.kind.is_unit()));
        if let Some(test) = visiting {
            self.browsers.prepare(&self.visit(test)).await;
        }
    }

    fn visit(&self, test: &Test) -> Visit {
        let in_file = &self.scenario.visit;
        let of_test = test.visit(in_file);
        Visit {
            faults: self.run.faults.iter().chain(&of_test.faults).cloned().collect(),
            engine: self.engine(),
            trust: self.run.trust.as_ref().unwrap_or(&in_file.trust).clone(),
            browser: self.run.browser.over(&in_file.browser),
            browsers: Some(self.browsers.clone()),
            #[cfg(feature = "browser")]
            tape: self.tape.clone(),
            ..of_test
        }
    }

    async fn test(&self, app: &mut App, test: &Test) -> Outcome {
        let visit = self.visit(test);
        let (mut failures, mut pages) = (Vec::new(), Vec::new());
        loop {
            let attempt = Attempt {
                scenario: self.scenario,
                test,
                visit: &visit,
                budget: self.run.budget.over(&test.budget),
                traces: self.run.traces.as_deref(),
                report: self.run.report.as_deref(),
                number: failures.len(),
            };
            let began = Instant::now();
            let mut outcome = attempt.make(app).await;
            if let (Ok(()), Some(shuffle)) = (&outcome, &self.run.shuffle) {
                outcome = attempt.shuffle(app, shuffle).await;
            }
            let duration = began.elapsed();
            pages.extend(attempt.written_page());
            let Err(failure) = outcome else {
                let status = if failures.is_empty() { Status::Passed } else { Status::Flaky };
                return Outcome { status, duration, failures, pages };
            };
            // Neither a missing browser nor an unapproved snapshot gets better by trying again.
            let hopeless = failure.kind != FailureKind::Step;
            failures.push(failure);
            if hopeless || failures.len() > self.run.retries {
                return Outcome { status: Status::Failed, duration, failures, pages };
            }
        }
    }

    fn engine(&self) -> EngineKind {
        self.run.engine.unwrap_or(self.scenario.visit.engine)
    }

    fn id(&self, test: &Test) -> TestId {
        TestId {
            file: self.scenario.path.clone(),
            line: test.line,
            name: test.name.clone(),
            engine: self.engine(),
        }
    }
}

fn app_failure(test: &Test, error: &app::Error) -> Failure {
    Failure {
        kind: FailureKind::App,
        line: test.line,
        column: 1,
        step: String::new(),
        message: error.to_string(),
        hint: error.hint().map(str::to_owned),
        evidence: Evidence::default(),
    }
}
