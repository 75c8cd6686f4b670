//! The page without JavaScript: it loads nothing and says what it takes to call a function.

use std::time::Duration;

use super::{Effect, Error, Limits, Outcome, Setting};
use crate::dash::{ClientsideFunction, Request};

/// A page that can't run JavaScript.
#[derive(Debug)]
pub struct Clientside;

impl Clientside {
    /// A page without scripts.
    pub fn new(_setting: &Setting, _limits: Limits) -> Result<Self, Error> {
        Ok(Self)
    }

    /// Scripts are passed over: an app may have some and no clientside callback.
    pub fn load(&mut self, _name: &str, _source: &str) -> Result<(), Error> {
        Ok(())
    }

    /// # Errors
    /// Always: names the cargo feature.
    pub fn call(&mut self, function: &ClientsideFunction, _request: &Request) -> Result<Outcome, Error> {
        Err(Error::Unsupported {
            at: format!("{}.{}", function.namespace, function.function_name),
            message: "clientside callbacks need the cargo feature `clientside`, or `engine: browser`"
                .to_owned(),
        })
    }

    /// There are no timers.
    pub fn advance(&mut self, _by: Duration) -> Result<(), Error> {
        Ok(())
    }

    /// There are no effects.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        Vec::new()
    }
}
