//! Elements by XPath 1.0.
//!
//! The expression is evaluated on a copy of the page, whose elements lead back to the page's by their number.

use std::collections::HashMap;

use sxd_document::Package;
use sxd_document::dom::{Document as Copy, Element};
use sxd_xpath::nodeset::Node as Found;
use sxd_xpath::{Context, Factory, Value};

use super::Error;
use crate::render::markup::{Document, Node, Piece};

/// How deep brackets may be in an expression: no person writes more, and each costs stack.
const DEEPEST: usize = 100;

/// The elements that an expression means, from one of them or from the document, in document order.
///
/// # Errors
/// What is no expression, and what leads to something else than elements.
pub(super) fn find<'d>(
    document: &'d Document,
    from: Option<Node<'d>>,
    xpath: &str,
) -> Result<Vec<Node<'d>>, Error> {
    let invalid = |reason: &dyn std::fmt::Display| {
        Error::InvalidSelector(format!("invalid selector: the XPath `{xpath}`: {reason}"))
    };
    if xpath.matches(['(', '[']).count() > DEEPEST {
        return Err(invalid(&format!("it has more than {DEEPEST} brackets")));
    }
    let expression = Factory::new().build(xpath).map_err(|error| invalid(&error))?;
    let expression = expression.ok_or_else(|| invalid(&"it is empty"))?;
    let package = Package::new();
    let copy = package.as_document();
    let mut elements = Elements { copies: HashMap::new(), start: None };
    copy.root().append_child(elements.copy(copy, document.root(), from));
    let start = elements.start.map_or_else(|| Found::from(copy.root()), Found::from);
    let Value::Nodeset(found) =
        expression.evaluate(&Context::new(), start).map_err(|error| invalid(&error))?
    else {
        return Err(invalid(&"it leads to no elements"));
    };
    let lead_back = |found: Found<'_>| match found {
        Found::Element(element) => {
            elements.copies.get(&element).copied().ok_or_else(|| invalid(&"it leads nowhere"))
        }
        _ => Err(invalid(&"it leads to something else than elements")),
    };
    found.document_order().into_iter().map(lead_back).collect()
}

/// The elements by their copies.
struct Elements<'c, 'd> {
    copies: HashMap<Element<'c>, Node<'d>>,
    /// The copy of the element to start from.
    start: Option<Element<'c>>,
}

impl<'c, 'd> Elements<'c, 'd> {
    fn copy(&mut self, document: Copy<'c>, node: Node<'d>, from: Option<Node<'d>>) -> Element<'c> {
        let element = document.create_element(node.tag());
        for (name, value) in node.attributes() {
            element.set_attribute_value(name, value);
        }
        for piece in node.pieces() {
            match piece {
                Piece::Text(text) => element.append_child(document.create_text(text)),
                Piece::Element(inner) => element.append_child(self.copy(document, inner, from)),
            }
        }
        self.copies.insert(element, node);
        if from == Some(node) {
            self.start = Some(element);
        }
        element
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(xpath: &str) -> Result<Vec<String>, Error> {
        let page =
            Document::parse("<div id=a class='x y'><p>one</p><p>two <b>three</b></p></div><p id=c>two</p>");
        let from = page.by_id("a").first().copied();
        let from = from.filter(|_| xpath.starts_with('.'));
        Ok(find(&page, from, xpath)?.iter().map(Node::content).collect())
    }

    #[test]
    fn expressions_lead_to_elements_in_document_order() {
        assert_eq!(found("//p[contains(text(), 'two')]").unwrap(), ["two three", "two"]);
        assert_eq!(found("//div[contains(@class, 'y')]/p[1]").unwrap(), ["one"]);
        assert_eq!(found("//*[@id='c']/preceding-sibling::div//b/..").unwrap(), ["two three"]);
        assert_eq!(found(".//p[last()] | ./p[1]").unwrap(), ["one", "two three"]);
        assert_eq!(found("/html/body/p[normalize-space()='two']").unwrap(), ["two"]);
    }

    #[test]
    fn what_is_no_path_to_elements_is_refused() {
        for xpath in ["//p[", "", "count(//p)", "//p/@id", "//p/text()", &"(".repeat(10_000)] {
            assert!(matches!(found(xpath), Err(Error::InvalidSelector(_))), "{xpath}");
        }
    }
}
