//! The browser and the driver that this machine has.

use std::env;
use std::path::{Path, PathBuf};

use crate::engine::Error;
use crate::process::program;

const BROWSERS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
#[cfg(target_os = "macos")]
const BUNDLED: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
#[cfg(not(target_os = "macos"))]
const BUNDLED: &str = "/opt/google/chrome/chrome";

/// The browser that `DASHPROOF_CHROME` names, else the first of Chromium and Chrome.
///
/// # Errors
/// [`Error::NoBrowser`] when it is not there.
pub(crate) fn browser() -> Result<PathBuf, Error> {
    find("DASHPROOF_CHROME", &[&BROWSERS[..], &[BUNDLED]].concat())
        .ok_or_else(|| missing("Chromium or Chrome", "DASHPROOF_CHROME"))
}

/// The driver that `DASHPROOF_CHROMEDRIVER` names, else the one on the `PATH`.
///
/// # Errors
/// [`Error::NoBrowser`] when it is not there.
pub(crate) fn chromedriver() -> Result<PathBuf, Error> {
    find("DASHPROOF_CHROMEDRIVER", &["chromedriver"])
        .ok_or_else(|| missing("chromedriver", "DASHPROOF_CHROMEDRIVER"))
}

/// The program that the variable names, or the first of the names that is there.
fn find(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match env::var_os(variable) {
        Some(path) => program(Path::new(&path)),
        None => names.iter().find_map(|name| program(Path::new(name))),
    }
}

fn missing(what: &str, variable: &str) -> Error {
    Error::NoBrowser {
        reason: format!("{what} is not installed"),
        hint: format!(
            "install it (Debian: apt install chromium chromium-driver; macOS: brew install --cask google-chrome chromedriver), \
             or set {variable} to its path, or use `engine: browserless`"
        ),
    }
}
