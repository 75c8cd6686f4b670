//! `dashproof archive`: what runs made, and what is kept of it.

mod command;
mod diff;
mod get;
mod list;
mod prune;
mod timelapse;

pub(super) use command::Archive;
