//! Who may come in.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;

use super::session::Signer;

/// A shorter token could be guessed, in characters.
const SHORTEST_TOKEN: usize = 16;

/// Who may see the pages and ask for something: whoever is on this machine, whoever has a token, or whom a proxy names.
#[derive(Debug)]
pub struct Access {
    pub(super) signer: Signer,
    /// The token, signed.
    token: Option<String>,
    proxy: Option<Proxy>,
}

/// A proxy that knows who its visitors are.
#[derive(Debug)]
struct Proxy {
    header: HeaderName,
    trusted: Vec<IpNet>,
}

/// Why nobody can be let in safely.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// Other machines reach the address, and nothing says who may come in.
    #[error(
        "other machines reach {address}: give a token (--token-file FILE or DASHPROOF_TOKEN), or a proxy that tells who its \
         visitors are (--trust-header X-Forwarded-User --trusted-proxy ADDRESS)"
    )]
    Exposed {
        /// Where it is to listen.
        address: SocketAddr,
    },
    /// The token could be guessed.
    #[error("the token has {length} characters: it needs at least {SHORTEST_TOKEN}")]
    ShortToken {
        /// How long it is, in characters.
        length: usize,
    },
    /// A header that can't exist.
    #[error("`{name}` is no name of a header")]
    BadHeader {
        /// What was given.
        name: String,
    },
    /// An address of a proxy that is none.
    #[error("`{address}` is neither an address nor a network such as 10.1.0.0/16")]
    BadProxy {
        /// What was given.
        address: String,
    },
    /// The system gave no random bytes.
    #[error("the system gives no random bytes: {reason}")]
    NoRandomness {
        /// What it said.
        reason: String,
    },
}

impl Access {
    /// What must hold for a server that listens on `listen`: with a `token` its visitors have to know it, with a `proxy` (a
    /// header and the proxy's addresses or networks) they may come through that instead. With neither, whoever is on this
    /// machine may come in, and `listen` must be a loopback address.
    ///
    /// # Errors
    /// [`AccessError`].
    pub fn new(
        listen: SocketAddr,
        token: Option<&str>,
        proxy: Option<(&str, &[String])>,
    ) -> Result<Self, AccessError> {
        if token.is_none() && proxy.is_none() && !listen.ip().to_canonical().is_loopback() {
            return Err(AccessError::Exposed { address: listen });
        }
        let length = token.map(|token| token.chars().count());
        if let Some(length) = length.filter(|length| *length < SHORTEST_TOKEN) {
            return Err(AccessError::ShortToken { length });
        }
        let proxy = proxy.map(|(header, trusted)| Proxy::new(header, trusted)).transpose()?;
        // Servers that share a token know each other's sessions.
        let signer = match token {
            Some(token) => Signer::new(token.as_bytes()),
            None => {
                Signer::random().map_err(|error| AccessError::NoRandomness { reason: error.to_string() })?
            }
        };
        Ok(Self { token: token.map(|token| signer.sign("token", token)), signer, proxy })
    }

    /// Whether anybody on this machine may come in.
    pub(super) fn is_open(&self) -> bool {
        self.token.is_none() && self.proxy.is_none()
    }

    /// Whether one may log in.
    pub(super) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    pub(super) fn is_token(&self, text: &str) -> bool {
        self.token.as_ref().is_some_and(|signed| self.signer.is_signed("token", text, signed))
    }

    /// Whether a request has the token as `Authorization: Bearer`.
    pub(super) fn has_bearer(&self, headers: &HeaderMap) -> bool {
        let credentials = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let bearer = credentials.and_then(|credentials| credentials.split_once(' '));
        bearer.is_some_and(|(scheme, token)| {
            scheme.eq_ignore_ascii_case("bearer") && self.is_token(token.trim())
        })
    }

    /// Whom a trusted proxy names; anybody else's header counts for nothing.
    pub(super) fn named_by_proxy(&self, headers: &HeaderMap, peer: IpAddr) -> Option<String> {
        let proxy = self.proxy.as_ref()?;
        let peer = peer.to_canonical();
        if !proxy.trusted.iter().any(|network| network.contains(&peer)) {
            return None;
        }
        let mut named = headers.get_all(&proxy.header).iter();
        // Two headers: one of them may be the visitor's own.
        let (Some(name), None) = (named.next(), named.next()) else { return None };
        let name = name.to_str().ok()?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }
}

impl Proxy {
    fn new(header: &str, trusted: &[String]) -> Result<Self, AccessError> {
        let header = header.parse().map_err(|_| AccessError::BadHeader { name: header.to_owned() })?;
        let network = |address: &String| {
            let alone = address.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
            let network = alone.or_else(|_| address.parse::<IpNet>());
            network.map_err(|_| AccessError::BadProxy { address: address.clone() })
        };
        Ok(Self { header, trusted: trusted.iter().map(network).collect::<Result<_, _>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "correct horse battery";

    fn access(token: Option<&str>, proxy: Option<(&str, &[String])>) -> Result<Access, AccessError> {
        Access::new("0.0.0.0:8777".parse().unwrap(), token, proxy)
    }

    fn headers(headers: &[(&'static str, &str)]) -> HeaderMap {
        headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn an_address_that_others_reach_needs_a_token_or_a_proxy() {
        assert!(matches!(access(None, None), Err(AccessError::Exposed { .. })));
        assert!(matches!(access(Some("short"), None), Err(AccessError::ShortToken { length: 5 })));
        assert!(Access::new("[::1]:0".parse().unwrap(), None, None).unwrap().is_open());
        assert!(Access::new("[::ffff:127.0.0.1]:0".parse().unwrap(), None, None).unwrap().is_open());
        assert!(!access(Some(TOKEN), None).unwrap().is_open());
    }

    #[test]
    fn a_token_is_known_by_all_its_characters() {
        let access = access(Some(TOKEN), None).unwrap();
        assert!(access.has_bearer(&headers(&[("authorization", &format!("bearer {TOKEN}"))])));
        for wrong in ["correct horse batter", "correct horse battery ", "", "Correct horse battery"] {
            assert!(!access.is_token(wrong), "{wrong:?}");
        }
        assert!(!access.has_bearer(&headers(&[("authorization", TOKEN)])));
    }

    #[test]
    fn a_name_counts_when_the_proxy_gives_it_and_gives_one() {
        let trusted = ["10.1.0.0/16".to_owned(), "127.0.0.1".to_owned()];
        let access = access(None, Some(("X-Forwarded-User", &trusted))).unwrap();
        let named = |values: &[&str], peer: &str| {
            let pairs: Vec<_> = values.iter().map(|value| ("x-forwarded-user", *value)).collect();
            let mut all = HeaderMap::new();
            for (name, value) in pairs {
                all.append(HeaderName::from_static(name), value.parse().unwrap());
            }
            access.named_by_proxy(&all, peer.parse().unwrap())
        };
        assert_eq!(named(&["ann"], "10.1.2.3").as_deref(), Some("ann"));
        assert_eq!(named(&["ann"], "::ffff:127.0.0.1").as_deref(), Some("ann"));
        assert_eq!(named(&["ann"], "10.2.0.1"), None);
        assert_eq!(named(&[" "], "10.1.2.3"), None);
        assert_eq!(named(&["ann", "root"], "10.1.2.3"), None);
        let bad = Access::new("0.0.0.0:1".parse().unwrap(), None, Some(("X User", &trusted)));
        assert!(matches!(bad, Err(AccessError::BadHeader { .. })));
    }
}
