//! The form of a trace that is equal between runs of the same visit.
//!
//! Grouped by step; the calls of a step, which may run at the same time, are sorted by output. There are no
//! times, no ids of this run and no ports; a cause is told by its outputs. State is left out: another call may be
//! writing it at the same time, so its value depends on who was faster. What depends on the clock is masked, and
//! where a browser's screen showed a point is left out; all else is in its normal form.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value, json};

use super::normal::normal;
use super::timeline::first_line;
use super::{Call, CallStatus, MessageLevel, Trace};

/// Dates with a time of day, as ISO 8601 or SQL writes them. A date alone is data.
static TIMESTAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?").ok()
});
static LOCAL_PORT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(localhost|127\.0\.0\.1|\[::1\]):\d+").ok());

impl Trace {
    /// The trace as snapshots keep it. Calls that were overtaken or abandoned depend on who was faster, so
    /// they are left out.
    pub fn stable(&self) -> Value {
        let step = |(index, step): (usize, &super::Step)| {
            let calls = self.calls.iter().filter(|call| {
                call.step == index && !matches!(call.status, CallStatus::Stale | CallStatus::Abandoned)
            });
            let mut calls: Vec<(String, Value)> = calls
                .map(|call| {
                    let told = self.call(call);
                    (format!("{} {}", call.output, told["inputs"]), told)
                })
                .collect();
            calls.sort_by(|(a, _), (b, _)| a.cmp(b));
            json!({
                // Sorts before its calls.
                "action": masked(&step.name),
                "calls": calls.into_iter().map(|(_, told)| told).collect::<Vec<_>>(),
            })
        };
        // What else the console says depends on browser, engine and network, and what follows the first
        // sentence of an error explains it: a stack, the renderer's advice.
        let errors = self.messages.iter().filter(|message| message.level == MessageLevel::Error);
        let errors: BTreeSet<String> = errors.map(|message| masked(headline(&message.text))).collect();
        json!({
            "steps": self.steps.iter().enumerate().map(step).collect::<Vec<_>>(),
            "errors": errors,
        })
    }

    fn call(&self, call: &Call) -> Value {
        let mut changed = call.changed.clone();
        // Two calls that finish together trigger in any order.
        changed.sort();
        let request = |key: &str| {
            let entries = call.request.as_ref().and_then(|request| request.get(key));
            entries.map_or(Value::Null, props)
        };
        let mut causes: Vec<Value> = self.causes_of(call).map(|cause| json!(cause.name())).collect();
        let causes = match causes.len() {
            0 => Value::Null,
            1 => causes.remove(0),
            _ => Value::Array(causes),
        };
        let status = match (&call.status, &call.fault) {
            // What is said of an answer that did not come is up to the client.
            (CallStatus::Failed { .. }, Some(_)) => json!("failed"),
            (status, _) => json!(status),
        };
        let response = call.response.as_ref().filter(|_| call.status == CallStatus::Updated);
        let told = [
            ("output", json!(call.output)),
            ("kind", json!(call.kind)),
            ("changed", json!(changed)),
            ("cause", causes),
            ("status", status),
            ("fault", json!(call.fault)),
            ("inputs", request("inputs")),
            ("response", json!(response.and_then(|body| body.get("response")))),
            ("side_update", side_update(call)),
        ];
        let told = told.into_iter().filter(|(_, part)| !part.is_null());
        let told = told.map(|(name, part)| (name.to_owned(), part)).collect();
        normal(&timeless(&told), &masked)
    }
}

/// What a callback's request says, in the form that is equal between runs.
#[cfg(feature = "browser")]
pub(super) fn request(body: &Value) -> Value {
    let part = |key: &str| body.get(key).map_or(Value::Null, props);
    let mut changed = body.get("changedPropIds").and_then(Value::as_array).cloned().unwrap_or_default();
    changed.sort_by_key(Value::to_string);
    let told = [
        ("outputs", body.get("outputs").cloned().unwrap_or_default()),
        ("changed", Value::Array(changed)),
        ("inputs", part("inputs")),
        ("state", part("state")),
    ];
    let told = told.into_iter().map(|(name, part)| (name.to_owned(), part)).collect();
    normal(&timeless(&told), &masked)
}

/// What a call set besides its outputs, the last value of each prop.
fn side_update(call: &Call) -> Value {
    let mut all = Map::new();
    let bodies = call.partial.iter().map(|partial| &partial.body).chain(&call.response);
    for (id, props) in bodies.filter_map(|body| body.get("sideUpdate")?.as_object()).flatten() {
        let known = all.entry(id.clone()).or_insert_with(|| json!({}));
        if let (Value::Object(known), Value::Object(props)) = (known, props) {
            known.extend(props.clone());
        }
    }
    if all.is_empty() { Value::Null } else { Value::Object(all) }
}

/// `[{id, property, value}]` as `{"id.prop": value}`.
fn props(entries: &Value) -> Value {
    fn collect(entries: &Value, into: &mut Map<String, Value>) {
        match entries {
            Value::Array(entries) => entries.iter().for_each(|entry| collect(entry, into)),
            entry => {
                let id = entry.get("id").and_then(crate::dash::ComponentId::from_value);
                let property = entry.get("property").and_then(Value::as_str);
                if let (Some(id), Some(property)) = (id, property) {
                    into.insert(format!("{id}.{property}"), entry["value"].clone());
                }
            }
        }
    }
    let mut into = Map::new();
    collect(entries, &mut into);
    Value::Object(into)
}

/// A value without what the clock says, and without where on its screen a browser showed a point.
fn timeless(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            // plotly writes both into the axes of a figure that it ranges.
            let ranged = fields.get("autorange").is_some_and(Value::is_boolean);
            let kept = fields.iter().filter(|(name, value)| !of_the_screen(name, value));
            kept.map(|(name, value)| {
                let of_the_clock = of_the_clock(name) && value.as_f64().is_some_and(|at| at > 0.0);
                let told = match () {
                    () if of_the_clock => json!("<timestamp>"),
                    () if of_the_pointer(name, value) || (ranged && name == "range") => json!("<dragged>"),
                    () => timeless(value),
                };
                (name.clone(), told)
            })
            .collect()
        }
        Value::Array(items) => items.iter().map(timeless).collect(),
        other => other.clone(),
    }
}

/// Names under which Dash's components report Unix times.
fn of_the_clock(name: &str) -> bool {
    matches!(name, "timestamp" | "last_modified") || name.ends_with("_timestamp")
}

/// Where in the window a point stands, in the events of plotly.js.
fn of_the_screen(name: &str, value: &Value) -> bool {
    match name {
        "bbox" => value.is_object(),
        "xPixel" | "yPixel" => value.is_number(),
        _ => false,
    }
}

/// From where to where a pointer was dragged, in the events of plotly.js: a browser's pointer stands on whole px, so
/// the ends of a range are not quite those that were asked for.
fn of_the_pointer(name: &str, value: &Value) -> bool {
    match name {
        "range" | "lassoPoints" => value.is_object(),
        "selections" => value.as_array().is_some_and(|drawn| !drawn.is_empty()),
        name => name.ends_with(".range[0]") || name.ends_with(".range[1]"),
    }
}

fn headline(text: &str) -> &str {
    let line = first_line(text);
    line.split_once(". ").map_or(line, |(first, _)| first)
}

fn masked(text: &str) -> String {
    let replace = |text: &str, pattern: Option<&Regex>, with: &str| match pattern {
        Some(pattern) => pattern.replace_all(text, with).into_owned(),
        None => text.to_owned(),
    };
    let text = replace(text, TIMESTAMP.as_ref(), "<timestamp>");
    replace(&text, LOCAL_PORT.as_ref(), "$1:<port>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{CallKind, Step};

    fn call(output: &str, start: f64, response: &Value) -> Call {
        let request = json!({"output": output, "changedPropIds": ["b.x", "a.x"],
            "inputs": [{"id": "a", "property": "x", "value": 0.1 + 0.2}]});
        let mut call = Call::begin(CallKind::Server, start, request);
        call.response = Some(json!({"multi": true, "response": {"o": {"p": response}}}));
        call.finish(start + 7.5, CallStatus::Updated);
        call
    }

    fn trace(calls: Vec<Call>) -> Trace {
        let steps = vec![Step { name: "goto http://127.0.0.1:8051/".to_owned(), start: 0.0, end: None }];
        Trace { steps, calls, ..Trace::default() }
    }

    #[test]
    fn order_and_times_of_concurrent_calls_do_not_matter() {
        let one = trace(vec![call("a.x", 0.0, &json!(1)), call("b.x", 1.0, &json!(2))]);
        let other = trace(vec![call("b.x", 0.5, &json!(2.0)), call("a.x", 3.0, &json!(1))]);
        assert_eq!(one.stable(), other.stable());
        let text = one.stable().to_string();
        assert!(text.contains(r#""action":"goto http://127.0.0.1:<port>/""#), "{text}");
        assert!(text.contains(r#""inputs":{"a.x":0.3}"#), "{text}");
    }

    #[test]
    fn timestamps_are_masked_and_dates_are_data() {
        assert_eq!(masked("at 2026-11-23T01:02:03.5+01:00"), "at <timestamp>");
        assert_eq!(masked("2026-11-23"), "2026-11-23");
        let told = json!({"n_clicks_timestamp": 1_800_000_000_000_i64, "b.n_clicks_timestamp": -1});
        assert_eq!(timeless(&told), json!({"n_clicks_timestamp": "<timestamp>", "b.n_clicks_timestamp": -1}));
    }

    #[test]
    fn where_a_point_was_on_the_screen_is_left_out_and_an_areas_bounds_are_data() {
        let point = json!({"x": 1, "bbox": {"x0": 5.5}, "xPixel": 3.5});
        assert_eq!(timeless(&json!({"points": [point]})), json!({"points": [{"x": 1}]}));
        let area = json!({"bbox": [1, 2, 3, 4]});
        assert_eq!(timeless(&area), area);
    }

    #[test]
    fn the_range_that_a_drag_left_in_an_axis_is_left_out() {
        let axis = json!({"autorange": false, "range": [0.5, 1]});
        assert_eq!(timeless(&axis), json!({"autorange": false, "range": "<dragged>"}));
        let given = json!({"range": [0.5, 1]});
        assert_eq!(timeless(&given), given);
    }

    #[test]
    fn a_call_that_a_newer_one_overtook_is_not_told() {
        let mut stale = call("a.x", 0.0, &json!(1));
        stale.status = CallStatus::Stale;
        let with = trace(vec![stale, call("b.x", 1.0, &json!(1))]).stable();
        assert_eq!(with, trace(vec![call("b.x", 1.0, &json!(1))]).stable());
    }
}
