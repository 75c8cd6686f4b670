//! Elements as components make them, and as HTML.

use std::fmt::{self, Write};

use super::view::View;

/// Elements that have no content (HTML section 13.1.2).
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// A piece of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    /// An element.
    Element(Element),
    /// Text, not escaped.
    Text(String),
}

impl Content {
    /// Text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The text in it, whatever elements it is in.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Element(element) => element.content.iter().map(Self::plain).collect(),
        }
    }
}

impl From<Element> for Content {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

/// An element: built up by its component, escaped when it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    /// Lower case.
    pub(crate) tag: String,
    /// In order; a name occurs once.
    pub(crate) attributes: Vec<(String, String)>,
    /// What is inside.
    pub(crate) content: Vec<Content>,
}

impl Element {
    /// An empty element.
    pub(crate) fn new(tag: impl Into<String>) -> Self {
        Self { tag: tag.into(), attributes: Vec::new(), content: Vec::new() }
    }

    /// Sets an attribute.
    pub(crate) fn attr(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name.to_owned(), value)),
        }
        self
    }

    /// The first element, itself or within it, in document order, that is as wanted.
    pub(super) fn first(&mut self, wanted: &dyn Fn(&Self) -> bool) -> Option<&mut Self> {
        if wanted(self) {
            return Some(self);
        }
        self.content.iter_mut().find_map(|content| match content {
            Content::Element(inner) => inner.first(wanted),
            Content::Text(_) => None,
        })
    }

    /// Whether an attribute has this value.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// An attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute when there is a value.
    pub(crate) fn attr_opt(self, name: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Says that a callback is about to write to the component.
    pub(super) fn loading(self, view: &View<'_>) -> Self {
        if view.is_loading() { self.attr("data-dash-is-loading", "true") } else { self }
    }

    /// Sets an attribute that has no value, like `disabled`.
    pub(crate) fn flag(self, name: &str, on: bool) -> Self {
        if on { self.attr(name, "") } else { self }
    }

    /// Adds classes after those it has.
    pub(crate) fn class(self, classes: &str) -> Self {
        self.add("class", " ", classes)
    }

    /// Adds a class when `on`.
    pub(crate) fn class_if(self, on: bool, classes: &str) -> Self {
        if on { self.class(classes) } else { self }
    }

    /// Adds declarations after those it has.
    pub(crate) fn style(self, declarations: &str) -> Self {
        self.add("style", " ", declarations)
    }

    fn add(self, name: &str, separator: &str, more: &str) -> Self {
        if more.is_empty() {
            return self;
        }
        let value = match self.attributes.iter().find(|(known, _)| known == name) {
            Some((_, old)) if !old.is_empty() => format!("{old}{separator}{more}"),
            _ => more.to_owned(),
        };
        self.attr(name, value)
    }

    /// Adds one thing inside.
    pub(crate) fn child(mut self, child: impl Into<Content>) -> Self {
        self.content.push(child.into());
        self
    }

    /// Adds things inside.
    pub(crate) fn children(mut self, children: impl IntoIterator<Item = Content>) -> Self {
        self.content.extend(children);
        self
    }

    /// Adds text inside.
    pub(crate) fn text(self, text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { self } else { self.child(Content::Text(text)) }
    }

    /// Whether it can have no content.
    pub(crate) fn is_void(&self) -> bool {
        VOID.contains(&self.tag.as_str())
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element(element) => element.fmt(f),
            Self::Text(text) => escape(f, text),
        }
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.tag)?;
        for (name, value) in &self.attributes {
            write!(f, " {name}=\"")?;
            escape(f, value)?;
            f.write_char('"')?;
        }
        f.write_char('>')?;
        if self.is_void() {
            return Ok(());
        }
        // A parser drops the first newline of these two (HTML section 13.1.2.5).
        if matches!(self.tag.as_str(), "pre" | "textarea") && starts_with_newline(&self.content) {
            f.write_char('\n')?;
        }
        for content in &self.content {
            content.fmt(f)?;
        }
        write!(f, "</{}>", self.tag)
    }
}

fn starts_with_newline(content: &[Content]) -> bool {
    matches!(content.first(), Some(Content::Text(text)) if text.starts_with('\n'))
}

fn escape(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for c in text.chars() {
        match c {
            '&' => f.write_str("&amp;")?,
            '<' => f.write_str("&lt;")?,
            '>' => f.write_str("&gt;")?,
            '"' => f.write_str("&quot;")?,
            _ => f.write_char(c)?,
        }
    }
    Ok(())
}
