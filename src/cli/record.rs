//! `dashproof record`: a person uses the app, and a test file comes out.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use tokio::time::sleep;

use super::browser::Browser;
use super::interrupt::interrupted;
use super::output::{remark, say};
use super::visiting::Reaching;
use super::{Exit, Failure, output};
use crate::app::{App, AppSpec, Launch, Readiness};
use crate::engine::{Action, BrowserSetup, EngineKind, Framework};
use crate::scenario::record::Recording;
use crate::{Visit, engine};

/// How often the page is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Opens the app in a browser and writes what you do there as a test file, until Ctrl-C or the window is closed
#[derive(Debug, Args)]
pub(super) struct Record {
    /// A path to a .py, module:app, a quoted command, a URL, or demo
    app: AppSpec,
    /// The test file to write
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The test's name
    #[arg(long, value_name = "TEXT", default_value = "recorded")]
    name: String,
    /// The page of the app to begin with
    #[arg(long, value_name = "PATH", default_value = "")]
    at: String,
    /// Puts the expectations in force; otherwise they are offered as comments
    #[arg(long)]
    expect: bool,
    /// What the app is made with, which says when it is ready: dash, streamlit or page
    #[arg(long, value_name = "FRAMEWORK", value_parser = <Framework as std::str::FromStr>::from_str)]
    framework: Option<Framework>,
    /// Shows no window: what is done comes from --do
    #[arg(long)]
    headless: bool,
    #[command(flatten)]
    reaching: Reaching,
    #[command(flatten)]
    browser: Browser,
    /// What to do first, `select #year "1952"`; it is recorded too, and may be repeated
    #[arg(long = "do", value_name = "ACTION", value_parser = |line: &str| Action::parse(line))]
    actions: Vec<Action>,
}

impl Record {
    pub(super) async fn run(self) -> Result<Exit, Failure> {
        if self.framework == Some(Framework::Streamlit) {
            return Err(Failure::usage("what is done in a Streamlit app can't be recorded yet")
                .hint("write the steps by hand: `#key` names a widget with that `key=`"));
        }
        if output::is_stream(&self.output) {
            return Err(Failure::usage("a recording is written into a file: its app is named from there"));
        }
        let browser = BrowserSetup { headed: !self.headless, ..self.browser.setup() };
        if browser.headed && browser.webdriver.is_none() && !has_screen() {
            return Err(Failure::new(Exit::Browser, "there is no screen to show a browser on")
                .hint("set DISPLAY, or give `--headless` and `--do`"));
        }
        let visit = Visit {
            engine: EngineKind::Browser,
            framework: self.framework,
            browser,
            ..self.reaching.visit()?
        };
        let ready = self.framework.map(Readiness::from).unwrap_or_default();
        let launch = Launch { hydrated: true, ready, ..Launch::default() };
        // Nothing was done yet that an interrupt could lose.
        let mut app = tokio::select! {
            app = App::launch(&self.app, &launch) => app?,
            () = interrupted() => return Err(Failure::new(Exit::Interrupted, "interrupted")),
        };
        let recorded = self.record(&mut app, &visit).await;
        let log = app.log_tail();
        app.shutdown().await;
        recorded.map_err(|failure| failure.log(log))
    }

    async fn record(&self, app: &mut App, visit: &Visit) -> Result<Exit, Failure> {
        let mut recording = tokio::select! {
            recording = Recording::open(app.url(), visit, &self.at) => recording?,
            () = interrupted() => return Err(Failure::new(Exit::Interrupted, "interrupted")),
        };
        remark(format_args!("Recording {}. Ctrl-C, or closing the window, ends it.", self.app));
        let ended = tokio::select! {
            ended = self.follow(app, &mut recording) => ended,
            () = interrupted() => Ok(()),
        };
        self.write(&recording)?;
        let steps = recording.steps().len();
        // A browser whose window was closed has gone before.
        drop(recording.close().await);
        say(format_args!(
            "{steps} step{} in {path}; run it with `dashproof test {path}`",
            if steps == 1 { "" } else { "s" },
            path = self.output.display(),
        ))?;
        ended.map(|()| Exit::Success)
    }

    /// Follows the person until the window is closed. The file is whole after each step, whatever happens next.
    async fn follow(&self, app: &mut App, recording: &mut Recording) -> Result<(), Failure> {
        let mut told = 0;
        for action in &self.actions {
            recording.session().act(action).await?;
            recording.look().await?;
            told = self.tell(recording, told, false)?;
        }
        loop {
            sleep(LOOK).await;
            app.check()?;
            match recording.look().await {
                Ok(news) => told = self.tell(recording, told, news)?,
                Err(engine::Error::Browser { .. }) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Says which steps are new, the last one only when it does not go on, as typing does. Says how many were told.
    fn tell(&self, recording: &Recording, told: usize, goes_on: bool) -> Result<usize, Failure> {
        let steps = recording.steps();
        let done = steps.len().saturating_sub(usize::from(goes_on)).max(told);
        if done > told {
            for step in steps.iter().take(done).skip(told) {
                remark(format_args!("- {}", step.to_yaml()));
            }
            self.write(recording)?;
        }
        Ok(done)
    }

    fn write(&self, recording: &Recording) -> Result<(), Failure> {
        let mut file = recording.file(self.app_from_file(), self.name.clone(), self.expect);
        file.framework = self.framework.filter(|framework| *framework != Framework::Dash);
        output::write(&self.output, file.to_yaml().as_bytes())
    }

    /// The app as the test file names it, from its own folder.
    fn app_from_file(&self) -> String {
        let AppSpec::Script(path) = &self.app else { return self.app.to_string() };
        let folder = self.output.parent().unwrap_or(Path::new(""));
        if folder == Path::new("") || path.is_absolute() {
            return self.app.to_string();
        }
        match path.strip_prefix(folder) {
            Ok(beside) => beside.display().to_string(),
            Err(_) => std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string(),
        }
    }
}

/// Whether a window can be shown here: under X11 and Wayland a variable says where.
fn has_screen() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|at| !at.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}
