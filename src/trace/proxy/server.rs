//! The proxy's life: it listens while it is held.

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

use super::exchange::Exchanges;
use super::forward::{Front, forward};
use super::tap::Tap;
use super::upstream::Upstream;
use crate::trace::{Error, Recorder};

/// A recording reverse proxy on loopback. It stops, and cuts what still streams, when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    url: Url,
    exchanges: Exchanges,
    /// Connections end when this is gone.
    _alive: watch::Sender<()>,
}

impl Proxy {
    /// Starts a proxy in front of `app` that writes into `recorder`.
    ///
    /// `headers` are added to every request that goes to the app, and to no other; they are not recorded.
    ///
    /// # Errors
    /// [`Error::Proxy`] when no port is free or a header can't be sent.
    pub async fn start(app: &Url, headers: &[(String, String)], recorder: Recorder) -> Result<Self, Error> {
        let fail = |reason: String| Error::Proxy { app: app.to_string(), reason };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(|error| fail(error.to_string()))?;
        let port = listener.local_addr().map_err(|error| fail(error.to_string()))?.port();
        // The path stays, so that an app under a prefix is found at the same one.
        let mut url =
            Url::parse(&format!("http://127.0.0.1:{port}/")).map_err(|error| fail(error.to_string()))?;
        url.set_path(app.path());

        let (alive, watched) = watch::channel(());
        let exchanges = Exchanges::new(recorder.clone());
        let front = Front {
            upstream: Upstream::new(app, &url, headers)?,
            exchanges: exchanges.clone(),
            tap: Tap::new(recorder),
            alive: watched.clone(),
        };
        let router = Router::new().fallback(forward).with_state(front);
        tokio::spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(gone(watched));
            // A listener that fails ends the proxy; the browser then says that nobody answers.
            drop(served.await);
        });
        Ok(Self { url, exchanges, _alive: alive })
    }

    /// The address to open in place of the app's own: the same path on the proxy's port.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The outputs of the callback calls that have no final answer yet, background ones included.
    pub fn in_flight(&self) -> Vec<String> {
        self.exchanges.in_flight()
    }
}

/// Waits until the proxy is dropped.
pub(super) async fn gone(mut alive: watch::Receiver<()>) {
    // Nothing is ever sent; the wait ends when the sender is gone.
    while alive.changed().await.is_ok() {}
}
