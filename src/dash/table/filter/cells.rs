//! The filter cells: one text a column, which make the query together.

use serde::{Deserialize, Serialize};

use super::lexer;
use super::token::{Kind, Relation, Token};
use super::tree::Tree;
use crate::dash::table::column::{Column, Kind as ColumnKind};

/// The text of one column's filter cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The column.
    pub column: String,
    /// What was written: `> 5`, `new`, `is blank`.
    pub text: String,
}

impl Cell {
    /// The statement that it makes about its column; `None` when it is none, which a table shows as an error.
    pub fn statement(&self, column: &Column<'_>) -> Option<String> {
        let words = statement(&self.text, column)?;
        let written = words.iter().map(|word| match word.kind {
            Kind::Phrase if word.text.contains(' ') => format!("\"{}\"", word.text),
            _ => word.text.clone(),
        });
        Some(written.collect::<Vec<_>>().join(" "))
    }
}

/// The filter cells that hold something, in the order in which they were first written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells(pub Vec<Cell>);

impl Cells {
    /// The text of a column's cell.
    pub fn text(&self, column: &str) -> Option<&str> {
        self.0.iter().find(|cell| cell.column == column).map(|cell| cell.text.as_str())
    }

    /// Writes into a column's cell; an empty text empties it.
    pub fn write(&mut self, column: &str, text: &str) {
        if text.is_empty() {
            self.0.retain(|cell| cell.column != column);
        } else if let Some(cell) = self.0.iter_mut().find(|cell| cell.column == column) {
            text.clone_into(&mut cell.text);
        } else {
            self.0.push(Cell { column: column.to_owned(), text: text.to_owned() });
        }
    }

    /// The `filter_query` that the cells make; cells that say nothing are left out.
    pub fn query(&self, columns: &[Column<'_>], any: bool) -> String {
        let statements = self
            .0
            .iter()
            .filter_map(|cell| cell.statement(columns.iter().find(|column| column.id == cell.column)?));
        statements.collect::<Vec<_>>().join(if any { " || " } else { " && " })
    }

    /// Takes over a `filter_query` that came from elsewhere. A query that is not one statement a column leaves the
    /// cells as they are, and so do statements that they make already.
    pub fn follow(&mut self, query: &str, columns: &[Column<'_>], any: bool) {
        let Some(wanted) = split(query, columns, any) else { return };
        self.0.retain(|cell| wanted.0.iter().any(|new| new.column == cell.column));
        for new in wanted.0 {
            let column = columns.iter().find(|column| column.id == new.column);
            let says = |cell: &Cell| column.and_then(|column| cell.statement(column));
            let known = self.0.iter().find(|cell| cell.column == new.column);
            if known.is_none_or(|cell| says(cell) != says(&new)) {
                self.write(&new.column, &new.text);
            }
        }
    }
}

/// A query as one cell for each of its columns, the last one first; `None` when it can't be.
fn split(query: &str, columns: &[Column<'_>], any: bool) -> Option<Cells> {
    let words = lexer::columns(query, if any { Kind::Or } else { Kind::And })?;
    let mut fields: Vec<&str> =
        words.iter().filter(|word| word.kind == Kind::Field).map(|word| word.text.as_str()).collect();
    let count = fields.len();
    fields.sort_unstable();
    fields.dedup();
    if fields.len() < count {
        return None;
    }
    let mut cells = Cells::default();
    if words.is_empty() {
        return Some(cells);
    }
    let mut trees = vec![Tree::of(&words)?];
    while let Some(tree) = trees.pop() {
        let (left, text) = match tree {
            Tree::Logical { left, right, .. } => {
                trees.extend([*left, *right]);
                continue;
            }
            Tree::Test { word, left, .. } => (left, word.text),
            Tree::Relation { word, left, right, .. } => (left, format!("{} {}", word.text, right.text)),
            Tree::Block(_) | Tree::Not(_) => continue,
        };
        let id = left.column()?;
        columns.iter().find(|column| column.id == id)?;
        cells.write(&id, &text);
    }
    Some(cells)
}

/// The words of a column's statement: the field is added to what the cell says, and so is the operator where the cell
/// is only a value.
fn statement(text: &str, column: &Column<'_>) -> Option<Vec<Token>> {
    let mut words = lexer::column(text)?;
    let case = if column.folds_case() { "i" } else { "s" };
    let first = words.first_mut()?;
    match first.kind {
        Kind::Relation(relation) if relation.has_case() && !first.text.starts_with(['i', 's']) => {
            first.text.insert_str(0, case);
        }
        kind if kind.is_expression() => {
            let relation = match column.kind {
                ColumnKind::Any | ColumnKind::Text => Relation::Contains,
                ColumnKind::Datetime => Relation::DateStartsWith,
                ColumnKind::Numeric => Relation::Equal,
            };
            let case = if relation.has_case() { case } else { "" };
            let text = format!("{case}{}", relation.sign());
            words.insert(0, Token { kind: Kind::Relation(relation), text });
        }
        _ => {}
    }
    words.insert(0, Token { kind: Kind::Field, text: format!("{{{}}}", column.id) });
    Tree::of(&words).is_some().then_some(words)
}
