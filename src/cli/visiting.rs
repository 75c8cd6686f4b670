//! Options of every command that visits an app.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use url::Url;

use super::Failure;
use super::browser::Browser;
use super::trusting::Trusting;
use crate::app::{App, AppSpec, Launch, Readiness};
use crate::engine::{self, Bench, Coordinates, EngineKind, Framework, Theme, Visit};
use crate::trace::Fault;
use crate::{Action, Session, duration};

/// Options of every command that asks an app something.
#[derive(Debug, Args)]
pub(super) struct Reaching {
    /// The one limit of each wait
    #[arg(long, value_name = "DURATION", default_value = "10 s", value_parser = duration::parse)]
    limit: Duration,
    /// Sent with every request to the app, `Name: value`; may be repeated
    #[arg(long = "header", value_name = "HEADER")]
    headers: Vec<String>,
    #[command(flatten)]
    trusting: Trusting,
}

impl Reaching {
    /// Boots the app and reads its layout and its callbacks, without visiting it.
    pub(super) async fn bench(&self, app: &AppSpec) -> Result<(App, Bench), Failure> {
        let visit = self.visit()?;
        let app = App::launch(app, &Launch::default()).await?;
        match Bench::open(app.url(), &visit).await {
            Ok(bench) => Ok((app, bench)),
            Err(error) => {
                app.catch_up_with_log().await;
                Err(Failure::from(error).log(app.log_tail()).hidden(&visit.all_secrets(app.url())))
            }
        }
    }

    /// The conditions of a visit.
    pub(super) fn visit(&self) -> Result<Visit, Failure> {
        let headers = self.headers.iter().map(|text| header(text)).collect::<Result<_, _>>()?;
        let trust = self.trusting.trust().unwrap_or_default();
        Ok(Visit { limit: self.limit, headers, trust, ..Visit::default() })
    }
}

/// How an app is visited.
#[derive(Debug, Args)]
pub(super) struct Visiting {
    /// The engine
    #[arg(long, value_name = "ENGINE", default_value_t, value_parser = engine)]
    engine: EngineKind,
    /// What the app is made with, which says when it is ready: dash, streamlit or page
    #[arg(long, value_name = "FRAMEWORK", value_parser = <Framework as std::str::FromStr>::from_str)]
    framework: Option<Framework>,
    /// Width and height of the page area, px
    #[arg(long, value_name = "WxH", default_value = "1280x800", value_parser = Visit::parse_viewport)]
    viewport: (u32, u32),
    /// The colours that the visitor prefers: light or dark
    #[arg(long, value_name = "THEME", default_value_t, value_parser = <Theme as std::str::FromStr>::from_str)]
    theme: Theme,
    #[command(flatten)]
    reaching: Reaching,
    /// A CSS file for a stylesheet that can't be loaded; may be repeated
    #[arg(long = "stylesheet", value_name = "FILE")]
    stylesheets: Vec<PathBuf>,
    /// The moment that the page's `Date` tells, `2025-03-10T09:00:00Z`
    #[arg(long, value_name = "MOMENT", value_parser = Visit::parse_clock)]
    clock: Option<Timestamp>,
    /// Makes `Math.random` and `crypto` in the page repeat
    #[arg(long, value_name = "SEED")]
    seed_random: Option<u32>,
    /// Where the page's Geolocation API says it is, `52.52,13.405`; it refuses to tell without it
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    geolocation: Option<Coordinates>,
    /// Sets the page's text in the embedded Open Sans, as the browserless engine does
    #[arg(long)]
    own_font: bool,
    /// What befalls answers of callbacks, as in test files: `callback: chart.figure, delay: 2 s`; may be repeated
    #[arg(long = "fault", value_name = "FAULT", value_parser = Fault::parse)]
    faults: Vec<Fault>,
    #[command(flatten)]
    browser: Browser,
    /// What to do first, `select #year "1952"`; may be repeated
    #[arg(long = "do", value_name = "ACTION", value_parser = |line: &str| Action::parse(line))]
    actions: Vec<Action>,
}

impl Visiting {
    /// Boots the app, visits it and does what is to be done first.
    pub(super) async fn open(&self, app: &AppSpec, scale: f64) -> Result<(App, Session), Failure> {
        let reached = self.reaching.visit()?;
        let hydrated = self.engine == EngineKind::Browser;
        let ready = self.framework.map(Readiness::from).unwrap_or_default();
        let app = App::launch(app, &Launch { hydrated, ready, ..Launch::default() }).await?;
        let visit = Visit {
            engine: self.engine,
            framework: self.framework,
            viewport: self.viewport,
            theme: self.theme,
            scale,
            stylesheets: self.stylesheets.clone(),
            clock: self.clock,
            seed: self.seed_random,
            geolocation: self.geolocation,
            own_font: self.own_font,
            faults: self.faults.clone(),
            browser: self.browser.setup(),
            ..reached
        };
        match self.begin(app.url(), &visit).await {
            Ok(session) => Ok((app, session)),
            Err(error) => {
                app.catch_up_with_log().await;
                Err(Failure::from(error).log(app.log_tail()).hidden(&visit.all_secrets(app.url())))
            }
        }
    }

    async fn begin(&self, app: &Url, visit: &Visit) -> Result<Session, engine::Error> {
        let mut session = Session::open(app, visit).await?;
        for action in &self.actions {
            session.act(action).await?;
        }
        Ok(session)
    }
}

/// Reads an engine's name.
pub(super) fn engine(text: &str) -> Result<EngineKind, String> {
    [EngineKind::Browserless, EngineKind::Browser]
        .into_iter()
        .find(|engine| engine.to_string() == text)
        .ok_or_else(|| "the engines are browserless and browser".to_owned())
}

/// The text may be a secret, so an error never repeats it; clap's would, had it read the header.
fn header(text: &str) -> Result<(String, String), Failure> {
    let (name, value) =
        text.split_once(':').ok_or_else(|| Failure::usage("a --header is no header: write `Name: value`"))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
