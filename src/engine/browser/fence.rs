//! What a browser may reach: the SOCKS proxy that it connects through.
//!
//! A page names what it likes: images, scripts, WebSockets, what they redirect to. A browser that is told so asks this proxy for
//! each connection (SOCKS 5, RFC 1928), by a name that it has not resolved itself. The address that is judged here is the one that
//! is connected to, so a name that changes its address meanwhile gains nothing.

use std::collections::BTreeSet;
use std::io::{Error, ErrorKind, Result};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};

use crate::engine::{Error as EngineError, Visit};
use crate::trace::{MessageLevel, Recorder};
use crate::{NotReached, Reach};

/// How long it may take until a connection is there or refused.
const LIMIT: Duration = Duration::from_secs(30);
/// How long a listener that fails is left alone: it may have run out of files.
const PAUSE: Duration = Duration::from_millis(100);

/// The version of the protocol.
const VERSION: u8 = 5;
/// The command that asks for a connection.
const CONNECT: u8 = 1;

/// The proxy of one browser. It stops, and cuts all connections, when it is dropped.
#[derive(Debug)]
pub(super) struct Fence {
    address: SocketAddr,
    gate: Arc<Gate>,
    serving: JoinHandle<()>,
}

/// What is let through.
#[derive(Debug)]
struct Gate {
    reach: Reach,
    visit: Mutex<Passage>,
}

/// What belongs to the visit that is made.
#[derive(Debug, Default)]
struct Passage {
    /// The one address of ours that is let through.
    own: Option<SocketAddr>,
    /// Who is told of what was refused.
    recorder: Option<Recorder>,
    /// What was told already.
    told: BTreeSet<(String, u16)>,
}

impl Fence {
    /// The proxy that holds the browser of a visit, if there is a limit to what that reaches.
    ///
    /// # Errors
    /// [`EngineError::Unsupported`] when the browser is on another machine: whoever could ask this proxy from there could ask
    /// whatever this machine reaches.
    pub(super) async fn around(visit: &Visit) -> std::result::Result<Option<Self>, EngineError> {
        if visit.reach.is_anywhere() {
            return Ok(None);
        }
        if visit.browser.webdriver.is_some() && !visit.browser.listens().is_loopback() {
            return Err(EngineError::Unsupported {
                engine: "browser",
                what: "holding a browser on another machine within `--reach`".to_owned(),
                hint: "give that browser a network of its own and start the server with `--reach any`, or use a browser on this machine".to_owned(),
            });
        }
        let started = Self::start(visit.reach.clone()).await;
        started.map(Some).map_err(|error| EngineError::Browser { reason: error.to_string() })
    }

    /// Begins to listen on a loopback port.
    async fn start(reach: Reach) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let gate = Arc::new(Gate { reach, visit: Mutex::default() });
        let serving = tokio::spawn(serve(listener, Arc::clone(&gate)));
        Ok(Self { address, gate, serving })
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets `own` through, and of ours nothing else from now on; tells `recorder` what is refused.
    pub(super) fn open_for(&self, own: SocketAddr, recorder: Option<Recorder>) {
        *self.gate.visit() = Passage { own: Some(own), recorder, told: BTreeSet::new() };
    }
}

impl Drop for Fence {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(listener: TcpListener, gate: Arc<Gate>) {
    // They end with this task.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((browser, _)) => {
                    let gate = Arc::clone(&gate);
                    connections.spawn(async move { gate.pass(browser).await });
                }
                Err(_) => sleep(PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// What becomes of a request, as the protocol numbers it (RFC 1928, section 6).
#[derive(Debug, Clone, Copy)]
enum Reply {
    Succeeded = 0,
    NotAllowed = 2,
    HostUnreachable = 4,
    CommandNotSupported = 7,
}

impl Gate {
    fn visit(&self) -> std::sync::MutexGuard<'_, Passage> {
        self.visit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Serves one connection of the browser until either side ends it.
    async fn pass(&self, mut browser: TcpStream) -> Result<()> {
        let asked = timeout(LIMIT, asked(&mut browser)).await.map_err(|_| ErrorKind::TimedOut)??;
        let connected = match asked {
            Some((host, port)) => self.connect(&host, port).await,
            None => Err(Reply::CommandNotSupported),
        };
        let reply = connected.as_ref().map_or_else(|reply| *reply, |_| Reply::Succeeded);
        // The address that follows is ours at that connection, which no browser asks about.
        browser.write_all(&[VERSION, reply as u8, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
        if let Ok(mut there) = connected {
            copy_bidirectional(&mut browser, &mut there).await?;
        }
        Ok(())
    }

    async fn connect(&self, host: &str, port: u16) -> std::result::Result<TcpStream, Reply> {
        let addresses = match self.judged(host, port).await {
            Ok(addresses) => addresses,
            Err(refused) => {
                self.tell(host, port, &refused);
                return Err(if refused.is_passing() { Reply::HostUnreachable } else { Reply::NotAllowed });
            }
        };
        let connecting = TcpStream::connect(addresses.as_slice());
        match timeout(LIMIT, connecting).await {
            Ok(Ok(there)) => {
                // What is written in two parts would wait for the other side to confirm the first.
                drop(there.set_nodelay(true));
                Ok(there)
            }
            _ => Err(Reply::HostUnreachable),
        }
    }

    /// The addresses of a host that may be reached; it may be an address itself.
    async fn judged(&self, host: &str, port: u16) -> std::result::Result<Vec<SocketAddr>, NotReached> {
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let Ok(address) = bare.parse::<IpAddr>() else { return self.reach.resolve(host, port).await };
        let address = SocketAddr::new(address, port);
        if self.visit().own != Some(address) {
            self.reach.check_address(address.ip())?;
        }
        Ok(vec![address])
    }

    /// Tells the visit, once for each place.
    fn tell(&self, host: &str, port: u16, refused: &NotReached) {
        let mut visit = self.visit();
        if visit.told.insert((host.to_owned(), port))
            && let Some(recorder) = &visit.recorder
        {
            let text = format!("the page may not reach {host}:{port}: {refused}");
            recorder.message(MessageLevel::Warning, text);
        }
    }
}

/// Greets the browser and hears where it wants to; `None` when it wants something else than to connect.
async fn asked(browser: &mut TcpStream) -> Result<Option<(String, u16)>> {
    let mut greeting = [0; 2];
    browser.read_exact(&mut greeting).await?;
    let mut methods = vec![0; usize::from(greeting[1])];
    browser.read_exact(&mut methods).await?;
    if greeting[0] != VERSION {
        return Err(Error::from(ErrorKind::InvalidData));
    }
    // No authentication: it listens for this machine's own browser.
    browser.write_all(&[VERSION, 0]).await?;
    let mut request = [0; 4];
    browser.read_exact(&mut request).await?;
    let [_, command, _, kind] = request;
    let host = match kind {
        1 => Ipv4Addr::from(browser.read_u32().await?).to_string(),
        3 => {
            let mut name = vec![0; usize::from(browser.read_u8().await?)];
            browser.read_exact(&mut name).await?;
            String::from_utf8(name).map_err(|_| ErrorKind::InvalidData)?
        }
        4 => Ipv6Addr::from(browser.read_u128().await?).to_string(),
        _ => return Err(Error::from(ErrorKind::InvalidData)),
    };
    let port = browser.read_u16().await?;
    Ok((command == CONNECT).then_some((host, port)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks for a connection to `host` as Chromium does, and returns the reply, and the connection.
    async fn connect(fence: &Fence, host: &str, port: u16) -> (u8, TcpStream) {
        let mut stream = TcpStream::connect(fence.address()).await.unwrap();
        let mut said = vec![VERSION, 1, 0, VERSION, CONNECT, 0, 3, host.len() as u8];
        said.extend(host.bytes().chain(port.to_be_bytes()));
        stream.write_all(&said).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        (answer[3], stream)
    }

    #[tokio::test]
    async fn what_is_not_public_is_refused_by_address_and_by_name_but_for_the_visits_own_address() {
        let there = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = there.local_addr().unwrap().port();
        let fence = Fence::start(Reach::default()).await.unwrap();
        let recorder = Recorder::new("http://app.example/", "browser");
        for host in ["127.0.0.1", "localhost", "[::1]", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254"] {
            fence.open_for(SocketAddr::from(([127, 0, 0, 1], 1)), Some(recorder.clone()));
            assert_eq!(connect(&fence, host, port).await.0, Reply::NotAllowed as u8, "{host}");
        }
        let told = recorder.snapshot().messages;
        assert!(told[0].text.contains(&format!("127.0.0.1:{port}")), "{told:?}");
        fence.open_for(there.local_addr().unwrap(), None);
        let (reply, mut stream) = connect(&fence, "127.0.0.1", port).await;
        assert_eq!(reply, Reply::Succeeded as u8);
        let (mut other, _) = there.accept().await.unwrap();
        stream.write_all(b"hello").await.unwrap();
        let mut heard = [0; 5];
        other.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"hello");
    }

    #[tokio::test]
    async fn what_is_allowed_is_reached_by_name_too() {
        let there = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = there.local_addr().unwrap().port();
        let fence = Fence::start(Reach::default().allow("loopback").unwrap()).await.unwrap();
        assert_eq!(connect(&fence, "localhost", port).await.0, Reply::Succeeded as u8);
        assert_eq!(connect(&fence, "no-such-host.invalid", 80).await.0, Reply::HostUnreachable as u8);
    }
}
