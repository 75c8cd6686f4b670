//! The proxy's life: it listens while it is held.

use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;

use super::exchange::Exchanges;
use super::faults::Faults;
use super::forward::{Front, forward};
use super::tap::{self, TAP, Tap};
use super::upstream::Upstream;
use crate::trace::replay::Tape;
use crate::trace::{Error, Fault, Recorder};
use crate::{Reach, Trust, TrustError};

/// A recording reverse proxy on loopback. It stops, and cuts what still streams, when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    url: Url,
    exchanges: Exchanges,
    upstream: Upstream,
    /// Connections end when this is gone.
    alive: Option<watch::Sender<()>>,
    served: Option<JoinHandle<()>>,
}

/// What a proxy does to what passes.
#[derive(Debug, Clone)]
pub struct Passing<'a> {
    /// Added to every request that goes to the app, and to no other; not recorded.
    pub headers: &'a [(String, String)],
    /// Whose certificates are believed.
    pub trust: &'a Trust,
    /// Which addresses the app may have.
    pub reach: &'a Reach,
    /// What befalls answers of callbacks.
    pub faults: &'a [Fault],
    /// Where the visit is recorded: its calls are told what befalls them, and it knows what is secret.
    pub befallen: Recorder,
    /// Runs in each page before its own scripts, [`TAP`] among it; pages are left as they are when absent.
    pub script: Option<&'a str>,
    /// Records the app's answers.
    pub tape: Option<&'a Tape>,
}

impl Proxy {
    /// Starts a proxy in front of `app` that writes into `recorder`.
    ///
    /// `headers` are added to every request that goes to the app, and to no other; they are not recorded.
    ///
    /// # Errors
    /// [`Error::Proxy`] when no port is free or a header can't be sent, [`Error::Trust`] when `trust` names no
    /// certificates.
    pub async fn start(
        app: &Url,
        headers: &[(String, String)],
        trust: &Trust,
        recorder: Recorder,
    ) -> Result<Self, Error> {
        let befallen = recorder.clone();
        let reach = &Reach::anywhere();
        let passing = Passing { headers, trust, reach, faults: &[], befallen, script: Some(TAP), tape: None };
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), app, passing, recorder).await
    }

    /// Starts a proxy as [`Proxy::start`] does, at this address, or at another port of it when the port is taken: a
    /// browser that knows the address from an earlier visit keeps what it has cached of it.
    ///
    /// # Errors
    /// As [`Proxy::start`].
    pub async fn start_at(
        at: SocketAddr,
        app: &Url,
        passing: Passing<'_>,
        recorder: Recorder,
    ) -> Result<Self, Error> {
        let fail = |reason: String| Error::Proxy { app: app.to_string(), reason };
        let listener = listen(at).await.map_err(|error| fail(error.to_string()))?;
        let at = listener.local_addr().map_err(|error| fail(error.to_string()))?;
        // The path stays, so that an app under a prefix is found at the same one.
        let mut url = Url::parse(&format!("http://{at}/")).map_err(|error| fail(error.to_string()))?;
        url.set_path(app.path());

        let (alive, watched) = watch::channel(());
        let exchanges = Exchanges::new(recorder.clone());
        let upstream = Upstream::new(app, &url, passing.headers, passing.trust, passing.reach)?;
        let front = Front {
            upstream: upstream.clone(),
            exchanges: exchanges.clone(),
            tap: passing.script.map(|script| Tap::new(recorder, script)),
            side: passing.tape.map(|tape| tape.side(&url, &passing.befallen)),
            faults: Faults::new(passing.faults, passing.befallen),
            alive: watched.clone(),
        };
        let router = Router::new().fallback(forward).with_state(front);
        // What is written in two parts would wait for the browser to confirm the first.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let served = tokio::spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(gone(watched));
            // A listener that fails ends the proxy; the browser then says that nobody answers.
            drop(served.await);
        });
        Ok(Self { url, exchanges, upstream, alive: Some(alive), served: Some(served) })
    }

    /// The address to open in place of the app's own: the same path on the proxy's port.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// An empty page at the same origin, which is not the app's.
    pub fn blank(&self) -> Url {
        let mut url = self.url.clone();
        url.set_path(tap::PATH);
        url
    }

    /// Ends the proxy: when this returns, its port is free and no connection of it is open.
    pub async fn end(&mut self) {
        drop(self.alive.take());
        if let Some(served) = self.served.take() {
            // Nobody cancels it, and a panic would have ended it.
            drop(served.await);
        }
    }

    /// Why the app's certificate is not believed, if that is why it can't be asked.
    pub fn distrust(&self) -> Option<TrustError> {
        self.upstream.distrust()
    }

    /// The outputs of the callback calls that have no final answer yet, background ones included.
    pub fn in_flight(&self) -> Vec<String> {
        self.exchanges.in_flight()
    }
}

async fn listen(at: SocketAddr) -> io::Result<TcpListener> {
    match TcpListener::bind(at).await {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => TcpListener::bind((at.ip(), 0)).await,
        bound => bound,
    }
}

/// Waits until the proxy is dropped.
pub(super) async fn gone(mut alive: watch::Receiver<()>) {
    // Nothing is ever sent; the wait ends when the sender is gone.
    while alive.changed().await.is_ok() {}
}
