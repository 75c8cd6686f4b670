//! What is rendered, and what components emit when they are first rendered (protocol section 3).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter::successors;

use super::super::storage::StoreComponent;
use super::super::{behaviour, location, persistence};
use super::Page;
use super::apply::emissions;
use serde_json::{Map, Value};

use crate::dash::{Component, crawl, pointer};

/// A component that is rendered.
#[derive(Debug, PartialEq)]
struct Mounted {
    /// Package, type and id.
    what: String,
    /// The how many-th of all that were mounted it is.
    serial: u64,
}

/// What is rendered.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// What is at each place. With another one there, the component is new.
    what: BTreeMap<String, Mounted>,
    /// How many components were mounted so far.
    count: u64,
    /// The props that components had which another value of a slot is written over.
    before: BTreeMap<String, Map<String, Value>>,
}

impl Rendered {
    pub(super) fn contains(&self, at: &str) -> bool {
        self.what.contains_key(at)
    }

    /// The places of the components of a kind: package, a full stop, type.
    pub(super) fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = String> + use<'a> {
        let is = move |what: &str| what.split(' ').next() == Some(kind);
        self.what.iter().filter(move |(_, mounted)| is(&mounted.what)).map(|(at, _)| at.clone())
    }

    /// Which one of all that were ever rendered is at a place now.
    pub(super) fn serial(&self, at: &str) -> Option<u64> {
        self.what.get(at).map(|mounted| mounted.serial)
    }

    /// Forgets what is under a place: whatever comes there is new.
    fn forget(&mut self, root: &str) {
        let under: Vec<String> = self.what.range(pointer::below(root)).map(|(at, _)| at.clone()).collect();
        for at in under.iter().chain([&root.to_owned()]) {
            self.what.remove(at);
        }
    }

    /// Takes over what is rendered at and under a place now. Returns the places of what was not there before.
    fn replace(&mut self, root: &str, now: Vec<(String, String)>) -> Vec<String> {
        let mut before = HashMap::new();
        before.extend(self.what.remove_entry(root));
        let under: Vec<String> = self.what.range(pointer::below(root)).map(|(at, _)| at.clone()).collect();
        before.extend(under.iter().filter_map(|at| self.what.remove_entry(at)));
        let mut fresh = Vec::new();
        for (at, what) in now {
            let known = before.remove(&at).filter(|known: &Mounted| known.what == what);
            let mounted = known.unwrap_or_else(|| {
                fresh.push(at.clone());
                self.count += 1;
                Mounted { what, serial: self.count }
            });
            self.what.insert(at, mounted);
        }
        fresh
    }
}

impl Page {
    /// Mounts what is rendered now and was not before, where anything may have changed.
    pub(super) fn commit(&mut self) {
        while !self.dirty.is_empty() {
            let mut fresh = Vec::new();
            for root in outermost(std::mem::take(&mut self.dirty)) {
                if root.is_empty() || self.is_mounted(&root) {
                    let now = self.rendered(&root);
                    fresh.extend(self.mounted.replace(&root, now));
                }
            }
            let mounted = &self.mounted;
            self.tab.clock.retain(|at| mounted.contains(at));
            self.memory.retain(|at, _| mounted.contains(at) && !fresh.contains(at));
            self.keyboard.retain(|at| mounted.contains(at));
            for at in &fresh {
                self.keyboard.forget(at);
                self.tab.clock.restart(at);
                self.mount(at);
            }
            self.receive_props(&fresh);
        }
    }

    /// Slots of the component at a place are written over. Since 4.2 the renderer gives what is in them new keys, so that
    /// React takes all of it for new; before, a component of the same kind and id stays, and gets the new props.
    pub(super) fn supersede(&mut self, at: &str, props: &Map<String, Value>) {
        let Some(component) = self.store.component(at) else { return };
        let slots = self.store.slots(&component);
        let heads = slots.iter().filter_map(|slot| slot.split(['[', '.', '{']).next());
        let places: HashSet<String> =
            heads.filter(|head| props.contains_key(*head)).map(|head| pointer::prop(at, head)).collect();
        for place in places {
            if self.version() >= (4, 2, 0) {
                self.mounted.forget(&place);
                continue;
            }
            let Some(old) = self.store.tree.pointer(&place) else { continue };
            let mounted = &mut self.mounted;
            crawl(old, &place, &self.store.children_props, &mut |component: Component<'_>, at: &str| {
                if mounted.contains(at) {
                    let props = component.props.clone();
                    mounted.before.entry(at.to_owned()).or_insert(props);
                }
            });
        }
    }

    /// Tells components that stayed, but for `fresh` ones, which props they lost, got or have other values for.
    fn receive_props(&mut self, fresh: &[String]) {
        for (at, before) in std::mem::take(&mut self.mounted.before) {
            let Some(component) = self.store.component(&at).filter(|_| !fresh.contains(&at)) else {
                continue;
            };
            let now = component.props.clone();
            let names = before.keys().chain(now.keys().filter(|name| !before.contains_key(*name)));
            let differing: Vec<String> =
                names.filter(|name| before.get(*name) != now.get(*name)).cloned().collect();
            if !differing.is_empty() {
                self.changed(&at, &differing, false);
            }
        }
    }

    /// The rendered components at and under a place, in the page's order; what is in closed tabs is not.
    fn rendered(&self, root: &str) -> Vec<(String, String)> {
        let mut hidden: HashSet<String> = HashSet::new();
        let mut rendered = Vec::new();
        let Some(tree) = self.store.tree.pointer(root) else { return rendered };
        crawl(tree, root, &self.store.children_props, &mut |component: Component<'_>, at: &str| {
            let is_hidden = |place: &&str| hidden.contains(*place);
            if !hidden.is_empty() && successors(Some(at), |at| pointer::parent(at)).any(|at| is_hidden(&at)) {
                return;
            }
            hidden.extend(behaviour::unmounted(component).iter().map(|place| format!("{at}{place}")));
            let id = component.id().map(|id| id.to_string()).unwrap_or_default();
            rendered.push((at.to_owned(), format!("{}.{} {id}", component.namespace, component.kind)));
        });
        rendered
    }

    /// The places of what is rendered, in the page's order.
    pub(crate) fn mounted_places(&self) -> Vec<String> {
        self.rendered("").into_iter().map(|(at, _)| at).filter(|at| self.is_mounted(at)).collect()
    }

    fn mount(&mut self, at: &str) {
        let moment = self.moment();
        if self.store.is_undeclared(at) {
            let props = self.store.component(at).map(|component| component.props.keys().cloned());
            let names: Vec<String> = props.into_iter().flatten().collect();
            self.request_listeners(at, &names, &[]);
        }
        let Some(component) = self.store.component(at) else { return };
        let mut sync = Vec::new();
        if location::is_location(&component) {
            sync.push(location::mounted(&component, &self.address));
        }
        if let Some(store) = StoreComponent::of(&component, &mut self.tab.storage) {
            sync.extend(store.mounted(moment.now_ms));
        }
        self.tab.clock.watch(at, component);
        let mounting = behaviour::mount(component, &moment);
        let retracted = behaviour::retracts(component, &moment);
        let now = self.loading.rendered(&component, emissions(at, mounting.later, retracted));
        for props in sync.into_iter().chain(mounting.sync) {
            self.set_props(at, props);
        }
        for effect in now {
            self.effect(effect);
        }
        self.undrawn.push((at.to_owned(), None));
    }

    /// Brings persisted edits back into the components under a place (protocol section 2.12).
    pub(super) fn restore(&mut self, root: &str) {
        let mut restored = Vec::new();
        let Some(subtree) = self.store.tree.pointer(root) else { return };
        let storage = &mut self.tab.storage;
        crawl(subtree, root, &self.store.children_props, &mut |component: Component<'_>, at: &str| {
            let props = persistence::restore(&component, storage);
            if !props.is_empty() {
                restored.push((at.to_owned(), props));
            }
        });
        for (at, props) in restored {
            self.store.set(&at, props);
        }
    }
}

/// The places that are within no other one, in the page's order.
fn outermost(places: Vec<String>) -> Vec<String> {
    let within: HashSet<String> = places.iter().cloned().collect();
    let mut outer: Vec<String> = within
        .iter()
        .filter(|at| !successors(pointer::parent(at), |at| pointer::parent(at)).any(|at| within.contains(at)))
        .cloned()
        .collect();
    outer.sort_by(|a, b| pointer::compare(a, b));
    outer
}
