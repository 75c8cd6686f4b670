//! Plain text of values and components, as a visitor reads it.

use serde_json::{Number, Value};

use crate::dash::Component;

/// The text of a label: a scalar as JavaScript writes it, a component by its children.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) => String::new(),
        Value::Number(number) => number_text(number),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect(),
        Value::Object(_) => {
            Component::of(value).and_then(|c| c.prop("children")).map(text_of).unwrap_or_default()
        }
    }
}

/// JavaScript's `String(value)` of a scalar; a label otherwise.
pub(super) fn scalar_text(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        other => text_of(other),
    }
}

/// A number without a needless fraction: JavaScript knows no `1.0`.
fn number_text(number: &Number) -> String {
    number.as_f64().filter(|_| number.is_f64()).map_or_else(|| number.to_string(), |float| float.to_string())
}

/// A number as JSON writes it after JavaScript: an integer where it is one.
pub(super) fn number(value: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= EXACT { Value::from(value as i64) } else { Value::from(value) }
}
