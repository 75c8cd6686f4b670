//! What instances stand for in the tree as it is now, looked up once for each state of the paths.

use std::collections::{HashMap, HashSet};

use super::{Graph, Instance};
use crate::dash::{Binding, Dependency, Paths, PropRef, Revision};

/// `id.prop`, as a number that stays the same while the page is open.
pub(super) type Prop = usize;

/// An instance as the request pass sees it.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) inputs: Vec<Prop>,
    pub(super) outputs: Vec<Prop>,
    /// Shared by instances of one callback with equal `MATCH` values.
    family: usize,
}

/// The nodes of instances. A request pass looks at everything that is pending, time and again, so that each of these
/// looks has to be cheap.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    revision: Revision,
    nodes: Vec<Node>,
    /// By callback, then by binding.
    known: HashMap<usize, HashMap<Option<Binding>, usize>>,
    families: HashMap<(usize, String), usize>,
    /// The nodes that a change of a prop asks for.
    listeners: HashMap<Prop, Vec<usize>>,
    props: HashMap<PropRef, Prop>,
    names: Vec<PropRef>,
}

impl Resolved {
    /// The number of a prop.
    pub(super) fn prop(&mut self, prop: &PropRef) -> Prop {
        if let Some(&known) = self.props.get(prop) {
            return known;
        }
        self.names.push(prop.clone());
        self.props.insert(prop.clone(), self.names.len() - 1);
        self.names.len() - 1
    }

    /// Forgets what no longer holds.
    pub(super) fn refresh(&mut self, paths: &Paths) {
        if self.revision != *paths.revision() {
            self.revision = paths.revision().clone();
            self.forget();
        }
    }

    /// Forgets all but the numbers of props.
    pub(super) fn forget(&mut self) {
        self.nodes.clear();
        self.known.clear();
        self.families.clear();
        self.listeners.clear();
    }

    /// The node of an instance.
    pub(super) fn node(&mut self, instance: &Instance, graph: &Graph, paths: &Paths) -> &Node {
        let index = self.index(instance, graph, paths);
        &self.nodes[index]
    }

    fn index(&mut self, instance: &Instance, graph: &Graph, paths: &Paths) -> usize {
        let known = self.known.get(&instance.callback).and_then(|nodes| nodes.get(&instance.binding));
        if let Some(&known) = known {
            return known;
        }
        let callback = instance.callback(graph);
        let inputs = self.resolve(&callback.inputs, instance, paths);
        let outputs = self.resolve(&callback.outputs, instance, paths);
        let next = self.families.len();
        let family = *self.families.entry((instance.callback, instance.match_values.clone())).or_insert(next);
        self.nodes.push(Node { inputs, outputs, family });
        let index = self.nodes.len() - 1;
        self.known.entry(instance.callback).or_default().insert(instance.binding.clone(), index);
        index
    }

    fn resolve(&mut self, dependencies: &[Dependency], instance: &Instance, paths: &Paths) -> Vec<Prop> {
        let mut props = Vec::new();
        for dependency in dependencies {
            for place in paths.resolve(&dependency.id, instance.binding.as_ref()) {
                props.push(self.prop(&PropRef { id: place.id, property: dependency.property.clone() }));
            }
        }
        props
    }

    /// The outputs of `instances`, and of every callback that these feed, and so on.
    pub(super) fn reachable<'a>(
        &mut self,
        instances: impl Iterator<Item = &'a Instance>,
        graph: &Graph,
        paths: &Paths,
    ) -> HashSet<Prop> {
        let mut wave: Vec<usize> = instances.map(|instance| self.index(instance, graph, paths)).collect();
        let mut known: HashSet<usize> = wave.iter().map(|&node| self.nodes[node].family).collect();
        let mut touched = HashSet::new();
        while !wave.is_empty() {
            let mut next = Vec::new();
            for node in wave {
                for output in self.nodes[node].outputs.clone() {
                    if touched.insert(output) {
                        next.extend_from_slice(self.listeners(output, graph, paths));
                    }
                }
            }
            next.retain(|&node| known.insert(self.nodes[node].family));
            wave = next;
        }
        touched
    }

    fn listeners(&mut self, prop: Prop, graph: &Graph, paths: &Paths) -> &[usize] {
        if !self.listeners.contains_key(&prop) {
            let triggered = graph.triggered_by(&self.names[prop], paths);
            let nodes = triggered.iter().map(|instance| self.index(instance, graph, paths)).collect();
            self.listeners.insert(prop, nodes);
        }
        self.listeners.get(&prop).map(Vec::as_slice).unwrap_or_default()
    }
}
