//! When a report is made, and where it is delivered.
//!
//! A [`Timetable`] says when, a [`Plan`] joins it to the report that a test file describes, a
//! [`Store`] remembers every fire as a row that exists only once, and a [`Worker`] claims rows, makes
//! the report and delivers it. Every fire ends in exactly one visible state: delivered, failed with the reason, or skipped by
//! policy with the reason.
//!
//! What this room does not do: read the file (that is [`crate::scenario`]) or serve pages about its runs
//! (that is [`crate::server`]).

mod burst;
mod compose;
mod error;
mod gate;
mod make;
mod plan;
mod store;
mod timetable;
mod worker;

pub use burst::Burst;
pub use error::Error;
pub use plan::Plan;
pub use store::{Run, RunState, Store};
pub use timetable::Timetable;
pub use worker::Worker;
