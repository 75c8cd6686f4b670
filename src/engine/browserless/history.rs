//! The addresses that a tab was at, and how it gets back to them (HTML section 7.4, session history).

use url::Url;

/// A tab's history, as a browser keeps it.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// What was left, oldest first.
    past: Vec<Entry>,
    here: Option<Entry>,
    /// What was gone back from, the farthest first.
    ahead: Vec<Entry>,
    /// How many documents there were.
    documents: u64,
}

#[derive(Debug)]
struct Entry {
    address: Url,
    /// Which document it belongs to: entries of one are moved between without a load.
    document: u64,
}

/// A step through the history.
#[derive(Debug, PartialEq)]
pub(crate) struct Step {
    /// Where it leads.
    pub(crate) address: Url,
    /// Whether that is another document.
    pub(crate) loads: bool,
}

impl History {
    /// Another document is opened, and what was ahead is dropped. The address where the tab is already is opened anew in
    /// its place.
    pub(crate) fn enter(&mut self, address: Url) {
        if self.here.as_ref().is_none_or(|here| here.address != address) {
            let document = self.next_document();
            self.add(Entry { address, document });
        }
    }

    /// `history.pushState`: another address of the same document.
    pub(crate) fn push(&mut self, address: Url) {
        self.add(Entry { address, document: self.documents_here() });
    }

    /// `history.replaceState`: the document has another address.
    pub(crate) fn replace(&mut self, address: Url) {
        self.here = Some(Entry { address, document: self.documents_here() });
    }

    /// `location.replace`: another document in place of this one.
    pub(crate) fn supersede(&mut self, address: Url) {
        let document = self.next_document();
        self.here = Some(Entry { address, document });
    }

    /// Goes one entry back, if there is one.
    pub(crate) fn back(&mut self) -> Option<Step> {
        let to = self.past.pop()?;
        Some(take(&mut self.here, to, &mut self.ahead))
    }

    /// Goes one entry forward, if there is one.
    #[cfg(feature = "webdriver")]
    pub(crate) fn forward(&mut self) -> Option<Step> {
        let to = self.ahead.pop()?;
        Some(take(&mut self.here, to, &mut self.past))
    }

    fn add(&mut self, entry: Entry) {
        self.past.extend(self.here.replace(entry));
        self.ahead.clear();
    }

    fn documents_here(&self) -> u64 {
        self.here.as_ref().map_or(self.documents, |here| here.document)
    }

    fn next_document(&mut self) -> u64 {
        self.documents += 1;
        self.documents
    }
}

/// Steps onto an entry, and leaves the one before behind.
fn take(here: &mut Option<Entry>, to: Entry, behind: &mut Vec<Entry>) -> Step {
    let address = to.address.clone();
    let document = to.document;
    let left = here.replace(to);
    let loads = left.as_ref().is_none_or(|left| left.document != document);
    behind.extend(left);
    Step { address, loads }
}

#[cfg(test)]
#[cfg(feature = "webdriver")]
mod tests {
    use super::*;

    fn at(path: &str) -> Url {
        Url::parse("http://app:1/").unwrap().join(path).unwrap()
    }

    fn step(path: &str, loads: bool) -> Step {
        Step { address: at(path), loads }
    }

    #[test]
    fn it_goes_both_ways_and_loads_between_documents_alone() {
        let mut history = History::default();
        history.enter(at("a"));
        history.push(at("a2"));
        history.enter(at("b"));
        assert_eq!(history.forward(), None);
        assert_eq!(history.back(), Some(step("a2", true)));
        assert_eq!(history.back(), Some(step("a", false)));
        assert_eq!(history.back(), None);
        assert_eq!(history.forward(), Some(step("a2", false)));
        assert_eq!(history.forward(), Some(step("b", true)));
        assert_eq!(history.forward(), None);
    }

    #[test]
    fn a_new_address_drops_what_is_ahead_and_the_same_one_does_not() {
        let mut history = History::default();
        for path in ["a", "b", "c"] {
            history.enter(at(path));
        }
        history.back();
        history.enter(at("b"));
        assert_eq!(history.forward(), Some(step("c", true)));
        history.back();
        history.enter(at("d"));
        assert_eq!(history.forward(), None);
        assert_eq!(history.back(), Some(step("b", true)));
    }

    #[test]
    fn a_replaced_address_is_never_gone_back_to() {
        let mut history = History::default();
        history.enter(at("a"));
        history.push(at("a2"));
        history.replace(at("a3"));
        history.supersede(at("b"));
        assert_eq!(history.back(), Some(step("a", true)));
        assert_eq!(history.forward(), Some(step("b", true)));
    }
}
