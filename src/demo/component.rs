//! Components as `_dash-layout` sends them (protocol section 1.4).

use serde_json::{Map, Value, json};

/// A `dash.html` element. Like Python's, it carries `children: null` when it has none.
pub(super) fn html(kind: &str, props: Value, children: impl Into<Value>) -> Value {
    let mut all = Map::from_iter([("children".to_owned(), children.into())]);
    all.extend(into_map(props));
    json!({"props": all, "type": kind, "namespace": "dash_html_components"})
}

/// A `dash.dcc` component.
pub(super) fn dcc(kind: &str, props: Value) -> Value {
    json!({"props": into_map(props), "type": kind, "namespace": "dash_core_components"})
}

/// A `dash.dcc` component that has children.
pub(super) fn dcc_with(kind: &str, props: Value, children: impl Into<Value>) -> Value {
    let mut all = Map::from_iter([("children".to_owned(), children.into())]);
    all.extend(into_map(props));
    json!({"props": all, "type": kind, "namespace": "dash_core_components"})
}

/// A `div` with a class.
pub(super) fn div(class: &str, children: impl Into<Value>) -> Value {
    html("Div", json!({"className": class}), children)
}

/// A control with its label above.
pub(super) fn labelled(label: &str, control: Value) -> Value {
    div("field", vec![html("Label", json!({}), label), control])
}

/// Options whose label is their value.
pub(super) fn options<'a>(names: impl IntoIterator<Item = &'a str>) -> Value {
    names.into_iter().map(|name| json!({"label": name, "value": name})).collect()
}

fn into_map(props: Value) -> Map<String, Value> {
    match props {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
