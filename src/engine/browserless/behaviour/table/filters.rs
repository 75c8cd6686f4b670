//! Filter cells.

use serde_json::{Map, Value};

use super::model::Used;
use crate::dash::table::filter::Cells;
use crate::dash::table::{Column, State};
use crate::engine::browserless::behaviour::Effect;

/// What writing into a filter cell and Enter set.
pub(super) fn write(used: &Used<'_, '_>, column: &str, text: &str) -> Vec<Effect> {
    if used.state.filters.text(column).unwrap_or_default() == text {
        return Vec::new();
    }
    let mut filters = used.state.filters.clone();
    filters.write(column, text.trim());
    made(used, filters, &used.sheet.columns)
}

/// What emptying the filter cells of some columns sets, after their columns were emptied or deleted.
pub(super) fn forget(used: &Used<'_, '_>, columns: &[String]) -> Vec<Effect> {
    let mut filters = used.state.filters.clone();
    for column in columns {
        filters.write(column, "");
    }
    made(used, filters, &used.sheet.columns)
}

/// What the switch of letter case sets.
pub(super) fn switch_case(used: &Used<'_, '_>, column: &str) -> Vec<Effect> {
    let switched = |known: &Column<'_>| {
        let mut given = known.with_defaults();
        if known.id == column
            && let Some(Value::Object(options)) = given.get_mut("filter_options")
        {
            let case = if known.folds_case() { "sensitive" } else { "insensitive" };
            options.insert("case".to_owned(), case.into());
        }
        Value::Object(given)
    };
    let columns: Value = used.sheet.columns.iter().map(switched).collect();
    let props: Map<String, Value> = [("columns".to_owned(), columns.clone())].into_iter().collect();
    let mut effects = vec![used.target.set([("columns", columns)])];
    effects.extend(made(used, used.state.filters.clone(), &Column::all(&props, &[])));
    effects
}

/// The query that the filter cells make, and the cells.
fn made(used: &Used<'_, '_>, filters: Cells, columns: &[Column<'_>]) -> Vec<Effect> {
    let filter_query = filters.query(columns, used.sheet.filters_any());
    let state = State { filters, filter_query: filter_query.clone(), ..used.state.clone() };
    let mut effects = vec![used.remember(&state), used.target.set([("filter_query", filter_query.into())])];
    effects.extend(used.leave_cells());
    effects
}
