//! The body of `POST _dash-update-component` (protocol section 1.6).

use serde_json::{Map, Value, json};

use super::ComponentId;

/// A component's prop.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PropRef {
    /// The component.
    pub id: ComponentId,
    /// The prop; that of an output keeps its `@hash`.
    pub property: String,
}

/// `id.prop`, as `changedPropIds` has it.
impl std::fmt::Display for PropRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.id, self.property)
    }
}

/// A prop with the value that it has now.
#[derive(Debug, Clone, PartialEq)]
pub struct PropValue {
    /// Which prop.
    pub prop: PropRef,
    /// `None` when the component has no such prop, which is not null.
    pub value: Option<Value>,
    /// It may be missing, and says so.
    pub allow_optional: bool,
}

/// What one dependency stands for: one item, or a list when it has `ALL` or `ALLSMALLER`.
#[derive(Debug, Clone, PartialEq)]
pub enum Slot<T> {
    /// One item.
    One(T),
    /// A list, in registration order.
    Many(Vec<T>),
}

impl<T> Slot<T> {
    /// The items, in order.
    pub fn items(&self) -> &[T] {
        match self {
            Self::One(item) => std::slice::from_ref(item),
            Self::Many(items) => items,
        }
    }
}

/// A callback request with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The callback's identity.
    pub output: String,
    /// One slot for each output.
    pub outputs: Vec<Slot<PropRef>>,
    /// Whether `outputs` is sent as a list.
    pub multi: bool,
    /// One slot for each input.
    pub inputs: Vec<Slot<PropValue>>,
    /// What changed, in trigger order.
    pub changed: Vec<PropRef>,
    /// One slot for each state.
    pub state: Vec<Slot<PropValue>>,
}

impl Request {
    /// The body as JSON, keys in the order in which dash-renderer sends them.
    pub fn body(&self) -> Value {
        let mut body = Map::new();
        body.insert("output".to_owned(), Value::from(self.output.as_str()));
        let mut outputs: Vec<Value> = self.outputs.iter().map(|slot| slot_value(slot, prop_value)).collect();
        if self.multi {
            body.insert("outputs".to_owned(), Value::Array(outputs));
        } else if !outputs.is_empty() {
            body.insert("outputs".to_owned(), outputs.swap_remove(0));
        }
        let values =
            |slots: &[Slot<PropValue>]| slots.iter().map(|slot| slot_value(slot, item_value)).collect();
        body.insert("inputs".to_owned(), values(&self.inputs));
        let texts = self.changed.iter().map(|prop| Value::from(prop.to_string()));
        body.insert("changedPropIds".to_owned(), texts.collect());
        body.insert("parsedChangedPropsIds".to_owned(), self.changed.iter().map(parsed).collect());
        if !self.state.is_empty() {
            body.insert("state".to_owned(), values(&self.state));
        }
        Value::Object(body)
    }
}

/// A pattern id stands as its object, without the prop.
fn parsed(prop: &PropRef) -> Value {
    match &prop.id {
        ComponentId::Plain(_) => Value::from(prop.to_string()),
        id @ ComponentId::Pattern(_) => id.to_value(),
    }
}

fn slot_value<T>(slot: &Slot<T>, item: impl Fn(&T) -> Value) -> Value {
    match slot {
        Slot::One(one) => item(one),
        Slot::Many(many) => many.iter().map(item).collect(),
    }
}

fn prop_value(prop: &PropRef) -> Value {
    json!({"id": prop.id.to_value(), "property": prop.property})
}

fn item_value(item: &PropValue) -> Value {
    let mut object = prop_value(&item.prop);
    if let Some(map) = object.as_object_mut() {
        if item.allow_optional {
            map.insert("allow_optional".to_owned(), Value::Bool(true));
        }
        if let Some(value) = &item.value {
            map.insert("value".to_owned(), value.clone());
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dash::json;

    fn prop(id: &str, property: &str) -> PropRef {
        PropRef { id: ComponentId::parse(id).unwrap(), property: property.to_owned() }
    }

    fn value(id: &str, property: &str, value: Option<Value>) -> PropValue {
        PropValue { prop: prop(id, property), value, allow_optional: false }
    }

    #[test]
    fn the_body_has_dash_renderers_keys_in_its_order() {
        let small = r#"{"type":"small","index":10}"#;
        let input = r#"{"index":2,"type":"in"}"#;
        let request = Request {
            output: r#"{"index":["MATCH"],"type":"small"}.children"#.to_owned(),
            outputs: vec![Slot::One(prop(small, "children"))],
            multi: false,
            inputs: vec![
                Slot::Many(vec![value(input, "value", Some("v2".into()))]),
                Slot::One(value("btn", "n_clicks", None)),
            ],
            changed: vec![prop(input, "value"), prop("btn", "n_clicks")],
            state: vec![Slot::One(value("s", "data", Some(Value::Null)))],
        };
        assert_eq!(
            json::print(&request.body()),
            concat!(
                r#"{"output":"{\"index\":[\"MATCH\"],\"type\":\"small\"}.children","#,
                r#""outputs":{"id":{"index":10,"type":"small"},"property":"children"},"#,
                r#""inputs":[[{"id":{"index":2,"type":"in"},"property":"value","value":"v2"}],"#,
                r#"{"id":"btn","property":"n_clicks"}],"#,
                r#""changedPropIds":["{\"index\":2,\"type\":\"in\"}.value","btn.n_clicks"],"#,
                r#""parsedChangedPropsIds":[{"index":2,"type":"in"},"btn.n_clicks"],"#,
                r#""state":[{"id":"s","property":"data","value":null}]}"#
            )
        );
    }

    #[test]
    fn a_callback_without_output_or_state_sends_neither_key() {
        let request = Request {
            output: "ab12".to_owned(),
            outputs: Vec::new(),
            multi: false,
            inputs: Vec::new(),
            changed: Vec::new(),
            state: Vec::new(),
        };
        assert_eq!(
            json::print(&request.body()),
            r#"{"output":"ab12","inputs":[],"changedPropIds":[],"parsedChangedPropsIds":[]}"#
        );
    }
}
