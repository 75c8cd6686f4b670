//! What a table tells of itself when it is rendered.

use serde_json::{Value, json};

use crate::dash::table::{Rows, Sheet, State, Who, filter};
use crate::engine::browserless::behaviour::target::{Drawn, set_at};
use crate::engine::browserless::behaviour::{Effect, Rendered};

/// The props that the derived ones depend on.
const SOURCES: [&str; 15] = [
    "columns",
    "data",
    "filter_action",
    "filter_query",
    "hidden_columns",
    "page_action",
    "page_count",
    "page_current",
    "page_size",
    "selected_columns",
    "selected_rows",
    "sort_action",
    "sort_as_null",
    "sort_by",
    "sort_mode",
];

/// Since this version a selection that came with the new page, order or filter is kept.
const KEEPS_NEW_SELECTION: (u32, u32, u32) = (4, 2, 0);

/// The `derived_…` props, and what has become of a page or selection that is not there any more.
pub(super) fn rendered(drawn: &Drawn<'_>, changed: Option<&[&str]>) -> Rendered {
    let mut rendered = Rendered::default();
    let Some(sheet) = Sheet::of(drawn.component).filter(|sheet| !sheet.is_invalid()) else { return rendered };
    rendered.now.extend(followed(drawn, &sheet, changed));
    if changed.is_some_and(|changed| !changed.iter().any(|name| SOURCES.contains(name))) {
        return rendered;
    }
    let rows = Rows::of(&sheet);
    let back = sheet
        .page_count(&rows)
        .filter(|count| sheet.pages() != Who::None && *count <= sheet.page_current())
        .map(|_| first_page(drawn.at));
    let own = derived(drawn.at, &sheet, &rows);
    match changed {
        Some(changed) => {
            rendered.later.push(own);
            rendered.later.extend(unselected(drawn, &sheet, changed));
            rendered.now.extend(back.into_iter().flatten());
        }
        None => {
            rendered.later.extend(back.into_iter().flatten());
            rendered.later.extend(active_cell(drawn.at, &sheet));
            rendered.later.push(own);
        }
    }
    rendered
}

/// The filter cells take over a query that they did not make themselves.
fn followed(drawn: &Drawn<'_>, sheet: &Sheet<'_>, changed: Option<&[&str]>) -> Option<Effect> {
    let mut state = State::kept(drawn.memory, sheet);
    if let Some(changed) = changed {
        if !changed.contains(&"filter_query") || state.filter_query == sheet.filter_query() {
            return None;
        }
        state.filters.follow(sheet.filter_query(), &sheet.shown(), sheet.filters_any());
    }
    Some(Effect::Remember { at: drawn.at.to_owned(), memory: state.keep() })
}

fn derived(at: &str, sheet: &Sheet<'_>, rows: &Rows) -> Effect {
    let on_page = rows.on_page();
    let values = |rows: &[usize]| -> Vec<Value> {
        rows.iter().filter_map(|row| sheet.data.get(*row)).cloned().collect()
    };
    let selected = sheet.list("selected_rows");
    let in_order = Rows::positions(&rows.in_order, selected);
    let visible = Rows::positions(on_page, selected);
    let ids =
        |places: &[usize], rows: &[usize]| sheet.ids(places.iter().filter_map(|place| rows.get(*place)));
    let selected_columns = sheet.list("selected_columns");
    let columns = sheet.shown().into_iter().map(|column| Value::from(column.id));
    let columns: Vec<Value> = columns.filter(|id| selected_columns.contains(id)).collect();
    let query = filter::Query::parse(sheet.filter_query());
    set_at(
        at,
        [
            ("derived_filter_query_structure", query.map(|query| query.structure()).unwrap_or_default()),
            ("derived_virtual_data", values(&rows.in_order).into()),
            ("derived_virtual_indices", json!(rows.in_order)),
            ("derived_virtual_row_ids", sheet.ids(&rows.in_order).into()),
            ("derived_viewport_data", values(on_page).into()),
            ("derived_viewport_indices", json!(on_page)),
            ("derived_viewport_row_ids", sheet.ids(on_page).into()),
            ("derived_virtual_selected_rows", json!(in_order)),
            ("derived_virtual_selected_row_ids", ids(&in_order, &rows.in_order).into()),
            ("derived_viewport_selected_columns", columns.into()),
            ("derived_viewport_selected_rows", json!(visible)),
            ("derived_viewport_selected_row_ids", ids(&visible, on_page).into()),
        ],
    )
}

/// A page beyond the last one is left for the first.
fn first_page(at: &str) -> [Effect; 3] {
    [set_at(at, [("page_current", 0.into())]), no_cells(at), set_at(at, [("selected_cells", json!([]))])]
}

fn no_cells(at: &str) -> Effect {
    let props = ["active_cell", "start_cell", "end_cell"].map(str::to_owned).to_vec();
    Effect::Unset { at: at.to_owned(), props }
}

/// An active cell outside of the selection gives way to the first selected one.
fn active_cell(at: &str, sheet: &Sheet<'_>) -> Option<Effect> {
    let active = sheet.component.prop("active_cell").filter(|active| !active.is_null())?;
    let selected = sheet.list("selected_cells");
    let first = selected.first().filter(|_| sheet.cell_selectable() && !selected.contains(active))?;
    Some(set_at(at, [("active_cell", first.clone())]))
}

/// Where a callback pages, sorts or filters, rows and cells are no longer the selected ones after it was asked to.
fn unselected(drawn: &Drawn<'_>, sheet: &Sheet<'_>, changed: &[&str]) -> Vec<Effect> {
    let asked =
        |who: Who, names: &[&str]| who == Who::Custom && names.iter().any(|name| changed.contains(name));
    let gone = asked(sheet.filters(), &["filter_query"])
        || asked(sheet.pages(), &["page_current", "page_size"])
        || asked(sheet.sorts(), &["sort_by"]);
    let kept = changed.contains(&"selected_rows") && drawn.moment.dash_version >= KEEPS_NEW_SELECTION;
    if !gone || kept {
        return Vec::new();
    }
    let none = || Value::Array(Vec::new());
    vec![
        no_cells(drawn.at),
        set_at(
            drawn.at,
            [("selected_cells", none()), ("selected_rows", none()), ("selected_row_ids", none())],
        ),
    ]
}
