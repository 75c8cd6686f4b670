//! Styles of cells by condition.

use serde_json::{Map, Value};

use super::super::style;
use super::Table;
use crate::dash::table::{Kind, filter};

/// The declarations of the rules of a prop that hold for a cell: of a column, in a line of its part of the table, and
/// for cells of the data in a row of it.
pub(super) fn conditional(
    table: &Table<'_, '_>,
    prop: &str,
    index: usize,
    line: usize,
    row: Option<usize>,
) -> String {
    let mut css = Vec::new();
    let Some(column) = table.shown.get(index) else { return String::new() };
    for rule in table.view.list(prop).iter().filter_map(Value::as_object) {
        let none = Map::new();
        let wanted = rule.get("if").and_then(Value::as_object).unwrap_or(&none);
        let holds = wanted.iter().all(|(key, value)| match (key.as_str(), value) {
            ("column_id", Value::Array(ids)) => ids.iter().any(|id| id.as_str() == Some(column.id.as_str())),
            ("column_id", id) => id.as_str() == Some(column.id.as_str()),
            ("row_index" | "header_index", Value::String(parity)) => (line % 2 == 1) == (parity == "odd"),
            ("row_index" | "header_index", Value::Array(lines)) => {
                lines.iter().any(|wanted| wanted.as_u64() == Some(line as u64))
            }
            ("row_index" | "header_index", wanted) => wanted.as_u64() == Some(line as u64),
            ("column_type", kind) => kind.as_str() == Some(name(column.kind)),
            ("column_editable", flag) => flag.as_bool() == Some(column.editable),
            ("filter_query", query) => row.and_then(|row| table.sheet.data.get(row)).is_some_and(|row| {
                let query = query.as_str().and_then(filter::Query::parse);
                query.is_some_and(|query| query.keeps(row))
            }),
            _ => false,
        });
        if holds {
            let declarations = rule.iter().filter(|(name, _)| name.as_str() != "if");
            css.push(style::css(&declarations.map(|(name, value)| (name.clone(), value.clone())).collect()));
        }
    }
    css.join(" ")
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Any => "any",
        Kind::Numeric => "numeric",
        Kind::Text => "text",
        Kind::Datetime => "datetime",
    }
}
