//! Options of dropdowns, checklists and alike, in each of the forms that Dash takes.

use serde_json::Value;

use super::element::{Content, Element};
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
    /// What its tooltip says.
    pub(super) title: Option<String>,
    /// What it can be found by besides.
    search: String,
}

impl Choice {
    /// Whether its label is a component.
    pub(super) fn is_drawn(&self) -> bool {
        self.label.iter().any(|content| matches!(content, Content::Element(_)))
    }

    /// The label as Dash 4 shows it: a text in an element of its own.
    pub(super) fn shown(&self) -> Vec<Content> {
        if self.is_drawn() {
            return self.label.clone();
        }
        vec![
            Element::new("span")
                .attr_opt("title", self.title.clone())
                .children(self.label.iter().cloned())
                .into(),
        ]
    }

    /// The texts that are searched: labels are not where one of them is a component.
    pub(super) fn searched(&self, drawn: bool) -> [String; 3] {
        let label = if drawn { String::new() } else { self.label.iter().map(Content::plain).collect() };
        [text(&self.value), label, self.search.clone()]
    }

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
                title: None,
                search: String::new(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn choice(view: &View<'_>, index: usize, item: &Value) -> Option<Choice> {
    let plain = |value: &Value| vec![Content::text(text(value))];
    match item {
        Value::Object(map) => {
            let value = map.get("value")?.clone();
            let said = |name: &str| map.get(name).and_then(Value::as_str).map(str::to_owned);
            Some(Choice {
                label: match map.get("label").filter(|label| !label.is_null()) {
                    Some(label) => view.at(label, &format!("options/{index}/label")),
                    None => plain(&value),
                },
                disabled: map.get("disabled").and_then(Value::as_bool).unwrap_or(false),
                title: said("title"),
                search: said("search").unwrap_or_default(),
                value,
            })
        }
        Value::Array(_) | Value::Null => None,
        scalar => Some(Choice {
            value: scalar.clone(),
            label: plain(scalar),
            disabled: false,
            title: None,
            search: String::new(),
        }),
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
