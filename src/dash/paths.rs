//! Where each id is in the tree, in the order that `ALL` lists have (rules R4 to R6).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::Value;

use super::siblings::Siblings;
use super::{Binding, ChildrenProps, Component, ComponentId, IdPattern, crawl, pointer};

/// The places of all ids.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    plain: HashMap<String, String>,
    /// By the sorted keys of the ids.
    patterns: BTreeMap<Vec<String>, Siblings>,
    /// What is registered at each place, so that a subtree is found without a look at all the others.
    at: BTreeMap<String, ComponentId>,
    revision: Revision,
}

/// Tells one state of the paths from the next: what was derived from them holds as long as it is the same.
#[derive(Debug, Clone, Default)]
pub struct Revision(Arc<()>);

/// Clones are equal until one of them changes.
impl PartialEq for Revision {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// An id and the place of its component.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The id.
    pub id: ComponentId,
    /// The component's JSON pointer.
    pub at: String,
}

impl Paths {
    /// The paths of a whole tree.
    pub fn of(tree: &Value, children_props: &ChildrenProps) -> Self {
        let mut paths = Self::default();
        paths.recompute(tree, "", children_props);
        paths
    }

    /// Which state of the paths this is.
    pub fn revision(&self) -> &Revision {
        &self.revision
    }

    /// Forgets the ids under `root` and registers those of `subtree`, which is there now.
    pub fn recompute(&mut self, subtree: &Value, root: &str, children_props: &ChildrenProps) {
        let mut fresh = Vec::new();
        crawl(subtree, root, children_props, &mut |component: Component<'_>, at: &str| {
            fresh.extend(component.id().map(|id| Place { id, at: at.to_owned() }));
        });
        if fresh.is_empty() && !self.holds(root) {
            return;
        }
        self.revision = Revision::default();
        let mut changed = BTreeSet::new();
        let before = self.forget(root, &mut changed);
        for place in fresh {
            self.register(place, &before, &mut changed);
        }
        for keys in changed {
            if let Some(siblings) = self.patterns.get_mut(&keys) {
                siblings.settle();
            }
        }
    }

    /// Whether an id is registered under `root`, the place itself included.
    pub fn holds(&self, root: &str) -> bool {
        self.under(root).next().is_some()
    }

    fn under<'a>(&'a self, root: &'a str) -> impl Iterator<Item = (&'a String, &'a ComponentId)> {
        // Between a place and what lies under it may stand siblings with longer names.
        let own = self.at.get_key_value(root);
        own.into_iter().chain(self.at.range(pointer::below(root)))
    }

    /// Forgets the ids under a place. Returns the index that each pattern id had in its list; `changed` are the lists.
    fn forget(&mut self, root: &str, changed: &mut BTreeSet<Vec<String>>) -> HashMap<Place, usize> {
        let removed: Vec<Place> =
            self.under(root).map(|(at, id)| Place { id: id.clone(), at: at.clone() }).collect();
        let mut before = HashMap::new();
        for place in removed {
            self.at.remove(&place.at);
            match &place.id {
                // Of two equal ids the other one may be registered.
                ComponentId::Plain(text) => {
                    if self.plain.get(text) == Some(&place.at) {
                        self.plain.remove(text);
                    }
                }
                ComponentId::Pattern(keys) => {
                    let keys: Vec<String> = keys.keys().cloned().collect();
                    let index = self.patterns.get_mut(&keys).and_then(|siblings| siblings.remove(&place));
                    changed.insert(keys);
                    before.extend(index.map(|index| (place, index)));
                }
            }
        }
        for keys in &*changed {
            if let Some(siblings) = self.patterns.get_mut(keys) {
                siblings.compact();
            }
        }
        before
    }

    fn register(
        &mut self,
        place: Place,
        before: &HashMap<Place, usize>,
        changed: &mut BTreeSet<Vec<String>>,
    ) {
        self.at.insert(place.at.clone(), place.id.clone());
        match &place.id {
            ComponentId::Plain(text) => {
                self.plain.insert(text.clone(), place.at);
            }
            ComponentId::Pattern(keys) => {
                let keys: Vec<String> = keys.keys().cloned().collect();
                let earlier = before.get(&place).copied();
                self.patterns.entry(keys.clone()).or_default().insert(place, earlier);
                changed.insert(keys);
            }
        }
    }

    /// Where the component with this id is.
    pub fn get(&self, id: &ComponentId) -> Option<&str> {
        match id {
            ComponentId::Plain(text) => self.plain.get(text).map(String::as_str),
            ComponentId::Pattern(keys) => {
                let names: Vec<String> = keys.keys().cloned().collect();
                self.patterns.get(&names)?.get(keys).map(|place| place.at.as_str())
            }
        }
    }

    /// The components that a dependency's id stands for under a binding, in registration order (rule R16).
    pub fn resolve(&self, pattern: &IdPattern, binding: Option<&Binding>) -> Vec<Place> {
        match pattern {
            IdPattern::Plain(text) => self
                .plain
                .get(text)
                .map(|at| Place { id: ComponentId::Plain(text.clone()), at: at.clone() })
                .into_iter()
                .collect(),
            IdPattern::Pattern(parts) => {
                let keys: Vec<String> = parts.keys().cloned().collect();
                let siblings = self.patterns.get(&keys);
                let places = siblings.map(|siblings| siblings.resolve(pattern, binding)).unwrap_or_default();
                places.into_iter().cloned().collect()
            }
        }
    }

    /// The ids that are texts, in document order.
    pub fn texts(&self) -> Vec<&str> {
        let steps = |at: &str| -> Vec<(usize, _)> {
            pointer::keys(at).into_iter().map(|key| (key.parse().unwrap_or(0), key)).collect()
        };
        let mut placed: Vec<_> = self.plain.iter().map(|(id, at)| (steps(at), id.as_str())).collect();
        placed.sort();
        placed.into_iter().map(|(_, id)| id).collect()
    }

    /// Every registered id, plain ones first, each kind sorted by its text.
    pub fn ids(&self) -> Vec<ComponentId> {
        let mut plain: Vec<_> = self.plain.keys().cloned().collect();
        plain.sort();
        let patterns = self.patterns.values().flat_map(Siblings::places).map(|place| place.id.clone());
        plain.into_iter().map(ComponentId::Plain).chain(patterns).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn item(index: i64) -> Value {
        json!({"type": "Div", "namespace": "html", "props": {"id": {"index": index}}})
    }

    fn order(paths: &Paths) -> Vec<String> {
        let all = IdPattern::parse(r#"{"index": ["ALL"]}"#).unwrap();
        paths.resolve(&all, None).iter().map(|place| place.id.to_string()).collect()
    }

    #[test]
    fn r4_lists_are_in_layout_order_and_not_sorted_by_id() {
        let tree = json!([item(10), item(2)]);
        assert_eq!(
            order(&Paths::of(&tree, &ChildrenProps::default())),
            [r#"{"index":10}"#, r#"{"index":2}"#]
        );
    }

    #[test]
    fn r4_a_replaced_subtree_goes_to_the_end_but_for_entries_that_stayed() {
        let tree = json!([item(1), item(2), item(3)]);
        let mut paths = Paths::of(&tree, &ChildrenProps::default());
        paths.recompute(&item(9), "/0", &ChildrenProps::default());
        assert_eq!(order(&paths), [r#"{"index":2}"#, r#"{"index":3}"#, r#"{"index":9}"#]);
        paths.recompute(&item(2), "/1", &ChildrenProps::default());
        assert_eq!(order(&paths), [r#"{"index":2}"#, r#"{"index":3}"#, r#"{"index":9}"#]);
    }

    #[test]
    fn r5_ids_under_the_replaced_place_are_forgotten() {
        let named = |id: &str| json!({"type": "Div", "namespace": "html", "props": {"id": id}});
        let mut paths = Paths::of(&json!([named("a"), named("b")]), &ChildrenProps::default());
        paths.recompute(&named("c"), "/1", &ChildrenProps::default());
        assert_eq!(paths.get(&ComponentId::Plain("b".to_owned())), None);
        assert_eq!(paths.get(&ComponentId::Plain("c".to_owned())), Some("/1"));
    }

    #[test]
    fn r6_of_two_equal_ids_the_last_one_counts() {
        let twin = json!({"type": "Div", "namespace": "html", "props": {"id": "x"}});
        let paths = Paths::of(&json!([twin, twin]), &ChildrenProps::default());
        assert_eq!(paths.get(&ComponentId::Plain("x".to_owned())), Some("/1"));
    }

    #[test]
    fn a_state_of_the_paths_is_told_from_the_next_and_stays_the_same_where_no_id_is() {
        let mut paths = Paths::of(&json!([item(1), "text"]), &ChildrenProps::default());
        let before = paths.clone();
        paths.recompute(&json!("other text"), "/1", &ChildrenProps::default());
        assert_eq!(paths.revision(), before.revision());
        paths.recompute(&item(2), "/1", &ChildrenProps::default());
        assert_ne!(paths.revision(), before.revision());
        assert!(paths.holds("/1") && paths.holds("") && !paths.holds("/10"));
    }
}
