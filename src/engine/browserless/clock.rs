//! The page's clock: the real one, plus what the visitor let pass.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use super::behaviour;
use crate::dash::Component;

/// Timers that only [`Action::Advance`](crate::engine::Action::Advance) lets run.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    /// Milliseconds that were let pass.
    advanced: i64,
    /// Since when timers run by the real time, if they do.
    began: Option<Instant>,
    /// What `Date.now()` says, when it always says the same.
    frozen: Option<i64>,
    intervals: BTreeMap<String, Interval>,
    /// Debounced `setProps` calls by place: a newer one replaces the older.
    later: BTreeMap<String, (i64, Map<String, Value>)>,
}

#[derive(Debug)]
struct Interval {
    period: i64,
    due: i64,
}

/// A timer that ran out.
#[derive(Debug, PartialEq)]
pub(crate) enum Due {
    /// The component's own timer at this place ticks.
    Tick(String),
    /// The component at this place sets these props.
    Set(String, Map<String, Value>),
}

impl Clock {
    /// The shortest period, as browsers have it for timers.
    const SHORTEST: i64 = 4;

    /// What passes in a browser before its page counts as idle: timers this short have run after each gesture.
    pub(crate) const INSTANT: Duration = Duration::from_millis(100);

    /// A clock on which timers run, and whose date may stand still.
    pub(crate) fn new(frozen: Option<i64>) -> Self {
        Self { frozen, ..Self::default() }
    }

    /// A clock on which timers run by themselves, by the real time.
    pub(crate) fn live() -> Self {
        Self { began: Some(Instant::now()), ..Self::default() }
    }

    /// What the timers of a live clock are to have run to by now, milliseconds.
    pub(crate) fn lived(&self) -> Option<i64> {
        self.began.map(|began| began.elapsed().as_millis() as i64)
    }

    /// The time by which timers are set.
    fn time(&self) -> i64 {
        self.lived().unwrap_or_default().max(self.advanced)
    }

    /// How long until the next timer is due, milliseconds.
    pub(crate) fn next(&self) -> Option<i64> {
        let intervals = self.intervals.values().map(|interval| interval.due);
        let due = intervals.chain(self.later.values().map(|(due, _)| *due)).min()?;
        Some((due - self.time()).max(0))
    }

    /// What `Date.now()` says in the page.
    pub(crate) fn date_ms(&self) -> i64 {
        self.frozen.unwrap_or_else(|| self.now_ms())
    }

    /// The time by which timers run: milliseconds since 1970, frozen or not.
    pub(crate) fn now_ms(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond() + if self.began.is_some() { 0 } else { self.advanced }
    }

    /// How far the clock was advanced, in milliseconds.
    pub(crate) fn advanced(&self) -> i64 {
        self.advanced
    }

    /// Starts, restarts or stops the interval at a place.
    fn interval(&mut self, at: &str, period: Option<i64>) {
        let Some(period) = period.map(|period| period.max(Self::SHORTEST)) else {
            self.intervals.remove(at);
            return;
        };
        if self.intervals.get(at).is_none_or(|known| known.period != period) {
            self.intervals.insert(at.to_owned(), Interval { period, due: self.time() + period });
        }
    }

    /// Follows what a component's props say now about a timer of its own.
    pub(crate) fn watch(&mut self, at: &str, component: Component<'_>) {
        self.interval(at, behaviour::period(component));
    }

    /// Forgets the timers of the component at a place, which is a new one.
    pub(crate) fn restart(&mut self, at: &str) {
        self.intervals.remove(at);
        self.forget(at);
    }

    /// Sets props of the component at a place after a while.
    pub(crate) fn later(&mut self, at: String, after: Duration, props: Map<String, Value>) {
        let due = self.time() + after.as_millis() as i64;
        self.later.insert(at, (due, props));
    }

    /// Forgets what the component at a place was to set after a while.
    pub(crate) fn forget(&mut self, at: &str) {
        self.later.remove(at);
    }

    /// Whether a timer is running.
    pub(crate) fn is_ticking(&self) -> bool {
        !self.intervals.is_empty() || !self.later.is_empty()
    }

    /// Goes on to the next timer that is due until `end`, or to `end` itself when there is none.
    pub(crate) fn step(&mut self, end: i64) -> Option<Due> {
        let tick = self.intervals.iter().map(|(at, interval)| (interval.due, at)).min();
        let later = self.later.iter().map(|(at, (due, _))| (*due, at)).min();
        let tick_first = match (tick, later) {
            (Some(tick), Some(later)) => tick.0 <= later.0,
            (tick, _) => tick.is_some(),
        };
        let (due, at) = if tick_first { tick } else { later }.filter(|(due, _)| *due <= end).unzip();
        let (Some(due), Some(at)) = (due, at.cloned()) else {
            self.advanced = self.advanced.max(end);
            return None;
        };
        self.advanced = self.advanced.max(due);
        if !tick_first {
            return self.later.remove(&at).map(|(_, props)| Due::Set(at, props));
        }
        let interval = self.intervals.get_mut(&at)?;
        interval.due += interval.period;
        Some(Due::Tick(at))
    }

    /// Forgets the timers of components that are not there any more.
    pub(crate) fn retain(&mut self, alive: impl Fn(&str) -> bool) {
        self.intervals.retain(|at, _| alive(at));
        self.later.retain(|at, _| alive(at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_run_in_the_order_of_their_time_and_only_until_the_end() {
        let mut clock = Clock::default();
        clock.interval("/a", Some(100));
        clock.later("/b".to_owned(), Duration::from_millis(150), Map::new());
        assert_eq!(clock.step(220), Some(Due::Tick("/a".to_owned())));
        assert_eq!(clock.step(220), Some(Due::Set("/b".to_owned(), Map::new())));
        assert_eq!(clock.step(220), Some(Due::Tick("/a".to_owned())));
        assert_eq!(clock.step(220), None);
        assert_eq!(clock.advanced(), 220);
    }

    #[test]
    fn an_interval_restarts_only_when_its_period_changes() {
        let mut clock = Clock::default();
        clock.interval("/a", Some(100));
        assert_eq!(clock.step(50), None);
        clock.interval("/a", Some(100));
        assert_eq!(clock.step(100), Some(Due::Tick("/a".to_owned())));
        clock.interval("/a", None);
        assert_eq!(clock.step(1000), None);
    }
}
