//! Which browser a command uses.

use std::net::IpAddr;

use clap::{Args, ValueEnum};
use url::Url;

use crate::engine::{BrowserKind, BrowserSetup, Isolation};

/// Which browser the engine `browser` uses.
#[derive(Debug, Args)]
pub(super) struct Browser {
    /// The kind of browser, chromium or firefox; the first of them that is there when absent
    #[arg(long = "browser", value_name = "KIND", value_parser = <BrowserKind as std::str::FromStr>::from_str)]
    kind: Option<BrowserKind>,
    /// A WebDriver or a Selenium Grid's hub to use instead of starting a driver
    #[arg(long, value_name = "URL", env = "DASHPROOF_WEBDRIVER", hide_env_values = true)]
    webdriver: Option<Url>,
    /// This machine's address as a browser elsewhere reaches it; the recording proxy listens there
    #[arg(long, value_name = "IP", requires = "webdriver")]
    browser_reaches: Option<IpAddr>,
    /// An argument for the browser, such as `--browser-arg=--lang=de`; may be repeated
    #[arg(long = "browser-arg", value_name = "ARG", allow_hyphen_values = true)]
    args: Vec<String>,
    /// What keeps tests or reports apart that share a browser
    #[arg(long, value_name = "WAY", value_enum, default_value_t)]
    isolation: Apart,
}

/// The command line's words for [`Isolation`].
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Apart {
    /// Cookies and stores are emptied in between; cached files stay
    #[default]
    Storage,
    /// Each has a browser context of its own, and loads everything anew
    Context,
}

impl Browser {
    /// As engines take it.
    pub(super) fn setup(&self) -> BrowserSetup {
        BrowserSetup {
            kind: self.kind,
            webdriver: self.webdriver.clone(),
            host: self.browser_reaches,
            args: self.args.clone(),
            headed: false,
            isolation: match self.isolation {
                Apart::Storage => Isolation::Storage,
                Apart::Context => Isolation::Context,
            },
        }
    }
}
