//! A page to look things up in.

use std::fmt;

use html5ever::interface::{ElementFlags, NodeOrText, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};
use scraper::error::SelectorErrorKind;
use scraper::{ElementRef, Html, HtmlTreeSink, Selector};
use serde_json::Value;

use super::element::{Content, Element};
use super::render::{MarkupOptions, content};
use super::{POINTER, text};

/// A page that can be searched by CSS selector, id and visible text.
#[derive(Debug, Clone)]
pub struct Document {
    html: Html,
}

/// A text that is no CSS selector.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{selector}` is not a CSS selector: {reason}")]
pub struct BadSelector {
    /// What was given.
    pub selector: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Document {
    /// The page that a component tree makes: as [`markup`](super::markup), but without a parser's corrections, which
    /// React's DOM does not undergo either (a `div` in a `p`, a table without `tbody`).
    pub fn of(tree: &Value, options: &MarkupOptions) -> Self {
        let body = html_element("body", content(tree, options));
        let sink = HtmlTreeSink::new(Html::new_document());
        append(&sink, sink.get_document(), Content::Element(html_element("html", vec![body.into()])));
        Self { html: sink.finish() }
    }

    /// Reads a page of HTML; broken HTML is repaired as a browser would.
    pub fn parse(html: &str) -> Self {
        Self { html: Html::parse_document(html) }
    }

    /// The elements that a CSS selector matches, in document order.
    ///
    /// # Errors
    /// The text is no selector.
    pub fn find(&self, css: &str) -> Result<Vec<Node<'_>>, BadSelector> {
        let selector = Selector::parse(css)
            .map_err(|error| BadSelector { selector: css.to_owned(), reason: reason(&error) })?;
        Ok(self.html.select(&selector).map(Node).collect())
    }

    /// The elements with this `id` attribute: the canonical text of a component's id.
    pub fn by_id(&self, id: &str) -> Vec<Node<'_>> {
        self.elements().filter(|node| node.attribute("id") == Some(id)).collect()
    }

    /// The outermost element of the component at a JSON pointer of the tree.
    pub fn by_pointer(&self, pointer: &str) -> Option<Node<'_>> {
        self.elements().find(|node| node.attribute(POINTER) == Some(pointer))
    }

    /// The innermost elements whose whole visible text is `wanted`, white space folded.
    pub fn by_text(&self, wanted: &str) -> Vec<Node<'_>> {
        let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut found = Vec::new();
        if !wanted.is_empty() {
            innermost(Node(self.html.root_element()), &wanted, &mut found);
        }
        found
    }

    /// The page's visible text.
    pub fn text(&self) -> String {
        Node(self.html.root_element()).text()
    }

    fn elements(&self) -> impl Iterator<Item = Node<'_>> {
        self.html.root_element().descendent_elements().map(Node)
    }
}

/// Adds the innermost elements within `node` whose text is `wanted`; false when there are none.
fn innermost<'a>(node: Node<'a>, wanted: &str, found: &mut Vec<Node<'a>>) -> bool {
    let text = node.text().split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.contains(wanted) {
        return false;
    }
    let mut inside = false;
    for child in node.0.child_elements() {
        inside |= innermost(Node(child), wanted, found);
    }
    if !inside && text == wanted {
        found.push(node);
        return true;
    }
    inside
}

/// An element of a [`Document`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Node<'a>(pub(super) ElementRef<'a>);

impl<'a> Node<'a> {
    /// The element's name, lower case.
    pub fn tag(&self) -> &'a str {
        self.0.value().name()
    }

    /// An attribute; `None` when absent.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.0.value().attr(name)
    }

    /// The text that a visitor reads in it, as WebDriver's "get element text" gives it (section 12.4.5): white space
    /// folded, block elements on lines of their own, hidden parts left out as far as inline styles and attributes
    /// tell.
    pub fn text(&self) -> String {
        text::visible(self.0)
    }

    /// Whether a visitor can see it, as far as inline styles and attributes tell.
    pub fn is_visible(&self) -> bool {
        text::is_shown(self.0) && !text::is_transparent(self.0)
    }

    /// The JSON pointer of the component that made it.
    pub fn pointer(&self) -> Option<&'a str> {
        self.attribute(POINTER).or_else(|| self.ancestors().find_map(|node| node.attribute(POINTER)))
    }

    /// The elements that contain it, innermost first.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> + use<'a> {
        self.0.ancestors().filter_map(ElementRef::wrap).map(Self)
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.tag())?;
        for (name, value) in self.0.value().attrs() {
            write!(f, " {name}={value:?}")?;
        }
        f.write_str(">")
    }
}

fn html_element(tag: &str, content: Vec<Content>) -> Element {
    Element { tag: tag.to_owned(), attributes: Vec::new(), content }
}

fn append(sink: &HtmlTreeSink, parent: <HtmlTreeSink as TreeSink>::Handle, content: Content) {
    match content {
        Content::Text(text) => sink.append(&parent, NodeOrText::AppendText(text.into())),
        Content::Element(element) => {
            let name = QualName::new(None, ns!(html), LocalName::from(element.tag.as_str()));
            let node = sink.create_element(name, attributes(&element), ElementFlags::default());
            sink.append(&parent, NodeOrText::AppendNode(node));
            element.content.into_iter().for_each(|inner| append(sink, node, inner));
        }
    }
}

fn attributes(element: &Element) -> Vec<Attribute> {
    let attribute = |(name, value): &(String, String)| Attribute {
        name: QualName::new(None, ns!(), LocalName::from(name.as_str())),
        value: StrTendril::from(value.as_str()),
    };
    element.attributes.iter().map(attribute).collect()
}

fn reason(error: &SelectorErrorKind) -> String {
    match error {
        SelectorErrorKind::UnexpectedToken => "it holds something unexpected".to_owned(),
        SelectorErrorKind::EndOfLine => "it ends too early".to_owned(),
        SelectorErrorKind::UnexpectedSelectorParseError(kind) => format!("{kind:?}"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn html(kind: &str, props: Value) -> Value {
        let mut component = json!({"namespace": "dash_html_components", "type": kind});
        component["props"] = props;
        component
    }

    fn page(tree: &Value) -> Document {
        Document::of(tree, &MarkupOptions::default())
    }

    #[test]
    fn a_div_in_a_paragraph_stays_there() {
        let tree =
            html("P", json!({"id": "p", "children": ["a", html("Div", json!({"children": "b"})), "c"]}));
        let page = page(&tree);
        assert_eq!(page.by_id("p").first().map(Node::text).as_deref(), Some("a\nb\nc"));
        assert_eq!(page.find("p > div").map(|found| found.len()), Ok(1));
    }

    #[test]
    fn what_was_found_leads_back_to_the_component() {
        let tree = html(
            "Div",
            json!({"children": [null, html("Table", json!({"children": html("Tr", json!({"id": {"b": 1, "a": 2}}))}))]}),
        );
        let page = page(&tree);
        let found = page.by_id(r#"{"a":2,"b":1}"#);
        assert_eq!(found.first().and_then(Node::pointer), Some("/props/children/1/props/children"));
        assert_eq!(page.by_pointer("").map(|node| node.tag()), Some("div"));
    }

    #[test]
    fn text_finds_the_innermost_element() {
        let page = Document::parse("<div><p id=x><b>Net <i>sales</i></b></p><p>Net sales 2</p></div>");
        let found = page.by_text(" Net  sales ");
        assert_eq!(found.iter().map(Node::tag).collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn a_bad_selector_is_named() {
        let error = page(&json!([])).find("div[").expect_err("no selector");
        assert_eq!(error.to_string(), "`div[` is not a CSS selector: it ends too early");
    }
}
