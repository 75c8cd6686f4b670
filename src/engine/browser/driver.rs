//! Chromium and chromedriver: found, started, ended.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::installed;
use crate::engine::{BrowserSetup, Error};
use crate::process::{Group, Program, Scratch, free_port};

/// How long chromedriver may take until it answers.
const START: Duration = Duration::from_secs(20);
/// How often it is asked.
const POLL: Duration = Duration::from_millis(20);
/// How long it may take to end when asked.
const GRACE: Duration = Duration::from_secs(2);
/// Lines of its log in an error.
const TAIL: usize = 10;

/// A chromedriver of ours, and the folder of its browser's profile and of what both write to no other place.
#[derive(Debug)]
pub(super) struct Driver {
    group: Group,
    scratch: Scratch,
    browser: PathBuf,
    url: String,
}

impl Driver {
    /// Finds a browser and its driver, and starts the driver. Everything that it starts is in its
    /// process group: killing chromedriver alone would leave the browser alive.
    ///
    /// # Errors
    /// [`Error::NoBrowser`] says what is missing.
    pub(super) async fn start() -> Result<Self, Error> {
        let browser = installed::browser()?;
        let chromedriver = installed::chromedriver()?;
        let failed = |error: std::io::Error| no_start(error.to_string());
        let port = free_port().map_err(failed)?;
        let scratch = Scratch::new("dashproof-browser-").map_err(failed)?;
        let group = Group::spawn(&Program {
            argv: vec![chromedriver.into(), format!("--port={port}").into()],
            // What the two leave of temporary files goes with the folder.
            env: vec![("TMPDIR".into(), scratch.path().into())],
            dir: None,
        })
        .map_err(failed)?;
        let mut driver = Self { group, scratch, browser, url: format!("http://127.0.0.1:{port}") };
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
                    "chromedriver ended ({status}): {}",
                    self.group.log().tail(TAIL)
                )));
            }
            if Instant::now() > until {
                return Err(no_start(format!(
                    "chromedriver does not answer after {}: {}",
                    crate::duration::format(START),
                    self.group.log().tail(TAIL)
                )));
            }
            sleep(POLL).await;
        }
    }

    /// Its WebDriver address.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The capabilities of a session with this browser, its profile and what else is wanted of it.
    pub(super) fn capabilities(&self, setup: &BrowserSetup) -> Value {
        let profile = format!("--user-data-dir={}", self.scratch.path().join("profile").display());
        capabilities(Some((&self.browser, profile)), setup)
    }

    /// Ends the driver and its browser.
    pub(super) async fn end(self) {
        self.group.end(GRACE).await;
        drop(self.scratch);
    }
}

/// The capabilities of a session, with a local browser or with whatever a remote end has.
pub(super) fn capabilities(local: Option<(&Path, String)>, setup: &BrowserSetup) -> Value {
    let mut args: Vec<String> = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--disable-sync",
        "--disable-lcd-text",
        "--font-render-hinting=none",
        "--force-color-profile=srgb",
        "--no-default-browser-check",
        "--no-first-run",
    ]
    .map(str::to_owned)
    .to_vec();
    if !setup.headed {
        args.extend(["--headless=new", "--hide-scrollbars"].map(str::to_owned));
    }
    // Chromium's sandbox refuses to run as root, which is what containers run as.
    if local.is_some() && rustix::process::geteuid().is_root() {
        args.push("--no-sandbox".to_owned());
    }
    let (browser, profile) = local.unzip();
    args.extend(profile);
    args.extend_from_slice(&setup.args);
    let mut options = json!({ "args": args });
    if let Some(browser) = browser {
        options["binary"] = json!(browser);
    }
    json!({
        "browserName": "chrome",
        // An open dialog is the visitor's to answer.
        "unhandledPromptBehavior": "ignore",
        "goog:chromeOptions": options,
    })
}

fn no_start(reason: String) -> Error {
    Error::NoBrowser {
        reason,
        hint: "check that chromium and chromedriver are of the same version".to_owned(),
    }
}
