//! A free port for a server that a test starts.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpSocket;

/// A free port, bound until this is dropped: the system gives it to nobody else, and a server that asks
/// for reuse, as most do, listens on it all the same.
pub(crate) struct FreePort(TcpSocket);

impl FreePort {
    pub(crate) fn kept() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
        socket.set_reuseaddr(true).unwrap();
        Self(socket)
    }

    pub(crate) fn number(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }
}
