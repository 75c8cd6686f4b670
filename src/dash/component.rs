//! A typed view of one component in the tree.

use serde_json::{Map, Value};

use super::ComponentId;

/// One component of the layout: `{"type", "namespace", "props"}` (protocol section 1.4).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component<'a> {
    /// The component class: `Dropdown`.
    pub kind: &'a str,
    /// The package's JavaScript namespace: `dash_core_components`.
    pub namespace: &'a str,
    /// The props that were given; props at their default are absent.
    pub props: &'a Map<String, Value>,
}

impl<'a> Component<'a> {
    /// Sees `value` as a component; `None` when it is plain data.
    pub fn of(value: &'a Value) -> Option<Self> {
        let object = value.as_object()?;
        Some(Self {
            kind: object.get("type")?.as_str()?,
            namespace: object.get("namespace")?.as_str()?,
            props: object.get("props")?.as_object()?,
        })
    }

    /// The component's id, when it has one.
    pub fn id(&self) -> Option<ComponentId> {
        self.props.get("id").and_then(ComponentId::from_value)
    }

    /// A prop; `None` when it is absent, which is not the same as null.
    pub fn prop(&self, name: &str) -> Option<&'a Value> {
        self.props.get(name)
    }

    /// A text prop; `None` when it is absent or no text.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.prop(name).and_then(Value::as_str)
    }
}
