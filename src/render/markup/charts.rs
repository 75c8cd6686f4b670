//! Charts that were laid out for the markup: that takes longer than all the rest of a page.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::element::Content;

/// A figure, and its elements.
type Known = (Value, Vec<Content>);

/// The elements of the figures that a page has shown, by the JSON pointer of their graph. All clones share them.
#[derive(Clone, Default)]
pub struct Charts(Arc<Mutex<HashMap<String, Known>>>);

impl Charts {
    /// The elements of the figure at a place, made anew when it is another one.
    pub(super) fn elements(
        &self,
        at: &str,
        figure: &Value,
        make: impl FnOnce() -> Vec<Content>,
    ) -> Vec<Content> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, elements)) = known.get(at).filter(|(known, _)| known == figure) {
            return elements.clone();
        }
        let elements = make();
        known.insert(at.to_owned(), (figure.clone(), elements.clone()));
        elements
    }
}

impl fmt::Debug for Charts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Charts")
    }
}

/// What was kept makes no difference.
impl PartialEq for Charts {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
