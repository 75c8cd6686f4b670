//! `dash_table.DataTable`: what it derives from its data.

use serde_json::{Value, json};

use super::model::Model;
use super::{Moment, Mounting, Props};
use crate::dash::Component;

/// A table; its cells are reached with `set_props`.
pub(super) struct DataTable;

/// The props that the derived ones depend on.
const SOURCES: [&str; 8] = [
    "data",
    "filter_query",
    "sort_by",
    "page_current",
    "page_size",
    "selected_rows",
    "selected_columns",
    "columns",
];

impl Model for DataTable {
    fn mount(&self, component: Component<'_>, _moment: &Moment) -> Mounting {
        Mounting { later: vec![derived(component)], ..Mounting::default() }
    }

    fn changed(&self, component: Component<'_>, props: &[&str], _moment: &Moment) -> Vec<Props> {
        if props.iter().any(|name| SOURCES.contains(name)) { vec![derived(component)] } else { Vec::new() }
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        component.prop("data").cloned()
    }
}

/// What the table shows of its data. Sorting and filtering in the page are not computed here: an app that
/// uses them natively keeps the order of `data`.
fn derived(component: Component<'_>) -> Props {
    /// `page_size` unless given.
    const PAGE: usize = 250;
    let rows = component.prop("data").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let size = |name| component.prop(name).and_then(Value::as_u64).map(|number| number as usize);
    let paged = component.text("page_action").unwrap_or("native") == "native";
    let page = size("page_size").unwrap_or(PAGE).max(1);
    let first =
        if paged { size("page_current").unwrap_or(0).saturating_mul(page).min(rows.len()) } else { 0 };
    let shown = if paged { first..rows.len().min(first.saturating_add(page)) } else { 0..rows.len() };
    let viewport = rows.get(shown.clone()).unwrap_or_default();
    let ids = |rows: &[Value]| {
        rows.iter().map(|row| row.get("id").cloned().unwrap_or_default()).collect::<Vec<_>>()
    };
    let selected: Vec<usize> = component
        .prop("selected_rows")
        .and_then(Value::as_array)
        .map(|rows| rows.iter().filter_map(Value::as_u64).map(|row| row as usize).collect())
        .unwrap_or_default();
    let known: Vec<usize> = selected.iter().copied().filter(|row| *row < rows.len()).collect();
    let visible: Vec<usize> = selected.iter().copied().filter(|row| shown.contains(row)).collect();
    let named = |chosen: &[usize]| {
        chosen
            .iter()
            .map(|row| rows.get(*row).and_then(|row| row.get("id")).cloned().unwrap_or_default())
            .collect::<Vec<_>>()
    };
    let columns = component.prop("selected_columns").cloned().unwrap_or_else(|| json!([]));
    let derived = [
        ("derived_filter_query_structure", Value::Null),
        ("derived_virtual_data", json!(rows)),
        ("derived_virtual_indices", json!((0..rows.len()).collect::<Vec<_>>())),
        ("derived_virtual_row_ids", json!(ids(rows))),
        ("derived_viewport_data", json!(viewport)),
        ("derived_viewport_indices", json!(shown.clone().collect::<Vec<_>>())),
        ("derived_viewport_row_ids", json!(ids(viewport))),
        ("derived_virtual_selected_rows", json!(known)),
        ("derived_virtual_selected_row_ids", json!(named(&known))),
        ("derived_viewport_selected_columns", columns),
        (
            "derived_viewport_selected_rows",
            json!(visible.iter().map(|row| row - shown.start).collect::<Vec<_>>()),
        ),
        ("derived_viewport_selected_row_ids", json!(named(&visible))),
    ];
    derived.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::browserless::behaviour::testing::moment;

    #[test]
    fn a_table_derives_what_its_page_shows() {
        let table = json!({"type": "DataTable", "namespace": "dash_table", "props": {"id": "t",
            "data": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "page_size": 2, "page_current": 1, "selected_rows": [0, 2]}});
        let Mounting { sync, later } = DataTable.mount(Component::of(&table).unwrap(), &moment());
        assert!(sync.is_empty());
        assert_eq!(later[0]["derived_viewport_row_ids"], json!(["c"]));
        assert_eq!(later[0]["derived_viewport_selected_rows"], json!([0]));
        assert_eq!(later[0]["derived_virtual_selected_row_ids"], json!(["a", "c"]));
    }
}
