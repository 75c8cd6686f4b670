//! What a piece of layout asks for when it appears or goes (rules R17 to R21).

use std::collections::HashSet;

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
        let mut found = Found::default();
        self.ids(tree, |id| self.add_initial(id, &mut found));
        let mut instances = self.prune(found.instances, paths);
        if self.endless {
            instances.extend(self.without_ends(paths));
        }
        instances
    }

    /// What a subtree that was inserted at `root` asks for: initial calls by output, and callbacks by input that have
    /// an output elsewhere, prevented or not (rule R20b).
    pub(crate) fn inserted(&self, subtree: &Value, root: &str, paths: &Paths) -> Vec<Instance> {
        let mut found = Found::default();
        self.ids(subtree, |id| {
            self.add_initial(id, &mut found);
            self.each_listener(id, root, paths, |instance| found.add(instance));
        });
        self.prune(found.instances, paths)
    }

    /// What a subtree that was removed from `root` asks for: callbacks that listed one of its pattern ids and still
    /// have outputs (rule R20b). `before` and `after` are the paths around the removal.
    pub(crate) fn removed(
        &self,
        subtree: &Value,
        root: &str,
        before: &Paths,
        after: &Paths,
    ) -> Vec<Instance> {
        let mut found = Found::default();
        self.ids(subtree, |id| {
            if matches!(id, ComponentId::Plain(_)) {
                return;
            }
            self.each_listener(id, root, before, |mut instance| {
                let callback = instance.callback(self.graph);
                let listed =
                    instance.resolve(&callback.inputs, before).iter().flatten().any(|place| place.id == *id);
                if listed
                    && instance.resolve(&callback.outputs, after).iter().any(|places| !places.is_empty())
                {
                    instance.initial = true;
                    instance.changed.clear();
                    found.add(instance);
                }
            });
        });
        self.prune(found.instances, before)
    }

    fn ids(&self, tree: &Value, mut visit: impl FnMut(&ComponentId)) {
        crawl(tree, "", self.children_props, &mut |component: Component<'_>, _: &str| {
            if let Some(id) = component.id() {
                visit(&id);
            }
        });
    }

    fn add_initial(&self, id: &ComponentId, found: &mut Found) {
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

    /// Drops instances whose every resolved input is excluded, at first because there is none, then because it is an
    /// output of a dropped one (rule R19).
    fn prune(&self, mut instances: Vec<Instance>, paths: &Paths) -> Vec<Instance> {
        let mut excluded = HashSet::new();
        loop {
            let (kept, dropped): (Vec<_>, Vec<_>) = instances.into_iter().partition(|instance| {
                let callback = instance.callback(self.graph);
                callback.all_inputs_multi()
                    || instance.props(&callback.inputs, paths).iter().any(|prop| !excluded.contains(prop))
            });
            instances = kept;
            if dropped.is_empty() {
                return instances;
            }
            for instance in dropped {
                excluded.extend(instance.props(&instance.callback(self.graph).outputs, paths));
            }
        }
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

/// Instances in the order in which they were found, each once: reasons of the same one are joined.
#[derive(Debug, Default)]
struct Found {
    instances: Vec<Instance>,
    at: std::collections::HashMap<(usize, String), usize>,
}

impl Found {
    fn add(&mut self, instance: Instance) {
        let key = (instance.callback, instance.match_values.clone());
        if let Some(&at) = self.at.get(&key) {
            let known = &mut self.instances[at];
            known.initial |= instance.initial;
            known.add_changed(&instance.changed);
        } else {
            self.at.insert(key, self.instances.len());
            self.instances.push(instance);
        }
    }
}
