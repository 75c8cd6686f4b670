//! A port that nobody uses.

use std::io;
use std::net::{Ipv4Addr, TcpListener};

/// Asks the system for a free TCP port of the loopback interface.
///
/// It is free now; who binds it next is a race that can't be won from outside, so callers treat a
/// taken port as an error of the start.
pub(crate) fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
