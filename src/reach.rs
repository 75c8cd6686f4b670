//! Which addresses may be reached.
//!
//! Whoever may edit a report's file is not thereby somebody who may ask the services of this machine and of its network. So
//! there an address that is not public is refused unless the server was started with leave to reach it. Names are resolved
//! once, and what they resolve to is both judged and connected to; a name that changes its address meanwhile (DNS
//! rebinding) gains nothing. Proxies of the environment are not used.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::ClientBuilder;
use reqwest::dns::{Name, Resolve, Resolving};
use url::{Host, Url};

/// What is not public, by IANA's registries of special-purpose addresses (RFC 6890); of IPv6, 2000::/3 is public but for these.
const SPECIAL: [&str; 19] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",
    "2001::/23",
    "2001:db8::/32",
    // 6to4: an IPv4 address is within.
    "2002::/16",
    "3ffe::/16",
    "3fff::/20",
];
const LOOPBACK: [&str; 2] = ["127.0.0.0/8", "::1/128"];
const PRIVATE: [&str; 5] = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

/// Everything there is.
const ANYWHERE: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// Which addresses may be reached: the public ones, and those that were allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    allowed: Vec<IpNet>,
}

/// Why an address is not reached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotReached {
    /// It is not public.
    #[error(
        "{address} is no public address: start the server with `--reach {address}` if reports may reach it"
    )]
    NotPublic {
        /// The address.
        address: IpAddr,
    },
    /// The name has no address.
    #[error("can't find the address of {host}: {reason}")]
    Unresolved {
        /// The name.
        host: String,
        /// Why.
        reason: String,
    },
}

impl NotReached {
    /// Whether it may be reached later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unresolved { .. })
    }

    /// It, if it is behind another error.
    #[cfg(feature = "schedule")]
    pub(crate) fn behind<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a Self> {
        error.downcast_ref().or_else(|| error.source().and_then(Self::behind))
    }
}

impl Reach {
    /// Every address: what a visit reaches that somebody at this machine asks for.
    pub fn anywhere() -> Self {
        Self { allowed: nets(&ANYWHERE).collect() }
    }

    /// Whether it is no limit.
    pub(crate) fn is_anywhere(&self) -> bool {
        nets(&ANYWHERE).all(|net| self.allowed.contains(&net))
    }

    /// Allows addresses that are not public: `loopback`, `private`, an address, a network as in `10.1.0.0/16`, or `any`.
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn allow(mut self, text: &str) -> Result<Self, String> {
        match text {
            "loopback" => self.allowed.extend(nets(&LOOPBACK)),
            "private" => self.allowed.extend(nets(&PRIVATE)),
            "any" => self.allowed.extend(nets(&ANYWHERE)),
            _ => {
                let address = IpAddr::from_str(text).map(|address| IpNet::from(address.to_canonical()));
                let net = address.or_else(|_| IpNet::from_str(text)).map_err(|_| {
                    format!("`{text}` is none of `loopback`, `private` and `any`, nor an address or a network such as 10.1.0.0/16")
                })?;
                self.allowed.push(net);
            }
        }
        Ok(self)
    }

    /// Checks an address.
    ///
    /// # Errors
    /// [`NotReached::NotPublic`].
    pub fn check_address(&self, address: IpAddr) -> Result<(), NotReached> {
        // An IPv4 address may come in the clothes of an IPv6 one.
        let address = address.to_canonical();
        let is_special = match address {
            IpAddr::V6(v6) if v6.segments()[0] & 0xe000 != 0x2000 => true,
            _ => nets(&SPECIAL).any(|net| net.contains(&address)),
        };
        if is_special && !self.allowed.iter().any(|net| net.contains(&address)) {
            return Err(NotReached::NotPublic { address });
        }
        Ok(())
    }

    /// The addresses of a host that may be reached.
    ///
    /// # Errors
    /// [`NotReached`], of the first address, when there is none.
    pub async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, NotReached> {
        let unresolved = |reason: String| NotReached::Unresolved { host: host.to_owned(), reason };
        let found = tokio::net::lookup_host((host, port)).await;
        let found = found.map_err(|error| unresolved(error.to_string()))?;
        let (mut reached, mut refused) = (Vec::new(), None);
        for address in found {
            match self.check_address(address.ip()) {
                Ok(()) => reached.push(address),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        match refused {
            _ if !reached.is_empty() => Ok(reached),
            Some(refused) => Err(refused),
            None => Err(unresolved("it has none".to_owned())),
        }
    }

    /// Checks what an address on the web says by itself; the addresses of names are judged when they are resolved.
    ///
    /// # Errors
    /// [`NotReached`].
    pub fn check_url(&self, url: &Url) -> Result<(), NotReached> {
        match url.host() {
            Some(Host::Ipv4(address)) => self.check_address(address.into()),
            Some(Host::Ipv6(address)) => self.check_address(address.into()),
            Some(Host::Domain(_)) | None => Ok(()),
        }
    }

    /// A client that connects to no other address by a name; whoever uses it checks addresses with [`Reach::check_url`].
    pub(crate) fn apply(&self, client: ClientBuilder) -> ClientBuilder {
        if self.is_anywhere() {
            return client;
        }
        client.dns_resolver(Arc::new(self.clone())).no_proxy()
    }
}

impl Resolve for Reach {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.clone();
        Box::pin(async move {
            let found = Reach::resolve(&reach, name.as_str(), 0).await?;
            Ok(Box::new(found.into_iter()) as reqwest::dns::Addrs)
        })
    }
}

fn nets(texts: &[&str]) -> impl Iterator<Item = IpNet> {
    texts.iter().filter_map(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reaches(reach: &Reach, address: &str) -> bool {
        reach.check_address(address.parse().unwrap()).is_ok()
    }

    #[test]
    fn only_public_addresses_are_reached_however_they_are_written() {
        let reach = Reach::default();
        for address in ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(reaches(&reach, address), "{address}");
        }
        for address in [
            "127.0.0.1",
            "127.255.0.1",
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::1",
            "2001:0:1::1",
        ] {
            assert!(!reaches(&reach, address), "{address}");
        }
        assert_eq!(nets(&SPECIAL).count(), SPECIAL.len());
        assert_eq!(nets(&LOOPBACK).chain(nets(&PRIVATE)).chain(nets(&ANYWHERE)).count(), 2 + 5 + 2);
    }

    #[test]
    fn what_is_allowed_is_reached_and_nothing_beside_it() {
        let reach = Reach::default().allow("loopback").unwrap().allow("10.1.0.0/16").unwrap();
        for (address, is_reached) in [
            ("127.0.0.1", true),
            ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("10.1.2.3", true),
            ("10.2.0.1", false),
            ("192.168.0.1", false),
            ("169.254.169.254", false),
        ] {
            assert_eq!(reaches(&reach, address), is_reached, "{address}");
        }
        assert!(Reach::default().allow("lan").unwrap_err().contains("`lan`"));
        assert!(reach.allow("any").unwrap().is_anywhere());
    }

    #[test]
    fn an_address_within_an_url_is_judged_however_it_is_spelt() {
        let reach = Reach::default();
        for url in [
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://[::ffff:7f00:1]/",
            "http://[::1]:80/",
        ] {
            assert!(reach.check_url(&url.parse().unwrap()).is_err(), "{url}");
        }
        assert!(reach.check_url(&"https://example.org/x".parse().unwrap()).is_ok());
    }

    #[tokio::test]
    async fn a_name_is_judged_by_what_it_resolves_to_when_it_is_connected_to() {
        let asked = |reach: Reach| {
            reach.apply(reqwest::Client::builder()).build().unwrap().get("http://localhost:1/").send()
        };
        let refused = |error: &reqwest::Error| format!("{error:?}").contains("NotPublic");
        let error = asked(Reach::default()).await.unwrap_err();
        assert!(refused(&error), "{error:?}");
        for reach in [Reach::default().allow("loopback").unwrap(), Reach::anywhere()] {
            let error = asked(reach).await.unwrap_err();
            assert!(error.is_connect() && !refused(&error), "{error:?}");
        }
    }
}
