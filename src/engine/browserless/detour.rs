//! The way to the app: straight, or through the recording proxy when a visit sets faults or is recorded.

use url::Url;

use crate::engine::{Error, Visit};
use crate::trace::Recorder;
#[cfg(feature = "browser")]
use crate::trace::proxy::{Passing, Proxy};

/// The way to an app; it is there until it is ended or dropped.
#[derive(Debug)]
pub(super) struct Detour {
    url: Url,
    #[cfg(feature = "browser")]
    proxy: Option<Proxy>,
}

#[cfg(feature = "browser")]
impl Detour {
    /// Opens the way of a visit that `recorder` records.
    ///
    /// # Errors
    /// When the proxy does not start.
    pub(super) async fn to(app: &Url, visit: &Visit, recorder: &Recorder) -> Result<Self, Error> {
        if visit.faults.is_empty() && visit.tape.is_none() {
            return Ok(Self { url: app.clone(), proxy: None });
        }
        let passing = Passing {
            headers: &visit.headers,
            trust: &visit.trust,
            reach: &visit.reach,
            faults: &visit.faults,
            befallen: recorder.clone(),
            script: None,
            tape: visit.tape.as_ref(),
        };
        // What the proxy itself sees of the calls is known here already.
        let seen = Recorder::new(app.as_str(), "proxy");
        let at = std::net::SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, 0));
        let proxy = Proxy::start_at(at, app, passing, seen).await?;
        Ok(Self { url: proxy.url().clone(), proxy: Some(proxy) })
    }

    pub(super) async fn end(&mut self) {
        if let Some(proxy) = &mut self.proxy {
            proxy.end().await;
        }
    }
}

#[cfg(not(feature = "browser"))]
impl Detour {
    /// Opens the way of a visit; this build knows only the straight one.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for a visit that sets faults.
    #[expect(clippy::unused_async, reason = "a build with a proxy awaits it")]
    pub(super) async fn to(app: &Url, visit: &Visit, _: &Recorder) -> Result<Self, Error> {
        if visit.faults.is_empty() {
            return Ok(Self { url: app.clone() });
        }
        Err(Error::Unsupported {
            engine: "browserless",
            what: "setting faults".to_owned(),
            hint: "build dashproof with the cargo feature `browser`, which has the proxy that they need"
                .to_owned(),
        })
    }

    #[expect(clippy::unused_async, reason = "a build with a proxy awaits its end")]
    pub(super) async fn end(&mut self) {}
}

impl Detour {
    /// Where the app is found.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }
}
