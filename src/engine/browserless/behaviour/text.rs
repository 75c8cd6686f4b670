//! Plain text of values and components, as a visitor reads it.

use serde_json::Value;

use crate::dash::Component;
use crate::dash::json::{normalise, number_text};

/// The text of a label: a scalar as JavaScript writes it, a component by its children.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) => String::new(),
        Value::Number(number) => number.as_f64().map(number_text).unwrap_or_default(),
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

/// A number as JSON has it after JavaScript: an integer where it is one.
pub(super) fn number(value: f64) -> Value {
    normalise(Value::from(value))
}
