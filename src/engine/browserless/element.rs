//! Elements of the page: how they are named, and which of them has the keyboard.
//!
//! The markup is made anew whenever it is looked at, and an element outlives it: it is named by `html`, by `body`, by `@`
//! and the JSON pointer of the component whose outermost element it is, or by such a name and the way down from there,
//! `@/props/children>0>2`.

#[cfg(feature = "clientside")]
use crate::render::markup::POINTER;
use crate::render::markup::{Document, Node};

/// Parts that stay the same element whatever comes and goes before them in what holds them: there is one of each.
const LASTING: &[&str] = &["Select-input", "Select-arrow-zone", "Select-menu-outer"];

/// The name of an element.
#[cfg(feature = "clientside")]
pub(in crate::engine) fn name(node: Node<'_>) -> String {
    if let Some(pointer) = node.attribute(POINTER) {
        return format!("@{pointer}");
    }
    match node.ancestors().next() {
        Some(parent) if node.tag() != "body" => {
            let lasting = LASTING.iter().find(|class| node.has_class(class));
            let step = lasting.map_or_else(
                || parent.children().position(|child| child == node).unwrap_or_default().to_string(),
                |class| (*class).to_owned(),
            );
            format!("{}>{step}", name(parent))
        }
        _ => node.tag().to_owned(),
    }
}

/// The element of a name, if it is there.
pub(in crate::engine) fn node<'d>(document: &'d Document, name: &str) -> Option<Node<'d>> {
    let mut way = name.split('>');
    let start = match way.next()? {
        "html" => document.root(),
        "body" => document.root().children().find(|child| child.tag() == "body")?,
        pointer => document.by_pointer(pointer.strip_prefix('@')?)?,
    };
    way.try_fold(start, |node, step| match step.parse() {
        Ok(index) => node.children().nth(index),
        Err(_) => node.children().find(|child| child.has_class(step)),
    })
}

/// What Tab stops at (HTML section 6.6.3).
const STOPS: &str = "input:not([type=hidden], [disabled]), textarea:not([disabled]), select:not([disabled]), \
     button:not([disabled]), a[href], [tabindex]";

/// The element that has the keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Focus {
    /// The place of its component.
    pub(crate) at: String,
    /// The number of its stop in that.
    pub(super) stop: usize,
    /// In what the component has opened: the class of the element, and how many of the class are before it.
    pub(super) inner: Option<(&'static str, usize)>,
}

impl Focus {
    /// The element; that of the component when it has no such one.
    pub(crate) fn element<'d>(&self, document: &'d Document) -> Option<Node<'d>> {
        let root = document.by_pointer(&self.at)?;
        let inner = self
            .inner
            .and_then(|(class, nth)| root.descendants().filter(|node| node.has_class(class)).nth(nth));
        let own = || stops(root, &self.at);
        inner.or_else(|| own().nth(self.stop)).or_else(|| own().next()).or(Some(root))
    }
}

/// The stop of its component, by its number, that the keyboard goes to when an element is clicked: the element, what it is
/// in, or what a label around it holds. `None` when there is none.
pub(super) fn stop(node: Node<'_>) -> Option<usize> {
    let at = node.pointer()?;
    let own = || std::iter::once(node).chain(node.ancestors()).take_while(|node| node.pointer() == Some(at));
    let labelled = || stops(own().find(|node| node.tag() == "label")?, at).next();
    let target = own().find(is_stop).or_else(labelled)?;
    stops(own().last()?, at).position(|stop| stop == target)
}

/// The stops of the component at a place that are in an element of it.
fn stops<'d>(root: Node<'d>, at: &str) -> impl Iterator<Item = Node<'d>> {
    root.descendants().filter(move |node| node.pointer() == Some(at) && is_stop(node))
}

fn is_stop(node: &Node<'_>) -> bool {
    node.matches(STOPS).unwrap_or(false)
        && node.attribute("tabindex").is_none_or(|index| !index.starts_with('-'))
}

#[cfg(all(test, feature = "clientside"))]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::render::markup::MarkupOptions;

    #[test]
    fn the_field_of_a_select_keeps_its_name_when_its_placeholder_goes() {
        let mut select =
            json!({"type": "Dropdown", "namespace": "dash_core_components", "props": {"options": ["a"]}});
        let options = MarkupOptions { dash_version: (3, 4, 0), ..MarkupOptions::default() };
        let field = |tree: &serde_json::Value| {
            let document = Document::of(tree, &options);
            let fields = document.find("input").unwrap();
            assert_eq!(node(&document, &name(fields[0])), Some(fields[0]));
            name(fields[0])
        };
        let before = field(&select);
        select["props"] = json!({"options": ["a", "b"], "multi": true, "value": ["a", "b"]});
        assert_eq!(field(&select), before);
    }
}
