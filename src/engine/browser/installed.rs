//! The browsers and the drivers that this machine has.

use std::env;
use std::path::{Path, PathBuf};

use crate::engine::{BrowserKind, Error};
use crate::process::program;

/// A program that may be installed.
struct Sought {
    /// What people call it.
    what: &'static str,
    /// The variable that names another than those on the `PATH`.
    variable: &'static str,
    /// Its names on the `PATH`, and where installers put it.
    names: &'static [&'static str],
    /// How to install it.
    advice: &'static str,
}

const CHROMIUM: Sought = Sought {
    what: "Chromium or Chrome",
    variable: "DASHPROOF_CHROME",
    names: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "/opt/google/chrome/chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ],
    advice: "Debian: apt install chromium; macOS: brew install --cask google-chrome",
};

const CHROMEDRIVER: Sought = Sought {
    what: "chromedriver",
    variable: "DASHPROOF_CHROMEDRIVER",
    names: &["chromedriver"],
    advice: "Debian: apt install chromium-driver; macOS: brew install --cask chromedriver",
};

const FIREFOX: Sought = Sought {
    what: "Firefox",
    variable: "DASHPROOF_FIREFOX",
    names: &["firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox"],
    advice: "Debian: apt install firefox-esr; macOS: brew install --cask firefox",
};

const GECKODRIVER: Sought = Sought {
    what: "geckodriver",
    variable: "DASHPROOF_GECKODRIVER",
    names: &["geckodriver"],
    advice: "cargo install geckodriver; macOS: brew install geckodriver",
};

impl Sought {
    fn find(&self) -> Result<PathBuf, Error> {
        let found = match env::var_os(self.variable) {
            Some(path) => program(Path::new(&path)),
            None => self.names.iter().find_map(|name| program(Path::new(name))),
        };
        found.ok_or_else(|| Error::NoBrowser {
            reason: format!("{} is not installed", self.what),
            hint: format!(
                "install it ({}), or set {} to its path, or use `engine: browserless`",
                self.advice, self.variable
            ),
        })
    }
}

/// The browser that its variable names, else the first of its names that is there.
///
/// # Errors
/// [`Error::NoBrowser`] when it is not there.
pub(crate) fn browser(kind: BrowserKind) -> Result<PathBuf, Error> {
    match kind {
        BrowserKind::Chromium => CHROMIUM.find(),
        BrowserKind::Firefox => FIREFOX.find(),
    }
}

/// The driver that its variable names, else the one on the `PATH`.
///
/// # Errors
/// [`Error::NoBrowser`] when it is not there.
pub(crate) fn driver(kind: BrowserKind) -> Result<PathBuf, Error> {
    match kind {
        BrowserKind::Chromium => CHROMEDRIVER.find(),
        BrowserKind::Firefox => GECKODRIVER.find(),
    }
}

/// The first kind of which both browser and driver are there; Chromium when there is none.
pub(super) fn present() -> BrowserKind {
    let there = |kind: &BrowserKind| browser(*kind).is_ok() && driver(*kind).is_ok();
    BrowserKind::ALL.into_iter().find(there).unwrap_or_default()
}
