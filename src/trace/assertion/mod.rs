//! Assertions on traces: `called("chart.figure").times(1).within(limit).check(&trace)?`.
//!
//! An [`Assertion`] is data: test files and the command line read it from the `expect` step, Rust makes it with
//! [`called`], [`chain`] and the others. It holds for the whole visit, or for one step of it. What does not hold is a
//! [`Failure`], with the calls that show it as a timeline.

mod called;
mod chain;
mod claim;
mod duplicates;
mod named;
#[cfg(test)]
mod tests;

pub use called::{Called, called};
pub use chain::chain;
pub(super) use claim::Part;
pub use claim::{Assertion, Failure, no_duplicate_calls, no_errors, only_called};
#[cfg(feature = "browser")]
pub(super) use named::Named;
