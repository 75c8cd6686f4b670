//! The form of a trace that is equal between runs of the same visit.
//!
//! Grouped by step; the calls of a step, which may run at the same time, are sorted by output. There are no
//! times, no ids of this run and no ports; a cause is told by its output. State is left out: another call may be
//! writing it at the same time, so its value depends on who was faster. Floats are rounded, long data are told
//! by type, length and hash, and timestamps are masked.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Number, Value, json};
use sha2::{Digest, Sha256};

use super::{Call, CallStatus, MessageLevel, Trace};

/// Significant digits of a float; engines and machines agree on these.
const DIGITS: usize = 6;
/// A longer array of plain values is told by its hash.
const LONG_ARRAY: usize = 32;
/// A longer text is told by its hash, in bytes.
const LONG_TEXT: usize = 1000;

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
                "step": text(&step.name),
                "calls": calls.into_iter().map(|(_, told)| told).collect::<Vec<_>>(),
            })
        };
        // What else the console says depends on browser, engine and network.
        let errors = self.messages.iter().filter(|message| message.level == MessageLevel::Error);
        let errors: BTreeSet<String> = errors.map(|message| masked(&message.text)).collect();
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
        let response = call.response.as_ref().filter(|_| call.status == CallStatus::Updated);
        json!({
            "output": call.output,
            "kind": call.kind,
            "changed": changed,
            "cause": self.cause_of(call),
            "status": call.status,
            "inputs": request("inputs"),
            "response": response.and_then(|body| body.get("response")).map_or(Value::Null, normal),
            "side_update": normal(&side_update(call)),
        })
    }
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

/// `[{id, property, value}]` as `{"id.prop": value}`, in the order of the request.
fn props(entries: &Value) -> Value {
    fn collect(entries: &Value, into: &mut Map<String, Value>) {
        match entries {
            Value::Array(entries) => entries.iter().for_each(|entry| collect(entry, into)),
            entry => {
                let id = entry.get("id").and_then(crate::dash::ComponentId::from_value);
                let property = entry.get("property").and_then(Value::as_str);
                if let (Some(id), Some(property)) = (id, property) {
                    into.insert(format!("{id}.{property}"), entry.get("value").map_or(Value::Null, normal));
                }
            }
        }
    }
    let mut into = Map::new();
    collect(entries, &mut into);
    Value::Object(into)
}

/// A value that is equal between runs: keys sorted, floats rounded, long data told by their hash.
fn normal(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(rounded(number)),
        Value::String(text) => self::text(text),
        Value::Array(items) => {
            let plain = items.iter().all(|item| !item.is_array() && !item.is_object());
            let items: Vec<Value> = items.iter().map(normal).collect();
            if items.len() <= LONG_ARRAY || !plain {
                return Value::Array(items);
            }
            let numbers = items.iter().all(|item| item.is_number() || item.is_null());
            let kind = if numbers { "f64" } else { "values" };
            elided(kind, items.len(), Value::Array(items).to_string().as_bytes())
        }
        // Plotly's typed arrays: the type in `dtype`, the data in base64.
        Value::Object(fields) if fields.contains_key("bdata") && fields.contains_key("dtype") => {
            let part = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
            let (dtype, data) = (part("dtype"), part("bdata"));
            let width =
                dtype.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap_or(1).max(1);
            let bytes = data.trim_end_matches('=').len() * 3 / 4;
            elided(&long_name(dtype), bytes / width, data.as_bytes())
        }
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| *key);
            Value::Object(fields.into_iter().map(|(key, value)| (key.clone(), normal(value))).collect())
        }
        other => other.clone(),
    }
}

/// numpy's short name of a type as its long one: `f8` is `f64`.
fn long_name(dtype: &str) -> String {
    let split = dtype.find(|c: char| c.is_ascii_digit()).unwrap_or(dtype.len());
    let (kind, bytes) = dtype.split_at(split);
    bytes.parse::<usize>().map_or_else(|_| dtype.to_owned(), |bytes| format!("{kind}{}", bytes * 8))
}

fn text(text: &str) -> Value {
    if text.len() > LONG_TEXT {
        return Value::String(format!("<text x {} sha={}>", text.len(), sha(text.as_bytes())));
    }
    Value::String(masked(text))
}

fn masked(text: &str) -> String {
    let replace = |text: &str, pattern: Option<&Regex>, with: &str| match pattern {
        Some(pattern) => pattern.replace_all(text, with).into_owned(),
        None => text.to_owned(),
    };
    let text = replace(text, TIMESTAMP.as_ref(), "<timestamp>");
    replace(&text, LOCAL_PORT.as_ref(), "$1:<port>")
}

fn rounded(number: &Number) -> Number {
    let Some(float) = number.as_f64().filter(|_| number.is_f64()) else { return number.clone() };
    let float = format!("{float:.*e}", DIGITS - 1).parse().unwrap_or(float);
    // `2.0` and `2` are one number in JavaScript, so they are one here.
    if float.fract() == 0.0 && float.abs() < 1e15 {
        return Number::from(float as i64);
    }
    Number::from_f64(float).unwrap_or_else(|| number.clone())
}

fn elided(kind: &str, length: usize, data: &[u8]) -> Value {
    Value::String(format!("<array {kind} x {length} sha={}>", sha(data)))
}

fn sha(data: &[u8]) -> String {
    let mut hex = format!("{:x}", Sha256::digest(data));
    hex.truncate(12);
    hex
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
        assert!(text.contains(r#""step":"goto http://127.0.0.1:<port>/""#), "{text}");
        assert!(text.contains(r#""inputs":{"a.x":0.3}"#), "{text}");
    }

    #[test]
    fn long_data_are_told_by_type_length_and_hash() {
        let data: Vec<f64> = (0..1000).map(f64::from).collect();
        let value = normal(&json!({"y": data, "x": {"dtype": "f8", "bdata": "AAAAAAAA8D8AAAAAAAAAQA=="}}));
        assert!(value["y"].as_str().is_some_and(|y| y.starts_with("<array f64 x 1000 sha=")), "{value}");
        assert!(value["x"].as_str().is_some_and(|x| x.starts_with("<array f64 x 2 sha=")), "{value}");
    }

    #[test]
    fn timestamps_are_masked_and_dates_are_data() {
        let value = normal(&json!(["at 2026-11-23T01:02:03.5+01:00", "2026-11-23"]));
        assert_eq!(value, json!(["at <timestamp>", "2026-11-23"]));
    }

    #[test]
    fn a_call_that_a_newer_one_overtook_is_not_told() {
        let mut stale = call("a.x", 0.0, &json!(1));
        stale.status = CallStatus::Stale;
        let with = trace(vec![stale, call("b.x", 1.0, &json!(1))]).stable();
        assert_eq!(with, trace(vec![call("b.x", 1.0, &json!(1))]).stable());
    }
}
