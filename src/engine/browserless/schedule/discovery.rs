//! What a piece of layout asks for when it appears or goes (rules R17 to R21).

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Graph, Instance};
use crate::dash::{ChildrenProps, Component, ComponentId, Paths, PropRef, crawl, pointer};

/// Finds the callbacks that a piece of layout asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Discovery<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) children_props: &'a ChildrenProps,
    /// Whether callbacks without output or input run at page load (from 4.2).
    pub(crate) endless: bool,
}

impl Discovery<'_> {
    /// The initial calls of a whole page (rule R17).
    pub(crate) fn page(&self, tree: &Value, paths: &Paths) -> Vec<Instance> {
        let mut found = Finds::default();
        self.ids(tree, |id| self.add_initial(id, &mut found));
        let mut instances = self.prune(self.resolved(found, paths));
        if self.endless {
            instances.extend(self.without_ends(paths));
        }
        instances
    }

    /// What a subtree that was inserted at `root` asks for: initial calls by output, and callbacks by input that have
    /// an output elsewhere, prevented or not (rule R20b).
    pub(crate) fn inserted(&self, subtree: &Value, root: &str, paths: &Paths) -> Vec<Instance> {
        let mut found = Finds::default();
        self.ids(subtree, |id| {
            self.add_initial(id, &mut found);
            self.each_listener(id, root, paths, |instance| found.add(instance));
        });
        self.prune(self.resolved(found, paths))
    }

    /// The callbacks that list a pattern id of a subtree, which is about to go from `root` (rule R20b).
    pub(crate) fn listing(&self, subtree: &Value, root: &str, paths: &Paths) -> Vec<Found> {
        let mut found = Finds::default();
        self.ids(subtree, |id| {
            if matches!(id, ComponentId::Plain(_)) || paths.get(id).is_none() {
                return;
            }
            self.each_listener(id, root, paths, |mut instance| {
                let inputs = &instance.callback(self.graph).inputs;
                if inputs.iter().any(|input| input.id.matches(id, instance.binding.as_ref())) {
                    instance.initial = true;
                    instance.changed.clear();
                    found.add(instance);
                }
            });
        });
        self.resolved(found, paths)
    }

    /// Those of [`Self::listing`] that run once the subtree is gone: they still have outputs.
    pub(crate) fn bereft(&self, mut listing: Vec<Found>, paths: &Paths) -> Vec<Instance> {
        listing.retain(|Found { instance, .. }| {
            let outputs = instance.resolve(&instance.callback(self.graph).outputs, paths);
            outputs.iter().any(|places| !places.is_empty())
        });
        self.prune(listing)
    }

    fn ids(&self, tree: &Value, mut visit: impl FnMut(&ComponentId)) {
        crawl(tree, "", self.children_props, &mut |component: Component<'_>, _: &str| {
            if let Some(id) = component.id() {
                visit(&id);
            }
        });
    }

    fn add_initial(&self, id: &ComponentId, found: &mut Finds) {
        for property in self.graph.output_props(id) {
            if let Some(mut instance) = self.graph.giving(id, property)
                && !instance.callback(self.graph).prevent_initial_call
            {
                instance.initial = true;
                found.add(instance);
            }
        }
    }

    /// The instances that listen to `id` and do not have all their outputs under `root`.
    fn each_listener(&self, id: &ComponentId, root: &str, paths: &Paths, mut visit: impl FnMut(Instance)) {
        for property in self.graph.input_props(id) {
            let prop = PropRef { id: id.clone(), property: property.to_owned() };
            for instance in self.graph.triggered_by(&prop, paths) {
                let outputs = instance.resolve(&instance.callback(self.graph).outputs, paths);
                if outputs.iter().flatten().any(|place| !pointer::is_within(&place.at, root)) {
                    visit(instance);
                }
            }
        }
    }

    fn resolved(&self, finds: Finds, paths: &Paths) -> Vec<Found> {
        let props =
            |instance: &Instance, dependencies| instance.props(dependencies, paths).into_iter().collect();
        let found = |instance: Instance| {
            let callback = instance.callback(self.graph);
            let (inputs, outputs) = (props(&instance, &callback.inputs), props(&instance, &callback.outputs));
            Found { instance, inputs, outputs }
        };
        finds.instances().map(found).collect()
    }

    /// Drops instances whose every resolved input is excluded, at first because there is none, then because it is an
    /// output of a dropped one (rule R19).
    fn prune(&self, found: Vec<Found>) -> Vec<Instance> {
        let mut readers: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, Found { inputs, .. }) in found.iter().enumerate() {
            for prop in inputs {
                readers.entry(prop).or_default().push(index);
            }
        }
        // How many inputs of each are not excluded.
        let mut left: Vec<usize> = found.iter().map(|found| found.inputs.len()).collect();
        let lost = |index: usize, left: usize| {
            left == 0 && !found[index].instance.callback(self.graph).all_inputs_multi()
        };
        let mut lose: Vec<usize> = (0..found.len()).filter(|&index| lost(index, left[index])).collect();
        let mut dropped: HashSet<usize> = lose.iter().copied().collect();
        while let Some(index) = lose.pop() {
            // Each prop is excluded once: whoever reads it is looked at once.
            for reader in
                found[index].outputs.iter().filter_map(|prop| readers.remove(prop.as_str())).flatten()
            {
                left[reader] -= 1;
                if lost(reader, left[reader]) && dropped.insert(reader) {
                    lose.push(reader);
                }
            }
        }
        let kept = found.into_iter().enumerate().filter(|(index, _)| !dropped.contains(index));
        kept.map(|(_, found)| found.instance).collect()
    }

    /// Callbacks that no crawl by output finds: those without output, and those without input (rule R17).
    fn without_ends(&self, paths: &Paths) -> impl Iterator<Item = Instance> {
        self.graph.callbacks().iter().enumerate().filter_map(move |(index, callback)| {
            let mut instance = Instance::new(index, None, String::new());
            let present = |dependencies| !instance.props(dependencies, paths).is_empty();
            let wanted = if callback.no_output {
                callback.inputs.is_empty() || present(&callback.inputs)
            } else {
                callback.inputs.is_empty() && present(&callback.outputs)
            };
            instance.initial = true;
            (wanted && !callback.prevent_initial_call).then_some(instance)
        })
    }
}

/// An instance with the props that it reads and writes, as `id.prop`.
#[derive(Debug)]
pub(crate) struct Found {
    instance: Instance,
    inputs: HashSet<String>,
    outputs: HashSet<String>,
}

/// Instances in the order in which they were found, each once: reasons of the same one are joined.
#[derive(Debug, Default)]
struct Finds {
    instances: Vec<(Instance, Vec<PropRef>)>,
    at: HashMap<(usize, String), usize>,
}

impl Finds {
    fn add(&mut self, mut instance: Instance) {
        let changed = std::mem::take(&mut instance.changed);
        match self.at.entry((instance.callback, instance.match_values.clone())) {
            Entry::Occupied(known) => {
                let (known, reasons) = &mut self.instances[*known.get()];
                known.initial |= instance.initial;
                reasons.extend(changed);
            }
            Entry::Vacant(new) => {
                new.insert(self.instances.len());
                self.instances.push((instance, changed));
            }
        }
    }

    fn instances(self) -> impl Iterator<Item = Instance> {
        self.instances.into_iter().map(|(mut instance, changed)| {
            instance.add_changed(&changed);
            instance
        })
    }
}
