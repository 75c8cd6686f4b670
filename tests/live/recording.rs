//! What a visit to each scenario app asked of the app, step by step, and the layout that it left.

use std::collections::BTreeMap;
use std::path::PathBuf;

use dashproof::Trace;
use dashproof::dash::json;
use dashproof::trace::{CallKind, MessageLevel};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The visits that a browser made on one version of Dash.
#[derive(Serialize, Deserialize)]
pub(crate) struct Recording {
    dash: String,
    /// What made it, where it was noted.
    chromium: Option<String>,
    pub(crate) scenarios: BTreeMap<String, Visited>,
}

/// One visit.
#[derive(Serialize, Deserialize)]
pub(crate) struct Visited {
    steps: Vec<Step>,
    final_layout: Value,
    n_console_errors: usize,
}

/// The page load, or what the visitor did.
#[derive(Serialize, Deserialize)]
struct Step {
    step: Value,
    requests: Vec<Exchange>,
}

/// A callback that ran on the server; a background one counts once, however often it was polled.
#[derive(Serialize, Deserialize)]
struct Exchange {
    body: Value,
    /// The HTTP status; none over a WebSocket.
    status: Option<u16>,
    response: Option<Value>,
}

impl Recording {
    fn path(dash: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/callbacks/trace-{dash}.json"))
    }

    /// The recording of a version of Dash.
    pub(crate) fn load(dash: &str) -> Result<Self, String> {
        let text = std::fs::read_to_string(Self::path(dash))
            .map_err(|error| format!("no recording for Dash {dash}: {error}"))?;
        serde_json::from_str(&text).map_err(|error| format!("the recording for Dash {dash}: {error}"))
    }

    /// An empty one.
    pub(crate) fn new(dash: &str) -> Self {
        Self { dash: dash.to_owned(), chromium: None, scenarios: BTreeMap::new() }
    }

    pub(crate) fn save(&self) {
        let scenarios: Vec<String> = self
            .scenarios
            .iter()
            .map(|(key, visited)| format!("{}: {}", json!(key), json!(visited)))
            .collect();
        // A line for each scenario, so that a change shows where it is.
        let text = format!(
            "{{\"dash\": {}, \"chromium\": {}, \"scenarios\": {{\n{}\n}}}}\n",
            json!(self.dash),
            json!(self.chromium),
            scenarios.join(",\n")
        );
        std::fs::write(Self::path(&self.dash), text).expect("fixtures are writable");
    }
}

impl Visited {
    /// A visit by its trace, whose first step is the page load, and the layout at its end.
    pub(crate) fn new(trace: &Trace, final_layout: Value) -> Self {
        let mut steps: Vec<Step> = trace
            .steps
            .iter()
            .map(|step| Step {
                step: serde_json::from_str(&step.name).unwrap_or_else(|_| json!([step.name])),
                requests: Vec::new(),
            })
            .collect();
        for call in trace.calls.iter().filter(|call| call.kind != CallKind::Clientside) {
            steps[call.step].requests.push(Exchange {
                body: call.request.clone().unwrap_or_default(),
                status: call.http_status,
                response: call.response.clone(),
            });
        }
        let errors = trace.messages.iter().filter(|message| message.level == MessageLevel::Error);
        Self { steps, final_layout, n_console_errors: errors.count() }
    }

    /// Where this visit differs first from the recorded one.
    pub(crate) fn differs_from(&self, recorded: &Self) -> Result<(), String> {
        for (index, (made, recorded)) in self.steps.iter().zip(&recorded.steps).enumerate() {
            let sorted = |step: &Step| {
                let mut calls: Vec<String> = step.requests.iter().map(Exchange::canonical).collect();
                calls.sort();
                calls
            };
            let (calls, wanted) = (sorted(made), sorted(recorded));
            if calls != wanted {
                let extra: Vec<_> = calls.iter().filter(|call| !wanted.contains(call)).collect();
                let missing: Vec<_> = wanted.iter().filter(|call| !calls.contains(call)).collect();
                return Err(format!(
                    "step {index} {}: {} calls instead of {}\n  not in the recording: {extra:#?}\n  missing: {missing:#?}",
                    made.step,
                    calls.len(),
                    wanted.len()
                ));
            }
        }
        let layout = masked(self.final_layout.clone()).to_string();
        let wanted = masked(recorded.final_layout.clone()).to_string();
        if layout != wanted {
            return Err(format!("final layout\n  made:   {layout}\n  wanted: {wanted}"));
        }
        if self.steps.len() != recorded.steps.len() {
            return Err(format!("{} steps instead of {}", self.steps.len(), recorded.steps.len()));
        }
        Ok(())
    }
}

impl Exchange {
    /// The call as text that does not depend on time, or on the order of what changed.
    fn canonical(&self) -> String {
        let mut body = masked(self.body.clone());
        for key in ["changedPropIds", "parsedChangedPropsIds"] {
            if let Some(list) = body.get_mut(key).and_then(Value::as_array_mut) {
                list.sort_by_key(ToString::to_string);
            }
        }
        json!([self.status, body]).to_string()
    }
}

/// Timestamps as 0, addresses without host, keys sorted, numbers as JavaScript has them. Fields that were left are as
/// those that were not: some clicks were made by a script, which does not move the keyboard as a visitor's click does.
fn masked(value: Value) -> Value {
    // In milliseconds, and the seconds that files have.
    let is_time = |n: f64| (1.4e12..3e12).contains(&n) || (1.4e9..3e9).contains(&n);
    match json::normalise(value) {
        Value::Number(n) if n.as_f64().is_some_and(is_time) => Value::from(0),
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
