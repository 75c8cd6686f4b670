//! Reports that arrive: the store on real databases, and what kills leave of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod kills;
mod outages;
#[path = "../support/postgres.rs"]
mod postgres;
mod store;
mod stub;
