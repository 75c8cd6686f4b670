//! The memory of every fire: SQLite embedded, or PostgreSQL when several nodes share the work, by the same statements.
//!
//! A [`Store`] holds four things, each written in one transaction or not at all:
//!
//! - **Runs** (`plans`, `claims`, `runs`): one row for each report, fire time and burst. Any node plans
//!   ([`Store::plan`]); the row exists once. Any node claims ([`Store::claim`]) what is due or whose holder's lease has ended,
//!   and so raises the row's *epoch*. What a holder writes later counts only while the epoch is its own
//!   ([`Error::TakenOver`](super::Error::TakenOver)). Nobody leads, and the database's clock alone decides.
//! - **Attempts**: each claim of a run, who made it, how it ended, what its time went into and what it left ([`Store::remember`]).
//! - **Artefacts** (`contents`, `kept`): what a run made, with hash, size and media type. The bytes are in the archive
//!   ([`Store::keep`]) before the run's end is written, so that any node can send them.
//! - **The outbox** (`outbox`, `parcel`): a [`Parcel`] for each run and destination. [`Ending::Made`] writes parcels together
//!   with the run's end. Any node claims one ([`Store::claim_parcel`]), reads what it holds ([`Store::artefacts`]), sends it,
//!   and says how that went ([`Store::settle`]). The last parcel's end is the run's end:
//!
//! ```text
//! run     due ─> running ─> made ─> delivered | unknown | refused | failed | cancelled         (or skipped, by policy, or quiet, without a reason to send it)
//! parcel                    pending ─> sending ─> sent | unknown | refused | cancelled
//! ```
//!
//! A parcel whose holder was lost while sending comes [`interrupted`](Parcel::interrupted): it may have arrived. Where sending
//! twice shows as once (a file, an object by its key) it is sent again; anywhere else it is settled as unknown, and so sent at most once.

mod address;
mod claims;
mod contents;
mod dialect;
mod ending;
mod figures;
mod held;
mod kept;
mod left;
mod made;
mod open;
mod outbox;
mod parcel;
mod past;
mod pictures;
mod plans;
mod row;
mod runs;

pub use address::StoreAddress;
pub use claims::Attempt;
pub use contents::Audit;
pub use ending::Ending;
pub use figures::Figures;
pub use held::Held;
pub use kept::Kept;
pub use made::{Addressed, Artefact, Made, Role};
pub use open::Store;
pub use parcel::{Parcel, ParcelState, Sent};
pub use past::Past;
pub use pictures::Pictured;
pub use runs::Wanted;
