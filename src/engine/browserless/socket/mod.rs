//! The WebSocket of callbacks (protocol section 1.9): what dash-renderer leaves to a worker of its own.
//!
//! A [`Connection`] passes frames; the [`Worker`] keeps one up: it queues, reconnects, keeps alive and hangs up.

mod connection;
mod worker;

use connection::{Connection, Incoming};
pub(crate) use worker::{News, Worker};
