//! The turns of the loop, and the arrival of answers.

use std::time::Duration;

use super::super::schedule::{Filled, fill};
use super::{Landing, Page};

/// How long answers that come almost together are waited for, so that one turn sees them in request order: what a
/// browser's event loop batches too (rule R56).
const TOGETHER: Duration = Duration::from_millis(4);

impl Page {
    /// Lets everything happen that needs no answer.
    pub(crate) fn turn(&mut self) {
        loop {
            self.commit();
            let started = self.start_picked();
            let ended = self.end_clientside();
            let later = std::mem::take(&mut self.later);
            if !started && !ended && later.is_empty() && !self.dirty {
                return;
            }
            for effect in later {
                self.effect(effect);
            }
        }
    }

    /// Starts what the scheduler picks; all of one pick see the same values (rule R36).
    fn start_picked(&mut self) -> bool {
        let picked = self.scheduler.pick(&self.store.paths);
        let filled: Vec<Filled> = picked
            .iter()
            .map(|instance| fill(instance, self.scheduler.graph(), &self.store.tree, &self.store.paths))
            .collect();
        let started = !picked.is_empty();
        for (instance, filled) in picked.into_iter().zip(filled) {
            match filled {
                Filled::Request(request) => self.start(&instance, request),
                Filled::Silent => {
                    self.scheduler.land(instance.serial);
                }
                Filled::Failed(message) => {
                    self.scheduler.land(instance.serial);
                    self.scheduler.note(&instance, &[], &self.store.paths);
                    self.complain(format!("ReferenceError: {message}"));
                }
            }
        }
        started
    }

    /// Waits at most `at_most` for answers and lets happen what they cause. `false` when none came.
    pub(crate) async fn arrive(&mut self, at_most: Duration) -> bool {
        let landings = self.answers(at_most).await;
        let any = !landings.is_empty();
        for landing in landings {
            self.landed(landing);
        }
        if any {
            self.turn();
        }
        any
    }

    /// Waits at most `at_most` for the answers that are taken next.
    async fn answers(&mut self, at_most: Duration) -> Vec<Landing> {
        if self.tab.draw.waits() {
            return self.drawn(at_most).await.into_iter().collect();
        }
        // A call that was aborted or panicked has no answer to give.
        let mut landings = Vec::new();
        let mut patience = at_most;
        while let Ok(Some(next)) = tokio::time::timeout(patience, self.flights.join_next()).await {
            landings.extend(next);
            patience = TOGETHER;
        }
        landings.sort_by_key(|landing: &Landing| landing.flight.serial);
        landings
    }

    /// Waits until every call in flight is answered, and draws one of the answers.
    async fn drawn(&mut self, at_most: Duration) -> Option<Landing> {
        let all = async {
            while let Some(next) = self.flights.join_next().await {
                self.answered.extend(next);
            }
        };
        tokio::time::timeout(at_most, all).await.ok()?;
        self.answered.sort_by_key(|landing| landing.flight.serial);
        let next = self.tab.draw.next(self.answered.len());
        (next < self.answered.len()).then(|| self.answered.remove(next))
    }

    /// Lets the page's clock go on to `end` (milliseconds), timer by timer. `false` when no timer was due.
    pub(crate) fn tick(&mut self, end: i64) -> bool {
        use super::super::clock::Due;
        let before = self.tab.clock.advanced();
        let due = self.tab.clock.step(end);
        let passed = self.tab.clock.advanced() - before;
        self.advance_scripts(Duration::from_millis(passed.unsigned_abs()));
        match due {
            None => {
                self.turn();
                return false;
            }
            Some(Due::Tick(at)) => {
                if let Some(props) = self.store.component(&at).as_ref().and_then(super::mount::ticked) {
                    self.set_props(&at, props);
                }
            }
            Some(Due::Set(at, props)) => self.set_props(&at, props),
        }
        self.turn();
        true
    }
}
