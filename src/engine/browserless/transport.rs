//! HTTP to the app: cookies, headers of the visit, CSRF.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use percent_encoding::percent_decode_str;
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, ORIGIN, REFERER, SET_COOKIE,
};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use url::Url;

use super::answer::Answer;
use crate::engine::{Error, Visit};
use crate::trace::Recorder;
use crate::{Reach, Trust, TrustError};

/// The visitor's connection to an app. Clones share cookies.
#[derive(Debug, Clone)]
pub(crate) struct Transport {
    client: Client,
    app: Url,
    headers: Vec<(String, String)>,
    trust: Trust,
    reach: Reach,
    limit: Duration,
    jar: Arc<Jar>,
    /// Names of cookies that no script in the page sees.
    hidden: Arc<Mutex<BTreeSet<String>>>,
    recorder: Recorder,
}

/// What dash-renderer adds to each of its requests.
#[derive(Debug, Clone)]
pub(crate) struct Renderer {
    /// What the address bar says.
    pub(crate) page: Url,
    /// The names of the CSRF cookie and header.
    pub(crate) csrf: (String, String),
    /// `Authorization`, once the app's hook gave a token (protocol section 1.10).
    pub(crate) authorization: Option<String>,
}

impl Transport {
    pub(crate) fn new(app: &Url, visit: &Visit, recorder: Recorder) -> Result<Self, Error> {
        // A visit's headers are for the app's origin alone, so a redirect to another one is not followed.
        let same_origin = Policy::custom(|attempt| {
            let known = attempt.previous().first().map(Url::origin);
            if attempt.previous().len() > 10 {
                attempt.error("more than ten redirects")
            } else if known == Some(attempt.url().origin()) {
                attempt.follow()
            } else {
                attempt.stop()
            }
        });
        let jar = Arc::<Jar>::default();
        let client = Client::builder().cookie_provider(jar.clone()).redirect(same_origin).no_proxy();
        let client = visit
            .trust
            .apply(visit.reach.apply(client))?
            .build()
            .map_err(|error| unreachable(app, &error))?;
        Ok(Self {
            client,
            app: app.clone(),
            headers: visit.headers.clone(),
            trust: visit.trust.clone(),
            reach: visit.reach.clone(),
            limit: visit.limit,
            jar,
            hidden: Arc::default(),
            recorder,
        })
    }

    /// Gets a page or a script.
    pub(crate) async fn get(&self, url: &Url) -> Result<Answer, Error> {
        self.send(self.request(Method::GET, url), url).await
    }

    /// Gets JSON as the renderer does.
    pub(crate) async fn get_json(&self, url: &Url, renderer: &Renderer) -> Result<Answer, Error> {
        self.send(self.as_renderer(self.request(Method::GET, url), renderer), url).await
    }

    /// Gets something that must be there.
    ///
    /// # Errors
    /// [`Error::NotADashApp`] says what came instead.
    pub(crate) async fn expect(&self, url: &Url) -> Result<Answer, Error> {
        self.get(url).await.and_then(Answer::checked)
    }

    /// Gets a file.
    #[cfg(feature = "pages")]
    pub(crate) async fn bytes(&self, url: &Url) -> Result<Vec<u8>, Error> {
        self.check(url)?;
        let response =
            self.request(Method::GET, url).send().await.and_then(reqwest::Response::error_for_status);
        let bytes = response.map_err(|error| self.unanswered(url, &error))?.bytes().await;
        Ok(bytes.map_err(|error| self.unanswered(url, &error))?.to_vec())
    }

    /// A request that asks for another protocol, which only HTTP/1.1 can.
    pub(crate) fn upgrade(&self, url: &Url) -> Result<RequestBuilder, Error> {
        self.check(url)?;
        let client = Client::builder().cookie_provider(self.jar.clone()).http1_only().no_proxy();
        let client = self.trust.apply(self.reach.apply(client.redirect(Policy::none())))?;
        let client = client.build().map_err(|error| unreachable(url, &error))?;
        Ok(self.with_headers(client.get(url.clone()), url))
    }

    /// A request with the one limit and the visit's headers.
    fn request(&self, method: Method, url: &Url) -> RequestBuilder {
        self.with_headers(self.client.request(method, url.clone()).timeout(self.limit), url)
    }

    /// The visit's headers go to the app's own origin, and to no other.
    fn with_headers(&self, request: RequestBuilder, url: &Url) -> RequestBuilder {
        let own: &[(String, String)] = if url.origin() == self.app.origin() { &self.headers } else { &[] };
        own.iter().fold(request, |request, (name, value)| request.header(name, value))
    }

    /// Calls back. There is no limit: it is up to who waits.
    pub(crate) async fn post(&self, url: &Url, body: String, renderer: &Renderer) -> Result<Answer, Error> {
        let origin = renderer.page.origin().ascii_serialization();
        let request = self.with_headers(self.client.post(url.clone()), url).header(ORIGIN, origin);
        self.send(self.as_renderer(request, renderer).body(body), url).await
    }

    /// Adds what the renderer does, the CSRF header when there is such a cookie.
    fn as_renderer(&self, request: RequestBuilder, renderer: &Renderer) -> RequestBuilder {
        let token = self.cookie(&renderer.csrf.0);
        let json = || Some("application/json".to_owned());
        let added = [
            (CONTENT_TYPE.as_str(), json()),
            (ACCEPT.as_str(), json()),
            (REFERER.as_str(), Some(referrer(&renderer.page))),
            (renderer.csrf.1.as_str(), token),
            (AUTHORIZATION.as_str(), renderer.authorization.clone()),
        ];
        let added = added.into_iter().filter_map(|(name, value)| {
            Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value?).ok()?))
        });
        // These win over the visit's own.
        request.headers(added.collect())
    }

    /// The cookies that a script sees, as `document.cookie` tells them.
    pub(crate) fn cookies(&self) -> String {
        let sent = self.jar.cookies(&self.app);
        let hidden = self.hidden.lock().unwrap_or_else(PoisonError::into_inner);
        let pairs = sent.as_ref().and_then(|cookies| cookies.to_str().ok()).unwrap_or_default().split("; ");
        let seen = pairs.filter(|pair| pair.split_once('=').is_some_and(|(name, _)| !hidden.contains(name)));
        let mut seen: Vec<&str> = seen.collect();
        seen.sort_unstable();
        seen.join("; ")
    }

    /// The cookies that the app gets: name, value, and whether scripts don't see it.
    #[cfg(feature = "webdriver")]
    pub(crate) fn all_cookies(&self) -> Vec<(String, String, bool)> {
        let sent = self.jar.cookies(&self.app);
        let hidden = self.hidden.lock().unwrap_or_else(PoisonError::into_inner);
        let pairs = sent.as_ref().and_then(|cookies| cookies.to_str().ok()).unwrap_or_default().split("; ");
        let told = pairs
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned(), hidden.contains(name)));
        let mut told: Vec<_> = told.collect();
        told.sort_unstable();
        told
    }

    /// Keeps a cookie that a script set, for itself and for the app.
    pub(crate) fn set_cookie(&self, page: &Url, cookie: &str) {
        self.jar.add_cookie_str(cookie, page);
        self.hide(cookie);
    }

    /// The value of a cookie that scripts see, as the renderer reads it.
    fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.cookies();
        let (_, value) =
            cookies.split("; ").filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name)?;
        let value = percent_decode_str(value.trim_matches('"')).decode_utf8_lossy().into_owned();
        Some(value).filter(|value| !value.is_empty())
    }

    /// Checks an address that is not the app's own, which was checked when the visit began.
    fn check(&self, url: &Url) -> Result<(), Error> {
        if url.origin() != self.app.origin() {
            self.reach.check_url(url)?;
        }
        Ok(())
    }

    async fn send(&self, request: RequestBuilder, url: &Url) -> Result<Answer, Error> {
        self.check(url)?;
        let response = request.send().await.map_err(|error| self.unanswered(url, &error))?;
        let header =
            |name| response.headers().get(name).and_then(|v: &reqwest::header::HeaderValue| v.to_str().ok());
        for cookie in response.headers().get_all(SET_COOKIE).iter().filter_map(|v| v.to_str().ok()) {
            self.hide(cookie);
        }
        let redirect =
            header(LOCATION.as_str()).map(str::to_owned).filter(|_| response.status().is_redirection());
        let server_timing = header("server-timing").map(str::to_owned);
        let redirected = response.url() != url;
        let (status, url) = (response.status().as_u16(), response.url().clone());
        let text = response.text().await.map_err(|error| self.unanswered(&url, &error))?;
        Ok(Answer { status, text: redirect.unwrap_or(text), url, redirected, server_timing })
    }

    fn unanswered(&self, url: &Url, error: &reqwest::Error) -> Error {
        if error.is_timeout() {
            let reason = format!("no answer within {}", crate::duration::format(self.limit));
            return Error::Unreachable { url: url.to_string(), reason };
        }
        unreachable(url, error)
    }

    /// Notes an HttpOnly cookie.
    fn hide(&self, cookie: &str) {
        self.recorder.cookie(cookie);
        let mut parts = cookie.split(';');
        let name = parts.next().and_then(|pair| Some(pair.split_once('=')?.0.trim().to_owned()));
        let hidden = parts.any(|attribute| attribute.trim().eq_ignore_ascii_case("httponly"));
        if let Some(name) = name {
            let mut names = self.hidden.lock().unwrap_or_else(PoisonError::into_inner);
            if hidden {
                names.insert(name)
            } else {
                names.remove(&name)
            };
        }
    }
}

/// The page as its requests name it (W3C Referrer Policy section 8.4).
fn referrer(page: &Url) -> String {
    let mut page = page.clone();
    page.set_fragment(None);
    page.to_string()
}

fn unreachable(url: &Url, error: &reqwest::Error) -> Error {
    if let Some(error) = TrustError::of(url, error) {
        return error.into();
    }
    let mut reason = String::new();
    let mut source: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = source {
        if !reason.is_empty() {
            reason.push_str(": ");
        }
        reason.push_str(&error.to_string());
        source = error.source();
    }
    Error::Unreachable { url: url.to_string(), reason }
}
