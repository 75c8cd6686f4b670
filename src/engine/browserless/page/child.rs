//! Children that React can't render: it says so, and shows what was there before.

use serde_json::Value;

use super::Page;
use crate::dash::{Component, crawl};
use crate::render::markup::Fault;

impl Page {
    /// Complains about objects that are no components among the children of elements at and under a place.
    pub(super) fn check_children(&mut self, at: &str) {
        let Some(tree) = self.store.tree.pointer(at) else { return };
        let mut found = Vec::new();
        crawl(tree, at, &self.store.children_props, &mut |component: Component<'_>, _: &str| {
            if component.namespace == "dash_html_components" {
                found.extend(component.prop("children").and_then(refused));
            }
        });
        for keys in found {
            let error = if self.serves_small_react() {
                let what = format!("object%20with%20keys%20%7B{}%7D", keys.replace(", ", "%2C%20"));
                format!(
                    "Error: Minified React error #31; visit https://reactjs.org/docs/error-decoder.html?invariant=31&args[]={what} \
                     for the full message or use the non-minified dev environment for full errors and additional helpful warnings."
                )
            } else {
                format!("Error: Objects are not valid as a React child (found: object with keys {{{keys}}})")
            };
            self.tell(error.as_str(), Fault::thrown(&error, ""), true);
        }
    }

    /// Whether the page loads React as it is in production.
    fn serves_small_react(&self) -> bool {
        self.index.react().is_some_and(|address| address.contains(".min.js"))
    }
}

/// The keys of the first child that is neither text nor a component, in the form in which React tells them.
fn refused(child: &Value) -> Option<String> {
    match child {
        Value::Array(children) => children.iter().find_map(refused),
        Value::Object(fields) if Component::of(child).is_none() => {
            Some(fields.keys().map(String::as_str).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::refused;
    use serde_json::json;

    #[test]
    fn objects_that_are_no_components_are_no_children() {
        let div = json!({"type": "Div", "namespace": "dash_html_components", "props": {}});
        assert_eq!(refused(&json!(["a", 1, null, [div.clone()], div])), None);
        assert_eq!(refused(&json!(["a", [{"b": 1, "c": 2}]])), Some("b, c".to_owned()));
    }
}
