//! Web pages and a JSON API over schedules and their runs.
//!
//! [`Server`] shows when each report is made next, how its fires ended, what was sent where, and what was made (`pages`,
//! `artefact`); programs read the same as JSON (`api`), and those who watch over it as figures (`metrics`). A report can be
//! made now, and a run taken back.
//!
//! What pages looked like run by run is shown in a `gallery`, and what an attempt caused as a `trace`. Captures that wait for approval are accepted or rejected there too (`review`).
//!
//! Everything shown is escaped, nothing but the server's own style sheet, script and pictures may load (`headers`), and the
//! one script moves the divider between two pictures: the pages are forms and links. Who may come in is [`Access`]'s to say (`guard`).
//!
//! What this room does not do: make or send anything. It writes into the [`Store`](crate::schedule::Store) what is asked for;
//! a [`Worker`](crate::schedule::Worker), here or on another machine, claims it.

mod access;
mod api;
mod artefact;
mod assets;
mod compared;
mod frame;
mod gallery;
mod guard;
mod headers;
mod login;
mod metrics;
mod pages;
mod refusal;
mod review;
mod serve;
mod session;
mod site;
mod trace;
mod view;

pub use access::{Access, AccessError};
pub use review::Review;
pub use serve::Server;
pub use site::Runs;
