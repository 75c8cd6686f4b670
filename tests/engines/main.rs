//! Every fixture app, visited by both engines: their reads and their traces agree, and both can do with a recording of it.
//! One test each.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod causes;
mod deployed;
#[path = "../support/firefox.rs"]
mod firefox;
#[path = "../support/front.rs"]
mod front;
mod replayed;
mod suite;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use dashproof::app::App;
use dashproof::engine::{BrowserKind, BrowserSetup, EngineKind, Error};
use dashproof::scenario::{Scenario, StepKind, Test};
use dashproof::{Capture, CaptureSpec, Session, Visit};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use tokio::runtime::Runtime;

/// Scenarios that Firefox is held to as well, where it is installed.
const IN_FIREFOX: [&str; 16] = [
    "basic_auth",
    "clientside",
    "console_errors",
    "crossfilter",
    "dates",
    "download",
    "dropdown_graph",
    "graph_kept",
    "graph_state",
    "history",
    "inputs",
    "pattern_matching",
    "persisted",
    "store_upload",
    "table",
    "websocket",
];

/// What a visit saw: the values after each action, and its trace in the form that is stable between runs.
type Seen = Result<Vec<(String, Value)>, String>;

/// The limit of each wait, which says nothing of the engines: the machine may do a lot else.
const LIMIT: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    let firefox = firefox::is_there();
    let trials = files.into_iter().flat_map(|file| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let recorded = {
            let file = file.clone();
            let name = format!("{name}_passes_on_both_engines_from_a_recording");
            sentence(name, async move || replayed::replay(&file).await)
        };
        let firefox = (firefox && IN_FIREFOX.contains(&&*name)).then(|| {
            let file = file.clone();
            trial(&format!("firefox: {name}"), async move || {
                Ok(compare(&Scenario::load(&file)?, BrowserKind::Firefox).await)
            })
        });
        let chromium =
            trial(&name, async move || Ok(compare(&Scenario::load(&file)?, BrowserKind::Chromium).await));
        [chromium, recorded].into_iter().chain(firefox)
    });
    let trials = trials.chain([trial("deployed", deployed::compare), trial("causes", causes::compare)]);
    let suite = "shards_cover_what_the_suite_does_and_a_seeded_regression_is_the_one_difference";
    let trials = trials.chain([sentence(suite.to_owned(), suite::find)]);
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// The test of what `compare` finds different.
fn trial(name: &str, compare: impl AsyncFnOnce() -> Result<Vec<String>, Failed> + Send + 'static) -> Trial {
    sentence(format!("{name}_is_read_and_traced_the_same_on_both_engines"), compare)
}

/// A test that passes when nothing is found.
fn sentence(name: String, find: impl AsyncFnOnce() -> Result<Vec<String>, Failed> + Send + 'static) -> Trial {
    Trial::test(name, move || {
        let found = Runtime::new()?.block_on(find())?;
        if found.is_empty() { Ok(()) } else { Err(found.join("\n\n").into()) }
    })
}

/// What the engines see differently in the tests of one file.
async fn compare(scenario: &Scenario, kind: BrowserKind) -> Vec<String> {
    let browser = BrowserSetup { kind: Some(kind), ..BrowserSetup::default() };
    let mut found = Vec::new();
    // What calls a callback on its own visits no page, on either engine.
    let visits = |test: &&Test| test.steps.iter().any(|step| !step.kind.is_unit());
    for test in scenario.tests.iter().filter(visits) {
        let mut seen = Vec::new();
        for engine in [EngineKind::Browserless, EngineKind::Browser] {
            // Each visit gets an app of its own, so that what one leaves behind can't be seen by the other.
            let app = App::launch(&scenario.app, &scenario.launch(engine))
                .await
                .unwrap_or_else(|error| panic!("{error}"));
            let limit = scenario.visit.limit.max(LIMIT);
            let conditions = Visit { engine, limit, browser: browser.clone(), ..test.visit(&scenario.visit) };
            seen.push(visit(&app, test, &conditions).await);
            app.shutdown().await;
        }
        let place = format!("{}: {}", scenario.path.file_name().unwrap().display(), test.name);
        match (&seen[0], &seen[1]) {
            (Ok(without), Ok(with)) => {
                // While a dialog is open a browser answers nothing.
                for ((step, without), (_, with)) in
                    without.iter().zip(with).filter(|(_, (_, with))| !with.is_null())
                {
                    let mut differences = Vec::new();
                    differ("", without, with, &mut differences);
                    if !differences.is_empty() {
                        found.push(format!("{place}\n  after {step}:\n    {}", differences.join("\n    ")));
                    }
                }
            }
            (without, with) => {
                for (engine, seen) in [("browserless", without), ("browser", with)] {
                    if let Err(error) = seen {
                        found.push(format!("{place}\n  {engine}: {error}"));
                    }
                }
            }
        }
    }
    found
}

async fn visit(app: &App, test: &Test, visit: &Visit) -> Seen {
    let mut session = Session::open(app.url(), visit).await.map_err(|error| error.to_string())?;
    let mut seen = vec![("the first page".to_owned(), values(&mut session).await?)];
    let mut outcome = Ok(());
    for step in test.steps.iter().filter(|step| !step.kind.is_unit()) {
        outcome =
            step.kind.perform(&mut session).await.map_err(|error| format!("line {}: {error}", step.line));
        if outcome.is_err() {
            break;
        }
        if let StepKind::Action(action) = &step.kind {
            seen.push((action.to_string(), values(&mut session).await?));
        }
    }
    let trace = session.trace();
    session.close().await.map_err(|error| error.to_string())?;
    outcome?;
    seen.push(("everything, the trace".to_owned(), trace.stable()));
    Ok(seen)
}

async fn values(session: &mut Session) -> Result<Value, String> {
    match session.capture(&CaptureSpec::Values).await {
        Ok(Capture::Values(value)) => Ok(value),
        Ok(other) => Err(format!("asked for values, got {other:?}")),
        Err(Error::NotActionable { reason, .. }) if reason.contains("dialog") => Ok(Value::Null),
        Err(error) => Err(error.to_string()),
    }
}

/// The paths at which two values differ.
fn differ(path: &str, without: &Value, with: &Value, differences: &mut Vec<String>) {
    match (without, with) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            for key in keys {
                let path = format!("{path}/{key}");
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) => differ(&path, a, b, differences),
                    (Some(a), None) => differences.push(format!("{path}: browserless {a}, browser nothing")),
                    (None, Some(b)) => differences.push(format!("{path}: browserless nothing, browser {b}")),
                    (None, None) => {}
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                differ(&format!("{path}/{i}"), a, b, differences);
            }
        }
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => {}
        (a, b) if a == b => {}
        (a, b) => differences.push(format!("{path}: browserless {a}, browser {b}")),
    }
}
