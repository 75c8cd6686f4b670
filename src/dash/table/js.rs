//! Values as JavaScript compares and converts them.

use std::cmp::Ordering;

use serde_json::Value;

use crate::dash::json::number_text;

/// JavaScript's `Number(text)` (ECMAScript section 7.1.4.1); NaN for no number.
fn number_of_text(text: &str) -> f64 {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let radix = |digits: &str, radix| u64::from_str_radix(digits, radix).map_or(f64::NAN, |n| n as f64);
    match text.get(..2).map(str::to_ascii_lowercase).as_deref() {
        _ if text.is_empty() => 0.0,
        Some("0x") => radix(&text[2..], 16),
        Some("0o") => radix(&text[2..], 8),
        Some("0b") => radix(&text[2..], 2),
        _ if text.trim_start_matches(['+', '-']) == "Infinity" => {
            if text.starts_with('-') {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            }
        }
        // Rust also reads `inf` and `nan`.
        _ if text.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c)) => {
            text.parse().unwrap_or(f64::NAN)
        }
        _ => f64::NAN,
    }
}

/// JavaScript's `Number(value)`.
fn number(value: Option<&Value>) -> f64 {
    match value {
        None => f64::NAN,
        Some(Value::Null) => 0.0,
        Some(Value::Bool(flag)) => f64::from(u8::from(*flag)),
        Some(Value::Number(number)) => number.as_f64().unwrap_or(f64::NAN),
        Some(Value::String(text)) => number_of_text(text),
        Some(composite) => number_of_text(&text(composite)),
    }
}

/// The number that a value is or spells: a blank text spells none (the package `fast-isnumeric`).
pub(super) fn numeric(value: Option<&Value>) -> Option<f64> {
    let spelled = match value? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) if !text.trim().is_empty() => number_of_text(text),
        _ => return None,
    };
    spelled.is_finite().then_some(spelled)
}

/// JavaScript's `value.toString()`.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.as_f64().map(number_text).unwrap_or_default(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let item = |item: &Value| if item.is_null() { String::new() } else { text(item) };
            items.iter().map(item).collect::<Vec<_>>().join(",")
        }
        Value::Object(_) => "[object Object]".to_owned(),
    }
}

/// How two values compare by `<` and `>` (ECMAScript section 7.2.13); `None` when both say no.
pub(super) fn compare(a: Option<&Value>, b: Option<&Value>) -> Option<Ordering> {
    match (a, b) {
        (Some(Value::String(a)), Some(Value::String(b))) => Some(compare_texts(a, b)),
        _ => number(a).partial_cmp(&number(b)),
    }
}

/// Texts by their UTF-16 code units.
pub(super) fn compare_texts(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// JavaScript's `a === b`; the same object is not told from an equal one.
pub(super) fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(Value::Number(a)), Some(Value::Number(b))) => a.as_f64() == b.as_f64(),
        (a, b) => a == b,
    }
}

/// Whether a value is null or `undefined`.
pub(super) fn is_nil(value: Option<&Value>) -> bool {
    value.is_none_or(Value::is_null)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_that_spell_a_number_are_numeric() {
        for (value, expected) in [
            (json!("12"), Some(12.0)),
            (json!(" 1e3 "), Some(1000.0)),
            (json!("0x1F"), Some(31.0)),
            (json!(".5"), Some(0.5)),
            (json!(""), None),
            (json!("  "), None),
            (json!("inf"), None),
            (json!("12 kg"), None),
            (json!(true), None),
            (json!(null), None),
        ] {
            assert_eq!(numeric(Some(&value)), expected, "{value}");
        }
    }

    #[test]
    fn a_text_and_a_number_compare_as_numbers() {
        assert_eq!(compare(Some(&json!("10")), Some(&json!(9))), Some(Ordering::Greater));
        assert_eq!(compare(Some(&json!("10")), Some(&json!("9"))), Some(Ordering::Less));
        assert_eq!(compare(Some(&json!("x")), Some(&json!(9))), None);
        assert_eq!(compare(None, Some(&json!(9))), None);
    }
}
