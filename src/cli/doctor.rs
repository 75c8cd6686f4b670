//! `dashproof doctor`: what this machine has, and what to install.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use super::{Exit, Failure, output};

/// Says which browser, driver and Python are found, and what to do about what is not
#[derive(Debug, Args)]
pub(super) struct Doctor {}

/// A program that dashproof may use.
struct Tool {
    what: &'static str,
    /// Names of the program, in order of preference.
    names: &'static [&'static str],
    /// Names the program instead.
    variable: &'static str,
    needed_for: &'static str,
    install: &'static str,
}

const TOOLS: [Tool; 3] = [
    Tool {
        what: "browser",
        names: &["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"],
        variable: "DASHPROOF_CHROME",
        needed_for: "--engine browser",
        install: "install Chrome or Chromium",
    },
    Tool {
        what: "driver",
        names: &["chromedriver"],
        variable: "DASHPROOF_CHROMEDRIVER",
        needed_for: "--engine browser",
        install: "install the chromedriver of the browser's version",
    },
    Tool {
        what: "python",
        names: &["python3", "python"],
        variable: "DASHPROOF_PYTHON",
        needed_for: "apps given as a .py or module:app",
        install: "install Python, or activate the app's virtual environment",
    },
];

impl Doctor {
    #[expect(clippy::unused_self, reason = "commands are run alike")]
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let mut majors = Vec::new();
        for tool in &TOOLS {
            match tool.find() {
                Some((path, version)) => {
                    output::say(format_args!("ok       {:<8} {version} ({})", tool.what, path.display()))?;
                    majors.push((tool.what, major(&version)));
                }
                None => output::say(format_args!(
                    "missing  {:<8} needed for {}: {}, or set {}",
                    tool.what, tool.needed_for, tool.install, tool.variable
                ))?,
            }
        }
        let version_of =
            |what: &str| majors.iter().find(|(name, _)| *name == what).and_then(|(_, major)| *major);
        if let (Some(browser), Some(driver)) = (version_of("browser"), version_of("driver"))
            && browser != driver
        {
            output::say(format_args!(
                "problem  the driver is for version {driver}, the browser is {browser}: install chromedriver {browser}"
            ))?;
            return Ok(Exit::Browser);
        }
        output::say("ok       browserless engine, charts and reports need none of these")?;
        Ok(Exit::Success)
    }
}

impl Tool {
    /// The program and what it says its version is.
    fn find(&self) -> Option<(PathBuf, String)> {
        let named = std::env::var_os(self.variable);
        let names = named.as_deref().into_iter().chain(self.names.iter().map(OsStr::new));
        names.filter_map(located).find_map(|path| {
            let said =
                Command::new(&path).arg("--version").output().ok().filter(|said| said.status.success())?;
            let text = String::from_utf8_lossy(&said.stdout);
            Some((path, text.lines().next().unwrap_or_default().trim().to_owned()))
        })
    }
}

/// A program by its path, or by its name on the `PATH`.
fn located(name: &OsStr) -> Option<PathBuf> {
    let path = PathBuf::from(name);
    if path.components().count() > 1 {
        return path.is_file().then_some(path);
    }
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(&path))
        .find(|path| path.is_file())
}

/// The first number of a version: `156` of `ChromeDriver 156.0.8078.0`.
fn major(version: &str) -> Option<u32> {
    let word = version.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    word.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_programs_say() {
        assert_eq!(major("ChromeDriver 156.0.8078.0 (abc-refs/branch-heads/8078@{#1})"), Some(156));
        assert_eq!(major("Chromium 156.0.8078.0 built on Debian"), Some(156));
        assert_eq!(major("unknown"), None);
    }
}
