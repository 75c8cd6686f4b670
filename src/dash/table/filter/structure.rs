//! A query as `derived_filter_query_structure`.

use serde_json::{Map, Value};

use super::token::{Kind, Token};
use super::tree::Tree;

impl Tree {
    /// `{subType, type, value, block, left, right}` of a node, as far as it has them.
    pub(super) fn structure(&self) -> Value {
        match self {
            Self::Logical { word, left, right } => {
                let kind = if word.kind == Kind::And { "&&" } else { "||" };
                let sides = [("left", left.structure()), ("right", right.structure())];
                node(Some(kind), "logical-operator", word.text.as_str().into(), sides)
            }
            Self::Block(inner) => node(Some("()"), "open-block", "(".into(), [("block", inner.structure())]),
            Self::Not(inner) => node(Some("!"), "unary-operator", "!".into(), [("right", inner.structure())]),
            Self::Relation { relation, word, left, right } => {
                let sides = [("left", expression(left)), ("right", expression(right))];
                node(Some(relation.sign()), "relational-operator", word.text.as_str().into(), sides)
            }
            Self::Test { word, left, .. } => {
                node(None, "unary-operator", word.text.as_str().into(), [("left", expression(left))])
            }
        }
    }
}

fn expression(token: &Token) -> Value {
    let (kind, value) = match token.column() {
        Some(column) => ("field", column.into()),
        None => ("value", token.constant()),
    };
    node(Some(kind), "expression", value, [])
}

fn node<const N: usize>(
    sub_type: Option<&str>,
    kind: &str,
    value: Value,
    inside: [(&str, Value); N],
) -> Value {
    let mut node = Map::new();
    if let Some(sub_type) = sub_type {
        node.insert("subType".to_owned(), sub_type.into());
    }
    node.insert("type".to_owned(), kind.into());
    node.insert("value".to_owned(), value);
    node.extend(inside.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(node)
}
