//! One callback called on its own: nothing that it returns calls another one.

use std::time::{Duration, Instant};

use super::super::schedule::{Graph, Instance, Scheduler};
use super::Page;
use crate::dash::{Binding, Callback, Request};
use crate::engine::{Error, Pending};

impl Page {
    /// Calls a callback and waits for its end. The page keeps no other callback.
    ///
    /// # Errors
    /// [`Error::NotSettled`] when the limit is over.
    pub(crate) async fn call_alone(
        &mut self,
        callback: Callback,
        binding: Binding,
        request: Request,
        limit: Duration,
    ) -> Result<(), Error> {
        let output = callback.output.clone();
        self.scheduler = Scheduler::new(Graph::new(vec![callback]));
        let instance = self.scheduler.launch(Instance::new(0, Some(binding), String::new()));
        self.start(&instance, Box::new(request));
        self.end_clientside();
        let began = Instant::now();
        let mut passed = Duration::ZERO;
        while self.scheduler.pending().next().is_some() {
            if let Some(time) = self.wait_for_promise(limit.saturating_sub(passed)) {
                passed += time;
                continue;
            }
            if !self.receive(limit.saturating_sub(began.elapsed())).await {
                return Err(Error::NotSettled {
                    limit,
                    pending: Pending::all(vec![output], &self.recorder, passed),
                });
            }
        }
        Ok(())
    }
}
