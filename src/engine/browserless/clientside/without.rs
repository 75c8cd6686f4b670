//! The page without JavaScript: it loads nothing and says what it takes to call a function.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;

use super::{Effect, Error, Hooked, Limits, Outcome, Setting, Surroundings};
use crate::dash::{ClientsideFunction, Request};

/// A page that can't run JavaScript.
#[derive(Debug, Default)]
pub struct Clientside {
    refused: Vec<(u64, String)>,
    /// A parsed page is for one thread at a time.
    surroundings: Mutex<Surroundings>,
}

impl Clientside {
    /// A page without scripts.
    pub fn new(_setting: &Setting, _limits: Limits) -> Result<Self, Error> {
        Ok(Self::default())
    }

    /// Keeps what is lent.
    pub(crate) fn lend(&mut self, surroundings: Surroundings) {
        self.surroundings = Mutex::new(surroundings);
    }

    /// Gives it back as it was.
    pub(crate) fn take_back(&mut self) -> Surroundings {
        let lent = self.surroundings.get_mut().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(lent)
    }

    /// Scripts are passed over: an app may have some and no clientside callback.
    pub fn load(&mut self, _name: &str, _source: &str) -> Result<(), Error> {
        Ok(())
    }

    /// Modules are passed over too.
    pub fn load_module(&mut self, _address: &str, _source: &str) -> Result<(), Error> {
        Ok(())
    }

    /// Nothing is imported.
    pub fn provide(&mut self, _address: &str, _source: &str) {}

    /// Nobody waits for it.
    pub fn loaded(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// Refuses the call.
    pub fn start(&mut self, ticket: u64, function: &ClientsideFunction, _request: &Request) {
        self.refused.push((ticket, format!("{}.{}", function.namespace, function.function_name)));
    }

    /// Every call fails, and its error names the cargo feature.
    pub fn ended(&mut self) -> Vec<(u64, Result<Outcome, Error>)> {
        let message = "clientside callbacks need the cargo feature `clientside`, or `engine: browser`";
        let refused = std::mem::take(&mut self.refused);
        refused
            .into_iter()
            .map(|(ticket, at)| (ticket, Err(Error::Unsupported { at, message: message.to_owned() })))
            .collect()
    }

    /// # Errors
    /// Always: names the cargo feature.
    pub fn hook(&mut self, name: &str, _args: Vec<Value>) -> Result<Option<Hooked>, Error> {
        Err(Error::Unsupported {
            at: name.to_owned(),
            message: "hooks of the renderer need the cargo feature `clientside`, or `engine: browser`"
                .to_owned(),
        })
    }

    /// There are no timers.
    pub fn next_timer(&mut self) -> Option<Duration> {
        None
    }

    /// There are no timers.
    pub fn advance(&mut self, _by: Duration) -> Vec<Error> {
        Vec::new()
    }

    /// There are no effects.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        Vec::new()
    }
}
