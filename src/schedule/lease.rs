//! The sign of life of whoever makes a run or sends a parcel.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::store::Held;
use super::{Error, Store};

/// Renews the lease of something held until it is dropped.
///
/// It does so in a task of its own, because drawing a large page keeps the task that makes the run busy.
#[derive(Debug)]
pub(super) struct Lease(JoinHandle<Error>);

impl Lease {
    /// Renews the lease three times in each `length`; `claimed` is the instant before it was asked for.
    pub(super) fn keep(store: Store, held: Held, claimed: Instant, length: Duration) -> Self {
        Self(tokio::spawn(renew(store, held, claimed, length)))
    }

    /// Returns when the lease is lost, or could not be renewed and is about to end, and says why.
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

async fn renew(store: Store, held: Held, mut renewed: Instant, length: Duration) -> Error {
    loop {
        // Before the lease ends, whoever works stops; the fifth that is left is for what can't stop at once.
        let end = renewed + length * 4 / 5;
        sleep_until(renewed + length / 3).await;
        let mut last = None;
        loop {
            let begun = Instant::now();
            match timeout_at(end, store.renew(held, length)).await {
                Ok(Ok(())) => {
                    renewed = begun;
                    break;
                }
                Ok(Err(error)) if error.is_passing() => last = Some(Box::new(error)),
                Ok(Err(error)) => return error,
                Err(_) => {}
            }
            if Instant::now() >= end {
                return Error::LeaseLost { lease: length, last };
            }
            sleep(length / 20).await;
        }
    }
}
