//! Changes of the tree: by a component (R23), by a callback's result (R20, R21).

use serde_json::{Map, Value};

use super::super::behaviour::{self, Effect, Props};
use super::super::location::{self, Move};
use super::super::persistence;
use super::super::schedule::{Discovery, Found, Instance};
use super::super::storage::StoreComponent;
use super::Page;
use crate::dash::{ChildrenProps, Component, PropRef, Update, pointer, truthy};

/// The props that a visitor types over.
const SHOWN: [&str; 3] = ["value", "start_date", "end_date"];

impl Page {
    /// A component's own `setProps`: only what differs counts, and only it triggers (rule R23).
    pub(crate) fn set_props(&mut self, at: &str, props: Map<String, Value>) {
        let Some(component) = self.store.component(at) else { return };
        let differs = |name: &str, value: &Value| component.prop(name) != Some(value);
        let props: Map<String, Value> =
            props.into_iter().filter(|(name, value)| differs(name, value)).collect();
        if props.is_empty() {
            return;
        }
        persistence::record(&component, &props, &mut self.tab.storage);
        let names: Vec<String> = props.keys().cloned().collect();
        self.request_listeners(at, &names, &[]);
        self.write(at, props);
        self.changed(at, &names, true);
    }

    /// A component's own `setProps` with `undefined`.
    pub(crate) fn unset_props(&mut self, at: &str, names: &[String]) {
        let Some(component) = self.store.component(at) else { return };
        let names: Vec<String> =
            names.iter().filter(|name| component.prop(name).is_some()).cloned().collect();
        self.request_listeners(at, &names, &[]);
        self.store.unset(at, &names);
        self.changed(at, &names, true);
    }

    /// Follows a link: a page load, or `history.pushState` with every Location following.
    pub(crate) fn navigate(&mut self, href: &str, reload: bool) {
        self.go(href, reload, true, false);
    }

    /// Changes the address, relative to what it is now: by a page load, or in the page. With `tell`, every mounted
    /// Location follows; with `replace`, the address that is left is forgotten.
    pub(crate) fn go(&mut self, href: &str, reload: bool, tell: bool, replace: bool) {
        let Ok(url) = self.address.join(href) else {
            self.complain(format!("the link `{href}` leads nowhere"));
            return;
        };
        if reload {
            if replace {
                self.tab.history.supersede(url.clone());
            }
            self.leaving = Some(url);
        } else if replace {
            self.tab.history.replace(url.clone());
            self.address = url;
        } else {
            self.push(url, tell);
        }
    }

    /// Whether an address is another place of this page: it differs in its fragment alone, and has one (HTML section
    /// 7.4.2.3.3).
    pub(crate) fn moves_within(&self, address: &url::Url) -> bool {
        let whole = |url: &url::Url| {
            let mut url = url.clone();
            url.set_fragment(None);
            url
        };
        address.fragment().is_some() && whole(address) == whole(&self.address)
    }

    /// `history.pushState`; with `tell`, every mounted Location follows.
    pub(crate) fn push(&mut self, url: url::Url, tell: bool) {
        self.tab.history.push(url.clone());
        self.address = url;
        if tell {
            self.tell_locations();
        }
    }

    /// Lets every mounted Location take over the address.
    pub(crate) fn tell_locations(&mut self) {
        let found: Vec<(String, Map<String, Value>)> = self
            .mounted_places()
            .into_iter()
            .filter_map(|at| {
                let component = self.store.component(&at).filter(location::is_location)?;
                let props = location::followed(&component, &self.address);
                Some((at, props))
            })
            .collect();
        for (at, props) in found {
            self.set_props(&at, props);
        }
    }

    /// Applies a callback's result and requests what depends on it (rules R20, R21, R41). Returns what it updated.
    pub(super) fn apply(&mut self, updates: Vec<Update>, producer: &Instance) -> Vec<PropRef> {
        let version = self.version();
        let mut predecessors = producer.predecessors.clone();
        predecessors.push(producer.callback);
        let mut updated = Vec::new();
        let mut mark = self.scheduler.mark();
        for update in updates {
            let names: Vec<String> = update.props.keys().cloned().collect();
            for name in &names {
                let prop = PropRef { id: update.id.clone(), property: name.clone() };
                let listeners = self.scheduler.graph().triggered_by(&prop, &self.store.paths);
                self.scheduler.request(listeners, &predecessors);
                updated.push(prop);
            }
            let Some(at) = self.store.place(&update.id).map(str::to_owned) else { continue };
            let Some(component) = self.store.component(&at) else { continue };
            let toggled = persistence::toggled(&component, &update.props, &mut self.tab.storage);
            persistence::prune(&component, &update.props, &mut self.tab.storage, version);
            let slots = self.changed_slots(&at, &names);
            let listing: Vec<Vec<Found>> = slots.iter().map(|slot| self.listing(slot)).collect();
            self.write(&at, update.props);
            if self.renders_at_once() {
                mark = self.render_first(&at, &names, mark);
            }
            if !toggled.is_empty() {
                let names: Vec<String> = toggled.keys().cloned().collect();
                self.request_listeners(&at, &names, &[]);
                self.write(&at, toggled);
            }
            for slot in &slots {
                self.restore(slot);
            }
            for (slot, listing) in slots.iter().zip(listing) {
                self.replaced(slot, listing, &predecessors);
            }
            if names.iter().any(|name| name == "children") {
                self.check_children(&at);
            }
            self.restructured(&at, &names, &predecessors);
            if !self.renders_at_once() {
                self.changed(&at, &names, false);
            }
        }
        updated
    }

    /// Whether each change of the tree is rendered at once, as React did up to 16; later ones render what changed together.
    pub(super) fn renders_at_once(&self) -> bool {
        self.version() < (3, 0, 0)
            && !self.index.react().is_some_and(|address| address.contains("react-dom@18"))
    }

    /// Renders a change at once: what components do then is requested before everything since `mark`. Returns the mark
    /// after it.
    pub(super) fn render_first(&mut self, at: &str, names: &[String], mark: usize) -> usize {
        let since = self.scheduler.mark();
        self.changed(at, names, false);
        self.commit();
        self.draw();
        self.scheduler.advance(mark, since)
    }

    /// The places of the slots without `[]` that an update of `names` writes.
    fn changed_slots(&self, at: &str, names: &[String]) -> Vec<String> {
        let Some(component) = self.store.component(at) else { return Vec::new() };
        let written =
            |slot: &String| slot.split('.').next().is_some_and(|head| names.iter().any(|n| n == head));
        let slots = self.store.slots(&component).into_iter().filter(|slot| !slot.contains(['[', '{']));
        slots
            .filter(written)
            .map(|slot| {
                slot.split('.').fold(pointer::child(at, "props"), |place, key| pointer::child(&place, key))
            })
            .collect()
    }

    /// The callbacks that list pattern ids of a slot, which is about to be written.
    fn listing(&self, slot: &str) -> Vec<Found> {
        let old = self.store.tree.pointer(slot);
        old.map(|old| self.discovery().listing(old, slot, &self.store.paths)).unwrap_or_default()
    }

    /// New components came into a slot: registers them and requests what they ask for and what those before them
    /// leave behind (rule R20b), unless the new value is falsy, which leaves the old ids registered (rule R21).
    fn replaced(&mut self, slot: &str, listing: Vec<Found>, predecessors: &[usize]) {
        if !truthy(self.store.tree.pointer(slot)) {
            return;
        }
        self.store.recompute(slot);
        let discovery = self.discovery();
        let new = self.store.tree.pointer(slot);
        let inserted = new.map(|new| discovery.inserted(new, slot, &self.store.paths)).unwrap_or_default();
        let removed = discovery.bereft(listing, &self.store.paths);
        for found in [inserted, removed] {
            self.scheduler.request_group(found, predecessors);
        }
    }

    /// A prop with a list of slots (`items[].label`) was written: the component is looked at once as a whole, and only
    /// what listens to the component itself is requested (rule R22).
    fn restructured(&mut self, at: &str, names: &[String], predecessors: &[usize]) {
        let Some(component) = self.store.component(at) else { return };
        let listed = |known: &ChildrenProps| {
            known.of(&component).iter().any(|slot| {
                let head = slot.split(['[', '.', '{']).next().unwrap_or_default();
                slot.contains('[') && names.iter().any(|name| name == head) && truthy(component.prop(head))
            })
        };
        let (is_listed, is_declared) = (listed(&self.store.children_props), listed(&self.store.declared));
        let Some(id) = component.id().filter(|_| is_listed) else { return };
        self.store.recompute(at);
        if !is_declared {
            return;
        }
        let discovery = self.discovery();
        let Some(tree) = self.store.tree.pointer(at) else { return };
        let mut found = discovery.inserted(tree, at, &self.store.paths);
        found.retain(|instance| {
            let inputs = &instance.callback(self.scheduler.graph()).inputs;
            inputs.iter().any(|input| input.id.matches(&id, None) && names.contains(&input.property))
        });
        self.scheduler.request_group(found, predecessors);
    }

    fn discovery(&self) -> Discovery<'_> {
        Discovery { graph: self.scheduler.graph(), children_props: &self.store.declared, endless: false }
    }

    /// Requests the callbacks that listen to props of a component, in the props' order.
    pub(super) fn request_listeners(&mut self, at: &str, names: &[String], predecessors: &[usize]) {
        let Some(id) = self.store.id(at) else { return };
        for name in names {
            let prop = PropRef { id: id.clone(), property: name.clone() };
            let listeners = self.scheduler.graph().triggered_by(&prop, &self.store.paths);
            self.scheduler.request(listeners, predecessors);
        }
    }

    /// Writes props into the tree, and notes when what is rendered may have changed.
    pub(super) fn write(&mut self, at: &str, props: Map<String, Value>) {
        let hidden = |component: Option<Component<'_>>| component.map(behaviour::unmounted);
        let before = hidden(self.store.component(at));
        let slots = self.store.component(at).map(|c| self.store.slots(&c)).unwrap_or_default();
        let composite = |value: &Value| value.is_array() || value.is_object();
        let holds = |(name, value): (&String, &Value)| {
            slots.iter().any(|slot| slot.split(['[', '.', '{']).next().is_some_and(|head| head == name))
                && (composite(value)
                    || self.store.component(at).and_then(|c| c.prop(name)).is_some_and(composite))
        };
        let restructures = props.iter().any(holds);
        if restructures {
            self.supersede(at, &props);
        }
        let overwritten = props.keys().any(|name| SHOWN.contains(&name.as_str()));
        self.store.set(at, props);
        if let Some(component) = self.store.component(at).filter(|_| overwritten) {
            self.keyboard.overwritten(at, component);
        }
        if restructures || before != hidden(self.store.component(at)) {
            self.dirty.push(at.to_owned());
        }
    }

    /// What a component does by itself once its props have changed.
    pub(super) fn changed(&mut self, at: &str, names: &[String], by_itself: bool) {
        let moment = self.moment();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if !self.is_mounted(at) {
            return;
        }
        let Some(component) = self.store.component(at) else { return };
        let follows = behaviour::follows(component, &names);
        let stored = names
            .iter()
            .any(|name| matches!(*name, "data" | "clear_data"))
            .then(|| StoreComponent::of(&component, &mut self.tab.storage)?.changed(moment.now_ms))
            .flatten();
        let retracted = behaviour::retracts(component, &moment);
        self.later.extend(emissions(at, Vec::new(), retracted));
        self.tab.clock.watch(at, component);
        let drawn = Some(names.iter().map(|name| (*name).to_owned()).collect());
        self.undrawn.push((at.to_owned(), drawn));
        if !by_itself && location::is_location(&component) {
            let missing = location::mounted(&component, &self.address);
            match location::changed(&component, &names, &self.address) {
                Some(Move::Load(url)) => self.leaving = Some(url),
                Some(Move::Push { url, tell }) => self.push(url, tell),
                None => {}
            }
            self.set_props(at, missing);
        }
        for props in follows.into_iter().chain(stored) {
            self.set_props(at, props);
        }
    }
}

/// What a component sets and unsets after the next request pass.
pub(super) fn emissions(at: &str, set: Vec<Props>, unset: Vec<String>) -> impl Iterator<Item = Effect> {
    let place = at.to_owned();
    let set = set.into_iter().map({
        let at = place.clone();
        move |props| Effect::SetProps { at: at.clone(), props }
    });
    set.chain((!unset.is_empty()).then_some(Effect::Unset { at: place, props: unset }))
}
