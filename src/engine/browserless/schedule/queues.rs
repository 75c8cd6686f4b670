//! The queues and the request pass (rules R18, R26 to R34).

use std::collections::{HashMap, HashSet};

use super::resolved::{Prop, Resolved};
use super::{Graph, Instance};
use crate::dash::{Paths, PropRef};

/// What is requested, waits for a slot, and is in flight.
#[derive(Debug, Default)]
pub(crate) struct Scheduler {
    graph: Graph,
    requested: Vec<Instance>,
    prioritized: Vec<Instance>,
    flying: Vec<Instance>,
    /// By group.
    finished: HashMap<u64, Finished>,
    resolved: Resolved,
    serials: u64,
    groups: u64,
}

/// What the finished instances of a group could have updated, and what they did (rule R32).
#[derive(Debug, Default)]
struct Finished {
    could: HashSet<Prop>,
    did: HashSet<Prop>,
}

impl Scheduler {
    /// Most calls in flight (rule R34).
    const MAX_IN_FLIGHT: usize = 12;

    pub(crate) fn new(graph: Graph) -> Self {
        Self { graph, ..Self::default() }
    }

    pub(crate) fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Takes over other callbacks. What is pending goes on where its callback is still there.
    pub(crate) fn replace(&mut self, graph: Graph) {
        let place = |old: usize| {
            let callback = self.graph.callbacks().get(old);
            graph.callbacks().iter().position(|new| Some(new) == callback)
        };
        for queue in [&mut self.requested, &mut self.prioritized, &mut self.flying] {
            queue.retain_mut(|instance| {
                instance.predecessors = instance.predecessors.iter().filter_map(|old| place(*old)).collect();
                let new = place(instance.callback);
                instance.callback = new.unwrap_or_default();
                new.is_some()
            });
        }
        self.graph = graph;
        self.resolved.forget();
    }

    /// Adds requests; `predecessors` are the callbacks whose results led to them (rule R15).
    pub(crate) fn request(&mut self, instances: Vec<Instance>, predecessors: &[usize]) {
        for mut instance in instances {
            self.serials += 1;
            instance.serial = self.serials;
            instance.predecessors = predecessors.to_vec();
            self.requested.push(instance);
        }
    }

    /// How much is requested.
    pub(crate) fn mark(&self) -> usize {
        self.requested.len()
    }

    /// Puts what was requested since one mark before everything since another. Returns the mark after it.
    pub(crate) fn advance(&mut self, to: usize, since: usize) -> usize {
        if let Some(requests) = self.requested.get_mut(to..) {
            requests.rotate_left(since.saturating_sub(to).min(requests.len()));
        }
        to + self.requested.len().saturating_sub(since)
    }

    /// Adds what one crawl found, as one execution group (rule R18).
    pub(crate) fn request_group(&mut self, mut instances: Vec<Instance>, predecessors: &[usize]) {
        self.groups += 1;
        for instance in &mut instances {
            instance.group = Some(self.groups);
        }
        self.request(instances, predecessors);
    }

    /// What is requested, waits or is in flight.
    pub(crate) fn pending(&self) -> impl Iterator<Item = &Instance> {
        self.requested.iter().chain(&self.prioritized).chain(&self.flying)
    }

    /// What is in flight.
    pub(crate) fn flying(&self) -> &[Instance] {
        &self.flying
    }

    /// What is requested or waits.
    #[cfg(feature = "webdriver")]
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Instance> {
        self.requested.iter().chain(&self.prioritized)
    }

    /// Passes until nothing changes, then takes what may start now, in order (rules R33, R34).
    pub(crate) fn pick(&mut self, paths: &Paths) -> Vec<Instance> {
        while self.pass(paths) {}
        let room = Self::MAX_IN_FLIGHT.saturating_sub(self.flying.len()).min(self.prioritized.len());
        let picked: Vec<Instance> = self.prioritized.drain(..room).collect();
        self.flying.extend(picked.iter().cloned());
        picked
    }

    /// Puts an instance in flight at once, whatever waits.
    pub(crate) fn launch(&mut self, mut instance: Instance) -> Instance {
        self.serials += 1;
        instance.serial = self.serials;
        self.flying.push(instance.clone());
        instance
    }

    /// Takes an instance whose call ended out of flight; `None` when its answer is void (rule R28).
    pub(crate) fn land(&mut self, serial: u64) -> Option<Instance> {
        let at = self.flying.iter().position(|instance| instance.serial == serial)?;
        Some(self.flying.remove(at))
    }

    /// Notes for its group what a finished instance updated (rules R32, R44).
    pub(crate) fn note(&mut self, instance: &Instance, updated: &[PropRef], paths: &Paths) {
        if let Some(group) = instance.group {
            self.resolved.refresh(paths);
            let Self { finished, resolved, graph, .. } = self;
            let finished = finished.entry(group).or_default();
            finished.could.extend(&resolved.node(instance, graph, paths).outputs);
            finished.did.extend(updated.iter().map(|prop| resolved.prop(prop)));
        }
    }

    /// One request pass. `true` when it changed what is requested, so that another is due.
    fn pass(&mut self, paths: &Paths) -> bool {
        let before: Vec<u64> = self.requested.iter().map(|instance| instance.serial).collect();
        if before.is_empty() {
            self.forget_groups();
            return false;
        }
        self.resolved.refresh(paths);
        let Self { graph, resolved, .. } = self;
        let pending = self.requested.len() + self.prioritized.len() + self.flying.len();
        let blocked = resolved.reachable(
            self.requested.iter().chain(&self.prioritized).chain(&self.flying),
            graph,
            paths,
        );
        let mut requested = std::mem::take(&mut self.requested);
        requested.retain(|instance| !has_looped(instance));
        requested = self.merge(requested);
        self.void_older(&requested);
        requested = self.prune_outputs(requested, paths);
        let mut ready: Vec<u64> =
            requested.iter().filter(|i| self.is_free(i, &blocked, paths)).map(|i| i.serial).collect();
        if ready.is_empty() && requested.len() == pending {
            ready = self.break_cycle(&requested, paths);
        }
        // The order of a broken cycle is the order of its assumptions.
        let order: HashMap<u64, usize> =
            ready.into_iter().enumerate().map(|(at, serial)| (serial, at)).collect();
        let (mut starting, waiting): (Vec<_>, Vec<_>) =
            requested.into_iter().partition(|instance| order.contains_key(&instance.serial));
        starting.sort_by_key(|instance| order.get(&instance.serial).copied());
        starting.retain(|instance| !self.is_cancelled(instance, paths));
        self.prioritized.extend(starting);
        self.requested = waiting;
        self.forget_groups();
        self.requested.iter().map(|instance| instance.serial).ne(before)
    }

    /// Joins requests of the same instance (rule R27).
    fn merge(&mut self, requested: Vec<Instance>) -> Vec<Instance> {
        let mut at: HashMap<(usize, String), usize> = HashMap::new();
        let mut families: Vec<Vec<Instance>> = Vec::new();
        for instance in requested {
            let next = families.len();
            let index = *at.entry(instance.identity(&self.graph)).or_insert(next);
            if index == next {
                families.push(Vec::new());
            }
            families[index].push(instance);
        }
        let (mut single, mut merged) = (Vec::new(), Vec::new());
        for mut family in families {
            if family.len() > 1
                && let Some(initial) = family.iter().position(|instance| instance.initial)
            {
                family.remove(initial);
            }
            let group = family.iter().rev().find_map(|instance| instance.group);
            let changed: Vec<PropRef> = family.iter().flat_map(|instance| instance.changed.clone()).collect();
            let alone = family.len() == 1;
            let Some(mut last) = family.pop() else { continue };
            if alone {
                single.push(last);
                continue;
            }
            self.serials += 1;
            last.serial = self.serials;
            last.group = group;
            last.changed.clear();
            last.add_changed(&changed);
            merged.push(last);
        }
        single.extend(merged);
        single
    }

    /// Drops unfinished instances that are requested anew; their answers become void (rule R28).
    fn void_older(&mut self, requested: &[Instance]) {
        let graph = &self.graph;
        let newer: HashSet<_> = requested.iter().map(|instance| instance.identity(graph)).collect();
        self.prioritized.retain(|instance| !newer.contains(&instance.identity(graph)));
        self.flying.retain(|instance| !newer.contains(&instance.identity(graph)));
    }

    /// Drops instances whose outputs are gone, everywhere, and trims those that lost some (rule R29).
    fn prune_outputs(&mut self, requested: Vec<Instance>, paths: &Paths) -> Vec<Instance> {
        let (prioritized, flying) = (std::mem::take(&mut self.prioritized), std::mem::take(&mut self.flying));
        self.prioritized = self.with_outputs(prioritized, paths);
        self.flying = self.with_outputs(flying, paths);
        self.with_outputs(requested, paths)
    }

    fn with_outputs(&mut self, instances: Vec<Instance>, paths: &Paths) -> Vec<Instance> {
        let (mut whole, mut partial) = (Vec::new(), Vec::new());
        for mut instance in instances {
            let found = self.resolved.node(&instance, &self.graph, paths).outputs.len();
            if found == instance.callback(&self.graph).outputs.len() {
                whole.push(instance);
            } else if found > 0 {
                instance.changed.retain(|prop| paths.get(&prop.id).is_some());
                partial.push(instance);
            }
        }
        whole.extend(partial);
        whole
    }

    /// Whether none of an instance's inputs, but for its own outputs, is in `outputs` (rule R30).
    fn is_free(&mut self, instance: &Instance, outputs: &HashSet<Prop>, paths: &Paths) -> bool {
        let node = self.resolved.node(instance, &self.graph, paths);
        node.inputs.iter().all(|prop| !outputs.contains(prop) || node.outputs.contains(prop))
    }

    /// Takes the first instance of a cycle as ready, then those which do not directly depend on the ones
    /// already taken (rule R31).
    fn break_cycle(&mut self, requested: &[Instance], paths: &Paths) -> Vec<u64> {
        let (mut taken, mut outputs) = (Vec::new(), HashSet::new());
        let mut candidates: Vec<&Instance> = requested.iter().collect();
        while !candidates.is_empty() {
            let first = candidates.remove(0);
            taken.push(first.serial);
            outputs.extend(&self.resolved.node(first, &self.graph, paths).outputs);
            candidates.retain(|instance| self.is_free(instance, &outputs, paths));
        }
        taken
    }

    /// Whether nothing upstream in its group updated any of its inputs, though it could have (rule R32).
    fn is_cancelled(&mut self, instance: &Instance, paths: &Paths) -> bool {
        let Some(finished) = instance.group.and_then(|group| self.finished.get(&group)) else { return false };
        let inputs = &self.resolved.node(instance, &self.graph, paths).inputs;
        !instance.callback(&self.graph).all_inputs_multi()
            && inputs.iter().all(|prop| finished.could.contains(prop) && !finished.did.contains(prop))
    }

    fn forget_groups(&mut self) {
        let alive: HashSet<u64> = self.pending().filter_map(|instance| instance.group).collect();
        self.finished.retain(|group, _| alive.contains(group));
    }
}

/// Whether the callback led to itself (rule R26).
fn has_looped(instance: &Instance) -> bool {
    instance.predecessors.contains(&instance.callback)
}
