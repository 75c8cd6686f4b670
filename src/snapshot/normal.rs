//! The form in which captures are approved: keys sorted, floats rounded, long data told by its hash.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use regex::Regex;
use serde_json::{Map, Number, Value};
use sha2::{Digest, Sha256};

use crate::trace::Trace;

/// Significant digits of a float; engines and machines agree on these.
const DIGITS: i32 = 6;
/// A longer array of plain values is told by its hash.
const LONG_ARRAY: usize = 100;
/// A longer text is told by its hash, in bytes: base64 data, mostly.
const LONG_TEXT: usize = 1000;

/// JSON values in their normal form; what a pattern matches is replaced by `<redacted>`.
pub fn values(value: &Value, redact: &[Regex]) -> String {
    pretty(&normal(value, redact))
}

/// Figures in their normal form: as [`values`], and the template, which is the same in each, by its hash.
pub fn figures(value: &Value, redact: &[Regex]) -> String {
    let mut value = value.clone();
    shorten_templates(&mut value);
    values(&value, redact)
}

/// A trace in the form that is stable between runs.
pub fn trace(trace: &Trace) -> String {
    pretty(&normal(&trace.stable(), &[]))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

fn normal(value: &Value, redact: &[Regex]) -> Value {
    match value {
        Value::Number(number) => Value::Number(rounded(number)),
        Value::String(text) if text.len() > LONG_TEXT => {
            digest(&format!("{} bytes", text.len()), text.as_bytes())
        }
        Value::String(text) => {
            let redacted = redact
                .iter()
                .fold(text.clone(), |text, pattern| pattern.replace_all(&text, "<redacted>").into_owned());
            Value::String(redacted)
        }
        Value::Array(items) => {
            let items: Vec<Value> = items.iter().map(|item| normal(item, redact)).collect();
            if items.len() > LONG_ARRAY && items.iter().all(|item| !item.is_array() && !item.is_object()) {
                let count = items.len();
                return digest(&format!("{count} values"), Value::Array(items).to_string().as_bytes());
            }
            Value::Array(items)
        }
        Value::Object(map) => {
            let sorted: BTreeMap<&String, &Value> = map.iter().collect();
            sorted
                .into_iter()
                .map(|(key, value)| (key.clone(), normal(value, redact)))
                .collect::<Map<_, _>>()
                .into()
        }
        other => other.clone(),
    }
}

fn rounded(number: &Number) -> Number {
    let Some(float) = number.as_f64().filter(|_| number.is_f64()) else { return number.clone() };
    let text = format!("{float:.*e}", DIGITS as usize - 1);
    match text.parse::<f64>() {
        // `2.0` and `2` are one number in JavaScript, so they are one here.
        Ok(float) if float.fract() == 0.0 && float.abs() < 1e15 => Number::from(float as i64),
        Ok(float) => Number::from_f64(float).unwrap_or_else(|| number.clone()),
        Err(_) => number.clone(),
    }
}

fn digest(what: &str, bytes: &[u8]) -> Value {
    let mut hex = String::new();
    for byte in Sha256::digest(bytes).iter().take(8) {
        // Writing to a String can't fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Value::String(format!("<{what}, sha256 {hex}…>"))
}

fn shorten_templates(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, child) in map {
                if key == "template" && child.is_object() {
                    *child = digest("template", normal(child, &[]).to_string().as_bytes());
                } else {
                    shorten_templates(child);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shorten_templates),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_and_floats_rounded() {
        let value = json!({"b": 0.1 + 0.2, "a": [2.0, 1e300, 1234.56789, -0.000_012_345_678]});
        let text = values(&value, &[]);
        assert_eq!(
            text.split_whitespace().collect::<String>(),
            r#"{"a":[2,1e+300,1234.57,-0.0000123457],"b":0.3}"#
        );
    }

    #[test]
    fn long_data_are_told_by_a_hash_that_sees_every_change() {
        let mut data: Vec<f64> = (0..1000).map(f64::from).collect();
        let before = values(&json!(data), &[]);
        assert!(before.starts_with("\"<1000 values, sha256 "), "{before}");
        data[999] = 0.5;
        assert_ne!(values(&json!(data), &[]), before);
    }

    #[test]
    fn a_figure_keeps_its_data_and_not_its_template() {
        let figure = json!({"data": [{"y": [1, 2]}], "layout": {"template": {"layout": {"font": {}}}}});
        let text = figures(&figure, &[]);
        assert!(text.contains("<template, sha256") && text.contains("\"y\""), "{text}");
    }

    #[test]
    fn what_a_pattern_matches_is_redacted() {
        let clock = Regex::new(r"\d\d:\d\d").unwrap();
        assert!(values(&json!("at 12:34"), &[clock]).contains("at <redacted>"));
    }
}
