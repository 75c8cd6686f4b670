//! A port that nobody uses.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpSocket;

/// A free TCP port of the loopback interface, kept for a process that is about to listen on it.
///
/// Between the choice of a port and the moment when the process listens, the system may give the port
/// to somebody else, even as the near end of a connection. So it stays bound until this is dropped.
/// On Linux whoever asks for the address to be reused, as servers do, can listen on it all the same.
/// A server that does not ask finds it taken; its start is to be tried again with [`Self::unkept`].
#[derive(Debug)]
pub(crate) struct FreePort {
    number: u16,
    /// Keeps it.
    _bound: Option<TcpSocket>,
}

impl FreePort {
    /// Asks the system for one, and keeps it.
    pub(crate) fn kept() -> io::Result<Self> {
        let (number, bound) = bind()?;
        bound.set_reuseaddr(true)?;
        // Elsewhere an address that is bound twice is an error, whether it is to be reused or not.
        Ok(Self { number, _bound: cfg!(target_os = "linux").then_some(bound) })
    }

    /// Asks the system for one that is free now; who binds it next is a race.
    pub(crate) fn unkept() -> io::Result<Self> {
        Ok(Self { number: bind()?.0, _bound: None })
    }

    pub(crate) fn number(&self) -> u16 {
        self.number
    }
}

fn bind() -> io::Result<(u16, TcpSocket)> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    Ok((socket.local_addr()?.port(), socket))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_kept_port_is_given_to_nobody_and_a_server_listens_on_it() {
        let port = FreePort::kept().unwrap();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.number()));
        let other = TcpSocket::new_v4().unwrap();
        assert_eq!(other.bind(address).unwrap_err().kind(), io::ErrorKind::AddrInUse);
        // The standard library asks for reuse, as Python's servers, chromedriver and nginx do.
        let server = TcpListener::bind(address).unwrap();
        assert_eq!(server.local_addr().unwrap(), address);
    }
}
