//! Reports that arrive: the store on real databases, what kills leave of it, and delivery by real servers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod alerts;
mod archive;
mod delivery;
mod full;
mod kills;
mod outages;
mod outbox;
#[path = "../support/postgres.rs"]
mod postgres;
#[expect(dead_code, reason = "what starts processes is for others")]
#[path = "../support/processes.rs"]
mod processes;
mod schemas;
mod store;
mod stub;
mod troubled;
mod turns;
