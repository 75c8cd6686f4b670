//! The filter language: `{price} > 5 && {city} icontains "new"`.
//!
//! | part | what it is |
//! |---|---|
//! | `token` | the words of the language, and what each looks like |
//! | `lexer` | which word may follow which, in a whole query and in the cell of one column |
//! | `tree` | the words as a tree |
//! | `evaluate` | which rows a tree keeps |
//! | `structure` | a tree as `derived_filter_query_structure` |
//! | `cells` | the texts of the filter cells, and the query that they make together |

mod cells;
mod evaluate;
mod lexer;
mod structure;
#[cfg(test)]
mod tests;
mod token;
mod tree;

pub use cells::{Cell, Cells};
use tree::Tree;

/// A parsed `filter_query`.
#[derive(Debug, Clone)]
pub struct Query {
    /// `None` for an empty query, which keeps every row.
    tree: Option<Tree>,
}

impl Query {
    /// Reads a query; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let tokens = lexer::query(text)?;
        let tree = if tokens.is_empty() { None } else { Some(Tree::of(&tokens)?) };
        Some(Self { tree })
    }

    /// Whether it keeps a row.
    pub fn keeps(&self, row: &serde_json::Value) -> bool {
        self.tree.as_ref().is_none_or(|tree| tree.holds(row))
    }

    /// As `derived_filter_query_structure`; null for an empty query.
    pub fn structure(&self) -> serde_json::Value {
        self.tree.as_ref().map(Tree::structure).unwrap_or_default()
    }
}
