//! The callbacks, found by their inputs and outputs (rules R9, R14, R16).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Instance;
use super::instance::match_values;
use crate::dash::{Binding, Callback, ComponentId, Dependency, Filed, IdPattern, Paths, PropRef};

/// The app's callbacks.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    callbacks: Vec<Callback>,
    /// For each callback a number that equal definitions share.
    definitions: Vec<usize>,
    inputs: Index,
    outputs: Index,
}

impl Graph {
    pub(crate) fn new(callbacks: Vec<Callback>) -> Self {
        let mut graph = Self::default();
        let mut known = HashMap::new();
        for (index, callback) in callbacks.iter().enumerate() {
            let next = known.len();
            graph.definitions.push(*known.entry(callback.definition()).or_insert(next));
            callback.inputs.iter().for_each(|input| graph.inputs.add(input, index));
            callback.outputs.iter().for_each(|output| graph.outputs.add(output, index));
        }
        graph.callbacks = callbacks;
        graph
    }

    pub(crate) fn callbacks(&self) -> &[Callback] {
        &self.callbacks
    }

    pub(super) fn callback(&self, index: usize) -> &Callback {
        &self.callbacks[index]
    }

    pub(super) fn definition(&self, index: usize) -> usize {
        self.definitions[index]
    }

    /// The instances that a change of `prop` asks for (rule R14).
    pub(crate) fn triggered_by(&self, prop: &PropRef, paths: &Paths) -> Vec<Instance> {
        let mut found = Vec::new();
        for (pattern, callbacks) in self.inputs.callbacks(&prop.id, &prop.property) {
            let binding = bound(pattern, &prop.id);
            for &callback in callbacks {
                found.extend(self.instances(callback, binding.as_ref(), paths));
            }
        }
        for instance in &mut found {
            instance.changed = vec![prop.clone()];
        }
        found
    }

    /// One instance for each set of `MATCH` values that the first output has under the input's binding, whatever the
    /// others have: the renderer means the first one without `ALL`, but asks an id where it should ask a dependency
    /// (`isMultiValued(o.id)`). A callback whose outputs have no `MATCH` is bound by the input's own values.
    fn instances(&self, callback: usize, binding: Option<&Binding>, paths: &Paths) -> Vec<Instance> {
        let definition = &self.callbacks[callback];
        let Some(output) = definition.outputs.first().filter(|_| !definition.match_keys().is_empty()) else {
            let values = binding.map(match_values).unwrap_or_default();
            return vec![Instance::new(callback, binding.cloned(), values)];
        };
        let mut seen = HashSet::new();
        paths
            .resolve(&output.id, binding)
            .into_iter()
            .map(|place| output.id.bind(&place.id))
            .filter_map(|bound| {
                let values = match_values(&bound);
                seen.insert(values.clone()).then(|| Instance::new(callback, Some(bound), values))
            })
            .collect()
    }

    /// The props of `id` that are outputs, in registration order.
    pub(super) fn output_props(&self, id: &ComponentId) -> impl Iterator<Item = &str> {
        self.outputs.props(id).iter().map(|(property, _)| property.as_str())
    }

    /// The props of `id` that are inputs, in registration order.
    pub(super) fn input_props(&self, id: &ComponentId) -> impl Iterator<Item = &str> {
        self.inputs.props(id).iter().map(|(property, _)| property.as_str())
    }

    /// The instance that gives this output: the callback registered first.
    pub(super) fn giving(&self, id: &ComponentId, property: &str) -> Option<Instance> {
        let (pattern, callbacks) = self.outputs.callbacks(id, property).next()?;
        let callback = *callbacks.first()?;
        let binding = bound(pattern, id);
        let values = binding.as_ref().map(match_values).unwrap_or_default();
        Some(Instance::new(callback, binding, values))
    }
}

/// What the wildcards of a pattern stand for when `id` fits it; nothing for a plain one.
fn bound(pattern: &IdPattern, id: &ComponentId) -> Option<Binding> {
    matches!(pattern, IdPattern::Pattern(_)).then(|| pattern.bind(id))
}

/// Dependencies by the shape of their id, then by prop, in registration order.
#[derive(Debug, Default)]
struct Index {
    plain: HashMap<String, Props>,
    /// By the sorted keys of the pattern.
    patterns: BTreeMap<Vec<String>, Props>,
}

/// The callbacks that use each prop, by the pattern of its id.
type Props = Vec<(String, Filed<Vec<usize>>)>;

impl Index {
    fn add(&mut self, dependency: &Dependency, callback: usize) {
        let props = match &dependency.id {
            IdPattern::Plain(text) => self.plain.entry(text.clone()).or_default(),
            IdPattern::Pattern(parts) => self.patterns.entry(parts.keys().cloned().collect()).or_default(),
        };
        let at = props.iter().position(|(name, _)| *name == dependency.property).unwrap_or_else(|| {
            props.push((dependency.property.clone(), Filed::default()));
            props.len() - 1
        });
        props[at].1.under(&dependency.id).push(callback);
    }

    fn props(&self, id: &ComponentId) -> &[(String, Filed<Vec<usize>>)] {
        match id {
            ComponentId::Plain(text) => self.plain.get(text),
            ComponentId::Pattern(keys) => self.patterns.get(&keys.keys().cloned().collect::<Vec<_>>()),
        }
        .map_or(&[], Vec::as_slice)
    }

    fn callbacks<'a>(
        &'a self,
        id: &'a ComponentId,
        property: &str,
    ) -> impl Iterator<Item = &'a (IdPattern, Vec<usize>)> {
        let filed = self.props(id).iter().find(|(name, _)| name == property).map(|(_, filed)| filed);
        filed.into_iter().flat_map(|filed| filed.fitting(id))
    }
}
