//! `dashproof trace`: what to do with recorded traces.

mod check;
mod command;
mod coverage;
mod diff;
mod export;
mod files;
mod page;

pub(super) use check::budget;
pub(super) use command::Trace;
