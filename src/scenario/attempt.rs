//! One attempt of one test: a visit, its steps, and the evidence it leaves.

use std::path::{Path, PathBuf};

use super::held::{Held, hold};
use super::perform::begin;
use super::shuffle::Shuffle;
use super::{Evidence, Failure, FailureKind, Scenario, Step, StepError, StepKind, Test};
use crate::app::{self, App};
use crate::engine::{Error, Session, Visit};
use crate::trace::{Budget, Trace};

/// One attempt of one test.
pub(super) struct Attempt<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) test: &'a Test,
    pub(super) visit: &'a Visit,
    /// What its calls may cost.
    pub(super) budget: Budget,
    /// Where traces and picture diffs go.
    pub(super) traces: Option<&'a Path>,
    /// Where trace pages and the last look of failed tests go.
    pub(super) report: Option<&'a Path>,
    /// 0 for the first.
    pub(super) number: usize,
}

/// Why an attempt ended, before its evidence is added.
struct Trouble {
    kind: FailureKind,
    at: (usize, usize),
    step: String,
    message: String,
    hint: Option<String>,
    /// The part of the trace that shows it; all of it when absent.
    timeline: Option<String>,
    files: Vec<PathBuf>,
}

impl Attempt<'_> {
    /// Makes the visit and every step.
    ///
    /// # Errors
    /// The first step that fails, or all snapshots that differ when every step could be made.
    pub(super) async fn make(&self, app: &mut App) -> Result<(), Failure> {
        self.forget_page();
        app.begin(&self.test.name);
        #[cfg(feature = "browser")]
        if let Some(tape) = &self.visit.tape {
            tape.begin(&self.test.name);
        }
        let mut session = match self.open(app).await {
            Ok(session) => session,
            Err(error) => {
                let failure = Self::failure(app, self.trouble(None, &error), Vec::new()).await;
                return Err(failure.hidden(&self.visit.all_secrets(app.url())));
            }
        };
        if self.report.is_some() && !session.trace().steps.is_empty() {
            self.look(&mut session).await;
        }
        let mut outcome = self.steps(&mut session, app).await;
        let last_look = match outcome {
            Err(_) if self.report.or(self.traces).is_some() => self.look(&mut session).await,
            _ => None,
        };
        let (trace, secrets) = (session.trace(), session.recorder().secrets());
        app.hide(&secrets);
        outcome = outcome.and_then(|()| self.afford(&trace)).and_then(|()| self.befall(&trace));
        let mut files = Vec::new();
        match self.write(&trace, last_look) {
            Ok(written) => files.extend(written),
            Err(error) => outcome = outcome.and(Err(self.unwritten(error.to_string()))),
        }
        let closed = session.close().await;
        let outcome = outcome.and_then(|()| closed.map_err(|error| self.trouble(None, &error)));
        let Err(mut trouble) = outcome else { return Ok(()) };
        trouble.files.extend(files);
        let timeline = trouble.timeline.take().unwrap_or_else(|| trace.timeline(|_| true));
        let failure = Self::failure(app, trouble, timeline.lines().map(str::to_owned).collect()).await;
        Err(failure.hidden(&secrets))
    }

    /// Makes the visit in other orders of its answers too.
    ///
    /// # Errors
    /// All races that show, and the steps that fail in some of the orders.
    pub(super) async fn shuffle(&self, app: &mut App, shuffle: &Shuffle) -> Result<(), Failure> {
        let shuffled = match shuffle.visit(app.url(), self.visit, &self.kinds()).await {
            Ok(shuffled) => shuffled,
            Err(error) => {
                let trouble = Trouble { message: error.to_string(), ..self.race(None) };
                return Err(Self::failure(app, trouble, Vec::new()).await);
            }
        };
        let failed = shuffled.failures.iter().map(|failure| {
            let step = self.test.steps.get(failure.step).map(|step| step.kind.to_string());
            format!("with --seed {}, {}: {}", failure.seed, step.unwrap_or_default(), failure.error)
        });
        let raced = shuffled.races.iter().map(|race| format!("race: {race} (--seed {})", race.seed));
        let lines: Vec<String> = raced.chain(failed).collect();
        let seeds = shuffled.races.iter().map(|race| race.seed);
        let Some(seed) = seeds.chain(shuffled.failures.iter().map(|failure| failure.seed)).next() else {
            return Ok(());
        };
        let trouble = Trouble { message: lines.join("\n"), ..self.race(Some(seed)) };
        Err(Self::failure(app, trouble, Vec::new()).await)
    }

    /// The trouble of an order, to be filled in.
    fn race(&self, seed: Option<u64>) -> Trouble {
        Trouble {
            kind: if seed.is_some() { FailureKind::Race } else { FailureKind::Step },
            at: (self.test.line, 1),
            step: String::new(),
            message: String::new(),
            hint: seed.map(|seed| format!("`--shuffle 1 --seed {seed}` makes the visit in that order alone")),
            timeline: None,
            files: Vec::new(),
        }
    }

    fn kinds(&self) -> Vec<StepKind> {
        self.test.steps.iter().map(|step| step.kind.clone()).collect()
    }

    async fn open(&self, app: &App) -> Result<Session, Error> {
        begin(app.url(), self.visit, &self.kinds()).await
    }

    async fn steps(&self, session: &mut Session, app: &App) -> Result<(), Trouble> {
        let mut held = Vec::new();
        let mut soft = Vec::new();
        for step in &self.test.steps {
            match &step.kind {
                StepKind::Snapshot(snapshot) => {
                    let diffs = self.traces.unwrap_or(Path::new("target/dashproof"));
                    let found = hold(session, self.scenario, self.test, step.line, snapshot, diffs).await;
                    held.extend(
                        found.map_err(|error| Self::said(step, error.to_string()))?.map(|held| (step, held)),
                    );
                }
                kind => {
                    let made = kind.perform_with(session, &|| app.log_tail()).await;
                    let made = made.map_err(|error| match &error {
                        StepError::Engine(error) => self.trouble(Some(step), error),
                        StepError::Trace(failure) => Trouble {
                            timeline: Some(failure.timeline.clone()),
                            ..Self::said(step, failure.problem.clone())
                        },
                        StepError::Returned(problem) => Self::said(step, problem.clone()),
                    });
                    match made {
                        Err(trouble) if matches!(kind, StepKind::SoftExpect(_)) => soft.push(trouble),
                        Err(trouble) => return Self::together(soft, Some(trouble)),
                        Ok(()) if self.report.is_some() && matches!(kind, StepKind::Action(_)) => {
                            self.look(session).await;
                        }
                        Ok(()) => {}
                    }
                }
            }
        }
        Self::together(soft, Self::snapshots(held).err())
    }

    /// The soft expectations that did not hold, and what ended the test, as one trouble at the place of the first.
    fn together(soft: Vec<Trouble>, last: Option<Trouble>) -> Result<(), Trouble> {
        let mut all = soft.into_iter().chain(last);
        let Some(mut first) = all.next() else { return Ok(()) };
        for Trouble { at: (line, _), message, hint, files, .. } in all {
            first.message = format!("{}\nline {line}: {message}", first.message);
            first.hint = first.hint.or(hint);
            // Several troubles may need any part of it.
            first.timeline = None;
            first.files.extend(files);
        }
        Err(first)
    }

    /// One trouble of all snapshots that are not as approved, at the place of the first.
    fn snapshots(held: Vec<(&Step, Held)>) -> Result<(), Trouble> {
        let Some((first, _)) = held.first() else { return Ok(()) };
        let mut trouble = Self::said(first, String::new());
        trouble.kind = FailureKind::Snapshot;
        trouble.message = held.iter().map(|(_, held)| held.message.as_str()).collect::<Vec<_>>().join("\n");
        trouble.hint = Some(if held.iter().all(|(_, held)| held.waits) {
            "look at it, then run `dashproof accept`, or `cargo insta review`".to_owned()
        } else {
            "nothing was written, as in CI: run again with INSTA_UPDATE=new, then `dashproof accept`"
                .to_owned()
        });
        trouble.files = held.into_iter().flat_map(|(_, held)| held.files).collect();
        Err(trouble)
    }

    fn said(step: &Step, message: String) -> Trouble {
        Trouble {
            kind: FailureKind::Step,
            at: (step.line, step.column),
            step: step.kind.to_string(),
            message,
            hint: None,
            timeline: None,
            files: Vec::new(),
        }
    }

    fn trouble(&self, step: Option<&Step>, error: &Error) -> Trouble {
        let kind = match error {
            Error::NoBrowser { .. } => FailureKind::Browser,
            _ => FailureKind::Step,
        };
        Trouble {
            kind,
            at: step.map_or((self.test.line, 1), |step| (step.line, step.column)),
            step: step.map(|step| step.kind.to_string()).unwrap_or_default(),
            message: error.to_string(),
            hint: error.hint().map(str::to_owned),
            timeline: None,
            files: Vec::new(),
        }
    }

    async fn failure(app: &mut App, trouble: Trouble, timeline: Vec<String>) -> Failure {
        app.catch_up_with_log().await;
        let mut message = trouble.message;
        // Its last lines are evidence, as of every failure.
        if let Err(app::Error::Died { app, status, .. }) = app.check() {
            message = format!("{message}\n`{app}` ended ({status}) while it was visited");
        }
        Failure {
            kind: trouble.kind,
            line: trouble.at.0,
            column: trouble.at.1,
            step: trouble.step,
            message,
            hint: trouble.hint,
            evidence: Evidence {
                // Of many visits at once the log says nothing.
                log: match trouble.kind {
                    FailureKind::Race => Vec::new(),
                    _ => app.log_tail().lines().map(str::to_owned).collect(),
                },
                timeline,
                files: trouble.files,
            },
        }
    }

    /// Holds the visit against the budget.
    fn afford(&self, trace: &Trace) -> Result<(), Trouble> {
        self.budget.check(trace).map_err(|failure| Trouble {
            step: "budget".to_owned(),
            timeline: Some(failure.timeline),
            ..self.unwritten(failure.problem)
        })
    }

    /// Makes sure that the callbacks are there whose faults are set.
    fn befall(&self, trace: &Trace) -> Result<(), Trouble> {
        let known = self.visit.faults.iter().try_for_each(|fault| fault.check(trace));
        known.map_err(|failure| Trouble {
            step: "faults".to_owned(),
            timeline: Some(failure.timeline),
            ..self.unwritten(failure.problem)
        })
    }

    fn unwritten(&self, message: String) -> Trouble {
        Trouble {
            kind: FailureKind::Step,
            at: (self.test.line, 1),
            step: String::new(),
            message,
            hint: None,
            timeline: None,
            files: Vec::new(),
        }
    }
}
