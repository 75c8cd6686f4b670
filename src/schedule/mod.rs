//! When a report is made, and where it is delivered.
//!
//! A [`Timetable`](crate::timetable::Timetable) says when, a [`Plan`] joins it to the report that a test file describes, and a [`Worker`] does the rest:
//!
//! 1. It plans: each fire, for each [`Burst`], becomes a row of the [`Store`], which exists only once.
//! 2. It claims a row under a lease, which it renews as long as it lives. When it dies, the lease ends and somebody else claims.
//! 3. It makes the report ([`Make`]) when there is [`Room`], on a thread of its own (`apart`): boots the app, visits it, captures,
//!    checks, composes (`make`, `gate`, `compose`).
//! 4. It keeps what was made in the archive (`archive`), then writes the end of the run and what is to be sent where, in one
//!    transaction, if the row is still its own.
//! 5. It claims what is to be sent, its own or another node's, and sends it ([`Post`], `sending`, `delivery`).
//!
//! Every fire ends in exactly one visible state: delivered, quiet (no reason to send it, `change`), unknown, refused (`gate`), failed, skipped by
//! policy or cancelled, with the reason.
//! When the store is away, the worker waits (`patience`), and stops what it makes before its lease ends (`lease`).
//!
//! What this room does not do: read the file (that is [`crate::scenario`]) or serve pages about its runs
//! (that is [`crate::server`]).

mod apart;
mod archive;
mod burst;
mod change;
mod compose;
mod delivery;
mod error;
mod found;
mod gate;
mod lease;
mod make;
mod making;
mod patience;
mod phases;
mod plan;
mod planning;
mod record;
mod retry;
mod room;
mod run;
mod sending;
mod stop;
pub mod store;
mod telemetry;
mod visited;
mod worker;

pub use archive::{ArchiveAddress, Change, Changed, difference, time_lapse};
pub use burst::Burst;
pub use change::{Evidence, Finding};
pub use delivery::{Destinations, Post};
pub use error::Error;
pub use make::Make;
pub use plan::{Fire, Plan};
pub use record::Record;
pub use room::Room;
pub use run::{Run, RunState};
pub use stop::{Stop, Stopper};
pub use store::{Store, StoreAddress};
pub use telemetry::Telemetry;
pub use worker::Worker;
