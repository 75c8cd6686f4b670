//! A run made on a thread of its own.
//!
//! Drawing keeps a thread busy for as long as it takes. What must not wait for it (leases, claims, other runs) has threads of
//! its own: the runtime's.

use std::convert::Infallible;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

use super::make::Make;
use super::record::Record;
use super::store::Made;
use super::{Error, Plan, Run};

/// Makes a run on a thread of its own. When this is dropped, the thread drops what it makes as soon as that waits for something.
///
/// # Errors
/// As [`Make::make`], and [`Error::Panicked`].
pub(super) async fn make_apart(
    maker: Arc<dyn Make>,
    plan: Plan,
    run: Run,
    record: Arc<Record>,
) -> Result<Made, Error> {
    let (_wanted, unwanted) = oneshot::channel::<Infallible>();
    let runtime = Handle::current();
    let making = spawn_blocking(move || {
        runtime.block_on(async {
            tokio::select! {
                made = maker.make(&plan, &run, &record) => made,
                _ = unwanted => Err(Error::Stopped),
            }
        })
    });
    making.await.unwrap_or_else(|failed| Err(Error::Panicked(failed.to_string())))
}
