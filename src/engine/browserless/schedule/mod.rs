//! Which callback runs when: dash-renderer's rules as a pure state machine, with no I/O and no clock.
//!
//! Rule numbers (R13, R27…) are those of the protocol specification, section 2. [`Graph`] answers what a change
//! may run (R14 to R16); [`Discovery`] finds what a new piece of layout asks for (R17 to R21); [`Scheduler`] keeps
//! the queues and makes the request pass (R26 to R34); [`fill`] reads a picked instance's values (R36 to R38).

mod discovery;
mod graph;
mod instance;
mod queues;
mod resolved;
mod values;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod values_tests;

pub(crate) use discovery::{Discovery, Found};
pub(crate) use graph::Graph;
pub(crate) use instance::Instance;
pub(crate) use queues::Scheduler;
pub(crate) use values::{Filled, fill};
