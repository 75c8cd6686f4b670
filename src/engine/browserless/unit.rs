//! The request of a callback that is called on its own: what is given, and the layout for the rest.

use serde_json::{Map, Value};

use super::store::Store;
use crate::dash::{
    Binding, Callback, ComponentId, Dependency, IdPattern, Part, PropRef, PropValue, Request, Slot,
};
use crate::engine::{Error, UnitCall};
use crate::trace::CallbackGraph;
use crate::trace::graph::title;

/// A call that can be made.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) callback: Callback,
    pub(super) binding: Binding,
    pub(super) request: Request,
}

/// Finds the callback and gathers its values.
///
/// # Errors
/// [`Error::NoSuchCallback`] lists what there is, [`Error::BadCall`] says what does not fit.
pub(super) fn prepare(call: &UnitCall, graph: &CallbackGraph, store: &Store) -> Result<Prepared, Error> {
    let bad = |reason: String| Error::BadCall { output: call.output.clone(), reason };
    let given = Given::new(call).map_err(bad)?;
    let callback = find(call, &given, graph)?;
    let binding = binding(call, &given, callback).map_err(bad)?;
    let maker = Maker { given: &given, binding: &binding, store };
    let values = |dependencies: &[Dependency]| {
        dependencies.iter().map(|dependency| maker.values(dependency)).collect::<Result<Vec<_>, String>>()
    };
    let inputs = values(&callback.inputs).map_err(bad)?;
    let state = values(&callback.state).map_err(bad)?;
    let outputs = callback.outputs.iter().map(|output| {
        let ids = maker.ids(output)?;
        Ok(slot(output, ids, |id| PropRef { id, property: output.property.clone() }))
    });
    let outputs = outputs.collect::<Result<Vec<_>, String>>().map_err(bad)?;
    let of_inputs = || inputs.iter().flat_map(Slot::items).map(|item| item.prop.clone());
    let changed = match &call.triggered {
        None => {
            let order = |prop: &PropRef| given.inputs.iter().position(|entry| entry.names(prop, &binding));
            let mut changed: Vec<PropRef> = of_inputs().filter(|prop| order(prop).is_some()).collect();
            changed.sort_by_key(order);
            changed
        }
        Some(triggers) => triggers
            .iter()
            .map(|trigger| {
                let entry = Entry::read(trigger, &Value::Null)?;
                of_inputs()
                    .find(|prop| entry.names(prop, &binding))
                    .ok_or_else(|| format!("`{trigger}` is no input; it has {}", quoted(&callback.inputs)))
            })
            .collect::<Result<_, _>>()
            .map_err(bad)?,
    };
    let request = Request {
        output: callback.output.clone(),
        outputs,
        multi: callback.is_multi_output(),
        inputs,
        changed,
        state,
    };
    Ok(Prepared { callback: callback.clone(), binding, request })
}

/// A value that was given for a prop.
#[derive(Debug)]
struct Entry {
    text: String,
    id: IdPattern,
    property: String,
    value: Value,
}

impl Entry {
    fn read(text: &str, value: &Value) -> Result<Self, String> {
        let (id, property) =
            text.rsplit_once('.').ok_or_else(|| format!("`{text}` names no prop: write ID.PROP"))?;
        let id = IdPattern::written(id).map_err(|error| format!("`{id}` is no id: {error}"))?;
        Ok(Self { text: text.to_owned(), id, property: property.to_owned(), value: value.clone() })
    }

    /// The one component that it names; `None` for a pattern.
    fn component(&self) -> Option<ComponentId> {
        match &self.id {
            IdPattern::Plain(text) => Some(ComponentId::Plain(text.clone())),
            IdPattern::Pattern(parts) => parts
                .iter()
                .map(|(key, part)| match part {
                    Part::Constant(value) => Some((key.clone(), value.clone())),
                    _ => None,
                })
                .collect::<Option<_>>()
                .map(ComponentId::Pattern),
        }
    }

    fn names(&self, prop: &PropRef, binding: &Binding) -> bool {
        self.property == prop.property && self.id.matches(&prop.id, Some(binding))
    }

    /// Whether it is a value of a dependency, as far as one can tell without a binding.
    fn is_of(&self, dependency: &Dependency) -> bool {
        self.property == dependency.property
            && (self.id == dependency.id
                || self.component().is_some_and(|component| dependency.id.matches(&component, None)))
    }
}

/// Everything that was given.
#[derive(Debug)]
struct Given {
    inputs: Vec<Entry>,
    state: Vec<Entry>,
}

impl Given {
    fn new(call: &UnitCall) -> Result<Self, String> {
        let read = |values: &Map<String, Value>| {
            values.iter().map(|(text, value)| Entry::read(text, value)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Self { inputs: read(&call.inputs)?, state: read(&call.state)? })
    }

    fn all(&self) -> impl Iterator<Item = &Entry> {
        self.inputs.iter().chain(&self.state)
    }

    /// The first thing that a callback does not have.
    fn stranger(&self, callback: &Callback) -> Option<String> {
        let lists = [("input", &self.inputs, &callback.inputs), ("state", &self.state, &callback.state)];
        lists.into_iter().find_map(|(role, entries, dependencies)| {
            let strange = entries.iter().find(|entry| !dependencies.iter().any(|one| entry.is_of(one)))?;
            Some(format!("`{}` is no {role}; it has {}", strange.text, quoted(dependencies)))
        })
    }
}

/// The callback that is meant: of several that write a prop (`allow_duplicate`), the one that takes what is given.
fn find<'g>(call: &UnitCall, given: &Given, graph: &'g CallbackGraph) -> Result<&'g Callback, Error> {
    // The graph knows wildcards as bare words without spaces.
    let written =
        Entry::read(&call.output, &Value::Null).map(|name| format!("{}.{}", name.id, name.property));
    let giving = graph.giving(written.as_ref().unwrap_or(&call.output));
    let named = if giving.is_empty() { graph.named(&call.output) } else { giving };
    let bad = |reason| Error::BadCall { output: call.output.clone(), reason };
    match named[..] {
        [] => Err(Error::NoSuchCallback {
            output: call.output.clone(),
            available: graph.callbacks().iter().map(title).collect(),
        }),
        [only] => given.stranger(only).map_or(Ok(only), |reason| Err(bad(reason))),
        _ => {
            let fitting: Vec<&Callback> =
                named.iter().copied().filter(|callback| given.stranger(callback).is_none()).collect();
            if let [only] = fitting[..] {
                return Ok(only);
            }
            let told = named.iter().map(|callback| {
                format!("`{}` with the inputs {}", callback.output, quoted(&callback.inputs))
            });
            let told = told.collect::<Vec<_>>().join(", ");
            Err(bad(format!(
                "{} callbacks write it; give the inputs of one, or name it: {told}",
                named.len()
            )))
        }
    }
}

/// What `MATCH` stands for: in the output's name, or in what is given.
fn binding(call: &UnitCall, given: &Given, callback: &Callback) -> Result<Binding, String> {
    let output = Entry::read(&call.output, &Value::Null).ok();
    let mut binding = Binding::new();
    let mut bind = |entry: &Entry, dependencies: &[Dependency]| {
        let Some(component) = entry.component() else { return };
        for dependency in dependencies.iter().filter(|dependency| {
            entry.property == dependency.plain_property() && dependency.id.matches(&component, None)
        }) {
            let bound =
                dependency.id.bind(&component).into_iter().filter(|(_, (part, _))| *part == Part::Match);
            for (key, value) in bound {
                binding.entry(key).or_insert(value);
            }
        }
    };
    if let Some(entry) = &output {
        bind(entry, &callback.outputs);
    }
    for entry in given.all() {
        bind(entry, &callback.inputs);
        bind(entry, &callback.state);
    }
    match callback.match_keys().into_iter().find(|key| !binding.contains_key(*key)) {
        Some(key) => Err(format!("nothing says what MATCH is for `{key}`: name the output of one component")),
        None => Ok(binding),
    }
}

/// Makes the slots of dependencies.
struct Maker<'a> {
    given: &'a Given,
    binding: &'a Binding,
    store: &'a Store,
}

impl Maker<'_> {
    fn values(&self, dependency: &Dependency) -> Result<Slot<PropValue>, String> {
        let ids = self.ids(dependency)?;
        Ok(slot(dependency, ids, |id| {
            let prop = PropRef { id, property: dependency.property.clone() };
            let value = self.value(&prop, dependency);
            PropValue { prop, value, allow_optional: dependency.allow_optional }
        }))
    }

    /// The given value, or the layout's.
    fn value(&self, prop: &PropRef, dependency: &Dependency) -> Option<Value> {
        if let Some(list) = self.list(dependency) {
            // The components were numbered.
            let number = wildcard(dependency, &prop.id).and_then(Value::as_u64);
            return number.and_then(|number| list.get(number as usize)).cloned();
        }
        let given = self
            .given
            .all()
            .find(|entry| entry.property == prop.property && entry.component().as_ref() == Some(&prop.id));
        let in_layout = || {
            let component = self.store.component(self.store.place(&prop.id)?)?;
            component.prop(&prop.property).cloned()
        };
        given.map(|entry| entry.value.clone()).or_else(in_layout)
    }

    /// The list that was given for a pattern with `ALL` or `ALLSMALLER` itself.
    fn list(&self, dependency: &Dependency) -> Option<&Vec<Value>> {
        let entry = self.given.all().find(|entry| {
            dependency.id.is_multi() && entry.property == dependency.property && entry.id == dependency.id
        })?;
        entry.value.as_array()
    }

    /// The components that a dependency stands for.
    fn ids(&self, dependency: &Dependency) -> Result<Vec<ComponentId>, String> {
        if !dependency.id.is_multi() {
            return concrete(&dependency.id, self.binding, &Value::Null).map(|id| vec![id]);
        }
        if let Some(list) = self.list(dependency) {
            return (0..list.len())
                .map(|n| concrete(&dependency.id, self.binding, &Value::from(n)))
                .collect();
        }
        let given: Vec<ComponentId> = self
            .given
            .all()
            .filter(|entry| entry.property == dependency.property)
            .filter_map(Entry::component)
            .filter(|component| dependency.id.matches(component, Some(self.binding)))
            .collect();
        if !given.is_empty() {
            return Ok(given);
        }
        let places = self.store.paths.resolve(&dependency.id, Some(self.binding));
        Ok(places.into_iter().map(|place| place.id).collect())
    }
}

/// A pattern's component, with `MATCH` as bound and `number` for any other wildcard.
fn concrete(id: &IdPattern, binding: &Binding, number: &Value) -> Result<ComponentId, String> {
    let IdPattern::Pattern(parts) = id else { return Ok(ComponentId::Plain(id.to_string())) };
    let keys = parts.iter().map(|(key, part)| {
        let value = match part {
            Part::Constant(value) => value,
            Part::Match => {
                let bound = binding.get(key).map(|(_, value)| value);
                bound.ok_or_else(|| format!("nothing says what MATCH is in `{id}`: give its value"))?
            }
            Part::All | Part::AllSmaller => number,
        };
        Ok((key.clone(), value.clone()))
    });
    keys.collect::<Result<_, String>>().map(ComponentId::Pattern)
}

/// What a component has where the pattern has `ALL` or `ALLSMALLER`.
fn wildcard<'i>(dependency: &Dependency, id: &'i ComponentId) -> Option<&'i Value> {
    let ComponentId::Pattern(keys) = id else { return None };
    let mut parts = dependency.id.parts();
    let (key, _) = parts.find(|(_, part)| matches!(part, Part::All | Part::AllSmaller))?;
    keys.get(key)
}

fn slot<T>(dependency: &Dependency, ids: Vec<ComponentId>, item: impl Fn(ComponentId) -> T) -> Slot<T> {
    let mut items: Vec<T> = ids.into_iter().map(item).collect();
    match items.pop() {
        Some(only) if !dependency.id.is_multi() => Slot::One(only),
        last => Slot::Many(items.into_iter().chain(last).collect()),
    }
}

fn quoted(dependencies: &[Dependency]) -> String {
    let names: Vec<String> = dependencies.iter().map(|one| format!("`{one}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
#[path = "unit_tests.rs"]
mod tests;
