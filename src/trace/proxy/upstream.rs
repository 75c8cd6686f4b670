//! The app as the proxy reaches it.

use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use url::Url;

use super::address::Addresses;
use crate::trace::Error;
use crate::{Reach, Trust, TrustError};

/// Headers that belong to one connection, not to the exchange (RFC 9110 section 7.6.1).
const HOP_BY_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// A client for one app.
#[derive(Debug, Clone)]
pub(super) struct Upstream {
    client: reqwest::Client,
    addresses: Addresses,
    /// Credentials; added to every request, never written down.
    added: HeaderMap,
    /// Why the app was not trusted last.
    distrust: Arc<Mutex<Option<TrustError>>>,
}

impl Upstream {
    pub(super) fn new(
        app: &Url,
        front: &Url,
        added: &[(String, String)],
        trust: &Trust,
        reach: &Reach,
    ) -> Result<Self, Error> {
        let fail = |reason: String| Error::Proxy { app: app.to_string(), reason };
        let addresses = Addresses::new(app.clone(), front.clone());
        let mut client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).http1_only();
        if addresses.is_local() {
            client = client.no_proxy();
        }
        let client = trust.apply(reach.apply(client))?.build().map_err(|error| fail(error.to_string()))?;
        let mut headers = HeaderMap::new();
        for (name, value) in added {
            let parsed = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
            let (key, mut value) =
                parsed.ok_or_else(|| fail(format!("`{name}` or its value can't be sent as a header")))?;
            value.set_sensitive(true);
            headers.append(key, value);
        }
        Ok(Self { client, addresses, added: headers, distrust: Arc::default() })
    }

    /// Asks the app what the browser asked. The answer comes as soon as its headers are there.
    pub(super) async fn send(
        &self,
        method: Method,
        path_and_query: &str,
        mut headers: HeaderMap,
        body: reqwest::Body,
    ) -> Result<reqwest::Response, String> {
        let url = self.addresses.of(path_and_query).map_err(|error| error.to_string())?;
        // A connection's own headers don't travel, but for the two that ask for a WebSocket.
        let upgrade = is_websocket(&headers);
        for name in &HOP_BY_HOP {
            headers.remove(name);
        }
        if upgrade {
            headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        }
        // What is read here must be readable.
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        self.addresses.towards_app(&mut headers);
        for name in self.added.keys() {
            headers.remove(name);
        }
        headers.extend(self.added.iter().map(|(name, value)| (name.clone(), value.clone())));
        let request = self.client.request(method, url).headers(headers).body(body);
        request.send().await.map_err(|error| {
            let error = error.without_url();
            match TrustError::of(self.addresses.app(), &error) {
                Some(untrusted) => {
                    let reason = untrusted.to_string();
                    *self.distrust.lock().unwrap_or_else(PoisonError::into_inner) = Some(untrusted);
                    reason
                }
                None => with_sources(&error),
            }
        })
    }

    /// Why the app was not trusted last, if that is so.
    pub(super) fn distrust(&self) -> Option<TrustError> {
        self.distrust.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The headers of an answer as the browser should get them.
    pub(super) fn answered(&self, mut headers: HeaderMap) -> HeaderMap {
        for name in &HOP_BY_HOP {
            headers.remove(name);
        }
        self.addresses.towards_browser(&mut headers);
        headers
    }
}

/// Whether a request asks for a WebSocket.
pub(super) fn is_websocket(headers: &HeaderMap) -> bool {
    let upgrade = headers.get(header::UPGRADE).and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|protocol| protocol.eq_ignore_ascii_case("websocket"))
}

/// The message of an error and of what caused it; reqwest's own says only that sending failed.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
