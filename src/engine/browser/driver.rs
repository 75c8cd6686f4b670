//! A browser and its driver: found, started, ended.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::chromium::Local;
use super::wanted::Wanted;
use super::{chromium, firefox, installed};
use crate::engine::{BrowserKind, Error};
use crate::process::{FreePort, Group, Program, Scratch};

/// How long it may take until it answers.
const START: Duration = Duration::from_secs(20);
/// How often it is asked.
const POLL: Duration = Duration::from_millis(20);
/// How long it may take to be gone.
const GRACE: Duration = Duration::from_secs(2);
/// Lines of its log in an error.
const TAIL: usize = 10;

/// A driver of ours, and the folder of its browser's profile and of what both write to no other place.
#[derive(Debug)]
pub(super) struct Driver {
    group: Group,
    scratch: Scratch,
    kind: BrowserKind,
    browser: PathBuf,
    address: SocketAddr,
    url: String,
}

impl Driver {
    /// Finds a browser and its driver, and starts the driver. Everything that it starts is in its
    /// process group: killing the driver alone would leave the browser alive.
    ///
    /// # Errors
    /// [`Error::NoBrowser`] says what is missing.
    pub(super) async fn start(kind: BrowserKind) -> Result<Self, Error> {
        let browser = installed::browser(kind)?;
        let driver = installed::driver(kind)?;
        let failed = |error: std::io::Error| no_start(error.to_string());
        let port = FreePort::kept().map_err(failed)?;
        let socket = FreePort::kept().map_err(failed)?;
        let scratch = Scratch::new("dashproof-browser-").map_err(failed)?;
        let mut argv: Vec<OsString> = vec![driver.into(), format!("--port={}", port.number()).into()];
        if kind == BrowserKind::Firefox {
            argv.push(format!("--websocket-port={}", socket.number()).into());
        }
        let group = Group::spawn(&Program {
            argv,
            // What the two leave of temporary files goes with the folder, geckodriver's profile among them.
            env: vec![("TMPDIR".into(), scratch.path().into())],
            dir: None,
        })
        .map_err(failed)?;
        let mut driver = Self {
            group,
            scratch,
            kind,
            browser,
            address: SocketAddr::from(([127, 0, 0, 1], port.number())),
            url: format!("http://127.0.0.1:{}", port.number()),
        };
        driver.answers().await?;
        Ok(driver)
    }

    async fn answers(&mut self) -> Result<(), Error> {
        let client =
            reqwest::Client::builder().no_proxy().build().map_err(|error| no_start(error.to_string()))?;
        let until = Instant::now() + START;
        loop {
            let answer = client.get(format!("{}/status", self.url)).timeout(START).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return Ok(());
            }
            if let Some(status) = self.group.exited() {
                return Err(no_start(format!(
                    "the driver ended ({status}): {}",
                    self.group.log().tail(TAIL)
                )));
            }
            if Instant::now() > until {
                return Err(no_start(format!(
                    "the driver does not answer after {}: {}",
                    crate::duration::format(START),
                    self.group.log().tail(TAIL)
                )));
            }
            sleep(POLL).await;
        }
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its WebDriver address.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The capabilities of a session with this browser, its profile and what else is wanted of it.
    pub(super) fn capabilities(&self, wanted: &Wanted<'_>) -> Value {
        match self.kind {
            BrowserKind::Chromium => {
                let profile = self.scratch.path().join("profile");
                let home = format!("{}/status", self.url);
                let local = Local { program: &self.browser, profile: &profile, home: &home };
                chromium::capabilities(Some(local), wanted)
            }
            BrowserKind::Firefox => firefox::capabilities(Some(&self.browser), wanted),
        }
    }

    /// What it and its browser take of the machine's memory, in bytes.
    pub(super) fn memory(&self) -> Option<u64> {
        self.group.memory()
    }

    /// Ends the driver and its browser, at once: neither has anything to keep.
    pub(super) async fn end(self) {
        self.group.kill(GRACE).await;
        drop(self.scratch);
    }
}

fn no_start(reason: String) -> Error {
    Error::NoBrowser {
        reason,
        hint: "check that the browser and its driver fit each other: `dashproof doctor`".to_owned(),
    }
}
