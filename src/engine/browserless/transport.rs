//! HTTP to the app: cookies, headers of the visit, CSRF, and what answers that are no answers seem to be.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::cookie::Jar;
use reqwest::header::{ACCEPT, CONTENT_TYPE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use url::Url;

use crate::engine::{Error, Visit};

/// The visitor's connection to an app. Clones share cookies.
#[derive(Debug, Clone)]
pub(crate) struct Transport {
    client: Client,
    jar: Arc<Jar>,
    app: Url,
    headers: Vec<(String, String)>,
    limit: Duration,
    /// Cookies that a script in the page could read.
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
    /// Where it came from, after redirects.
    pub(crate) url: Url,
    pub(crate) server_timing: Option<String>,
}

impl Transport {
    pub(crate) fn new(app: &Url, visit: &Visit) -> Result<Self, Error> {
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
        let client = Client::builder()
            .cookie_provider(jar.clone())
            .redirect(same_origin)
            .no_proxy()
            .build()
            .map_err(|error| unreachable(app, &error))?;
        Ok(Self {
            client,
            app: app.clone(),
            headers: visit.headers.clone(),
            limit: visit.limit,
            jar,
            cookies: Arc::default(),
        })
    }

    /// Gets a page, a script or JSON.
    pub(crate) async fn get(&self, url: &Url) -> Result<Answer, Error> {
        self.send(self.client.get(url.clone()).timeout(self.limit), url).await
    }

    /// Gets something that must be there.
    ///
    /// # Errors
    /// [`Error::NotADashApp`] says what came instead.
    pub(crate) async fn expect(&self, url: &Url) -> Result<Answer, Error> {
        self.get(url).await.and_then(checked)
    }

    /// Gets a file.
    #[cfg(feature = "pages")]
    pub(crate) async fn bytes(&self, url: &Url) -> Result<Vec<u8>, Error> {
        let request = self.with_headers(self.client.get(url.clone()).timeout(self.limit), url);
        let response = request.send().await.and_then(reqwest::Response::error_for_status);
        let bytes = response.map_err(|error| unreachable(url, &error))?.bytes().await;
        Ok(bytes.map_err(|error| unreachable(url, &error))?.to_vec())
    }

    /// A request that asks for another protocol, which only HTTP/1.1 can.
    pub(crate) fn upgrade(&self, url: &Url) -> Result<RequestBuilder, Error> {
        let client = Client::builder().cookie_provider(self.jar.clone()).http1_only().no_proxy();
        let client = client.redirect(Policy::none()).build().map_err(|error| unreachable(url, &error))?;
        Ok(self.with_headers(client.get(url.clone()), url))
    }

    /// The visit's headers go to the app's own origin, and to no other.
    fn with_headers(&self, request: RequestBuilder, url: &Url) -> RequestBuilder {
        let own: &[(String, String)] = if url.origin() == self.app.origin() { &self.headers } else { &[] };
        own.iter().fold(request, |request, (name, value)| request.header(name, value))
    }

    /// Calls back: posts JSON with the CSRF header when there is such a cookie (protocol section 1.10).
    pub(crate) async fn post(&self, url: &Url, body: String, csrf: (&str, &str)) -> Result<Answer, Error> {
        let request = self
            .client
            .post(url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json");
        let token = self.cookies.lock().unwrap_or_else(PoisonError::into_inner).get(csrf.0).cloned();
        let request = token.into_iter().fold(request, |request, token| request.header(csrf.1, token));
        self.send(request.body(body), url).await
    }

    /// The cookies that a script sees, as `document.cookie` tells them.
    pub(crate) fn cookies(&self) -> String {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Keeps a cookie that a script set, for itself and for the app.
    pub(crate) fn set_cookie(&self, page: &Url, cookie: &str) {
        self.jar.add_cookie_str(cookie, page);
        self.remember(cookie);
    }

    async fn send(&self, request: RequestBuilder, url: &Url) -> Result<Answer, Error> {
        let response =
            self.with_headers(request, url).send().await.map_err(|error| unreachable(url, &error))?;
        let header =
            |name| response.headers().get(name).and_then(|v: &reqwest::header::HeaderValue| v.to_str().ok());
        for cookie in response.headers().get_all(SET_COOKIE).iter().filter_map(|v| v.to_str().ok()) {
            self.remember(cookie);
        }
        let redirect =
            header(LOCATION.as_str()).map(str::to_owned).filter(|_| response.status().is_redirection());
        let server_timing = header("server-timing").map(str::to_owned);
        let (status, url) = (response.status().as_u16(), response.url().clone());
        let text = response.text().await.map_err(|error| unreachable(&url, &error))?;
        Ok(Answer { status, text: redirect.unwrap_or(text), url, server_timing })
    }

    /// Keeps a cookie that is not HttpOnly: those no script sees.
    fn remember(&self, cookie: &str) {
        let mut parts = cookie.split(';');
        let pair = parts.next().and_then(|pair| pair.trim().split_once('='));
        let hidden = parts.any(|attribute| attribute.trim().eq_ignore_ascii_case("httponly"));
        if let Some((name, value)) = pair.filter(|_| !hidden) {
            let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// An answer with status 200.
///
/// # Errors
/// [`Error::NotADashApp`] says what came instead.
pub(crate) fn checked(answer: Answer) -> Result<Answer, Error> {
    if answer.status == 200 {
        return Ok(answer);
    }
    let reason = match answer.status {
        401 | 403 => format!("it answers {}: it wants credentials (headers of the visit)", answer.status),
        300..=399 => format!("it redirects to {}: a login page, perhaps", answer.text),
        status => format!("it answers {status}: {}", excerpt(&answer.text)),
    };
    Err(Error::NotADashApp { url: answer.url.to_string(), reason })
}

fn unreachable(url: &Url, error: &reqwest::Error) -> Error {
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

/// The first words of a body, tags left out.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut inside = false;
    let plain: String = text
        .chars()
        .map(|c| match c {
            '<' => {
                inside = true;
                ' '
            }
            '>' if inside => {
                inside = false;
                ' '
            }
            _ if inside => ' ',
            c => c,
        })
        .collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST {
        words
    } else {
        words.chars().take(LONGEST).chain(['…']).collect()
    }
}
