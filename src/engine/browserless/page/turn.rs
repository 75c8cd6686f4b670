//! The turns of the loop, and the arrival of answers.

use std::collections::HashMap;
use std::time::Duration;

use super::super::answer::Answer;
use super::super::behaviour;
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
            self.draw();
            let started = self.start_picked();
            let ended = self.end_clientside();
            let mut later = std::mem::take(&mut self.later);
            if !started && !ended && later.is_empty() && !self.is_busy() {
                later = self.loading.arrive();
                self.undrawn.extend(self.loading.undrawn().map(|at| (at, None)));
            }
            let still = self.dirty.is_empty() && self.undrawn.is_empty();
            if !started && !ended && later.is_empty() && still {
                self.note_loading();
                return;
            }
            for effect in later {
                self.effect(effect);
            }
        }
    }

    /// Renders what was mounted or changed, once for all that changed together, as React does at the end of an event. What
    /// a component does later is noted before what it does at once, which may render it again.
    pub(super) fn draw(&mut self) {
        while !self.undrawn.is_empty() {
            let mut drawn: Vec<(String, Option<Vec<String>>)> = Vec::new();
            let mut places: HashMap<String, usize> = HashMap::new();
            for (at, names) in std::mem::take(&mut self.undrawn) {
                let place = *places.entry(at.clone()).or_insert(drawn.len());
                match (drawn.get_mut(place), names) {
                    (Some((_, Some(known))), Some(names)) => known.extend(names),
                    (Some((_, known)), _) => *known = None,
                    (None, names) => drawn.push((at, names)),
                }
            }
            for (at, names) in drawn {
                self.check_props(&at);
                let names: Option<Vec<&str>> =
                    names.as_ref().map(|names| names.iter().map(String::as_str).collect());
                let moment = self.moment();
                let Some(component) = self.store.component(&at) else { continue };
                if self.loading.awaits(&component) {
                    // What changed meanwhile is there when its code is.
                    if names.is_none() {
                        self.loading.draw(at);
                    }
                    continue;
                }
                let rendered =
                    behaviour::rendered(component, &at, names.as_deref(), self.memory.get(&at), &moment);
                self.later.extend(rendered.later);
                for effect in rendered.now {
                    self.effect(effect);
                }
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
                    self.tell_thrown(&format!("ReferenceError: {message}"));
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
        let Ok(arrived) = tokio::time::timeout(at_most, arrival).await else { return false };
        // Timers that ran out before it come before it.
        self.keep_time();
        match arrived {
            Arrival::Answers(landings) => landings.into_iter().for_each(|landing| self.landed(landing)),
            // What comes over the socket is in order, and each frame is an event of its own.
            Arrival::Socket(news) => self.hear(news),
            Arrival::Dependencies(answer) => self.reread(answer),
        }
        true
    }

    /// Lets the timers of a live page run that are due by now.
    pub(crate) fn keep_time(&mut self) {
        let Some(now) = self.tab.clock.lived() else { return };
        while self.tick(now) {}
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
                if let Some(props) = self.store.component(&at).and_then(behaviour::ticked) {
                    self.set_props(&at, props);
                }
            }
            Some(Due::Set(at, props)) => self.set_props(&at, props),
        }
        self.turn();
        true
    }
}
