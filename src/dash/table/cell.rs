//! What a cell is shown as, and what can be chosen in it.

use serde_json::Value;

use super::filter::Query;
use super::{Column, Sheet, js};
use crate::dash::truthy;

/// How a column shows its cells (`columns[].presentation`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presentation {
    /// Text, which a visitor may edit where the column is editable.
    Input,
    /// One of several options.
    Dropdown,
    /// Markdown.
    Markdown,
}

impl Presentation {
    /// How a column shows its cells.
    pub fn of(column: &Column<'_>) -> Self {
        match column.setting("presentation").and_then(Value::as_str) {
            Some("dropdown") => Self::Dropdown,
            Some("markdown") => Self::Markdown,
            _ => Self::Input,
        }
    }
}

/// The options of a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Dropdown<'a> {
    /// `[{label, value}]`.
    pub options: &'a [Value],
    /// Whether it can be emptied.
    pub clearable: bool,
}

impl<'a> Dropdown<'a> {
    /// The options of the cell of a column in a row of the data: by the last condition that holds, else by row, else by
    /// column. `None` when it has none, and is shown as text.
    pub fn of(sheet: &Sheet<'a>, column: &Column<'_>, row: usize) -> Option<Self> {
        let conditions = sheet.list("dropdown_conditional").iter().rev();
        let conditional =
            conditions.into_iter().find(|rule| holds(rule.get("if"), column, sheet.data.get(row)));
        let by_row =
            || sheet.list("dropdown_data").get(row)?.get(&column.id).filter(|found| truthy(Some(found)));
        let by_column = || sheet.component.prop("dropdown")?.get(&column.id);
        let found = conditional.or_else(by_row).or_else(by_column)?;
        let options = found.get("options")?.as_array()?;
        let clearable = found.get("clearable").is_none_or(|flag| truthy(Some(flag)));
        Some(Self { options, clearable })
    }

    /// The label of the option with a value.
    pub fn label(&self, value: Option<&Value>) -> Option<&'a Value> {
        self.options.iter().find(|option| js::same(option.get("value"), value))?.get("label")
    }
}

/// Whether a rule is for a cell.
fn holds(condition: Option<&Value>, column: &Column<'_>, row: Option<&Value>) -> bool {
    let Some(condition) = condition else { return true };
    let is_column = match condition.get("column_id") {
        None | Some(Value::Null) => true,
        Some(Value::Array(ids)) => ids.iter().any(|id| id.as_str() == Some(&column.id)),
        Some(id) => id.as_str() == Some(&column.id),
    };
    let keeps =
        |query: &str| Query::parse(query).is_some_and(|query| row.is_some_and(|row| query.keeps(row)));
    is_column && condition.get("filter_query").and_then(Value::as_str).is_none_or(keeps)
}
