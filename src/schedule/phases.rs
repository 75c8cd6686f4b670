//! What a run's time went into.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The phases of a run so far, each with its beginning.
#[derive(Debug, Default)]
pub(super) struct Phases(Mutex<Vec<(&'static str, Instant)>>);

impl Phases {
    /// The run goes on with another phase.
    pub(super) fn begin(&self, phase: &'static str) {
        self.begun().push((phase, Instant::now()));
    }

    /// What is going on.
    pub(super) fn current(&self) -> &'static str {
        self.begun().last().map_or("nothing", |(phase, _)| phase)
    }

    /// What took longest until now, all times together.
    pub(super) fn longest(&self) -> (&'static str, Duration) {
        let mut sums: Vec<(&'static str, Duration)> = Vec::new();
        for (phase, spent) in self.spent() {
            match sums.iter_mut().find(|(other, _)| *other == phase) {
                Some((_, sum)) => *sum += spent,
                None => sums.push((phase, spent)),
            }
        }
        sums.into_iter().max_by_key(|(_, sum)| *sum).unwrap_or(("nothing", Duration::ZERO))
    }

    /// What was done until now, one after the other, and for how long.
    pub(super) fn spent(&self) -> Vec<(&'static str, Duration)> {
        let begun = self.begun();
        let ends = begun.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
        begun.iter().zip(ends).map(|((phase, began), end)| (*phase, end - *began)).collect()
    }

    fn begun(&self) -> MutexGuard<'_, Vec<(&'static str, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phase_is_the_one_that_took_most_in_all_its_parts() {
        let now = Instant::now();
        let at = |s| now.checked_sub(Duration::from_secs(s)).unwrap();
        let phases = Phases(Mutex::new(vec![
            ("boot", at(60)),
            ("steps", at(40)),
            ("capture", at(25)),
            ("steps", at(20)),
        ]));
        assert_eq!(phases.current(), "steps");
        let (phase, spent) = phases.longest();
        assert_eq!((phase, spent.as_secs()), ("steps", 35));
    }
}
