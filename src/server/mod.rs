//! Web pages and a JSON API over schedules and their runs.
//!
//! [`Server`] shows when each report is made next, how its fires ended, what was sent where, and what was made (`pages`,
//! `artefact`); programs read the same as JSON (`api`), and those who watch over it as figures (`metrics`). A report can be
//! made now, and a run taken back.
//!
//! Everything shown is escaped, nothing but the server's own style sheet and pictures may load (`headers`), and there is no
//! script: the pages are forms and links. Who may come in is [`Access`]'s to say (`guard`).
//!
//! What this room does not do: make or send anything. It writes into the [`Store`](crate::schedule::Store) what is asked for;
//! a [`Worker`](crate::schedule::Worker), here or on another machine, claims it.

mod access;
mod api;
mod artefact;
mod guard;
mod headers;
mod metrics;
mod pages;
mod refusal;
mod serve;
mod session;
mod site;
mod view;

pub use access::{Access, AccessError};
pub use serve::Server;
