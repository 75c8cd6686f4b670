//! `dashproof archive`: what runs made, and what is kept of it.

mod command;
mod get;
mod list;
mod prune;

pub(super) use command::Archive;
