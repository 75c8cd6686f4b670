//! What callbacks under way will write: components show that they are loading.

use crate::dash::pointer;

/// The callbacks that the page waits for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loading {
    /// Whether any is pending.
    pub any: bool,
    /// The outputs of those under way.
    pub outputs: Vec<Awaited>,
}

/// A prop that a callback under way will write.
#[derive(Debug, Clone, PartialEq)]
pub struct Awaited {
    /// JSON pointer of the component.
    pub at: String,
    /// The text of its id.
    pub id: String,
    /// The prop.
    pub property: String,
}

impl Loading {
    /// Whether the component at a place shows that it is loading.
    pub(super) fn is_component(&self, at: &str) -> bool {
        self.outputs.iter().any(|one| one.at == at)
    }

    /// What is loading within the component at a place.
    pub fn within<'a>(&'a self, at: &'a str) -> impl Iterator<Item = &'a Awaited> {
        self.outputs.iter().filter(move |one| one.at != at && pointer::is_within(&one.at, at))
    }
}
