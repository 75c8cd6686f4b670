//! When something happens: a cron expression or a period, in a time zone, spread over the machines that share it.
//!
//! [`When`] is what a person writes, [`Timetable`] what it means: the instants it fires at. `clock` says what becomes of times
//! of day that a change of daylight saving time skips or repeats, `spread` what `H` stands for.
//!
//! What this room does not do: wait, or remember which fires were made (that is `schedule`).

mod clock;
mod error;
mod fires;
mod rhythm;
mod spread;
mod when;

pub use error::Error;
pub use fires::Timetable;
pub use when::{CatchUp, Overlap, When};

#[cfg(test)]
mod oracle_tests;
