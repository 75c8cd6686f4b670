//! What is looked at.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::dash::{Callback, ChildrenProps, Component, ComponentId, Dependency, crawl};
use crate::trace::{CallbackGraph, Trace};

/// The props of component classes, by namespace and type.
pub type PropNames = BTreeMap<(String, String), Vec<String>>;

/// An app as it is after its first page load.
#[derive(Debug)]
pub struct Subject<'a> {
    /// Its callbacks.
    pub graph: CallbackGraph,
    /// What the load called.
    pub trace: &'a Trace,
    /// The component tree at rest.
    pub page: &'a Value,
    /// The tree that ids are checked against: the layout or the validation layout. `None` checks none, as an app with
    /// `suppress_callback_exceptions` wants, whose components come later.
    pub declared: Option<&'a Value>,
    /// The props that hold components.
    pub children_props: ChildrenProps,
    /// Dash's version.
    pub dash_version: (u32, u32, u32),
    /// Whether something may set props besides outputs (`set_props`): a prop that seems to never change may then change.
    pub sets_props: bool,
    /// The props of the component classes that are known; of others none is doubted.
    pub prop_names: PropNames,
}

impl<'a> Subject<'a> {
    pub(super) fn callbacks(&self) -> &[Callback] {
        self.graph.callbacks()
    }

    /// The components of the page, with those that are only declared.
    pub(super) fn components(&self) -> Vec<Component<'a>> {
        let mut found = Vec::new();
        for tree in std::iter::once(self.page).chain(self.declared) {
            crawl(tree, "", &self.children_props, &mut |component: Component<'a>, _: &str| {
                found.push(component);
            });
        }
        found
    }

    /// The classes of the components that callbacks name, by namespace and type: those to know the props of.
    pub fn classes(&self) -> Vec<(String, String)> {
        let components = self.components();
        let dependencies = self.callbacks().iter().flat_map(dependencies);
        let named = dependencies.flat_map(|(_, dependency)| named_by(dependency, &components));
        let classes: BTreeSet<(String, String)> =
            named.map(|component| (component.namespace.to_owned(), component.kind.to_owned())).collect();
        classes.into_iter().collect()
    }

    /// The ids in a tree.
    pub(super) fn ids(&self, tree: &Value) -> Vec<ComponentId> {
        let mut ids = Vec::new();
        crawl(tree, "", &self.children_props, &mut |component: Component<'_>, _: &str| {
            ids.extend(component.id());
        });
        ids
    }
}

/// The Outputs, Inputs and States of a callback, each with its role.
pub(super) fn dependencies(callback: &Callback) -> impl Iterator<Item = (&'static str, &Dependency)> {
    let lists = [("Output", &callback.outputs), ("Input", &callback.inputs), ("State", &callback.state)];
    lists.into_iter().flat_map(|(role, list)| list.iter().map(move |one| (role, one)))
}

/// The components that a dependency may stand for.
pub(super) fn named_by<'c, 'a>(
    dependency: &'c Dependency,
    components: &'c [Component<'a>],
) -> impl Iterator<Item = &'c Component<'a>> {
    components.iter().filter(|component| component.id().is_some_and(|id| dependency.id.matches(&id, None)))
}
