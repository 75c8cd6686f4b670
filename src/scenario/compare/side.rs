//! One app's side of a comparison.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::super::perform::begin;
use super::super::{Scenario, StepKind, Test};
use crate::app::{App, AppSpec, Launch, Readiness};
use crate::engine::{BrowserSetup, Capture, CaptureSpec, EngineKind, Framework, Session, Visit};
use crate::{Error, Result};

/// An app and how it is visited.
#[derive(Debug, Clone)]
pub struct Side {
    /// The app; a path is relative to where we are.
    pub app: AppSpec,
    /// Its Python; found when absent.
    pub python: Option<PathBuf>,
    /// What it is made with; found when absent.
    pub framework: Option<Framework>,
    /// The engine.
    pub engine: EngineKind,
    /// Which browser the browser engine uses.
    pub browser: BrowserSetup,
}

/// What one test showed.
#[derive(Debug, Clone, Default)]
pub struct ShownTest {
    /// Its name.
    pub name: String,
    /// What each step showed: the first is the page that the test begins with.
    pub steps: Vec<Shown>,
    /// The page at the end, a PNG file; absent where none could be taken.
    pub picture: Option<Vec<u8>>,
}

/// What one step showed.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The step, as a scenario has it.
    pub step: String,
    /// Why it could not be made, or did not hold.
    pub problem: Option<String>,
    /// How many callbacks it called, or runs of the script.
    pub calls: usize,
    /// What a visitor reads off each component with an id.
    pub reads: Map<String, Value>,
}

impl Side {
    /// Boots the app and makes each test. A test ends with the first step that fails; the next one is made.
    ///
    /// # Errors
    /// When the app does not start.
    pub async fn visit(&self, scenario: &Scenario) -> Result<Vec<ShownTest>> {
        let launch = Launch {
            env: scenario.env.clone().into_iter().collect(),
            python: self.python.clone(),
            hydrated: self.engine == EngineKind::Browser,
            ready: self.framework.map(Readiness::from).unwrap_or_default(),
            ..Launch::default()
        };
        let app = App::launch(&self.app, &launch).await?;
        let visit = Visit {
            engine: self.engine,
            framework: self.framework,
            browser: self.browser.over(&scenario.visit.browser),
            ..scenario.visit.clone()
        };
        let mut shown = Vec::new();
        for test in &scenario.tests {
            shown.push(make(&app, &test.visit(&visit), test).await);
        }
        app.shutdown().await;
        Ok(shown)
    }
}

async fn make(app: &App, visit: &Visit, test: &Test) -> ShownTest {
    let kinds: Vec<StepKind> = test.steps.iter().map(|step| step.kind.clone()).collect();
    let mut shown = ShownTest { name: test.name.clone(), ..ShownTest::default() };
    let mut session = match begin(app.url(), visit, &kinds).await {
        Ok(session) => session,
        Err(error) => {
            shown.steps.push(Shown {
                step: "goto".to_owned(),
                problem: Some(visit.all_secrets(app.url()).hide(&problem(error))),
                ..Shown::default()
            });
            return shown;
        }
    };
    shown.steps.push(look(&mut session, "goto".to_owned(), 0, None).await);
    for kind in &kinds {
        let before = session.trace().calls.len();
        let made = kind.perform(&mut session).await.err();
        let failed = made.is_some();
        let secrets = session.recorder().secrets();
        let made = made.map(|error| secrets.hide(&error.to_string()));
        shown.steps.push(look(&mut session, secrets.hide(&kind.to_string()), before, made).await);
        if failed {
            break;
        }
    }
    if let Ok(Capture::Picture(picture)) = session.capture(&CaptureSpec::picture(None, true)).await {
        shown.picture = picture.to_png(visit.scale).ok();
    }
    drop(session.close().await);
    shown
}

/// What the visit shows after a step, before which it had made `before` calls.
async fn look(session: &mut Session, step: String, before: usize, problem: Option<String>) -> Shown {
    let reads = match session.capture(&CaptureSpec::Values).await {
        Ok(Capture::Values(Value::Object(reads))) => reads,
        _ => Map::new(),
    };
    Shown { step, problem, calls: session.trace().calls.len().saturating_sub(before), reads }
}

fn problem(error: impl Into<Error>) -> String {
    error.into().to_string()
}
