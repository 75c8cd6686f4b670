//! Scripts of a WebDriver client.

use std::time::Duration;

use serde_json::Value;

use super::super::clientside::Surroundings;
use super::{Fault, Page};
use crate::render::page::Boxes;

impl Page {
    /// Runs a script as the body of a function; [`evaluated`](Self::evaluated) tells what it led to. What it did to the page
    /// is done. It runs for `limit` at most. `boxes` are where its elements lie, for a script that asks.
    ///
    /// # Errors
    /// As [`Clientside::evaluate`](super::super::clientside::Clientside::evaluate).
    pub(crate) fn evaluate(
        &mut self,
        source: &str,
        args: &Value,
        asynchronous: bool,
        limit: Option<Duration>,
        boxes: Option<Boxes>,
    ) -> Result<(), Fault> {
        let known = Surroundings { state: self.state(), boxes, ..Surroundings::default() };
        let ran = self.with_known(known, |scripts| scripts.evaluate(source, args, asynchronous, limit));
        self.apply_effects(None);
        self.turn();
        ran.unwrap_or_else(|| {
            let reason = "the page runs no scripts".to_owned();
            Err(Fault::Engine { at: "script".to_owned(), reason })
        })
    }

    /// What the last script led to; `None` as long as it has not ended.
    ///
    /// # Errors
    /// What it threw.
    pub(crate) fn evaluated(&mut self) -> Option<Result<Value, Fault>> {
        self.with_scripts(super::super::clientside::Clientside::evaluated).flatten()
    }
}
