//! The walk over the tree: text, lists and components.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use crate::dash::Component;

use super::charts::Charts;
use super::devtools::{self, DevTools};
use super::element::{Content, Element};
use super::loading::Loading;
use super::shell::Shell;
use super::view::View;
use super::{bootstrap, dcc, html, number, table, unknown};

/// What rendering needs to know beside the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkupOptions {
    /// The page around the components.
    pub shell: Arc<Shell>,
    /// The page's title, when it is not the one that was served.
    pub title: Option<String>,
    /// The app's Dash version: major, minor, patch. Those of a major version render alike.
    pub dash_version: (u32, u32, u32),
    /// The callbacks that the page waits for.
    pub loading: Loading,
    /// The path of the page's address: links tell by it that they lead to where the visitor is.
    pub path: String,
    /// The width of the window, px: plots that nothing else gives a width are about as wide.
    pub width: f64,
    /// The plots that were laid out before.
    pub charts: Charts,
    /// Which props other than `children` hold components: `children_props` of `_dash-config`
    /// (namespace → type → list of paths, protocol section 1.4).
    pub children_props: Value,
    /// What was typed into fields and is in no prop yet, by the JSON pointer of each.
    pub typed: HashMap<String, String>,
    /// What components keep that is in no prop, by the JSON pointer of each.
    pub memory: HashMap<String, Value>,
    /// The dev tools, where the page shows them.
    pub tools: Option<Arc<DevTools>>,
}

impl Default for MarkupOptions {
    fn default() -> Self {
        Self {
            shell: Arc::default(),
            title: None,
            dash_version: (4, 0, 0),
            loading: Loading::default(),
            path: "/".to_owned(),
            width: 1280.0,
            charts: Charts::default(),
            children_props: Value::Null,
            typed: HashMap::new(),
            memory: HashMap::new(),
            tools: None,
        }
    }
}

impl MarkupOptions {
    /// The whole page: the components in what is around them.
    pub(crate) fn page(&self, mut tree: Vec<Content>) -> Element {
        if let Some(tools) = &self.tools {
            tree = vec![devtools::around(tools, tree).into()];
        }
        if self.loading.any {
            tree.push(Element::new("div").class("_dash-loading-callback").into());
        }
        self.shell.filled(tree, self.title.as_deref())
    }
}

/// The HTML of a tree: a component, a text or number, or a list of them.
///
/// The component at JSON pointer `p` of `tree` is the element with `data-dashproof="p"`; the tree itself has `""`.
/// What Dash renders as nothing (stores, intervals, closed dialogs, contents of unselected tabs) is not in it.
pub fn markup(tree: &Value, options: &MarkupOptions) -> String {
    content(tree, options).iter().map(ToString::to_string).collect()
}

/// The elements of a tree.
pub(crate) fn content(tree: &Value, options: &MarkupOptions) -> Vec<Content> {
    Renderer { options }.content(tree, "")
}

/// Renders values at their places.
pub(super) struct Renderer<'a> {
    pub(super) options: &'a MarkupOptions,
}

impl Renderer<'_> {
    /// Renders what React would: text and numbers as text, components as elements, nothing for null and booleans.
    pub(super) fn content(&self, value: &Value, pointer: &str) -> Vec<Content> {
        match value {
            Value::String(text) => vec![Content::text(text)],
            Value::Number(value) => vec![Content::text(number::js(value))],
            Value::Array(items) => items
                .iter()
                .enumerate()
                .flat_map(|(index, item)| self.content(item, &format!("{pointer}/{index}")))
                .collect(),
            Value::Object(_) => {
                self.view(value, pointer.to_owned()).map(|view| component(&view)).unwrap_or_default()
            }
            Value::Null | Value::Bool(_) => Vec::new(),
        }
    }

    /// The component that `value` is.
    pub(super) fn view<'a>(&'a self, value: &'a Value, pointer: String) -> Option<View<'a>> {
        Component::of(value).map(|component| View { component, pointer, renderer: self })
    }
}

fn component(view: &View<'_>) -> Vec<Content> {
    let known = match view.component.namespace {
        "dash_html_components" => Some(vec![html::render(view)]),
        "dash_core_components" => dcc::render(view),
        "dash_table" => table::render(view).map(|element| vec![element]),
        "dash_bootstrap_components" => bootstrap::render(view),
        _ => None,
    };
    let elements = known.unwrap_or_else(|| vec![unknown::render(view)]);
    let loads = view.is_loading() && !tells_itself(view);
    elements
        .into_iter()
        .map(|one| one.attr_opt("data-dash-is-loading", loads.then_some("true")).into())
        .collect()
}

/// Whether the component itself says where that it is loading.
fn tells_itself(view: &View<'_>) -> bool {
    match view.component.kind {
        "Loading" | "Tabs" | "Tooltip" => view.component.namespace == "dash_core_components",
        "Dropdown" | "Input" => !view.is_classic(),
        _ => false,
    }
}
