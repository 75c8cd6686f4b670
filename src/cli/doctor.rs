//! `dashproof doctor`: what this machine has, and what to install.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use super::{Exit, Failure, output};
use crate::app::{self, Launch};

/// Prints the version of the Dash that a Python has, without importing it.
const DASH_VERSION: &str = "import importlib.metadata as m; print(m.version('dash'))";

/// Says which browser, driver, Python and Dash are found, and what to do about what is not
#[derive(Debug, Args)]
pub(super) struct Doctor {}

impl Doctor {
    #[expect(clippy::unused_self, reason = "commands are run alike")]
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let python = app::interpreter(&Launch::default()).map_err(|error| advice(&error, error.hint()));
        let needed = "apps given as a .py or module:app";
        if version("python", needed, &python)?.is_some() {
            let dash = python.and_then(|python| ask(&python, &["-c", DASH_VERSION]));
            tell("dash", needed, dash.map_err(|_| "that python has none: pip install dash"))?;
        }
        #[cfg(feature = "browser")]
        let exit = browser()?;
        #[cfg(not(feature = "browser"))]
        let exit = Exit::Success;
        output::say("ok       browserless engine, charts and reports need none of these")?;
        Ok(exit)
    }
}

/// The browsers and their drivers; those of Chromium must be of one version.
#[cfg(feature = "browser")]
fn browser() -> Result<Exit, Failure> {
    use crate::engine::BrowserKind::{Chromium, Firefox};
    use crate::engine::browser::installed;

    let found =
        |found: Result<PathBuf, crate::engine::Error>| found.map_err(|error| advice(&error, error.hint()));
    let needed = "--browser firefox";
    version("firefox", needed, &found(installed::browser(Firefox)))?;
    version("gecko", needed, &found(installed::driver(Firefox)))?;
    let needed = "--engine browser";
    let browser = version("browser", needed, &found(installed::browser(Chromium)))?;
    let driver = version("driver", needed, &found(installed::driver(Chromium)))?;
    let (Some(browser), Some(driver)) = (browser, driver) else { return Ok(Exit::Success) };
    match (major(&browser), major(&driver)) {
        (Some(browser), Some(driver)) if browser != driver => {
            output::say(format_args!(
                "problem  the driver is for version {driver}, the browser is {browser}: install chromedriver {browser}"
            ))?;
            Ok(Exit::Browser)
        }
        (Some(both), Some(_)) => {
            output::say(format_args!("ok       browser and driver are both of version {both}"))?;
            Ok(Exit::Success)
        }
        _ => Ok(Exit::Success),
    }
}

/// Prints where a program is and what it says its version is, or what to do; gives the version.
fn version(what: &str, needed: &str, found: &Result<PathBuf, String>) -> Result<Option<String>, Failure> {
    let said = found.as_ref().map_err(String::clone).and_then(|path| Ok((ask(path, &["--version"])?, path)));
    let line = said.as_ref().map(|(version, path)| format!("{version} ({})", path.display()));
    tell(what, needed, line.map_err(String::as_str))?;
    Ok(said.ok().map(|(version, _)| version))
}

fn tell(what: &str, needed: &str, found: Result<String, &str>) -> Result<(), Failure> {
    match found {
        Ok(version) => output::say(format_args!("ok       {what:<8} {version}")),
        Err(problem) => output::say(format_args!("missing  {what:<8} needed for {needed}: {problem}")),
    }
}

/// The first line that a program prints, or why it prints none.
fn ask(program: &Path, arguments: &[&str]) -> Result<String, String> {
    let fail = |reason: String| format!("{} does not run: {reason}", program.display());
    let said = Command::new(program).args(arguments).output().map_err(|error| fail(error.to_string()))?;
    if !said.status.success() {
        return Err(fail(said.status.to_string()));
    }
    let text = String::from_utf8_lossy(&said.stdout);
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}

fn advice(error: &dyn std::error::Error, hint: Option<&str>) -> String {
    hint.map_or_else(|| error.to_string(), |hint| format!("{error}; {hint}"))
}

/// The first number of a version: `156` of `ChromeDriver 156.0.8078.0`.
#[cfg(feature = "browser")]
fn major(version: &str) -> Option<u32> {
    let word = version.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    word.split('.').next()?.parse().ok()
}

#[cfg(all(test, feature = "browser"))]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_programs_say() {
        assert_eq!(major("ChromeDriver 156.0.8078.0 (abc-refs/branch-heads/8078@{#1})"), Some(156));
        assert_eq!(major("Chromium 156.0.8078.0 built on Debian"), Some(156));
        assert_eq!(major("unknown"), None);
    }
}
