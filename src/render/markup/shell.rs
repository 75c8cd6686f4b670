//! The page that an app serves, in which its components are.

use std::sync::LazyLock;

use scraper::{ElementRef, Html, Node};

use super::element::{Content, Element};

/// The id of the element that dash-renderer draws into (protocol section 1.3).
pub(super) const ENTRY_POINT: &str = "react-entry-point";

static BARE: LazyLock<Shell> = LazyLock::new(|| Shell::parse(""));

/// An index page: all that is around the components.
#[derive(Debug, Clone, PartialEq)]
pub struct Shell(Element);

impl Shell {
    /// Reads the page as it was served; broken HTML is repaired as a browser would.
    pub fn parse(html: &str) -> Self {
        Self(copy(Html::parse_document(html).root_element()))
    }

    /// The page with `tree` as the content of Dash's entry point or, without one, of the body.
    pub(crate) fn filled(&self, tree: Vec<Content>, title: Option<&str>) -> Element {
        let mut page = self.0.clone();
        if let Some(title) = title {
            entitle(&mut page, title);
        }
        let is_entry = |element: &Element| element.has("id", ENTRY_POINT);
        let place = if page.first(&is_entry).is_some() {
            page.first(&is_entry)
        } else {
            page.first(&|element| element.tag == "body")
        };
        if let Some(place) = place {
            place.content = tree;
        }
        page
    }
}

impl Default for Shell {
    fn default() -> Self {
        BARE.clone()
    }
}

/// Writes the title as `document.title` does (HTML section 3.1.5).
fn entitle(page: &mut Element, title: &str) {
    let text = vec![Content::text(title)];
    if let Some(known) = page.first(&|element| element.tag == "title") {
        known.content = text;
    } else if let Some(head) = page.first(&|element| element.tag == "head") {
        head.content.push(Element::new("title").children(text).into());
    }
}

/// A piece of HTML, as the inside of an element.
pub(super) fn fragment(html: &str) -> Vec<Content> {
    copy(Html::parse_fragment(html).root_element()).content
}

fn copy(element: ElementRef<'_>) -> Element {
    let attributes = element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let content = element.children().filter_map(|child| match child.value() {
        Node::Text(text) => Some(Content::Text(text.to_string())),
        _ => ElementRef::wrap(child).map(|inner| copy(inner).into()),
    });
    Element {
        tag: element.value().name().to_owned(),
        attributes: attributes.collect(),
        content: content.collect(),
    }
}
