//! Recordings: what an app answered, kept in one file, and served again in its place.
//!
//! A [`Tape`] records what passes the proxy of a visit ([`Visit::tape`](crate::Visit::tape)); what it holds is a [`Recording`], one
//! file. A [`Replay`] serves a recording as the app did: pages, scripts and assets by their address, callbacks by their output and
//! inputs. What is asked and was not recorded is answered with an error that names the nearest recorded call.

mod answers;
mod likeness;
mod recording;
mod server;
mod socket;
mod tape;

pub use recording::{RecordedExchange, RecordedFrame, RecordedSocket, RecordedVisit, Recording, Said};
pub use server::Replay;
pub use tape::Tape;
pub(super) use tape::{Reel, Side, SocketReel};
