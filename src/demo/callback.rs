//! A callback: its entry in `_dash-dependencies`, its function, and the answer's wire form.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// `(id, property)`; a pattern id is JSON with sorted keys and wildcards as one-element arrays.
pub(super) type Dependency = (&'static str, &'static str);

/// One callback of the dashboard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Callback {
    pub(super) outputs: &'static [Dependency],
    pub(super) inputs: &'static [Dependency],
    pub(super) state: &'static [Dependency],
    pub(super) prevent_initial_call: bool,
    pub(super) run: Run,
}

/// Where and how a callback runs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Run {
    /// At once, on the server.
    Server(fn(Request<'_>) -> Answer),
    /// In the page: a JavaScript function's source.
    Clientside(&'static str),
    /// As a job that the page polls.
    Background {
        /// Between two polls.
        interval: Duration,
        /// Props while it runs, and after.
        running: &'static [(&'static str, bool, bool)],
    },
}

/// What a callback returns.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    /// One value for each output, in order.
    Update(Vec<Value>),
    /// `PreventUpdate`.
    Nothing,
}

impl Callback {
    /// The callback's identity (output grammar, protocol section 1.5).
    pub(super) fn output(&self) -> String {
        match self.outputs {
            [(id, property)] => format!("{id}.{property}"),
            many => {
                let inner: Vec<String> = many.iter().map(|(id, p)| format!("{id}.{p}")).collect();
                format!("..{}..", inner.join("..."))
            }
        }
    }

    /// The entry in `_dash-dependencies`.
    pub(super) fn dependency(&self) -> Value {
        let list = |dependencies: &[Dependency]| -> Value {
            dependencies.iter().map(|(id, property)| json!({"id": id, "property": property})).collect()
        };
        let (mut clientside, mut background, mut running) = (Value::Null, Value::Null, None);
        match self.run {
            Run::Server(_) => {}
            Run::Clientside(source) => {
                clientside = json!({
                    "namespace": "_dashprivate_clientside_funcs", "function_name": function_name(source),
                });
            }
            Run::Background { interval, running: props } => {
                background = json!({"interval": interval.as_millis() as u64});
                let side = |pick: fn(&(&str, bool, bool)) -> bool| -> Map<String, Value> {
                    props.iter().map(|entry| (entry.0.to_owned(), pick(entry).into())).collect()
                };
                running = Some(json!({"running": side(|e| e.1), "runningOff": side(|e| e.2)}));
            }
        }
        let mut entry = json!({
            "output": self.output(), "inputs": list(self.inputs), "state": list(self.state),
            "clientside_function": clientside, "prevent_initial_call": self.prevent_initial_call,
            "background": background, "dynamic_creator": false, "no_output": false, "optional": false,
            "hidden": false, "websocket": false, "persistent": false,
        });
        if let (Some(running), Some(entry)) = (running, entry.as_object_mut()) {
            entry.insert("running".to_owned(), running);
        }
        entry
    }
}

/// A clientside function is known by the SHA-256 of its source (protocol section 1.3).
pub(super) fn function_name(source: &str) -> String {
    Sha256::digest(source).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The body of a call (protocol section 1.6).
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a>(pub(super) &'a Value);

impl<'a> Request<'a> {
    /// The callback's identity.
    pub(super) fn output(self) -> &'a str {
        self.0.get("output").and_then(Value::as_str).unwrap_or_default()
    }

    /// The value of an input or state that is one component's; null when absent.
    pub(super) fn value(self, id: &str, property: &str) -> &'a Value {
        self.entries()
            .find(|entry| {
                entry.get("id") == Some(&id.into()) && entry.get("property") == Some(&property.into())
            })
            .and_then(|entry| entry.get("value"))
            .unwrap_or(&Value::Null)
    }

    /// The values of the first input, when it is an `ALL` or `MATCH` pattern.
    pub(super) fn pattern_values(self) -> Vec<&'a Value> {
        let input = self.0.get("inputs").and_then(|inputs| inputs.get(0)).unwrap_or(&Value::Null);
        let entries = input.as_array().map_or_else(|| vec![input], |list| list.iter().collect());
        entries.into_iter().map(|entry| entry.get("value").unwrap_or(&Value::Null)).collect()
    }

    /// Whether `id.property` made it run.
    pub(super) fn was_triggered_by(self, changed: &str) -> bool {
        self.0
            .get("changedPropIds")
            .and_then(Value::as_array)
            .is_some_and(|ids| ids.iter().any(|id| id.as_str() == Some(changed)))
    }

    fn entries(self) -> impl Iterator<Item = &'a Value> {
        ["inputs", "state"].into_iter().filter_map(move |key| self.0.get(key)?.as_array()).flatten()
    }
}

/// The body of an answer (protocol section 1.7): each value under the id that the request names.
pub(super) fn response(request: Request<'_>, values: Vec<Value>) -> Value {
    let outputs = match request.0.get("outputs") {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let mut by_id: Map<String, Value> = Map::new();
    for (output, value) in outputs.into_iter().zip(values) {
        let id = match output.get("id") {
            Some(Value::String(id)) => id.clone(),
            Some(pattern) => pattern.to_string(),
            None => continue,
        };
        let property = output.get("property").and_then(Value::as_str).unwrap_or_default();
        let props = by_id.entry(id).or_insert_with(|| json!({}));
        if let Some(props) = props.as_object_mut() {
            props.insert(property.to_owned(), value);
        }
    }
    json!({"multi": true, "response": by_id})
}
