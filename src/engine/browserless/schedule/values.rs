//! The values that a picked instance sends (rules R36 to R38).

use serde_json::{Value, json};

use super::{Graph, Instance};
use crate::dash::{Dependency, IdPattern, Paths, Place, PropRef, PropValue, Request, Slot, json};

/// What became of reading an instance's values.
#[derive(Debug, PartialEq)]
pub(crate) enum Filled {
    /// It runs with these.
    Request(Box<Request>),
    /// It does not run, and nobody is told (rule R37).
    Silent,
    /// It does not run; the message says what is missing.
    Failed(String),
}

/// Reads the values of an instance from the tree as it is now (rule R36).
pub(crate) fn fill(instance: &Instance, graph: &Graph, tree: &Value, paths: &Paths) -> Filled {
    let callback = instance.callback(graph);
    let read = |dependencies: &[Dependency], role| {
        let places = instance.resolve(dependencies, paths);
        let slots = dependencies.iter().zip(places);
        let slots =
            slots.map(|(d, places)| value_slot(d, places, role, tree).map_err(|fault| fault.told(paths)));
        let (mut found, mut errors) = (Vec::new(), Vec::new());
        slots.for_each(|slot| match slot {
            Ok(slot) => found.push(slot),
            Err(error) => errors.push(error),
        });
        (found, errors)
    };
    let (inputs, errors) = read(&callback.inputs, "Input");
    if let Some(error) = errors.first() {
        let empty = inputs.iter().filter(|slot| slot.items().is_empty()).count();
        return if errors.len() + empty == callback.inputs.len() {
            Filled::Silent
        } else {
            Filled::Failed(error.clone())
        };
    }
    let mut outputs = Vec::new();
    for (output, places) in callback.outputs.iter().zip(instance.resolve(&callback.outputs, paths)) {
        match output_slot(output, places) {
            Ok(slot) => outputs.push(slot),
            Err(_) if inputs.iter().all(|slot| slot.items().is_empty()) => return Filled::Silent,
            Err(error) => return Filled::Failed(error.told(paths)),
        }
    }
    let (state, errors) = read(&callback.state, "State");
    if let Some(error) = errors.first() {
        return Filled::Failed(error.clone());
    }
    Filled::Request(Box::new(Request {
        output: callback.output.clone(),
        outputs,
        multi: callback.is_multi_output(),
        inputs,
        changed: instance.changed.clone(),
        state,
    }))
}

fn value_slot(
    dependency: &Dependency,
    places: Vec<Place>,
    role: &'static str,
    tree: &Value,
) -> Result<Slot<PropValue>, NotOne> {
    let item = |place: Place| {
        let props = tree.pointer(&place.at).and_then(|component| component.get("props"));
        PropValue {
            value: props.and_then(|props| props.get(&dependency.property)).cloned(),
            prop: PropRef { id: place.id, property: dependency.property.clone() },
            allow_optional: dependency.allow_optional,
        }
    };
    if dependency.id.is_multi() {
        return Ok(Slot::Many(places.into_iter().map(item).collect()));
    }
    if places.is_empty()
        && dependency.allow_optional
        && let Ok(id) = crate::dash::ComponentId::parse(&dependency.id.to_string())
    {
        let prop = PropRef { id, property: dependency.property.clone() };
        return Ok(Slot::One(PropValue { prop, value: Some(Value::Null), allow_optional: true }));
    }
    only(dependency, places, role).map(|place| Slot::One(item(place)))
}

fn output_slot(output: &Dependency, places: Vec<Place>) -> Result<Slot<PropRef>, NotOne> {
    let item = |place: Place| PropRef { id: place.id, property: output.property.clone() };
    if output.id.is_multi() {
        return Ok(Slot::Many(places.into_iter().map(item).collect()));
    }
    only(output, places, "Output").map(|place| Slot::One(item(place)))
}

/// The one place of a dependency that is no list (rules R37, R38).
fn only(dependency: &Dependency, mut places: Vec<Place>, role: &'static str) -> Result<Place, NotOne> {
    match (places.pop(), places.is_empty()) {
        (Some(place), true) => Ok(place),
        (last, _) => {
            places.extend(last);
            Err(NotOne { dependency: dependency.clone(), role, places })
        }
    }
}

/// A dependency that is no list, and has another number of places than one.
#[derive(Debug)]
struct NotOne {
    dependency: Dependency,
    role: &'static str,
    places: Vec<Place>,
}

impl NotOne {
    /// The renderer's message.
    fn told(&self, paths: &Paths) -> String {
        let Self { dependency: Dependency { id, property, .. }, role, places } = self;
        if !places.is_empty() {
            let found = |place: &Place| json!({"id": place.id.to_value(), "property": property});
            let found = json::print(&places.iter().map(found).collect());
            return format!(
                "Multiple objects were found for an `{role}` of a callback that only takes one value. \
                 The id spec is {id} and the property is `{property}`. The objects we found are: {found}"
            );
        }
        let used = format!("A nonexistent object was used in an `{role}` of a Dash callback.");
        match id {
            IdPattern::Plain(id) => format!(
                "{used} The id of this object is `{id}` and the property is `{property}`. \
                 The string ids in the current layout are: [{}]",
                paths.texts().join(", ")
            ),
            IdPattern::Pattern(_) => format!(
                "{used} The id of this object is {id} and the property is `{property}`. \
                 The wildcard ids currently available are logged above."
            ),
        }
    }
}
