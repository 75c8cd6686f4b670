//! An app that runs.

use std::io;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use regex::Regex;
use tokio::time::{Instant, sleep};
use url::Url;

use super::announcement::Announcement;
use super::readiness::Probe;
use super::{AppSpec, Error, Launch};
use crate::Secrets;
use crate::process::{FreePort, Group};
#[cfg(feature = "browser")]
use crate::trace::replay::{Recording, Replay};

/// Lines of the app's log in an error.
const TAIL: usize = 30;
/// How often a starting app is asked.
const POLL: Duration = Duration::from_millis(40);
/// How long an app must live on after it answered on a port that it only meant to bind: the answer
/// may be another process's, and then the app is about to fail.
const PROVISO: Duration = Duration::from_millis(700);
/// How long the output of an app that died is awaited.
const LAST_WORDS: Duration = Duration::from_millis(300);
/// How long the output of an app that lives on is read at most.
const CATCH_UP: Duration = Duration::from_secs(1);
/// How often an app is started that finds the port taken which it was given.
const STARTS: usize = 3;
/// How long an app may take to end when asked.
const GRACE: Duration = Duration::from_secs(3);

/// A running app; ended when dropped.
#[derive(Debug)]
pub struct App {
    name: String,
    url: Url,
    host: Host,
    /// What its log may tell and nobody else.
    secrets: Secrets,
}

/// Where an app lives.
#[derive(Debug)]
enum Host {
    /// Elsewhere; not ours to end.
    Elsewhere,
    /// In a process group of ours.
    Group(Box<Group>),
    /// In this process, from a recording.
    #[cfg(feature = "browser")]
    Replay(Replay),
    /// In this process.
    #[cfg(feature = "demo")]
    Here(#[expect(dead_code, reason = "it is served until it is dropped")] crate::demo::Demo),
}

impl App {
    /// Starts an app and waits until it is ready. A URL is taken as it is.
    ///
    /// # Errors
    /// [`Error::Died`] as soon as the process ends, [`Error::PortTaken`] (after some attempts when it is a
    /// port that we chose), [`Error::NotReady`] at the limit; each with what the app printed last.
    pub async fn launch(app: &AppSpec, launch: &Launch) -> Result<Self, Error> {
        match app {
            AppSpec::Url(url) => {
                let (name, url) = (app.to_string(), as_folder(url.clone()));
                Ok(Self { name, url, host: Host::Elsewhere, secrets: Secrets::default() })
            }
            AppSpec::Demo => Self::demo(launch).await,
            AppSpec::Replay(file) => {
                Self::replay(app, &launch.dir.clone().unwrap_or_default().join(file)).await
            }
            AppSpec::Script(_) | AppSpec::Module { .. } | AppSpec::Command(_) => {
                Self::process(app, launch).await
            }
        }
    }

    async fn process(app: &AppSpec, launch: &Launch) -> Result<Self, Error> {
        let failed = |source| Error::Spawn { app: app.to_string(), source };
        let began = Instant::now();
        let mut port = FreePort::kept().map_err(failed)?;
        for _ in 1..STARTS {
            match Start::new(app, launch, began, port)?.ready().await {
                Err(Error::PortTaken { given: true, .. }) => port = FreePort::unkept().map_err(failed)?,
                outcome => return outcome,
            }
        }
        Start::new(app, launch, began, port)?.ready().await
    }

    #[cfg(feature = "demo")]
    async fn demo(launch: &Launch) -> Result<Self, Error> {
        let bundles = if launch.hydrated {
            let python = super::python::interpreter(launch)?;
            Some(crate::demo::Bundles::of_python(&python.to_string_lossy())?)
        } else {
            None
        };
        let address = (std::net::Ipv4Addr::LOCALHOST, 0).into();
        let spawn = |source| Error::Spawn { app: AppSpec::Demo.to_string(), source };
        let demo = crate::demo::Demo::start(address, bundles).await.map_err(spawn)?;
        let (name, url) = (AppSpec::Demo.to_string(), demo.url().clone());
        Ok(Self { name, url, host: Host::Here(demo), secrets: Secrets::default() })
    }

    #[cfg(not(feature = "demo"))]
    async fn demo(_launch: &Launch) -> Result<Self, Error> {
        Err(Error::NoDemo)
    }

    #[cfg(feature = "browser")]
    async fn replay(app: &AppSpec, file: &Path) -> Result<Self, Error> {
        let address = (std::net::Ipv4Addr::LOCALHOST, 0).into();
        let replay = Replay::start(address, Recording::load(file)?).await?;
        let (name, url) = (app.to_string(), replay.url().clone());
        Ok(Self { name, url, host: Host::Replay(replay), secrets: Secrets::default() })
    }

    #[cfg(not(feature = "browser"))]
    async fn replay(_: &AppSpec, _: &Path) -> Result<Self, Error> {
        Err(Error::NoReplay)
    }

    /// A visit of this name begins; a replay gives first what was recorded of it.
    #[cfg_attr(not(feature = "browser"), expect(unused_variables, reason = "only a replay asks"))]
    pub fn begin(&self, visit: &str) {
        #[cfg(feature = "browser")]
        if let Host::Replay(replay) = &self.host {
            replay.begin(visit);
        }
    }

    /// Where it is served; ends with `/`.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Waits, briefly, for what it has printed but nobody has read yet: the reason of a failure, mostly.
    pub async fn catch_up_with_log(&self) {
        if let Host::Group(group) = &self.host {
            group.log().quiet(CATCH_UP).await;
        }
    }

    /// What it printed last, and of a replay what it was asked in vain; empty for an app that was not started here.
    pub fn log_tail(&self) -> String {
        match &self.host {
            #[cfg(feature = "browser")]
            Host::Replay(replay) => {
                let missed = replay.missed().borrow().clone();
                missed[missed.len().saturating_sub(TAIL)..].join("\n")
            }
            Host::Group(group) => self.secrets.hide(&group.log().tail(TAIL)),
            _ => String::new(),
        }
    }

    /// Hides what is secret wherever its log tells it.
    pub fn hide(&mut self, secrets: &Secrets) {
        self.secrets.learn_all(secrets);
    }

    /// Whether it still runs.
    ///
    /// # Errors
    /// [`Error::Died`].
    pub fn check(&mut self) -> Result<(), Error> {
        if let Host::Group(group) = &mut self.host
            && let Some(status) = group.exited()
        {
            let (app, log) = (self.name.clone(), self.secrets.hide(&group.log().tail(TAIL)));
            return Err(Error::Died { app, status: status.to_string(), ready: true, log });
        }
        Ok(())
    }

    /// Ends it: a request first, then by force.
    pub async fn shutdown(self) {
        if let Host::Group(group) = self.host {
            group.end(GRACE).await;
        }
    }
}

/// An app that starts.
struct Start<'a> {
    name: String,
    launch: &'a Launch,
    /// When it was started first.
    began: Instant,
    group: Group,
    probe: Probe,
    port: FreePort,
    /// Where it was asked to serve.
    given: Url,
    announcement: Announcement,
}

impl<'a> Start<'a> {
    fn new(app: &AppSpec, launch: &'a Launch, began: Instant, port: FreePort) -> Result<Self, Error> {
        let name = app.to_string();
        let failed = |source: io::Error| Error::Spawn { app: name.clone(), source };
        let given = Url::parse(&format!("http://127.0.0.1:{}/", port.number()))
            .map_err(|e| failed(io::Error::other(e)))?;
        let probe = Probe::new(launch.readiness(app)).map_err(|e| failed(io::Error::other(e)))?;
        let group = Group::spawn(&launch.program(app, port.number())?).map_err(failed)?;
        Ok(Self { name, launch, began, group, probe, port, given, announcement: Announcement::default() })
    }

    async fn ready(mut self) -> Result<App, Error> {
        loop {
            self.check(None).await?;
            let url = self.url();
            let left = self.left().max(POLL);
            match self.probe.ask(&url, left).await {
                Ok(()) => {
                    self.outlive_proviso().await?;
                    let host = Host::Group(Box::new(self.group));
                    return Ok(App { name: self.name, url, host, secrets: self.launch.secrets() });
                }
                Err(last) => self.check(Some(last)).await?,
            }
            sleep(POLL).await;
        }
    }

    /// The app's own word counts more than what it was asked for.
    fn url(&mut self) -> Url {
        self.announcement.read(&self.group.log().lines());
        let said = self.announcement.server.as_ref().or(self.announcement.dash.as_ref());
        let mut url = said.unwrap_or(&self.given).clone();
        let path = self.launch.path.as_deref().or(self.announcement.path());
        if let Some(path) = path {
            url.set_path(path);
        }
        as_folder(url)
    }

    async fn outlive_proviso(&mut self) -> Result<(), Error> {
        let until = Instant::now() + PROVISO;
        while self.is_provisional() && Instant::now() < until {
            sleep(POLL).await;
            self.check(None).await?;
            self.announcement.read(&self.group.log().lines());
        }
        Ok(())
    }

    /// Whether the address is the app's intention only, and not the free port that it was given.
    fn is_provisional(&self) -> bool {
        let Announcement { dash, server } = &self.announcement;
        server.is_none() && dash.as_ref().is_some_and(|url| url.port() != self.given.port())
    }

    fn left(&self) -> Duration {
        self.launch.limit.saturating_sub(self.began.elapsed())
    }

    /// Fails when the app died, has lost its port, or (given its last answer) is out of time.
    async fn check(&mut self, last: Option<String>) -> Result<(), Error> {
        let ended = self.group.exited();
        if ended.is_some() {
            self.group.log().completed(LAST_WORDS).await;
        }
        let app = self.name.clone();
        let log = self.launch.secrets().hide(&self.group.log().tail(TAIL));
        if (*TAKEN).as_ref().is_some_and(|taken| taken.is_match(&log)) {
            // Each of them names the port.
            let given = log.contains(&self.port.number().to_string());
            return Err(Error::PortTaken { app, given, log });
        }
        if let Some(status) = ended {
            return Err(Error::Died { app, status: status.to_string(), ready: false, log });
        }
        match last {
            Some(last) if self.left().is_zero() => {
                Err(Error::NotReady { app, limit: self.launch.limit, last, log })
            }
            _ => Ok(()),
        }
    }
}

/// What Python, nginx, Werkzeug, uvicorn, gunicorn and Streamlit say when a port is taken.
static TAKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)address already in use|connection in use:|port \d+ is (?:in use|not available)").ok()
});

/// Relative paths are joined to a folder.
fn as_folder(mut url: Url) -> Url {
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    url
}
