//! A page to look things up in.

use std::sync::Arc;

use html5ever::interface::{ElementFlags, NodeOrText, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};
use scraper::error::SelectorErrorKind;
use scraper::{ElementRef, Html, HtmlTreeSink, Selector};
use serde_json::Value;

use super::cascade::Cascade;
use super::edits::Edits;
use super::element::{Content, Element};
use super::render::{MarkupOptions, content};
use super::shell;
use super::{Node, POINTER, Wording, selector};

/// A page that can be searched by CSS selector, id and visible text.
#[derive(Debug, Clone)]
pub struct Document {
    html: Html,
    pub(super) cascade: Arc<Cascade>,
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
        Self::edited(tree, options, &Edits::default())
    }

    /// The same with what scripts wrote onto the elements.
    pub fn edited(tree: &Value, options: &MarkupOptions, edits: &Edits) -> Self {
        let page = options.page(content(tree, options));
        let sink = HtmlTreeSink::new(Html::new_document());
        append(&sink, sink.get_document(), vec![page.into()], edits, "");
        Self { html: sink.finish(), cascade: Cascade::built_in() }
    }

    /// The page with its stylesheets.
    #[must_use]
    pub fn styled(self, cascade: Arc<Cascade>) -> Self {
        Self { cascade, ..self }
    }

    /// Reads a page of HTML; broken HTML is repaired as a browser would.
    pub fn parse(html: &str) -> Self {
        Self { html: Html::parse_document(html), cascade: Cascade::built_in() }
    }

    /// The elements that a CSS selector matches, in document order.
    ///
    /// # Errors
    /// The text is no selector.
    pub fn find(&self, css: &str) -> Result<Vec<Node<'_>>, BadSelector> {
        let selector = parsed(css)?;
        Ok(self.html.select(&selector).map(|element| self.node(element)).collect())
    }

    /// The page's outermost element, `html`.
    pub fn root(&self) -> Node<'_> {
        self.node(self.html.root_element())
    }

    pub(super) fn node<'a>(&'a self, element: ElementRef<'a>) -> Node<'a> {
        Node { element, page: self }
    }

    /// The elements with this `id` attribute: the canonical text of a component's id.
    pub fn by_id(&self, id: &str) -> Vec<Node<'_>> {
        self.elements().filter(|node| node.attribute("id") == Some(id)).collect()
    }

    /// The outermost element of the component at a JSON pointer of the tree.
    pub fn by_pointer(&self, pointer: &str) -> Option<Node<'_>> {
        self.elements().find(|node| node.attribute(POINTER) == Some(pointer))
    }

    /// The innermost elements whose visible text is as wanted.
    pub fn by_text(&self, wanted: &Wording) -> Vec<Node<'_>> {
        let mut found = Vec::new();
        if !wanted.text().is_empty() {
            innermost(self.root(), wanted, &mut found);
        }
        found
    }

    /// The page as HTML.
    pub fn html(&self) -> String {
        self.html.html()
    }

    /// The page's visible text.
    pub fn text(&self) -> String {
        self.root().text()
    }

    fn elements(&self) -> impl Iterator<Item = Node<'_>> {
        self.html.root_element().descendent_elements().map(|element| self.node(element))
    }
}

/// Adds the innermost elements within `node` whose text is as wanted; false when there are none.
fn innermost<'a>(node: Node<'a>, wanted: &Wording, found: &mut Vec<Node<'a>>) -> bool {
    let text = node.text();
    if !wanted.is_in(&text) {
        return false;
    }
    let mut inside = false;
    for child in node.children() {
        inside |= innermost(child, wanted, found);
    }
    if !inside && wanted.fits(&text) {
        found.push(node);
        return true;
    }
    inside
}

/// The selector that a text is.
pub(super) fn parsed(css: &str) -> Result<Selector, BadSelector> {
    Selector::parse(&selector::stated(css)).map_err(|error| {
        let reason = match selector::momentary(css) {
            Some(moment) => format!("`:{moment}` needs `engine: browser`"),
            None => reason(&error),
        };
        BadSelector { selector: css.to_owned(), reason }
    })
}

/// Adds content to the page being made; `path` names the element that it is in, as scripts do.
fn append(
    sink: &HtmlTreeSink,
    parent: <HtmlTreeSink as TreeSink>::Handle,
    content: Vec<Content>,
    edits: &Edits,
    path: &str,
) {
    let mut index = 0;
    for one in content {
        let mut element = match one {
            Content::Text(text) => {
                sink.append(&parent, NodeOrText::AppendText(text.into()));
                continue;
            }
            Content::Element(element) => element,
        };
        let mut name = String::new();
        if !edits.is_empty() {
            name = match element.get(POINTER) {
                Some(pointer) => format!("@{pointer}"),
                None if matches!(element.tag.as_str(), "html" | "body") => element.tag.clone(),
                None => format!("{path}>{index}"),
            };
            edit(&mut element, edits, &name);
            index += 1;
        }
        let tag = QualName::new(None, ns!(html), LocalName::from(element.tag.as_str()));
        let node = sink.create_element(tag, attributes(&element), ElementFlags::default());
        sink.append(&parent, NodeOrText::AppendNode(node));
        append(sink, node, element.content, edits, &name);
    }
}

/// Writes onto an element what scripts wrote.
fn edit(element: &mut Element, edits: &Edits, name: &str) {
    for (attribute, was, now) in edits.of(name) {
        let html = |now: Option<&str>| now.map(shell::fragment).unwrap_or_default();
        let text = || element.content.iter().map(Content::plain).collect::<String>();
        match attribute {
            Edits::MORE => element.content.extend(html(now)),
            Edits::TEXT if was == Some(text().as_str()) => {
                element.content = now.map(Content::text).into_iter().collect();
            }
            Edits::HTML if was == Some(text().as_str()) => element.content = html(now),
            _ => {}
        }
        if attribute.starts_with('#') {
            continue;
        }
        if element.get(attribute) == was {
            element.attributes.retain(|(name, _)| name != attribute);
            element.attributes.extend(now.map(|now| (attribute.to_owned(), now.to_owned())));
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
        let found = page.by_text(&Wording::whole(" Net  sales "));
        assert_eq!(found.iter().map(Node::tag).collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn a_bad_selector_is_named() {
        let error = page(&json!([])).find("div[").expect_err("no selector");
        assert_eq!(error.to_string(), "`div[` is not a CSS selector: it ends too early");
    }
}
