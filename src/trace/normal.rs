//! The form of JSON values that is equal between runs, engines and machines, and that a person can review.

use std::collections::BTreeMap;

use serde_json::{Number, Value};
use sha2::{Digest, Sha256};

/// Significant digits of a float; engines and machines agree on these.
const DIGITS: usize = 6;
/// A longer array of plain values is told by its hash.
const LONG_ARRAY: usize = 32;
/// A longer text is told by its hash, in bytes: base64 data, mostly.
const LONG_TEXT: usize = 1000;

/// A value with sorted keys, rounded floats, and long data told by type, length and hash; so is a figure's
/// template, which is the same in every figure. Each shorter text is handed to `text`.
pub(crate) fn normal(value: &Value, text: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::Number(number) => Value::Number(rounded(number)),
        Value::String(long) if long.len() > LONG_TEXT => {
            Value::String(format!("<text x {} sha={}>", long.len(), sha(long)))
        }
        Value::String(short) => Value::String(text(short)),
        Value::Array(items) => {
            let plain = items.iter().all(|item| !item.is_array() && !item.is_object());
            let items: Vec<Value> = items.iter().map(|item| normal(item, text)).collect();
            if items.len() <= LONG_ARRAY || !plain {
                return Value::Array(items);
            }
            let numbers = items.iter().all(|item| item.is_number() || item.is_null());
            let kind = if numbers { "f64" } else { "values" };
            elided(kind, items.len(), &Value::Array(items).to_string())
        }
        // Plotly's typed arrays: the type in `dtype`, the data in base64.
        Value::Object(fields) if fields.contains_key("bdata") && fields.contains_key("dtype") => {
            let part = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
            let (dtype, data) = (part("dtype"), part("bdata"));
            let width =
                dtype.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap_or(1).max(1);
            let bytes = data.trim_end_matches('=').len() * 3 / 4;
            elided(&long_name(dtype), bytes / width, data)
        }
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, &Value> = fields.iter().collect();
            sorted
                .into_iter()
                .map(|(name, value)| {
                    let value = normal(value, text);
                    let template = name == "template" && value.is_object();
                    let told = || Value::String(format!("<template sha={}>", sha(&value.to_string())));
                    (name.clone(), if template { told() } else { value })
                })
                .collect()
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

fn rounded(number: &Number) -> Number {
    let Some(float) = number.as_f64().filter(|_| number.is_f64()) else { return number.clone() };
    let float = format!("{float:.*e}", DIGITS - 1).parse().unwrap_or(float);
    // `2.0` and `2` are one number in JavaScript, so they are one here.
    if float.fract() == 0.0 && float.abs() < 1e15 {
        return Number::from(float as i64);
    }
    Number::from_f64(float).unwrap_or_else(|| number.clone())
}

fn elided(kind: &str, length: usize, data: &str) -> Value {
    Value::String(format!("<array {kind} x {length} sha={}>", sha(data)))
}

fn sha(data: &str) -> String {
    let mut hex = format!("{:x}", Sha256::digest(data));
    hex.truncate(12);
    hex
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(value: &Value) -> String {
        normal(value, &str::to_owned).to_string()
    }

    #[test]
    fn keys_are_sorted_and_floats_rounded() {
        let value = json!({"b": 0.1 + 0.2, "a": [2.0, 1e300, 1234.56789, -0.000_012_345_678]});
        assert_eq!(told(&value), r#"{"a":[2,1e+300,1234.57,-0.0000123457],"b":0.3}"#);
    }

    #[test]
    fn long_data_are_told_by_a_hash_that_sees_every_change() {
        let mut data: Vec<f64> = (0..1000).map(f64::from).collect();
        let before = told(&json!(data));
        assert!(before.starts_with("\"<array f64 x 1000 sha="), "{before}");
        data[999] = 0.5;
        assert_ne!(told(&json!(data)), before);
    }

    #[test]
    fn a_typed_array_is_told_by_its_type_and_length() {
        let typed = told(&json!({"dtype": "f8", "bdata": "AAAAAAAA8D8AAAAAAAAAQA=="}));
        assert!(typed.starts_with("\"<array f64 x 2 sha="), "{typed}");
    }

    #[test]
    fn a_figure_keeps_its_data_and_not_its_template() {
        let figure = json!({"data": [{"y": [1, 2]}], "layout": {"template": {"layout": {"font": {}}}}});
        let text = told(&figure);
        assert!(text.contains("<template sha=") && text.contains("\"y\":[1,2]"), "{text}");
    }
}
