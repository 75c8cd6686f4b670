//! Which browser a visit uses, and how it is started.

use std::fmt;
use std::net::IpAddr;
#[cfg(feature = "browser")]
use std::net::Ipv4Addr;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

/// The kinds of browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BrowserKind {
    /// Chromium, Chrome and their kin, through chromedriver.
    #[default]
    Chromium,
    /// Firefox, through geckodriver.
    Firefox,
}

impl BrowserKind {
    /// All, the preferred first.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];
}

impl fmt::Display for BrowserKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        })
    }
}

impl FromStr for BrowserKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = Self::ALL.into_iter().find(|kind| kind.to_string() == text);
        named.ok_or_else(|| "the browsers are chromium and firefox".to_owned())
    }
}

/// What keeps visits apart that share a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Isolation {
    /// The window, its history, cookies and stores are emptied between visits. Files of the same app stay cached.
    #[default]
    Storage,
    /// Each visit has a browser context of its own, which shares nothing: its first page loads like a stranger's. A
    /// Chromium that was not started here has none; Firefox keeps visits apart in no other way.
    Context,
}

/// Which browser a visit uses, and how it is started.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BrowserSetup {
    /// The kind. When absent: Chromium where it is, else Firefox; Chromium at a WebDriver's address.
    pub kind: Option<BrowserKind>,
    /// The address of a WebDriver: a driver that runs already, or a Selenium Grid's hub (`http://hub:4444/wd/hub`).
    /// `None` starts a local driver.
    pub webdriver: Option<Url>,
    /// The address of this machine at which that browser reaches us, when it runs on another: the recording proxy
    /// listens there. Loopback when absent.
    pub host: Option<IpAddr>,
    /// Arguments of the browser besides ours, such as `--lang=de`; a later one replaces an earlier of its name.
    pub args: Vec<String>,
    /// Shows the browser's window, for a person to use. Its page area is as large as the person makes it.
    pub headed: bool,
    /// What keeps visits apart that share it.
    pub isolation: Isolation,
}

impl BrowserSetup {
    /// This, with the kind of browser that a test file names where it names none itself.
    pub(crate) fn over(&self, in_file: &Self) -> Self {
        Self { kind: self.kind.or(in_file.kind), ..self.clone() }
    }
}

#[cfg(feature = "browser")]
impl BrowserSetup {
    /// Where the recording proxy listens.
    pub(super) fn listens(&self) -> IpAddr {
        self.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
    }

    /// The WebDriver's address as a folder, so that the paths of its commands go behind the last part of its own.
    pub(super) fn base(&self) -> Option<String> {
        let address = self.webdriver.as_ref()?.as_str();
        Some(format!("{}/", address.trim_end_matches('/')))
    }
}

#[cfg(all(test, feature = "browser"))]
mod tests {
    use super::*;

    #[test]
    fn a_hub_is_reached_with_and_without_a_slash_behind_its_address() {
        for address in ["http://hub:4444/wd/hub", "http://hub:4444/wd/hub/"] {
            let setup = BrowserSetup { webdriver: Some(address.parse().unwrap()), ..BrowserSetup::default() };
            assert_eq!(setup.base().unwrap(), "http://hub:4444/wd/hub/");
        }
    }
}
