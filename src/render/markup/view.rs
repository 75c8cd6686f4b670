//! One component while it is rendered: its props, where it is, and how to render what is inside it.

use serde_json::{Map, Value};

use crate::dash::{Component, ComponentId};

use super::element::{Content, Element};
use super::render::Renderer;
use super::{POINTER, number, style};

/// A component at its place in the tree.
pub(super) struct View<'a> {
    pub(super) component: Component<'a>,
    /// Its JSON pointer.
    pub(super) pointer: String,
    pub(super) renderer: &'a Renderer<'a>,
}

impl<'a> View<'a> {
    /// The canonical text of the id.
    pub(super) fn id(&self) -> Option<String> {
        self.component.id().as_ref().map(ComponentId::to_string)
    }

    /// What the component keeps that is in no prop.
    pub(super) fn memory(&self) -> Option<&'a Value> {
        self.renderer.options.memory.get(&self.pointer)
    }

    /// Whether the components are those of before Dash 4, which redrew most of dcc.
    pub(super) fn is_classic(&self) -> bool {
        self.renderer.options.dash_version < (4, 0, 0)
    }

    /// Whether what a visitor opens in it is open.
    pub(super) fn is_open(&self) -> bool {
        self.memory().is_some_and(|memory| memory.get("open") == Some(&Value::Bool(true)))
    }

    /// Whether a callback that is pending writes to it.
    pub(super) fn is_loading(&self) -> bool {
        self.renderer.options.loading.is_component(&self.pointer)
    }

    /// A prop that is neither absent nor null.
    pub(super) fn prop(&self, name: &str) -> Option<&'a Value> {
        self.component.prop(name).filter(|value| !value.is_null())
    }

    /// A text or number prop, as text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.prop(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(value) => Some(number::js(value)),
            _ => None,
        }
    }

    /// A text or number prop of dash-bootstrap-components by its name with underscores, or in camel case, as it was before
    /// version 2.
    pub(super) fn text_cased(&self, name: &str) -> Option<String> {
        self.text(name).or_else(|| self.text(&camel(name)))
    }

    /// A style prop by either name, as CSS text.
    pub(super) fn css_cased(&self, name: &str) -> String {
        if self.object(name).is_some() { self.css(name) } else { self.css(&camel(name)) }
    }

    /// A number prop; a text that is a number counts.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        match self.prop(name)? {
            Value::Number(value) => value.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Whether a prop is truthy, as JavaScript sees it.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.flag_or(name, false)
    }

    /// Whether a prop is truthy; `default` when it is absent.
    pub(super) fn flag_or(&self, name: &str, default: bool) -> bool {
        match self.component.prop(name) {
            None => default,
            Some(Value::Null) => false,
            Some(Value::Bool(on)) => *on,
            Some(Value::String(text)) => !text.is_empty(),
            Some(Value::Number(value)) => value.as_f64() != Some(0.0),
            Some(_) => true,
        }
    }

    /// A list prop; empty when absent.
    pub(super) fn list(&self, name: &str) -> &'a [Value] {
        self.prop(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// An object prop.
    pub(super) fn object(&self, name: &str) -> Option<&'a Map<String, Value>> {
        self.prop(name)?.as_object()
    }

    /// The class name: `className`, or dash-bootstrap-components' `class_name`.
    pub(super) fn class(&self) -> String {
        let names = ["class_name", "className"].iter().filter_map(|name| self.component.text(name));
        names.collect::<Vec<_>>().join(" ")
    }

    /// A `style` prop as CSS text.
    pub(super) fn css(&self, name: &str) -> String {
        self.object(name).map(style::css).unwrap_or_default()
    }

    /// The component's outermost element, with its id, class and style.
    pub(super) fn root(&self, tag: &str) -> Element {
        self.outer(tag).attr_opt("id", self.id()).class(&self.class()).style(&self.css("style"))
    }

    /// The component's outermost element without its id: some components give it to an inner one.
    pub(super) fn outer(&self, tag: &str) -> Element {
        Element::new(tag).attr(POINTER, self.pointer.as_str())
    }

    /// What `children` holds.
    pub(super) fn children(&self) -> Vec<Content> {
        self.content("children")
    }

    /// What any prop holds: text, numbers, components and lists of them.
    pub(super) fn content(&self, name: &str) -> Vec<Content> {
        self.prop(name).map(|value| self.at(value, name)).unwrap_or_default()
    }

    /// Renders `value`, found under `path` in the props.
    pub(super) fn at(&self, value: &Value, path: &str) -> Vec<Content> {
        self.renderer.content(value, &format!("{}/props/{path}", self.pointer))
    }

    /// The components directly in `children`, each at its place.
    pub(super) fn child_views(&self) -> Vec<View<'a>> {
        let Some(children) = self.prop("children") else { return Vec::new() };
        let at = format!("{}/props/children", self.pointer);
        match children {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| self.renderer.view(item, format!("{at}/{index}")))
                .collect(),
            item => self.renderer.view(item, at).into_iter().collect(),
        }
    }
}

/// `label_style` as `labelStyle`.
fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut name, part| {
        let mut letters = part.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name + letters.as_str()
    })
}
