//! The command line: one file per command.
//!
//! A command reads its arguments into validated objects, calls the library, and returns an [`Exit`] or a
//! `Failure`; `main` alone prints failures and ends the process.

mod accept;
#[cfg(feature = "schedule")]
mod access;
#[cfg(feature = "schedule")]
mod archive;
mod browser;
mod call;
#[cfg(feature = "schedule")]
mod cancel;
mod chart;
mod compare;
#[cfg(feature = "demo")]
mod demo;
mod doctor;
mod exit;
mod failure;
mod graph;
mod interrupt;
mod layout;
mod lint;
mod main;
mod output;
#[cfg(feature = "browser")]
mod record;
#[cfg(feature = "browser")]
mod replay;
#[cfg(feature = "schedule")]
mod schedule;
mod schema;
#[cfg(feature = "schedule")]
mod serve;
mod snap;
#[cfg(feature = "schedule")]
mod store;
mod test;
mod trace;
mod trusting;
mod visiting;
#[cfg(feature = "webdriver")]
mod webdriver;

pub use exit::Exit;
pub use main::main;

use failure::Failure;
