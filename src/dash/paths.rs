//! Where each id is in the tree, in the order that `ALL` lists have (rules R4 to R6).

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{Binding, ChildrenProps, Component, ComponentId, IdPattern, crawl, pointer};

/// The places of all ids.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paths {
    plain: HashMap<String, String>,
    /// By the sorted keys of the ids.
    patterns: BTreeMap<Vec<String>, Vec<Place>>,
}

/// An id and the place of its component.
#[derive(Debug, Clone, PartialEq)]
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
        paths.register(tree, "", children_props, &BTreeMap::new());
        paths
    }

    /// Forgets the ids under `root` and registers those of `subtree`, which is there now.
    pub fn recompute(&mut self, subtree: &Value, root: &str, children_props: &ChildrenProps) {
        let before = self.patterns.clone();
        self.plain.retain(|_, at| !pointer::is_within(at, root));
        self.patterns.values_mut().for_each(|places| places.retain(|p| !pointer::is_within(&p.at, root)));
        self.register(subtree, root, children_props, &before);
    }

    fn register(
        &mut self,
        tree: &Value,
        root: &str,
        children_props: &ChildrenProps,
        before: &BTreeMap<Vec<String>, Vec<Place>>,
    ) {
        crawl(tree, root, children_props, &mut |component: Component<'_>, at: &str| {
            let Some(id) = component.id() else { return };
            match &id {
                ComponentId::Plain(text) => {
                    self.plain.insert(text.clone(), at.to_owned());
                }
                ComponentId::Pattern(keys) => {
                    let keys: Vec<String> = keys.keys().cloned().collect();
                    let place = Place { id: id.clone(), at: at.to_owned() };
                    let earlier =
                        before.get(&keys).and_then(|places| places.iter().position(|p| *p == place));
                    let places = self.patterns.entry(keys).or_default();
                    let index = earlier.filter(|index| *index < places.len()).unwrap_or(places.len());
                    places.insert(index, place);
                }
            }
        });
    }

    /// Where the component with this id is.
    pub fn get(&self, id: &ComponentId) -> Option<&str> {
        match id {
            ComponentId::Plain(text) => self.plain.get(text).map(String::as_str),
            ComponentId::Pattern(keys) => {
                let keys: Vec<String> = keys.keys().cloned().collect();
                let places = self.patterns.get(&keys)?;
                places.iter().find(|place| place.id == *id).map(|place| place.at.as_str())
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
                let places = self.patterns.get(&keys).map_or(&[][..], Vec::as_slice);
                places.iter().filter(|place| pattern.matches(&place.id, binding)).cloned().collect()
            }
        }
    }

    /// Every registered id, plain ones first, each kind sorted by its text.
    pub fn ids(&self) -> Vec<ComponentId> {
        let mut plain: Vec<_> = self.plain.keys().cloned().collect();
        plain.sort();
        let patterns = self.patterns.values().flatten().map(|place| place.id.clone());
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
}
