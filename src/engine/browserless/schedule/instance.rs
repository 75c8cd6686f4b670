//! A callback about to run.

use std::collections::HashSet;

use serde_json::Value;

use super::Graph;
use crate::dash::{Binding, Callback, Dependency, Part, Paths, Place, PropRef, json};

/// A callback with what its wildcards stand for, and why it runs (rules R13, R15).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Instance {
    /// Tells instances of one page load apart; newer ones are larger.
    pub(crate) serial: u64,
    /// Index of the callback in the [`Graph`].
    pub(crate) callback: usize,
    /// `None` binds nothing: every wildcard fits anything.
    pub(crate) binding: Option<Binding>,
    /// The `MATCH` values as JSON text; empty without.
    pub(crate) match_values: String,
    /// What changed, in trigger order.
    pub(crate) changed: Vec<PropRef>,
    /// It runs because its outputs appeared, or its inputs went.
    pub(crate) initial: bool,
    /// The crawl that found it (rule R18).
    pub(crate) group: Option<u64>,
    /// The callbacks whose results led here.
    pub(crate) predecessors: Vec<usize>,
}

impl Instance {
    pub(crate) fn new(callback: usize, binding: Option<Binding>, match_values: String) -> Self {
        Self {
            serial: 0,
            callback,
            binding,
            match_values,
            changed: Vec::new(),
            initial: false,
            group: None,
            predecessors: Vec::new(),
        }
    }

    /// The places of each of `dependencies` (rule R16).
    pub(crate) fn resolve(&self, dependencies: &[Dependency], paths: &Paths) -> Vec<Vec<Place>> {
        dependencies.iter().map(|d| paths.resolve(&d.id, self.binding.as_ref())).collect()
    }

    /// `id.prop` of all that `dependencies` stand for.
    pub(crate) fn props(&self, dependencies: &[Dependency], paths: &Paths) -> Vec<String> {
        dependencies
            .iter()
            .flat_map(|d| {
                let places = paths.resolve(&d.id, self.binding.as_ref());
                places.into_iter().map(move |place| format!("{}.{}", place.id, d.property))
            })
            .collect()
    }

    pub(crate) fn callback<'g>(&self, graph: &'g Graph) -> &'g Callback {
        graph.callback(self.callback)
    }

    /// What makes two instances the same for merging (rule R13).
    pub(crate) fn identity(&self, graph: &Graph) -> (usize, String) {
        (graph.definition(self.callback), self.match_values.clone())
    }

    /// Adds what changed, each once, in first-seen order.
    pub(crate) fn add_changed(&mut self, changed: &[PropRef]) {
        let mut known: HashSet<PropRef> = self.changed.iter().cloned().collect();
        self.changed.extend(changed.iter().filter(|prop| known.insert((*prop).clone())).cloned());
    }
}

/// The values that `MATCH` stands for in a binding, as JSON text; empty when there is none.
pub(crate) fn match_values(binding: &Binding) -> String {
    let values: Vec<Value> =
        binding.values().filter(|(part, _)| *part == Part::Match).map(|(_, value)| value.clone()).collect();
    if values.is_empty() { String::new() } else { json::print(&Value::Array(values)) }
}
