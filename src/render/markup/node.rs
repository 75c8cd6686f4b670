//! An element of a page, and what it tells.

use std::fmt;

use scraper::ElementRef;

use super::document::parsed;
use super::{BadSelector, Document, POINTER, text};

/// An element of a [`Document`].
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub(super) element: ElementRef<'a>,
    pub(super) page: &'a Document,
}

/// Something in an element.
#[derive(Debug, Clone, Copy)]
pub enum Piece<'a> {
    /// Text as it is written.
    Text(&'a str),
    /// Another element.
    Element(Node<'a>),
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.element == other.element
    }
}

impl Eq for Node<'_> {}

impl<'a> Node<'a> {
    /// The element's name, lower case.
    pub fn tag(&self) -> &'a str {
        self.element.value().name()
    }

    /// It and the elements in it, in document order.
    pub fn descendants(&self) -> impl Iterator<Item = Self> + use<'a> {
        let page = self.page;
        self.element.descendent_elements().map(|element| page.node(element))
    }

    /// How many elements are before it within the same one.
    pub fn index(&self) -> usize {
        self.element.prev_siblings().filter_map(ElementRef::wrap).count()
    }

    /// Its place: the [`index`](Self::index) of each element that leads to it, from `html`, whose own is empty.
    pub fn path(&self) -> Vec<usize> {
        let own = std::iter::once(*self).chain(self.ancestors());
        let mut path: Vec<usize> =
            own.take_while(|node| node.tag() != "html").map(|node| node.index()).collect();
        path.reverse();
        path
    }

    /// Whether it has a class.
    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|c| c == class))
    }

    /// An attribute; `None` when absent.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.element.value().attr(name)
    }

    /// How many elements are before it in the document.
    pub fn number(&self) -> usize {
        self.page.root().descendants().take_while(|node| node != self).count()
    }

    /// Its attributes, in order.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.element.value().attrs()
    }

    /// The texts and elements directly in it.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'a>> + use<'a> {
        let page = self.page;
        self.element.children().filter_map(move |child| match child.value() {
            scraper::Node::Text(text) => Some(Piece::Text(text)),
            _ => ElementRef::wrap(child).map(|element| Piece::Element(page.node(element))),
        })
    }

    /// The text that a visitor reads in it, as WebDriver's "get element text" gives it (section 12.4.5): white space
    /// folded, block elements on lines of their own, hidden parts left out as far as stylesheets and attributes tell.
    pub fn text(&self) -> String {
        text::visible(self.element, &self.page.cascade)
    }

    /// The text in it, shown or not, as it is.
    pub fn content(&self) -> String {
        self.element.text().collect()
    }

    /// The element as HTML, without components' places.
    pub fn html(&self) -> String {
        without_places(&self.element.html())
    }

    /// What is in it, as HTML, without components' places.
    pub fn inner_html(&self) -> String {
        without_places(&self.element.inner_html())
    }

    /// Whether a visitor can see it, as far as stylesheets and attributes tell.
    pub fn is_visible(&self) -> bool {
        text::is_visible(self.element, &self.page.cascade)
    }

    /// The elements directly in it.
    pub fn children(&self) -> impl Iterator<Item = Self> + use<'a> {
        let page = self.page;
        self.element.child_elements().map(|element| page.node(element))
    }

    /// The elements within it that a CSS selector matches, in document order.
    ///
    /// # Errors
    /// The text is no selector.
    pub fn find(&self, css: &str) -> Result<Vec<Self>, BadSelector> {
        let selector = parsed(css)?;
        Ok(self.element.select(&selector).map(|element| self.page.node(element)).collect())
    }

    /// Whether a CSS selector matches it.
    ///
    /// # Errors
    /// The text is no selector.
    pub fn matches(&self, css: &str) -> Result<bool, BadSelector> {
        Ok(parsed(css)?.matches(&self.element))
    }

    /// Whether it is a component's outermost element.
    pub fn is_component(&self) -> bool {
        self.attribute(POINTER).is_some()
    }

    /// The JSON pointer of the component that made it.
    pub fn pointer(&self) -> Option<&'a str> {
        self.attribute(POINTER).or_else(|| self.ancestors().find_map(|node| node.attribute(POINTER)))
    }

    /// The elements that contain it, innermost first.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> + use<'a> {
        let page = self.page;
        self.element.ancestors().filter_map(ElementRef::wrap).map(|element| page.node(element))
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.tag())?;
        for (name, value) in self.element.value().attrs() {
            write!(f, " {name}={value:?}")?;
        }
        f.write_str(">")
    }
}

/// The HTML without the attribute that only this crate writes.
fn without_places(html: &str) -> String {
    let mark = format!(" {POINTER}=\"");
    let mut parts = html.split(&mark);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    plain
}
