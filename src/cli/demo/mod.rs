//! `dashproof demo`: the whole road on the built-in dashboard, without a browser.

mod command;
mod files;
mod page;
mod tour;

pub(super) use command::Demo;
