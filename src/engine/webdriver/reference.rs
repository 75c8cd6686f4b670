//! Elements as clients hold them: a reference leads to the same element for as long as it is on the page.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::Error;
use super::window::View;
use crate::engine::browserless::{ELEMENT, name, node};
use crate::render::markup::Node;

/// An element that was told to the client. React keeps an element as long as its component stays, and what is within the
/// component as long as it stays in its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Known {
    /// The how many-th page of the window it is on.
    load: u64,
    /// Which component it belongs to, of all that the page rendered.
    component: Option<u64>,
    name: String,
    tag: String,
}

/// The references of one window.
#[derive(Debug, Default)]
pub(super) struct References {
    known: Vec<Known>,
    ids: HashMap<Known, usize>,
}

impl References {
    /// The id of an element's reference, the same each time.
    pub(super) fn id(&mut self, node: Node<'_>, view: &View<'_>) -> String {
        let known = Known {
            load: view.load,
            component: view.component(node),
            name: name(node),
            tag: node.tag().to_owned(),
        };
        let number = *self.ids.entry(known.clone()).or_insert_with(|| {
            self.known.push(known);
            self.known.len()
        });
        format!("e{number}")
    }

    /// A reference to an element, as JSON.
    pub(super) fn told(&mut self, node: Node<'_>, view: &View<'_>) -> Value {
        json!({ELEMENT: self.id(node, view)})
    }

    /// The element of a reference.
    ///
    /// # Errors
    /// When it is not there any more, and for a reference that was never given.
    pub(super) fn find<'v>(&self, id: &str, view: &'v View<'_>) -> Result<Node<'v>, Error> {
        let number = id.strip_prefix('e').and_then(|number| number.parse::<usize>().ok());
        let known = number.and_then(|number| self.known.get(number.checked_sub(1)?));
        let known = known.ok_or_else(|| Error::UnknownReference(id.to_owned()))?;
        let found = (known.load == view.load).then(|| node(&view.document, &known.name)).flatten();
        found
            .filter(|node| node.tag() == known.tag && view.component(*node) == known.component)
            .ok_or_else(|| Error::StaleElement(id.to_owned()))
    }
}
