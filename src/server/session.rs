//! What a browser keeps: that somebody logged in, and what forms have to repeat.

use std::fmt;

use axum::http::{HeaderMap, header};
use hmac::{Hmac, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

/// For how long a session is good.
const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Signs sessions, and knows them again.
#[derive(Clone)]
pub(super) struct Signer(Hmac<Sha256>);

/// A session: when it ends, a random text, and whether it began with a login. It is kept in a cookie alone.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// Its text with its signature, as the cookie has it.
    cookie: String,
    pub(super) is_login: bool,
}

impl Session {
    /// What is signed for its forms.
    pub(super) fn text(&self) -> &str {
        &self.cookie
    }
}

impl Signer {
    /// A signer by a key.
    #[expect(clippy::unwrap_used, reason = "HMAC takes keys of any length")]
    pub(super) fn new(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).unwrap())
    }

    /// A key that nobody knows.
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(Self::new(&key))
    }

    /// The code of a text that is used for `purpose` alone.
    fn mac(&self, purpose: &str, text: &str) -> Hmac<Sha256> {
        self.0.clone().chain_update(purpose).chain_update([0]).chain_update(text)
    }

    pub(super) fn sign(&self, purpose: &str, text: &str) -> String {
        hex(&self.mac(purpose, text).finalize().into_bytes())
    }

    /// Whether the signature is the text's; it takes as long whatever is wrong with it.
    pub(super) fn is_signed(&self, purpose: &str, text: &str, signature: &str) -> bool {
        bytes(signature).is_some_and(|signature| self.mac(purpose, text).verify_slice(&signature).is_ok())
    }

    /// A new session.
    pub(super) fn session(&self, is_login: bool, now: Timestamp) -> Result<Session, getrandom::Error> {
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce)?;
        let end = now.saturating_add(LIFE).map_or(i64::MAX, Timestamp::as_second);
        let kind = if is_login { "login" } else { "page" };
        let text = format!("{kind}.{end}.{}", hex(&nonce));
        Ok(Session { cookie: format!("{text}.{}", self.sign("session", &text)), is_login })
    }

    /// The session of a request, if it has one that is good.
    pub(super) fn session_of(&self, headers: &HeaderMap, now: Timestamp) -> Option<Session> {
        let name = self.cookie_name();
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        let mut values = cookies
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .filter_map(|(named, value)| (named == name).then_some(value));
        values.find_map(|cookie| {
            let (text, signature) = cookie.rsplit_once('.')?;
            let mut parts = text.split('.');
            let (kind, end) = (parts.next()?, parts.next()?.parse::<i64>().ok()?);
            (end > now.as_second() && self.is_signed("session", text, signature))
                .then(|| Session { cookie: cookie.to_owned(), is_login: kind == "login" })
        })
    }

    /// The header that lets a browser keep a session; of none, forget it.
    pub(super) fn set_cookie(&self, session: Option<&Session>, is_secure: bool) -> String {
        let value = session.map_or("", |session| session.cookie.as_str());
        let age = session.map_or(0, |_| LIFE.as_secs());
        let secure = if is_secure { "; Secure" } else { "" };
        format!("{}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}", self.cookie_name())
    }

    /// What a form of this session has to repeat.
    pub(super) fn form_token(&self, session: &Session) -> String {
        self.sign("form", &session.cookie)
    }

    /// Browsers keep cookies for a host, whatever the port: two servers on one machine need two names.
    fn cookie_name(&self) -> String {
        format!("dashproof-{}", &self.sign("name", "")[..8])
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    hex.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(signer: &Signer, session: &Session) -> HeaderMap {
        let cookie = signer.set_cookie(Some(session), false);
        HeaderMap::from_iter([(header::COOKIE, cookie.split(';').next().unwrap().parse().unwrap())])
    }

    #[test]
    fn a_session_is_known_by_who_signed_it_until_it_ends() {
        let (signer, now) = (Signer::new(b"a"), Timestamp::UNIX_EPOCH);
        let session = signer.session(true, now).unwrap();
        let headers = headers(&signer, &session);
        assert!(signer.session_of(&headers, now).unwrap().is_login);
        assert!(signer.session_of(&headers, now + LIFE).is_none());
        assert!(Signer::new(b"b").session_of(&headers, now).is_none());
    }

    #[test]
    fn a_session_that_somebody_changed_is_none() {
        let (signer, now) = (Signer::new(b"a"), Timestamp::UNIX_EPOCH);
        let mut session = signer.session(false, now).unwrap();
        session.cookie = session.cookie.replacen("page", "login", 1);
        assert!(signer.session_of(&headers(&signer, &session), now).is_none());
        for cookie in ["", ".", "login.9.a.é", "login.99999999999.a."] {
            session.cookie = cookie.to_owned();
            let value = format!("{}={cookie}", signer.cookie_name());
            let headers = HeaderMap::from_iter([(
                header::COOKIE,
                axum::http::HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            )]);
            assert!(signer.session_of(&headers, now).is_none(), "{cookie}");
        }
    }
}
