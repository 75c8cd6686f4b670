//! What is rendered, and what components emit when they are first rendered (protocol section 3).

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::super::storage::StoreComponent;
use super::super::{behaviour, location, persistence};
use super::Page;
use super::apply::emissions;
use crate::dash::{Component, crawl, pointer};

/// What is rendered, in the page's order.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    places: Vec<String>,
    /// What is at each place: package, type and id. With another one there, the component is new.
    what: HashMap<String, String>,
}

impl Rendered {
    pub(super) fn places(&self) -> &[String] {
        &self.places
    }

    pub(super) fn contains(&self, at: &str) -> bool {
        self.what.contains_key(at)
    }

    fn add(&mut self, at: &str, what: String) {
        self.places.push(at.to_owned());
        self.what.insert(at.to_owned(), what);
    }

    /// The places of what was not there before.
    fn since(&self, before: &Self) -> Vec<String> {
        self.places.iter().filter(|at| self.what.get(*at) != before.what.get(*at)).cloned().collect()
    }
}

impl Page {
    /// Mounts what is rendered now and was not before, if anything may have changed.
    pub(super) fn commit(&mut self) {
        while std::mem::take(&mut self.dirty) {
            let rendered = self.rendered();
            let before = std::mem::replace(&mut self.mounted, rendered);
            let fresh = self.mounted.since(&before);
            let mounted = &self.mounted;
            self.tab.clock.retain(|at| mounted.contains(at));
            for at in fresh {
                self.mount(&at);
            }
        }
    }

    /// Every rendered component by its place; what is in closed tabs is not.
    fn rendered(&self) -> Rendered {
        let mut hidden: Vec<String> = Vec::new();
        let mut rendered = Rendered::default();
        crawl(&self.store.tree, "", &self.store.children_props, &mut |component: Component<'_>, at: &str| {
            if hidden.iter().any(|place| pointer::is_within(at, place)) {
                return;
            }
            hidden.extend(behaviour::unmounted(component).iter().map(|place| format!("{at}{place}")));
            let id = component.id().map(|id| id.to_string()).unwrap_or_default();
            rendered.add(at, format!("{}.{} {id}", component.namespace, component.kind));
        });
        rendered
    }

    fn mount(&mut self, at: &str) {
        let moment = self.moment();
        let Some(component) = self.store.component(at) else { return };
        let mut sync = Vec::new();
        if location::is_location(&component) {
            sync.push(location::mounted(&component, &self.address));
        }
        if let Some(store) = StoreComponent::of(&component, &mut self.tab.storage) {
            sync.extend(store.mounted(moment.now_ms));
        }
        self.tab.clock.watch(at, &component);
        let mounting = behaviour::mount(component, &moment);
        let retracted = behaviour::retracts(component, &moment);
        self.later.extend(emissions(at, mounting.later, retracted));
        for props in sync.into_iter().chain(mounting.sync) {
            self.set_props(at, props);
        }
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

/// What an Interval sets when its time has come; `None` when it has stopped.
pub(super) fn ticked(component: &Component<'_>) -> Option<Map<String, Value>> {
    let count = component.prop("n_intervals").and_then(Value::as_i64).unwrap_or(0);
    let most = component.prop("max_intervals").and_then(Value::as_i64).unwrap_or(-1);
    let disabled = crate::dash::truthy(component.prop("disabled"));
    let goes_on = !disabled && (most < 0 || count < most);
    goes_on.then(|| [("n_intervals".to_owned(), Value::from(count + 1))].into_iter().collect())
}
