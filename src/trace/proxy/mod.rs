//! The recording reverse proxy between a browser and an app, and the tap that it puts into each page.
//!
//! The proxy sees what crosses the network: callback exchanges, background polls, WebSocket callbacks,
//! the script runs of Streamlit.
//! What stays in the page (clientside callbacks, the console) is seen by the tap, a script that the proxy
//! puts in front of every other script of a page and that reports back to `tap::PATH`. The app and the
//! page should not be able to tell that either is there.

mod address;
mod body;
mod csp;
mod exchange;
mod faults;
mod forward;
mod inject;
mod protobuf;
mod script;
mod server;
mod socket_faults;
mod tap;
mod taping;
mod upstream;
mod websocket;
mod widget;

pub use server::{Passing, Proxy};
pub use tap::TAP;
