//! When a report is made, and where it is delivered.
//!
//! A [`Timetable`](crate::timetable::Timetable) says when, a [`Plan`] joins it to the report that a test file describes, and a [`Worker`] does the rest:
//!
//! 1. It plans: each fire, for each [`Burst`], becomes a row of the [`Store`], which exists only once.
//! 2. It claims a row under a lease, which it renews as long as it lives. When it dies, the lease ends and somebody else claims.
//! 3. It makes the report: boots the app, visits it, captures, checks, composes (`make`, `gate`, `compose`).
//! 4. It looks whether the row is still its own, writes the files, each whole or not at all, and writes down the `ending`.
//!
//! Every fire ends in exactly one visible state: delivered, failed with the reason, or skipped by policy with the reason.
//! When a worker dies between writing a file and saying so, the next one replaces the file by its equal.
//!
//! What this room does not do: read the file (that is [`crate::scenario`]) or serve pages about its runs
//! (that is [`crate::server`]).

mod burst;
mod compose;
mod ending;
mod error;
mod gate;
mod lease;
mod make;
mod plan;
mod run;
mod stop;
mod store;
mod worker;

pub use burst::Burst;
pub use error::Error;
pub use plan::Plan;
pub use run::{Run, RunState};
pub use stop::{Stop, Stopper};
pub use store::Store;
pub use worker::Worker;
