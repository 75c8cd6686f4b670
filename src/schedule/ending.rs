//! What becomes of a run once an attempt at it is over.

use std::time::Duration;

use jiff::Timestamp;

use super::{Error, Run, RunState};
use crate::scenario::Report;

/// The longest pause before another try.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// What is written down about an attempt that is over.
#[derive(Debug, PartialEq)]
pub(super) struct Ending {
    pub(super) state: RunState,
    /// How often the run was begun; one that was given back was not.
    pub(super) attempt: i64,
    /// Before which instant it is not tried again.
    pub(super) not_before: Timestamp,
    pub(super) reason: Option<String>,
    pub(super) files: Vec<String>,
}

impl Ending {
    /// Judges an attempt's outcome: what failed is tried again after a pause that doubles, as often as the report says.
    ///
    /// A run that somebody asked for is not tried again: whoever asked sees why, and asks again.
    pub(super) fn of(
        run: &Run,
        report: Option<&Report>,
        outcome: Result<Vec<String>, Error>,
        now: Timestamp,
    ) -> Self {
        let error = match outcome {
            Ok(files) => {
                let attempt = run.attempt;
                return Self { state: RunState::Delivered, attempt, not_before: now, reason: None, files };
            }
            Err(error) => error,
        };
        let tries = report.filter(|_| !run.asked_for).map_or(1, |report| i64::from(report.retries) + 1);
        let pause = report.map_or(Duration::ZERO, |report| pause(report.retry_after, run.attempt));
        let (state, attempt, not_before) = match error {
            Error::Stopped if !run.asked_for => (RunState::Due, run.attempt - 1, now),
            _ if run.attempt < tries => {
                (RunState::Due, run.attempt, now.saturating_add(pause).unwrap_or(now))
            }
            _ => (RunState::Failed, run.attempt, now),
        };
        Self { state, attempt, not_before, reason: Some(error.told()), files: Vec::new() }
    }
}

/// The pause after the `attempt`th try, 1-based.
fn pause(first: Duration, attempt: i64) -> Duration {
    let doublings = (attempt - 1).clamp(0, 30);
    first.saturating_mul(1 << doublings).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Burst;

    fn now() -> Timestamp {
        "2026-05-04T07:00:00Z".parse().unwrap()
    }

    fn report() -> Report {
        let text = "app: demo\nreports:\n  - {name: sales, when: {cron: '@daily'}, retries: 2, retry_after: 10 s, \
                    pages: [{capture: page}], deliver: [{file: sales.pdf}]}\n";
        crate::scenario::Scenario::parse(std::path::Path::new("reports.yaml"), text)
            .unwrap()
            .reports
            .remove(0)
    }

    fn run(attempt: i64, asked_for: bool) -> Run {
        Run {
            id: 1,
            report: "sales".to_owned(),
            fire_at: now(),
            burst: Burst::default(),
            asked_for,
            state: RunState::Running,
            attempt,
            epoch: attempt,
            not_before: now(),
            started_at: Some(now()),
            finished_at: None,
            reason: None,
            files: Vec::new(),
        }
    }

    /// The state, how often it was begun, and after how many seconds it may be tried again.
    fn ending(run: &Run, error: Error) -> (RunState, i64, i64) {
        let ending = Ending::of(run, Some(&report()), Err(error), now());
        (ending.state, ending.attempt, ending.not_before.duration_since(now()).as_secs())
    }

    fn blank() -> Error {
        Error::Refused { reason: "blank".to_owned() }
    }

    #[test]
    fn what_fails_is_tried_again_after_a_pause_that_doubles_until_it_has_failed() {
        assert_eq!(ending(&run(1, false), blank()), (RunState::Due, 1, 10));
        assert_eq!(ending(&run(2, false), blank()), (RunState::Due, 2, 20));
        assert_eq!(ending(&run(3, false), blank()), (RunState::Failed, 3, 0));
    }

    #[test]
    fn a_run_that_is_given_back_was_not_tried() {
        assert_eq!(ending(&run(1, false), Error::Stopped), (RunState::Due, 0, 0));
    }

    #[test]
    fn a_run_that_somebody_asked_for_is_tried_once() {
        assert_eq!(ending(&run(1, true), blank()), (RunState::Failed, 1, 0));
        assert_eq!(ending(&run(1, true), Error::Stopped), (RunState::Failed, 1, 0));
    }

    #[test]
    fn no_pause_is_longer_than_an_hour() {
        assert_eq!(pause(Duration::from_secs(10), i64::MAX), LONGEST_PAUSE);
    }
}
