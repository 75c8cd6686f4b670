//! What runs made, kept: each content once, by its SHA-256.
//!
//! An [`Archive`] holds bytes alone, in a folder, in a bucket, or in the store itself; which run made what stays in the
//! [`Store`](super::Store). Bytes are written whole or not at all, and are on the disk before the run that made them counts as made.
//! The store writes a content's row first and removes it last, so no file is without a row for longer than a node that was
//! killed leaves it. What is kept for how long says [`Keep`](crate::scenario::Keep) (`retention`). [`difference`] compares two runs, [`time_lapse`] shows many.

mod address;
#[expect(clippy::module_inception, reason = "the noun of this folder")]
mod archive;
mod difference;
mod retention;
mod time_lapse;

pub use address::ArchiveAddress;
pub(super) use archive::Archive;
pub use difference::{Change, Changed, difference};
pub(super) use retention::{KeptRun, let_go};
pub use time_lapse::time_lapse;
