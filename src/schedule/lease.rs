//! The sign of life of whoever makes a run.

use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinHandle;

use super::{Error, Run, Store};

/// Renews a run's lease until it is dropped.
///
/// It does so in a task of its own, because drawing a large page keeps the task that makes the run busy.
#[derive(Debug)]
pub(super) struct Lease(JoinHandle<Error>);

impl Lease {
    /// Renews the lease of a claimed run three times in each `length`.
    pub(super) fn keep(store: Store, run: Run, length: Duration) -> Self {
        Self(tokio::spawn(async move {
            loop {
                tokio::time::sleep(length / 3).await;
                if let Err(error) = store.renew(&run, Timestamp::now(), length).await {
                    return error;
                }
            }
        }))
    }

    /// Returns when the lease could not be renewed, and says why.
    pub(super) async fn lost(&mut self) -> Error {
        match (&mut self.0).await {
            Ok(error) => error,
            Err(_) => std::future::pending().await,
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.0.abort();
    }
}
