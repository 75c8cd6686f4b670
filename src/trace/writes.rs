//! What a call wrote into the page: its answer, and what came before and around it.

use serde_json::{Map, Value};

use super::cap::is_elided;
use super::causes::canonical;
use super::{Call, CallbackGraph};
use crate::dash::{Component, ComponentId, Patch};

/// One prop that a call wrote.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Write {
    /// When, in milliseconds since the trace began.
    pub(super) at: f64,
    /// What: `id.prop`.
    pub(super) prop: String,
    /// An output, unlike `set_props`, `running` and `progress`.
    pub(super) of_answer: bool,
    /// The ids of the components in the value.
    pub(super) inserts: Vec<String>,
    /// What it may have taken away.
    pub(super) replaced: Replaced,
}

/// What a write did to the components that a prop held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Replaced {
    /// The prop holds none.
    Nothing,
    /// A text or a number came in their place, if there were any.
    ByText,
    /// Others, or none, came in their place.
    ByValue,
    /// A `Patch` (protocol section 1.7) changed a part of them.
    ByPatch,
}

/// Everything that `call` wrote (protocol sections 1.7 and 1.8, rule R24). The answer of a stale call counts
/// only for what it sets on the side (rule R28).
pub(super) fn writes(call: &Call, graph: &CallbackGraph) -> Vec<Write> {
    let mut all = Writes(Vec::new());
    let callback = graph.by_identity(&call.output);
    if let Some(callback) = callback {
        all.props(call.start, &callback.running);
    }
    for partial in &call.partial {
        all.body(partial.at, &partial.body);
    }
    let Some(end) = call.end() else { return all.0 };
    if let Some(body) = &call.response {
        all.body(end, body);
        match body.get("response") {
            Some(Value::Object(response)) if call.took_effect() => all.components(end, response, true),
            // A body too large to keep: every output may have been written.
            None if call.took_effect() && is_elided(body) => {
                for output in callback.into_iter().flat_map(|callback| &callback.outputs) {
                    all.one(end, &output.id.to_string(), output.plain_property(), &Value::Null, true);
                }
            }
            _ => {}
        }
    }
    if let Some(callback) = callback {
        all.props(end, &callback.running_off);
    }
    all.0
}

impl Call {
    /// What it gave the page, as id, prop and value: its outputs and what it set on the side.
    pub fn written(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let bodies = self.partial.iter().map(|partial| &partial.body).chain(&self.response);
        let components = bodies.flat_map(|body| [body.get("sideUpdate"), body.get("response")]);
        let components = components.flatten().filter_map(Value::as_object).flatten();
        let props = components.filter_map(|(id, props)| Some((id, props.as_object()?)));
        props.flat_map(|(id, props)| {
            // `@` and what follows tell apart the outputs of callbacks that share a prop.
            let plain = |prop: &'_ String| prop.split_once('@').map_or(prop.len(), |(name, _)| name.len());
            props.iter().map(move |(prop, value)| (id.as_str(), prop.split_at(plain(prop)).0, value))
        })
    }
}

struct Writes(Vec<Write>);

impl Writes {
    /// What a body writes besides outputs.
    fn body(&mut self, at: f64, body: &Value) {
        let map = |key: &str| body.get(key).and_then(Value::as_object);
        if let Some(side) = map("sideUpdate") {
            self.components(at, side, false);
        }
        for key in ["progress", "progressDefault"] {
            if let Some(props) = map(key) {
                self.props(at, props);
            }
        }
    }

    /// `{id: {prop: value}}`.
    fn components(&mut self, at: f64, components: &Map<String, Value>, of_answer: bool) {
        for (id, props) in components {
            for (property, value) in props.as_object().into_iter().flatten() {
                self.one(at, id, property, value, of_answer);
            }
        }
    }

    /// `{"id.prop": value}`, or `{id: {prop: value}}` where the key has no prop (rule R25).
    fn props(&mut self, at: f64, props: &Map<String, Value>) {
        for (key, value) in props {
            let canonical = canonical(key);
            match (canonical.rsplit_once('.'), value) {
                (Some((id, property)), value) if !property.ends_with('}') => {
                    self.one(at, id, property, value, false);
                }
                (_, Value::Object(props)) => {
                    self.components(at, &Map::from_iter([(key.clone(), props.clone().into())]), false);
                }
                _ => {}
            }
        }
    }

    fn one(&mut self, at: f64, id: &str, property: &str, value: &Value, of_answer: bool) {
        let id = ComponentId::parse(id).map_or_else(|_| id.to_owned(), |id| id.to_string());
        let mut inserts = Vec::new();
        let holds = component_ids(value, &mut inserts);
        let replaced = match value {
            _ if !holds && property != "children" => Replaced::Nothing,
            Value::String(_) | Value::Number(_) => Replaced::ByText,
            value if Patch::is_patch(value) => Replaced::ByPatch,
            _ => Replaced::ByValue,
        };
        self.0.push(Write { at, prop: format!("{id}.{property}"), of_answer, inserts, replaced });
    }
}

/// Collects the ids of the components within `value`; says whether there are components at all.
fn component_ids(value: &Value, ids: &mut Vec<String>) -> bool {
    let component = Component::of(value);
    if let Some(id) = component.and_then(|component| component.id()) {
        ids.push(id.to_string());
    }
    let mut holds = component.is_some();
    match value {
        Value::Array(items) => items.iter().for_each(|item| holds |= component_ids(item, ids)),
        Value::Object(fields) => fields.values().for_each(|field| holds |= component_ids(field, ids)),
        _ => {}
    }
    holds
}
