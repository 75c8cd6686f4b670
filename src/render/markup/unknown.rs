//! Components of packages that are not known here: a box with what any component has.

use serde_json::Value;

use super::element::{Content, Element};
use super::view::View;

/// A box with the component's id, class, style, `children`, and what its other component props hold.
pub(super) fn render(view: &View<'_>) -> Element {
    let declared = &view.renderer.options.children_props[view.component.namespace][view.component.kind];
    let mut content = view.children();
    for path in declared.as_array().into_iter().flatten().filter_map(Value::as_str) {
        let keys: Vec<&str> = path.split('.').collect();
        for (name, value) in view.component.props {
            if keys.first().is_some_and(|first| first.trim_end_matches(['[', ']', '{', '}']) == name) {
                collect(view, value, &escaped(name), &keys, &mut content);
            }
        }
    }
    view.root("div").children(content)
}

/// Follows the path grammar of protocol section 1.4: dotted keys, `[]` for each item, `{}` for each value.
fn collect(view: &View<'_>, value: &Value, at: &str, keys: &[&str], into: &mut Vec<Content>) {
    let Some((key, rest)) = keys.split_first() else { return };
    let places: Vec<(String, &Value)> = if key.ends_with("[]") {
        value.as_array().into_iter().flatten().enumerate().map(|(i, v)| (format!("{at}/{i}"), v)).collect()
    } else if key.ends_with("{}") {
        let entries = value.as_object().into_iter().flatten();
        entries.map(|(k, v)| (format!("{at}/{}", escaped(k)), v)).collect()
    } else {
        vec![(at.to_owned(), value)]
    };
    for (at, value) in places {
        match rest.first() {
            None => into.extend(view.at(value, &at)),
            Some(next) => {
                let name = next.trim_end_matches(['[', ']', '{', '}']);
                if let Some(value) = value.get(name) {
                    collect(view, value, &format!("{at}/{}", escaped(name)), rest, into);
                }
            }
        }
    }
}

/// A key as a JSON pointer writes it (RFC 6901 section 3).
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
