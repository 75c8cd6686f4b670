//! What scripts wrote onto elements, beside the component tree.

use std::collections::BTreeMap;

use super::element::Content;
use super::shell;

/// Attributes by element: `html`, `body`, or `@` and a component's JSON pointer.
///
/// React writes an attribute when its component's prop changes, and leaves it alone otherwise: an edit holds as long
/// as the markup says what it said when the edit was made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edits(BTreeMap<String, BTreeMap<String, Edit>>);

#[derive(Debug, Clone, PartialEq)]
struct Edit {
    was: Option<String>,
    now: Option<String>,
    /// What reads as `was` once it is written: of HTML, the text in it.
    shown: Option<String>,
}

impl Edits {
    /// The name under which an element's whole text is edited.
    pub const TEXT: &'static str = "#text";
    /// The name under which what is in an element is replaced by HTML.
    pub const HTML: &'static str = "#html";
    /// The name under which HTML is added to what is in an element.
    pub const MORE: &'static str = "#then";

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes an attribute that reads as `was`.
    pub fn write(&mut self, element: &str, attribute: &str, was: Option<&str>, now: Option<&str>) {
        let edits = self.0.entry(element.to_owned()).or_default();
        let [mut was, mut now] = [was, now].map(|value| value.map(str::to_owned));
        let other = match attribute {
            Self::TEXT => Self::HTML,
            Self::HTML => Self::TEXT,
            _ => attribute,
        };
        let known = edits.remove(attribute).or_else(|| edits.remove(other));
        if attribute == Self::MORE {
            now = Some(known.and_then(|known| known.now).unwrap_or_default() + &now.unwrap_or_default());
        } else if let Some(known) = known.filter(|known| known.shown == was) {
            // Written again: the markup still says what it said before the first time.
            was = known.was;
        }
        let shown = match &now {
            Some(html) if attribute == Self::HTML => {
                Some(shell::fragment(html).iter().map(Content::plain).collect())
            }
            other => other.clone(),
        };
        edits.insert(attribute.to_owned(), Edit { was, now, shown });
    }

    /// The edits of an element: attribute, what the markup had, what was written.
    pub(super) fn of(&self, element: &str) -> impl Iterator<Item = (&str, Option<&str>, Option<&str>)> {
        let edits = self.0.get(element).into_iter().flatten();
        edits.map(|(attribute, edit)| (attribute.as_str(), edit.was.as_deref(), edit.now.as_deref()))
    }
}
