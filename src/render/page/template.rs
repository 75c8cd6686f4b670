//! The page that the app serves, with the tree in it.

use scraper::{ElementRef, Html, Node};

use crate::render::markup::{Content, Element};

/// Elements of the served page that are nothing to see, or that the page's source stands for.
const LEFT_OUT: &[&str] = &["script", "link", "meta", "title", "base", "noscript", "template"];

/// The head and body of the served page, with `tree` as the content of Dash's entry point; the tree alone when
/// there is no entry point.
pub(super) fn filled(index: &str, tree: Vec<Content>) -> (Vec<Content>, Element) {
    let html = Html::parse_document(index);
    let mut tree = Some(tree);
    let mut head = Vec::new();
    let mut body = Element::new("body");
    for part in html.root_element().child_elements() {
        if part.value().name() == "head" {
            head = children(part, &mut tree);
        } else {
            body.attributes = attributes(part);
            body.content = children(part, &mut tree);
        }
    }
    if let Some(tree) = tree {
        body.content = tree;
    }
    (head, body)
}

fn children(element: ElementRef<'_>, tree: &mut Option<Vec<Content>>) -> Vec<Content> {
    let mut content = Vec::new();
    for child in element.children() {
        match child.value() {
            Node::Text(text) => content.push(Content::Text(text.to_string())),
            Node::Element(inner) if !LEFT_OUT.contains(&inner.name()) => {
                let Some(inner) = ElementRef::wrap(child) else { continue };
                let mut copy = Element::new(inner.value().name());
                copy.attributes = attributes(inner);
                copy.content = match (inner.attr("id"), tree.take()) {
                    (Some("react-entry-point"), Some(tree)) => tree,
                    (_, kept) => {
                        *tree = kept;
                        children(inner, tree)
                    }
                };
                content.push(copy.into());
            }
            _ => {}
        }
    }
    content
}

fn attributes(element: ElementRef<'_>) -> Vec<(String, String)> {
    element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
