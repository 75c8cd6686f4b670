//! Walks the component tree in the order in which dash-renderer does.

use std::collections::HashMap;

use serde_json::Value;

use super::{Component, pointer};

/// The props besides `children` that hold components, by namespace and type (config key `children_props`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChildrenProps(HashMap<String, HashMap<String, Vec<String>>>);

impl ChildrenProps {
    /// Reads the value of the config's `children_props`; what is no list of paths counts as none.
    pub fn from_value(value: &Value) -> Self {
        let paths = |value: &Value| {
            let paths = value.as_array().into_iter().flatten();
            paths.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
        };
        let types = |value: &Value| {
            let types = value.as_object().into_iter().flatten();
            types.map(|(name, value)| (name.clone(), paths(value))).collect::<HashMap<_, _>>()
        };
        let namespaces = value.as_object().into_iter().flatten();
        Self(namespaces.map(|(name, value)| (name.clone(), types(value))).collect())
    }

    /// The same with another path of a component's.
    #[must_use]
    pub fn with(mut self, namespace: &str, kind: &str, path: &str) -> Self {
        let types = self.0.entry(namespace.to_owned()).or_default();
        types.entry(kind.to_owned()).or_default().push(path.to_owned());
        self
    }

    /// The paths of one component's props that hold components: `items[].label`, `slots{}`, `a.b`.
    pub fn of(&self, component: &Component<'_>) -> &[String] {
        self.0.get(component.namespace).and_then(|types| types.get(component.kind)).map_or(&[], Vec::as_slice)
    }
}

/// Calls `visit` with each component under `value` and its place: the component, its `children`, then its other
/// props that hold components, in listed order (rule R5). `base` is the place of `value`.
pub fn crawl<'a>(
    value: &'a Value,
    base: &str,
    children_props: &ChildrenProps,
    visit: &mut impl FnMut(Component<'a>, &str),
) {
    if let Value::Array(items) = value {
        for (index, item) in items.iter().enumerate() {
            crawl(item, &pointer::child(base, &index.to_string()), children_props, visit);
        }
        return;
    }
    let Some(component) = Component::of(value) else { return };
    visit(component, base);
    let props = pointer::child(base, "props");
    if let Some(children) = component.prop("children") {
        crawl(children, &pointer::child(&props, "children"), children_props, visit);
    }
    for path in children_props.of(&component) {
        if let Some(props_value) = value.get("props") {
            for (place, held) in held_at(props_value, &props, path) {
                crawl(held, &place, children_props, visit);
            }
        }
    }
}

/// What a children-props path leads to. `[]` after a key goes through a list, `{}` through a map's values,
/// `[]{}` through those of a list of maps.
fn held_at<'a>(value: &'a Value, base: &str, path: &str) -> Vec<(String, &'a Value)> {
    let mut found = vec![(base.to_owned(), value)];
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let key = part.trim_end_matches(['[', ']', '{', '}']);
        found = found
            .into_iter()
            .filter_map(|(place, value)| Some((pointer::child(&place, key), value.get(key)?)))
            .flat_map(|(place, value)| entries(place, value, &part[key.len()..]))
            .collect();
    }
    found
}

/// What is in a value, past each of the marks.
fn entries<'a>(place: String, value: &'a Value, marks: &str) -> Vec<(String, &'a Value)> {
    let Some((mark, rest)) = marks.split_at_checked(2) else { return vec![(place, value)] };
    let inner: Vec<(String, &Value)> = match (mark, value) {
        ("[]", Value::Array(items)) => {
            items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        ("{}", Value::Object(map)) => map.iter().map(|(key, item)| (key.clone(), item)).collect(),
        _ => Vec::new(),
    };
    let deeper = |(key, item): (String, &'a Value)| entries(pointer::child(&place, &key), item, rest);
    inner.into_iter().flat_map(deeper).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn r5_a_component_comes_before_its_children_and_these_before_its_other_slots() {
        let div = |id: &str| json!({"type": "Div", "namespace": "html", "props": {"id": id}});
        let tree = json!({"type": "Card", "namespace": "x", "props": {
            "items": [{"label": div("i0")}, {"label": div("i1")}],
            "slots": {"left": div("s")},
            "rows": [{"a": div("r0")}, {"b": div("r1")}],
            "id": "card",
            "children": [div("c"), "text", null],
        }});
        let props = ChildrenProps::from_value(
            &json!({"x": {"Card": ["items[].label", "slots{}", "rows[]{}", "missing.deep"], "Old": null}}),
        );
        let mut seen = Vec::new();
        crawl(&tree, "", &props, &mut |component, place| {
            seen.push(format!("{} {place}", component.text("id").unwrap_or_default()));
        });
        assert_eq!(
            seen,
            [
                "card ",
                "c /props/children/0",
                "i0 /props/items/0/label",
                "i1 /props/items/1/label",
                "s /props/slots/left",
                "r0 /props/rows/0/a",
                "r1 /props/rows/1/b"
            ]
        );
    }
}
