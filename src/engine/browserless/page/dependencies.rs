//! Callbacks that make callbacks (`dynamic_creator`): the dependencies are read again after each call.

use super::super::answer::Answer;
use super::super::schedule::Graph;
use super::Page;
use super::load::join;
use crate::dash::Callback;
use crate::engine::Error;

/// Where an app tells its callbacks.
pub(super) const DEPENDENCIES: &str = "_dash-dependencies";

impl Page {
    /// Asks for the dependencies again.
    pub(super) fn reread_dependencies(&mut self) {
        let (transport, renderer) = (self.transport.clone(), self.renderer());
        let url = join(&self.base, DEPENDENCIES);
        self.rereading.spawn(async move { transport.get_json(&url, &renderer).await });
    }

    /// Takes the new callbacks over. They run when something triggers them; there are no initial calls.
    pub(super) fn reread(&mut self, answer: Result<Answer, Error>) {
        let read = answer.and_then(Answer::checked).and_then(|answer| answer.json());
        let parsed = read.map_err(|error| error.to_string()).and_then(|dependencies| {
            let callbacks = Callback::parse_all(&dependencies).map_err(|error| error.to_string())?;
            Ok((dependencies, callbacks))
        });
        match parsed {
            Ok((dependencies, callbacks)) => {
                self.recorder.dependencies(dependencies.as_array().cloned().unwrap_or_default());
                let callbacks = if self.accepts(&callbacks) { callbacks } else { Vec::new() };
                self.scheduler.replace(Graph::new(callbacks));
            }
            Err(error) => self.complain(format!("Error from API call: {DEPENDENCIES}\n{error}")),
        }
    }
}
