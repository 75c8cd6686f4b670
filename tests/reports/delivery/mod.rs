//! What is delivered, and what becomes of it when something goes wrong: with real servers.

mod bucket;
mod canary;
mod guard;
mod mail;
mod outlet;
pub(crate) mod python;
mod receiver;
mod retried;
mod slack;
mod webhook;

pub(crate) use python::Server;
