//! `dash.html`: each component is the element of its name.

use serde_json::Value;

use super::address;
use super::element::Element;
use super::number;
use super::view::View;

/// Props that are no attributes.
const NOT_ATTRIBUTES: &[&str] = &[
    "children",
    "className",
    "disable_n_clicks",
    "id",
    "key",
    "loading_state",
    "n_clicks",
    "n_clicks_timestamp",
    "setProps",
    "style",
];

/// Attributes that are there or not, whatever their value (HTML section 2.3.2).
const BOOLEAN: &[&str] = &[
    "allowFullScreen",
    "async",
    "autoFocus",
    "autoPlay",
    "checked",
    "controls",
    "default",
    "defer",
    "disabled",
    "formNoValidate",
    "hidden",
    "isMap",
    "loop",
    "multiple",
    "muted",
    "noModule",
    "noValidate",
    "open",
    "playsInline",
    "readOnly",
    "required",
    "reversed",
    "selected",
];

/// Renders a component of `dash.html`.
pub(super) fn render(view: &View<'_>) -> Element {
    let tag = tag(view.component.kind);
    let mut element = view.root(&tag);
    for (name, value) in view.component.props {
        if NOT_ATTRIBUTES.contains(&name.as_str()) {
            continue;
        }
        if BOOLEAN.contains(&name.as_str()) || name == "download" && value.is_boolean() {
            element = element.flag(&name.to_ascii_lowercase(), view.flag(name));
        } else if let Some(text) = attribute_value(name, value) {
            let text = if address::is_guarded(&tag, name) { address::safe(text) } else { text };
            element = element.attr(&attribute_name(name), text);
        }
    }
    if let Some(open) = view.memory().and_then(|memory| memory["open"].as_bool()) {
        element.attributes.retain(|(name, _)| name != "open");
        element = element.flag("open", open);
    }
    if element.is_void() { element } else { element.children(view.children()) }
}

/// `ObjectEl` and `MapEl` avoid Python's own names.
fn tag(kind: &str) -> String {
    kind.strip_suffix("El").unwrap_or(kind).to_ascii_lowercase()
}

/// React's names are HTML's in camel case, but for these.
pub(super) fn attribute_name(prop: &str) -> String {
    match prop {
        "htmlFor" => "for".to_owned(),
        "acceptCharset" => "accept-charset".to_owned(),
        "httpEquiv" => "http-equiv".to_owned(),
        _ => prop.to_ascii_lowercase(),
    }
}

/// React writes booleans only where they are words: `data-*`, `aria-*` and the enumerated attributes.
fn attribute_value(name: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(value) => Some(number::js(value)),
        Value::Bool(on) => {
            let spelled = name.starts_with("data-")
                || name.starts_with("aria-")
                || matches!(name, "contentEditable" | "draggable" | "spellCheck");
            spelled.then(|| on.to_string())
        }
        _ => None,
    }
}
