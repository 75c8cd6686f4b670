//! The state of a page: the component tree and where its ids are.

use serde_json::{Map, Value};

use crate::dash::{ChildrenProps, Component, ComponentId, Config, Paths, pointer};

/// The tree, which *is* the state, and the places of its ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    pub(crate) tree: Value,
    pub(crate) paths: Paths,
    /// Where components are.
    pub(crate) children_props: ChildrenProps,
    /// Where the renderer knows them to be: what is elsewhere makes no initial calls.
    pub(crate) declared: ChildrenProps,
}

impl Store {
    /// The components of dcc that, since Dash 4, register themselves what is in the labels of their options.
    const LABELLING: [&str; 3] = ["Checklist", "Dropdown", "RadioItems"];

    /// The state of an app with this configuration.
    pub(crate) fn new(tree: Value, config: &Config) -> Self {
        let declared = config.children_props();
        let mut children_props = declared.clone();
        if config.dash_version() >= (4, 0, 0) {
            for kind in Self::LABELLING {
                children_props = children_props.with("dash_core_components", kind, "options[].label");
            }
        }
        let paths = Paths::of(&tree, &children_props);
        Self { tree, paths, children_props, declared }
    }

    /// Whether the component at a place was registered by what it is in, and not by the renderer.
    pub(crate) fn is_undeclared(&self, at: &str) -> bool {
        let around = std::iter::successors(pointer::parent(at), |at| pointer::parent(at));
        let owner = around.into_iter().find(|place| self.component(place).is_some());
        owner.is_some_and(|owner| {
            let labels = format!("{owner}/props/options/");
            let kind = self.component(owner).filter(|one| one.namespace == "dash_core_components");
            at.starts_with(&labels) && kind.is_some_and(|one| self.declared.of(&one).is_empty())
        })
    }

    /// The component at a place.
    pub(crate) fn component(&self, at: &str) -> Option<Component<'_>> {
        self.tree.pointer(at).and_then(Component::of)
    }

    /// The place of an id whose component is there: ids of removed components may still be registered (rule R21).
    pub(crate) fn place(&self, id: &ComponentId) -> Option<&str> {
        self.paths.get(id).filter(|at| self.component(at).is_some())
    }

    /// The id of the component at a place.
    pub(crate) fn id(&self, at: &str) -> Option<ComponentId> {
        self.component(at)?.id()
    }

    /// Sets props of the component at a place; nothing happens when there is none.
    pub(crate) fn set(&mut self, at: &str, props: Map<String, Value>) {
        if let Some(Value::Object(current)) = self.tree.pointer_mut(&pointer::child(at, "props")) {
            current.extend(props);
        }
    }

    /// Takes props away from the component at a place.
    pub(crate) fn unset(&mut self, at: &str, props: &[String]) {
        if let Some(Value::Object(current)) = self.tree.pointer_mut(&pointer::child(at, "props")) {
            for name in props {
                current.shift_remove(name);
            }
        }
    }

    /// Writes a member of an object or an element of a list, where there is one around it.
    pub(crate) fn amend(&mut self, at: &str, value: Value) {
        let Some((parent, key)) = at.rsplit_once('/') else { return };
        match self.tree.pointer_mut(parent) {
            Some(Value::Object(members)) if value.is_null() => drop(members.shift_remove(key)),
            Some(Value::Object(members)) => {
                members.insert(key.to_owned(), value);
            }
            Some(Value::Array(items)) => {
                if let Some(item) = key.parse().ok().and_then(|index: usize| items.get_mut(index)) {
                    *item = value;
                }
            }
            _ => {}
        }
    }

    /// A prop of the component at a place, with other members of the object in it; `None` when it is no object.
    pub(crate) fn merged(
        &self,
        at: &str,
        prop: &str,
        into: &str,
        members: Map<String, Value>,
    ) -> Option<Map<String, Value>> {
        let mut whole = self.component(at)?.prop(prop)?.as_object()?.clone();
        whole.entry(into).or_insert_with(|| Value::Object(Map::new())).as_object_mut()?.extend(members);
        Some(Map::from_iter([(prop.to_owned(), Value::Object(whole))]))
    }

    /// Adds to a list where there is one; `most` stay, without those at the other end.
    pub(crate) fn grow(&mut self, at: &str, items: Vec<Value>, front: bool, most: usize) {
        let Some(Value::Array(list)) = self.tree.pointer_mut(at) else { return };
        if front {
            list.splice(0..0, items);
            list.truncate(most);
        } else {
            list.extend(items);
            list.drain(..list.len().saturating_sub(most));
        }
    }

    /// Registers the ids under a place anew (rule R5).
    pub(crate) fn recompute(&mut self, at: &str) {
        let Self { tree, paths, children_props, .. } = self;
        if let Some(subtree) = tree.pointer(at) {
            paths.recompute(subtree, at, children_props);
        }
    }

    /// The places of a component's props that hold components, `children` first, as pointers from the component.
    pub(crate) fn slots(&self, component: &Component<'_>) -> Vec<String> {
        let others = self.children_props.of(component).iter().cloned();
        std::iter::once("children".to_owned()).chain(others).collect()
    }
}
