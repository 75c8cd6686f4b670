//! Where a text of a report stands in its file: what fills templates in knows the text alone.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

/// The first place of `text` within the report at `index` of a test file.
pub(super) fn place_of(file: &str, index: usize, text: &str) -> Option<Location> {
    let file: Node = serde_saphyr::from_str(file).ok()?;
    let Node::Mapping(keys) = file else { return None };
    let (_, reports) = keys.into_iter().find(|(key, _)| key == "reports")?;
    let Node::Sequence(reports) = reports.value else { return None };
    find(reports.get(index)?, text)
}

fn find(node: &Spanned<Node>, text: &str) -> Option<Location> {
    match &node.value {
        Node::Text(found) => (found == text).then_some(node.referenced),
        Node::Sequence(items) => items.iter().find_map(|item| find(item, text)),
        Node::Mapping(keys) => keys.iter().find_map(|(_, value)| find(value, text)),
        Node::Other => None,
    }
}

/// YAML with its places.
enum Node {
    Text(String),
    Sequence(Vec<Spanned<Node>>),
    Mapping(Vec<(String, Spanned<Node>)>),
    Other,
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Node;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_str<E>(self, text: &str) -> Result<Node, E> {
                Ok(Node::Text(text.to_owned()))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
                Ok(Node::Other)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
                Ok(Node::Other)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
                Ok(Node::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
                Ok(Node::Other)
            }

            fn visit_unit<E>(self) -> Result<Node, E> {
                Ok(Node::Other)
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Node, S::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(Node::Sequence(all))
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Node, M::Error> {
                let mut all = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    all.push(entry);
                }
                Ok(Node::Mapping(all))
            }
        }
        from.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_its_own_report() {
        let file = "app: demo\nreports:\n  - name: a\n    limit: 5\n  - name: b\n    deliver:\n      - mail:\n          subject: a\n          \
                    body: >\n            long\n";
        let at = |index, text| place_of(file, index, text).map(|at| (at.line(), at.column()));
        assert_eq!(at(0, "a"), Some((3, 11)));
        assert_eq!(at(1, "a"), Some((8, 20)));
        assert_eq!(at(1, "long\n").map(|(line, _)| line), Some(10));
        assert_eq!(at(0, "b"), None);
    }
}
