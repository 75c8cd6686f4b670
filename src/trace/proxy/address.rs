//! The two addresses of a proxied app, and the headers that name one where the other is meant.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use url::{Host, Url};

/// The app's own address, and the one under which the browser knows it.
#[derive(Debug, Clone)]
pub(super) struct Addresses {
    app: Url,
    front: Url,
}

impl Addresses {
    pub(super) fn new(app: Url, front: Url) -> Self {
        Self { app, front }
    }

    /// The app's address for a path and query that the browser asked for.
    pub(super) fn of(&self, path_and_query: &str) -> Result<Url, url::ParseError> {
        Url::parse(&format!("{}{path_and_query}", origin(&self.app)))
    }

    /// The app's own address.
    pub(super) fn app(&self) -> &Url {
        &self.app
    }

    /// Whether the app runs beside us.
    pub(super) fn is_local(&self) -> bool {
        match self.app.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_unspecified(),
            Some(Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unspecified(),
            None => false,
        }
    }

    /// Prepares the headers of a request for the app.
    ///
    /// A local app keeps the browser's `Host`: it builds addresses from it, and compares `Origin` with it
    /// before it accepts a WebSocket. A remote one is found by its name, and what serves https compares the
    /// scheme too, so there `Host`, `Origin` and `Referer` name the app, all three or none, since they must agree.
    pub(super) fn towards_app(&self, headers: &mut HeaderMap) {
        if self.is_local() && self.app.scheme() != "https" {
            return;
        }
        headers.remove(header::HOST);
        for name in [header::ORIGIN, header::REFERER] {
            replace_prefix(headers, &name, &origin(&self.front), &origin(&self.app));
        }
    }

    /// Prepares the headers of an answer for the browser.
    ///
    /// Redirects stay at the proxy, and cookies are for the host that the browser sees: `Domain` goes,
    /// and `Secure` where the app is reached by https, since the proxy is not.
    pub(super) fn towards_browser(&self, headers: &mut HeaderMap) {
        for name in [header::LOCATION, header::CONTENT_LOCATION] {
            replace_prefix(headers, &name, &origin(&self.app), &origin(&self.front));
        }
        replace_prefix(
            headers,
            &header::ACCESS_CONTROL_ALLOW_ORIGIN,
            &origin(&self.app),
            &origin(&self.front),
        );
        headers.remove(header::STRICT_TRANSPORT_SECURITY);
        // A dialog that asks for a name and a password would stop the page, and nobody could answer it.
        headers.remove(header::WWW_AUTHENTICATE);
        let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
        headers.remove(header::SET_COOKIE);
        for cookie in cookies {
            headers.append(header::SET_COOKIE, self.cookie(cookie));
        }
    }

    fn cookie(&self, cookie: HeaderValue) -> HeaderValue {
        let Ok(text) = cookie.to_str() else { return cookie };
        let insecure = self.app.scheme() == "https";
        let kept: Vec<&str> = text
            .split(';')
            .enumerate()
            .filter(|(index, part)| {
                let part = part.trim().to_ascii_lowercase();
                // Without Secure a browser refuses SameSite=None.
                let https_only = part == "secure" || part == "samesite=none";
                *index == 0 || !(part.starts_with("domain=") || insecure && https_only)
            })
            .map(|(_, part)| part)
            .collect();
        HeaderValue::from_str(&kept.join(";")).unwrap_or(cookie)
    }
}

/// Scheme, host and port, without the slash behind.
pub(super) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Replaces the origin at the front of a header that is an address.
fn replace_prefix(headers: &mut HeaderMap, name: &HeaderName, from: &str, to: &str) {
    let replaced = headers.get(name).and_then(|value| {
        let rest = value.to_str().ok()?.strip_prefix(from)?;
        let ends = rest.is_empty() || rest.starts_with(['/', '?', '#']);
        ends.then(|| HeaderValue::from_str(&format!("{to}{rest}")).ok()).flatten()
    });
    if let Some(value) = replaced {
        headers.insert(name.clone(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(app: &str) -> Addresses {
        Addresses::new(app.parse().expect("app"), "http://127.0.0.1:9000/".parse().expect("front"))
    }

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).expect("header")))
            .collect()
    }

    #[test]
    fn a_local_app_sees_the_host_that_the_browser_sees() {
        let mut sent =
            headers(&[(header::HOST, "127.0.0.1:9000"), (header::ORIGIN, "http://127.0.0.1:9000")]);
        let before = sent.clone();
        addresses("http://127.0.0.1:8050/").towards_app(&mut sent);
        assert_eq!(sent, before);
    }

    #[test]
    fn a_remote_app_is_asked_by_its_own_name() {
        let mut sent = headers(&[
            (header::HOST, "127.0.0.1:9000"),
            (header::ORIGIN, "http://127.0.0.1:9000"),
            (header::REFERER, "http://127.0.0.1:9000/sales?x=1"),
        ]);
        addresses("https://dash.example.org/").towards_app(&mut sent);
        let expected = headers(&[
            (header::ORIGIN, "https://dash.example.org"),
            (header::REFERER, "https://dash.example.org/sales?x=1"),
        ]);
        assert_eq!(sent, expected);
    }

    #[test]
    fn a_local_app_behind_https_is_asked_by_its_own_address() {
        let mut sent =
            headers(&[(header::HOST, "127.0.0.1:9000"), (header::ORIGIN, "http://127.0.0.1:9000")]);
        addresses("https://localhost:8443/dash/").towards_app(&mut sent);
        assert_eq!(sent, headers(&[(header::ORIGIN, "https://localhost:8443")]));
    }

    #[test]
    fn redirects_and_cookies_stay_at_the_proxy() {
        let mut answer = headers(&[
            (header::LOCATION, "https://dash.example.org/login"),
            (header::SET_COOKIE, "s=1; Path=/; Domain=dash.example.org; Secure; HttpOnly; SameSite=None"),
        ]);
        addresses("https://dash.example.org/").towards_browser(&mut answer);
        let expected = headers(&[
            (header::LOCATION, "http://127.0.0.1:9000/login"),
            (header::SET_COOKIE, "s=1; Path=/; HttpOnly"),
        ]);
        assert_eq!(answer, expected);
    }

    #[test]
    fn a_redirect_to_another_host_is_left_alone() {
        let mut answer = headers(&[(header::LOCATION, "https://dash.example.org.evil.test/")]);
        let before = answer.clone();
        addresses("https://dash.example.org/").towards_browser(&mut answer);
        assert_eq!(answer, before);
    }
}
