//! The turns of the loop, and the arrival of answers.

use std::time::Duration;

use super::super::answer::Answer;
use super::super::schedule::{Filled, fill};
use super::super::socket::News;
use super::Page;
use super::exchange::Landing;
use super::socket::Socket;
use crate::engine::Error;

/// Something from outside.
enum Arrival {
    Answers(Vec<Landing>),
    Socket(News),
    Dependencies(Result<Answer, Error>),
}

impl Page {
    /// Lets everything happen that needs no answer.
    pub(crate) fn turn(&mut self) {
        loop {
            self.commit();
            let started = self.start_picked();
            let ended = self.end_clientside();
            let mut later = std::mem::take(&mut self.later);
            if !started && !ended && later.is_empty() && !self.is_busy() {
                later = self.loading.arrive();
            }
            if !started && !ended && later.is_empty() && self.dirty.is_empty() {
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

    /// Waits at most `at_most` for something to arrive and lets happen what it causes. `false` when nothing did.
    pub(crate) async fn arrive(&mut self, at_most: Duration) -> bool {
        let any = self.receive(at_most).await;
        if any {
            self.turn();
        }
        any
    }

    /// Waits at most `at_most` for something to arrive and takes it. `false` when nothing did.
    pub(super) async fn receive(&mut self, at_most: Duration) -> bool {
        let arrival = async {
            tokio::select! {
                landings = self.flights.answers(&mut self.tab.draw) => Arrival::Answers(landings),
                Some(Ok(answer)) = self.rereading.join_next() => Arrival::Dependencies(answer),
                news = Socket::next(&mut self.socket, &self.tab.clock) => Arrival::Socket(news),
            }
        };
        match tokio::time::timeout(at_most, arrival).await {
            Err(_) => return false,
            Ok(Arrival::Answers(landings)) => landings.into_iter().for_each(|landing| self.landed(landing)),
            // What comes over the socket is in order, and each frame is an event of its own.
            Ok(Arrival::Socket(news)) => self.hear(news),
            Ok(Arrival::Dependencies(answer)) => self.reread(answer),
        }
        true
    }

    /// Lets the page's clock go on to `end` (milliseconds), timer by timer. `false` when no timer was due.
    pub(crate) fn tick(&mut self, end: i64) -> bool {
        use super::super::clock::Due;
        let before = self.tab.clock.advanced();
        let due = self.tab.clock.step(end);
        let passed = self.tab.clock.advanced() - before;
        self.advance_scripts(Duration::from_millis(passed.unsigned_abs()));
        self.catch_up();
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
