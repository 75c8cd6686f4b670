//! Options of dropdowns, checklists and alike, in each of the forms that Dash takes.

use serde_json::Value;

use super::element::Content;
use super::number;
use super::view::View;

/// One option.
pub(super) struct Choice {
    /// What it stands for.
    pub(super) value: Value,
    /// What a visitor sees.
    pub(super) label: Vec<Content>,
    /// Whether it can't be chosen.
    pub(super) disabled: bool,
}

impl Choice {
    /// Whether it is `value`, or one of a list `value`.
    pub(super) fn is_in(&self, value: Option<&Value>) -> bool {
        match value {
            Some(Value::Array(values)) => values.iter().any(|value| same(value, &self.value)),
            Some(value) => same(value, &self.value),
            None => false,
        }
    }
}

/// The options of a component: a list of scalars, a list of `{label, value}`, or a map from value to label.
pub(super) fn choices(view: &View<'_>) -> Vec<Choice> {
    match view.prop("options") {
        Some(Value::Array(items)) => {
            items.iter().enumerate().filter_map(|(index, item)| choice(view, index, item)).collect()
        }
        Some(Value::Object(map)) => map
            .iter()
            .map(|(value, label)| Choice {
                value: value.as_str().into(),
                label: view.at(label, &format!("options/{}", value.replace('~', "~0").replace('/', "~1"))),
                disabled: false,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn choice(view: &View<'_>, index: usize, item: &Value) -> Option<Choice> {
    match item {
        Value::Object(map) => {
            let value = map.get("value")?.clone();
            let label = map.get("label").unwrap_or(&Value::Null);
            let disabled = map.get("disabled").and_then(Value::as_bool).unwrap_or(false);
            Some(Choice { value, label: view.at(label, &format!("options/{index}/label")), disabled })
        }
        Value::Array(_) | Value::Null => None,
        scalar => {
            Some(Choice { value: scalar.clone(), label: vec![Content::text(text(scalar))], disabled: false })
        }
    }
}

/// A scalar as JavaScript's `String(value)`.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(value) => number::js(value),
        Value::Bool(on) => on.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

/// Equality in JavaScript: `1` is `1.0`.
fn same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}
