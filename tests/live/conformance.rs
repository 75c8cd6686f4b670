//! The browserless engine sends and gets what Chromium sent and got, scenario by scenario.
//!
//! `fixtures/callbacks` holds the scenario apps and what a browser's dash-renderer did with them on several versions of
//! Dash. The version that a Python has says which recording counts: `DASHPROOF_PYTHON`, and those that
//! `DASHPROOF_OTHER_PYTHONS` lists as `PATH` lists folders.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use dashproof::dash::{ComponentId, json};
use dashproof::engine::browserless::Browserless;
use dashproof::engine::{Action, Engine, Locator, Visit};
use dashproof::trace::{Call, CallKind};
use serde::Deserialize;
use serde_json::{Value, json};

const LIMIT: Duration = Duration::from_secs(20);

/// A State is read while its writer is in flight there, so that even a browser differs from run to run.
const MAY_FLIP: [&str; 1] = ["s29_initial_mixed"];

#[derive(Deserialize)]
pub(crate) struct Served {
    dash: String,
    pub(crate) apps: BTreeMap<String, App>,
}

#[derive(Deserialize)]
pub(crate) struct App {
    pub(crate) url: url::Url,
    steps: Vec<Value>,
}

#[derive(Deserialize)]
struct Recording {
    scenarios: BTreeMap<String, Scenario>,
}

#[derive(Deserialize)]
struct Scenario {
    steps: Vec<Step>,
    final_layout: Value,
}

#[derive(Deserialize)]
struct Step {
    requests: Vec<Exchange>,
}

#[derive(Deserialize)]
struct Exchange {
    body: Value,
    status: u16,
}

/// The scenario apps' process; it ends with its standard input.
pub(crate) struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/callbacks")
}

pub(crate) fn serve(python: &Path) -> (Server, Served) {
    let mut child = Command::new(python)
        .arg("serve.py")
        .current_dir(fixtures())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{} does not start: {error}", python.display()));
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("stdout is piped"))
        .read_line(&mut line)
        .expect("stdout is text");
    let server = Server(child);
    let served = serde_json::from_str(&line)
        .unwrap_or_else(|_| panic!("{} has no Dash: it said {line:?}", python.display()));
    (server, served)
}

#[tokio::test]
async fn every_recorded_scenario_is_reproduced() {
    let python = std::env::var_os("DASHPROOF_PYTHON").unwrap_or_else(|| "python3".into());
    reproduce(Path::new(&python)).await;
}

#[tokio::test]
async fn every_recorded_scenario_is_reproduced_on_other_versions_of_dash() {
    let pythons = std::env::var_os("DASHPROOF_OTHER_PYTHONS").expect(
        "DASHPROOF_OTHER_PYTHONS lists Pythons, one for each file of fixtures/callbacks/requirements",
    );
    for python in std::env::split_paths(&pythons) {
        reproduce(&python).await;
    }
}

/// Holds the engine against the recording of the Dash that a Python has.
#[expect(clippy::print_stderr, reason = "a flip is worth telling and no failure")]
async fn reproduce(python: &Path) {
    let (_server, served) = serve(python);
    let recording = fixtures().join(format!("trace-{}.json", served.dash));
    let text = std::fs::read_to_string(&recording)
        .unwrap_or_else(|error| panic!("no recording for Dash {}: {error}", served.dash));
    let recording: Recording = serde_json::from_str(&text).expect("a recording");
    let only = std::env::var("DASHPROOF_SCENARIO").unwrap_or_default();
    let mut failures = Vec::new();
    let mut count = 0;
    for (name, scenario) in recording.scenarios.iter().filter(|(name, _)| name.contains(&only)) {
        count += 1;
        let result = replay(&served.apps[name], scenario).await;
        match result {
            Ok(()) => {}
            Err(difference) if MAY_FLIP.contains(&name.as_str()) => eprintln!("{name} flipped: {difference}"),
            Err(difference) => failures.push(format!("{name}: {difference}")),
        }
    }
    let dash = served.dash;
    assert!(
        failures.is_empty(),
        "Dash {dash}: {} of {count} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Makes the visit and says where it differs first.
async fn replay(app: &App, scenario: &Scenario) -> Result<(), String> {
    let mut engine = Browserless::new(&app.url, &Visit::default()).map_err(|e| e.to_string())?;
    engine.recorder().begin_step("load");
    engine.goto("").await.map_err(|e| e.to_string())?;
    quiet(&mut engine).await?;
    for step in &app.steps {
        engine.recorder().begin_step(step.to_string());
        perform(&mut engine, step, true).await?;
        quiet(&mut engine).await?;
    }
    let trace = engine.recorder().snapshot();
    for (index, recorded) in scenario.steps.iter().enumerate() {
        let calls = trace.calls.iter().filter(|call| call.step == index && call.kind != CallKind::Clientside);
        let mut made: Vec<String> =
            calls.map(|call: &Call| canonical(call.request.as_ref(), call.http_status)).collect();
        let mut wanted: Vec<String> =
            recorded.requests.iter().map(|r| canonical(Some(&r.body), Some(r.status))).collect();
        made.sort();
        wanted.sort();
        if made != wanted {
            let extra: Vec<_> = made.iter().filter(|call| !wanted.contains(call)).collect();
            let missing: Vec<_> = wanted.iter().filter(|call| !made.contains(call)).collect();
            return Err(format!(
                "step {index}: {} calls instead of {}\n  not in the recording: {extra:#?}\n  missing: {missing:#?}",
                made.len(),
                wanted.len()
            ));
        }
    }
    let layout = masked(engine.layout().cloned().unwrap_or_default()).to_string();
    let wanted = masked(scenario.final_layout.clone()).to_string();
    if layout != wanted {
        return Err(format!("final layout\n  made:   {layout}\n  wanted: {wanted}"));
    }
    Ok(())
}

/// The recorder waited after each step until the page was quiet for a while, so that intervals ticked.
async fn quiet(engine: &mut Browserless) -> Result<(), String> {
    engine.settle(LIMIT).await.map_err(|error| error.to_string())?;
    engine.act(&Action::Advance { by: Duration::from_secs(1) }).await.map_err(|error| error.to_string())
}

async fn perform(engine: &mut Browserless, step: &Value, alone: bool) -> Result<(), String> {
    let parts = step.as_array().expect("a step is a list");
    if parts[0].is_array() {
        for part in parts {
            Box::pin(perform(engine, part, false)).await?;
        }
        return Ok(());
    }
    let on = || Locator::Id(ComponentId::parse(parts[1].as_str().expect("an id")).expect("an id"));
    let action = match parts[0].as_str().expect("a verb") {
        "click" => Action::Click { on: on(), point: None },
        "type" => {
            let text = parts[2].as_str().expect("a text");
            Action::Press { on: on(), key: if text == "\n" { "Enter".to_owned() } else { text.to_owned() } }
        }
        "sleep" => {
            let time = Duration::from_secs_f64(parts[1].as_f64().expect("seconds"));
            if !alone {
                return wait(engine, time).await;
            }
            Action::Advance { by: time }
        }
        other => panic!("no such step: {other}"),
    };
    engine.act(&action).await.map_err(|error| error.to_string())
}

/// Lets real time pass, with answers arriving.
async fn wait(engine: &mut Browserless, time: Duration) -> Result<(), String> {
    let end = Instant::now() + time;
    while let Some(left) = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        if !engine.pause(left).await.map_err(|error| error.to_string())? {
            tokio::time::sleep(left).await;
        }
    }
    Ok(())
}

/// A call as text that does not depend on time, or on the order of what changed.
fn canonical(body: Option<&Value>, status: Option<u16>) -> String {
    let mut body = masked(body.cloned().unwrap_or_default());
    for key in ["changedPropIds", "parsedChangedPropsIds"] {
        if let Some(list) = body.get_mut(key).and_then(Value::as_array_mut) {
            list.sort_by_key(ToString::to_string);
        }
    }
    json!([status, body]).to_string()
}

/// Timestamps as 0, addresses without host, keys sorted, numbers as JavaScript has them. Fields that were left are as
/// those that were not: the recorder clicks by a script, which does not move the keyboard as a visitor's click does.
fn masked(value: Value) -> Value {
    const TIMESTAMPS: std::ops::Range<f64> = 1.4e12..3e12;
    match json::normalise(value) {
        Value::Number(n) if n.as_f64().is_some_and(|n| TIMESTAMPS.contains(&n)) => Value::from(0),
        Value::Array(items) => items.into_iter().map(masked).collect(),
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(name, _)| !name.starts_with("n_blur"));
            let sorted: BTreeMap<String, Value> = kept.map(|(k, v)| (k, masked(v))).collect();
            json!(sorted)
        }
        // Each run serves the app on another port.
        Value::String(text) if text.starts_with("http://127.0.0.1:") => {
            Value::from(text.splitn(4, '/').nth(3).unwrap_or_default())
        }
        other => other,
    }
}
