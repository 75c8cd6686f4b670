//! The HTTP exchanges that are under way.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;

use super::exchange::Landing;
use crate::engine::order::Draw;

/// How long answers that come almost together are waited for, so that one turn sees them in request order: what a
/// browser's event loop batches too (rule R56).
const TOGETHER: Duration = Duration::from_millis(4);

/// Exchanges without an answer yet; they end with the page.
#[derive(Debug, Default)]
pub(super) struct Flights {
    tasks: JoinSet<Landing>,
    /// How many of them are of persistent callbacks.
    persistent: usize,
    /// Answers that wait until others are there.
    answered: Vec<Landing>,
}

impl Flights {
    pub(super) fn begin(
        &mut self,
        persistent: bool,
        exchange: impl Future<Output = Landing> + Send + 'static,
    ) {
        self.persistent += usize::from(persistent);
        self.tasks.spawn(exchange);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tasks.is_empty() && self.answered.is_empty()
    }

    /// Whether there are others than those of persistent callbacks, which may never end.
    pub(super) fn is_busy(&self) -> bool {
        self.tasks.len() > self.persistent || !self.answered.is_empty()
    }

    /// Whether a persistent callback runs.
    pub(super) fn is_streaming(&self) -> bool {
        self.persistent > 0
    }

    /// Waits for the answers that are taken next, which may be for ever; none is lost when the wait is given up.
    pub(super) async fn answers(&mut self, draw: &mut Draw) -> Vec<Landing> {
        if draw.waits() {
            return vec![self.drawn(draw).await];
        }
        if self.answered.is_empty() {
            self.wait().await;
        }
        while !self.tasks.is_empty() && tokio::time::timeout(TOGETHER, self.wait()).await.is_ok() {}
        self.answered.sort_by_key(|landing| landing.flight.turn());
        std::mem::take(&mut self.answered)
    }

    /// Waits until every call in flight is answered, and draws one of the answers.
    async fn drawn(&mut self, draw: &mut Draw) -> Landing {
        loop {
            while self.tasks.len() > self.persistent || self.answered.is_empty() {
                self.wait().await;
            }
            self.answered.sort_by_key(|landing| landing.flight.turn());
            let next = draw.next(self.answered.len());
            if next < self.answered.len() {
                return self.answered.remove(next);
            }
        }
    }

    /// Waits for one more answer; for ever when there is none to come.
    async fn wait(&mut self) {
        match self.tasks.join_next().await {
            Some(Ok(landing)) => {
                self.persistent -= usize::from(landing.flight.persistent);
                self.answered.push(landing);
            }
            // A call that panicked has no answer to give.
            Some(Err(_)) => {}
            None => std::future::pending().await,
        }
    }
}
