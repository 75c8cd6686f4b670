//! What is tried again, and after which pause.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use super::store::{Ending, Made, Parcel, Sent};
use super::{Error, Run};
use crate::Secrets;
use crate::scenario::Report;

/// The longest pause before another try, but for its jitter.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// What was begun this often beyond its tries has killed whoever began it.
const MOST_DEATHS: i64 = 3;

/// Judges an attempt's outcome: what failed is tried again after a pause that doubles, as often as the report says; what was
/// refused only when the report says so.
///
/// A run that somebody asked for is not tried again: whoever asked sees why, and asks again.
pub(super) fn judge(
    run: &Run,
    report: Option<&Report>,
    outcome: Result<Made, Error>,
    secrets: &Secrets,
) -> Ending {
    let error = match outcome {
        Ok(made) => return Ending::Made(made),
        Err(error) => error,
    };
    let reason = secrets.hide(&error.told());
    let is_refusal = error.is_refusal();
    match (error, report) {
        (Error::Stopped | Error::LeaseLost { .. }, _) if !run.asked_for => Ending::Back { reason },
        (_, Some(report))
            if !run.asked_for
                && run.attempt <= i64::from(report.retries)
                && (!is_refusal || report.check.retry) =>
        {
            Ending::Again { pause: pause(report.retry_after, run.attempt, &run.id), reason }
        }
        _ if is_refusal => Ending::Refused { reason },
        _ => Ending::Failed { reason },
    }
}

/// The pause before a parcel that did not arrive is tried again, as long as its destination asks for but at most an hour;
/// `None` when it is not.
pub(super) fn again(parcel: &Parcel, report: &Report, sent: &Sent) -> Option<Duration> {
    let asked = if let Sent::Busy { pause, .. } = sent { *pause } else { Duration::ZERO };
    let tried = parcel.attempt <= i64::from(report.retries);
    tried.then(|| pause(report.retry_after, parcel.attempt, &parcel.key).max(asked.min(LONGEST_PAUSE)))
}

/// Whether what was begun this often has killed whoever began it.
pub(super) fn is_deadly(attempt: i64, report: &Report) -> bool {
    attempt > i64::from(report.retries) + 1 + MOST_DEATHS
}

/// The pause after the `attempt`th try, 1-based, and up to a quarter more, so that what failed together is not tried
/// together. The quarter depends on what is tried alone: no two nodes disagree.
fn pause(first: Duration, attempt: i64, what: &impl Hash) -> Duration {
    const PARTS: u32 = 1 << 16;
    let doublings = (attempt - 1).clamp(0, 30);
    let pause = first.saturating_mul(1 << doublings).min(LONGEST_PAUSE);
    let mut hasher = DefaultHasher::new();
    (what, attempt).hash(&mut hasher);
    let part = (hasher.finish() % u64::from(PARTS)) as u32;
    pause + pause / 4 * part / PARTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{Burst, RunState};

    fn report() -> Report {
        checked("{}")
    }

    fn checked(check: &str) -> Report {
        let text = format!(
            "app: demo\nreports:\n  - {{name: sales, when: {{cron: '@daily'}}, retries: 2, retry_after: 10 s, \
             check: {check}, pages: [{{capture: page}}], deliver: [{{file: sales.pdf}}]}}\n"
        );
        crate::scenario::Scenario::parse(std::path::Path::new("reports.yaml"), &text)
            .unwrap()
            .reports
            .remove(0)
    }

    fn run(attempt: i64, asked_for: bool) -> Run {
        Run {
            id: 1,
            report: "sales".to_owned(),
            fire_at: "2026-05-04T07:00:00Z".parse().unwrap(),
            burst: Burst::default(),
            asked_for,
            state: RunState::Running,
            attempt,
            epoch: attempt,
            claim_at: None,
            started_at: None,
            finished_at: None,
            node: None,
            reason: None,
            files: Vec::new(),
            evidence: None,
        }
    }

    /// After how many seconds it is tried again; `None` when it has failed.
    fn tried_after(run: &Run) -> Option<u64> {
        match judge(run, Some(&report()), Err(Error::Panicked("oh".to_owned())), &Secrets::default()) {
            Ending::Again { pause, .. } => Some(pause.as_secs()),
            Ending::Failed { .. } => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_fails_is_tried_again_after_a_pause_that_doubles_until_it_has_failed() {
        assert!((10..=12).contains(&tried_after(&run(1, false)).unwrap()));
        assert!((20..=25).contains(&tried_after(&run(2, false)).unwrap()));
        assert_eq!(tried_after(&run(3, false)), None);
    }

    #[test]
    fn what_is_refused_is_tried_again_only_when_the_report_says_so() {
        let ending = |check: &str| {
            let refused = Err(Error::Refused { reason: "blank".to_owned() });
            judge(&run(1, false), Some(&checked(check)), refused, &Secrets::default())
        };
        assert_eq!(ending("{}"), Ending::Refused { reason: "refused: blank".to_owned() });
        assert!(matches!(ending("{retry: true}"), Ending::Again { .. }));
    }

    #[test]
    fn what_failed_together_is_not_tried_together() {
        let pauses: std::collections::BTreeSet<_> =
            (0..100).map(|id| pause(Duration::from_secs(10), 1, &id)).collect();
        assert!(pauses.len() > 90, "{pauses:?}");
    }

    #[test]
    fn a_run_that_is_given_back_was_not_tried() {
        let ending = judge(&run(3, false), Some(&report()), Err(Error::Stopped), &Secrets::default());
        assert!(matches!(ending, Ending::Back { .. }), "{ending:?}");
    }

    #[test]
    fn a_run_that_somebody_asked_for_is_tried_once() {
        assert_eq!(tried_after(&run(1, true)), None);
        let ending = judge(&run(1, true), Some(&report()), Err(Error::Stopped), &Secrets::default());
        assert!(matches!(ending, Ending::Failed { .. }), "{ending:?}");
    }

    #[test]
    fn no_pause_is_longer_than_an_hour_and_its_jitter() {
        let longest = pause(Duration::from_secs(10), i64::MAX, &1);
        assert!(longest >= LONGEST_PAUSE && longest <= LONGEST_PAUSE * 5 / 4);
    }
}
