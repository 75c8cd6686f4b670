//! Which runs' artefacts are let go.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::scenario::Keep;
use crate::schedule::RunState;

/// A run whose artefacts are in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::schedule) struct KeptRun {
    pub(in crate::schedule) id: i64,
    pub(in crate::schedule) fire_at: Timestamp,
    pub(in crate::schedule) burst: String,
    pub(in crate::schedule) state: RunState,
    /// Whether it was made: of one that failed only what was seen is kept.
    pub(in crate::schedule) is_made: bool,
    /// Hash and size of each content.
    pub(in crate::schedule) contents: Vec<(String, u64)>,
}

/// The runs of one report, the latest first, that are let go.
pub(in crate::schedule) fn let_go(keep: &Keep, now: Timestamp, runs: &[KeptRun]) -> BTreeSet<i64> {
    let needed = needed(runs);
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut gone = BTreeSet::new();
    for run in runs {
        let count = counts.entry(&run.burst).or_default();
        *count += 1;
        let is_old = keep.age.is_some_and(|age| {
            run.fire_at.duration_until(now) > SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX)
        });
        if (*count > keep.runs.get() || is_old) && !needed.contains(&run.id) {
            gone.insert(run.id);
        }
    }
    if let Some(limit) = keep.size {
        let kept = || runs.iter().filter(|run| !gone.contains(&run.id));
        let mut users: BTreeMap<&str, u32> = BTreeMap::new();
        let mut total = 0;
        for (hash, size) in kept().flat_map(|run| &run.contents) {
            let users = users.entry(hash).or_default();
            *users += 1;
            total += if *users == 1 { *size } else { 0 };
        }
        let oldest_first: Vec<&KeptRun> = kept().filter(|run| !needed.contains(&run.id)).collect();
        for run in oldest_first.into_iter().rev() {
            if total <= limit {
                break;
            }
            gone.insert(run.id);
            for (hash, size) in &run.contents {
                let users = users.entry(hash).or_default();
                *users = users.saturating_sub(1);
                total -= if *users == 0 { *size } else { 0 };
            }
        }
    }
    gone
}

/// What is still to be sent, and what the next runs are held against: of each burst the latest run, and the latest that was sent.
fn needed(runs: &[KeptRun]) -> BTreeSet<i64> {
    let (mut made, mut sent) = (BTreeSet::new(), BTreeSet::new());
    let needed = runs.iter().filter(|run| {
        let was_sent = matches!(run.state, RunState::Delivered | RunState::Unknown);
        let is_latest = run.is_made && made.insert(&run.burst);
        let is_latest_sent = was_sent && sent.insert(&run.burst);
        is_latest || is_latest_sent || !run.state.is_end()
    });
    needed.map(|run| run.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-05-10T12:00:00Z".parse().unwrap()
    }

    /// A run of `id` days ago.
    fn run(id: i64, burst: &str, state: RunState, contents: &[(&str, u64)]) -> KeptRun {
        let contents = contents.iter().map(|(hash, size)| ((*hash).to_owned(), *size)).collect();
        let fire_at = now() - SignedDuration::from_hours(24 * id);
        KeptRun { id, fire_at, burst: burst.to_owned(), state, is_made: true, contents }
    }

    fn delivered(id: i64) -> KeptRun {
        run(id, "", RunState::Delivered, &[(&format!("{id}"), 10)])
    }

    fn gone(keep: &str, runs: &[KeptRun]) -> Vec<i64> {
        let keep: Keep = serde_saphyr::from_str(keep).unwrap();
        let_go(&keep, now(), runs).into_iter().collect()
    }

    #[test]
    fn the_latest_runs_of_each_burst_are_kept() {
        let mut runs: Vec<KeptRun> = (1..=4).map(delivered).collect();
        runs.push(run(5, "EMEA", RunState::Delivered, &[]));
        assert_eq!(gone("{runs: 2}", &runs), [3, 4]);
        assert_eq!(gone("{}", &runs), Vec::<i64>::new());
    }

    #[test]
    fn what_is_older_is_let_go() {
        let runs: Vec<KeptRun> = (1..=4).map(delivered).collect();
        assert_eq!(gone("{for: 2.5 d}", &runs), [3, 4]);
    }

    #[test]
    fn what_holds_too_much_together_is_let_go_oldest_first_and_what_is_alike_counts_once() {
        let mut runs: Vec<KeptRun> = (1..=4).map(delivered).collect();
        assert_eq!(gone("{up_to: 25 B}", &runs), [3, 4]);
        runs[3].contents = runs[0].contents.clone();
        assert_eq!(gone("{up_to: 30 B}", &runs), Vec::<i64>::new());
        assert_eq!(gone("{up_to: 20 B}", &runs), [3, 4]);
    }

    #[test]
    fn what_is_still_to_be_sent_or_held_against_is_never_let_go() {
        let runs = [
            KeptRun { is_made: false, ..run(0, "", RunState::Failed, &[("s", 100)]) },
            run(1, "", RunState::Failed, &[("a", 100)]),
            run(2, "", RunState::Failed, &[("b", 100)]),
            run(3, "", RunState::Delivered, &[("c", 100)]),
            run(4, "", RunState::Delivered, &[("d", 100)]),
            run(5, "", RunState::Made, &[("e", 100)]),
        ];
        assert_eq!(gone("{runs: 1, up_to: 1 B}", &runs), [0, 2, 4]);
    }
}
