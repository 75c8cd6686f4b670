//! The menu above the table: which columns to show, and export.

use serde_json::Value;

use super::super::element::Element;
use super::Table;
use crate::dash::table::Header;

pub(super) fn menu(table: &Table<'_, '_>) -> Element {
    let sheet = &table.sheet;
    let hidden = sheet.list("hidden_columns");
    let mut menu = Element::new("div").class("dash-spreadsheet-menu");
    let hides = |column: &crate::dash::table::Column<'_>| crate::dash::truthy(column.setting("hideable"));
    if !hidden.is_empty() || sheet.columns.iter().any(hides) {
        let mut item = Element::new("div").class("dash-spreadsheet-menu-item");
        item = item.child(Element::new("button").class("show-hide").text("Toggle Columns"));
        if table.state.lists_columns {
            item = item.child(list(table, hidden));
        }
        menu = menu.child(item);
    }
    let mut export = Element::new("div");
    if matches!(sheet.component.text("export_format"), Some("csv" | "xlsx")) {
        export = export.child(Element::new("button").class("export").text("Export"));
    }
    menu.child(export)
}

fn list(table: &Table<'_, '_>, hidden: &[Value]) -> Element {
    let header = Header::new(&table.sheet.columns, &table.sheet.columns, table.merges());
    let mut list = Element::new("div").class("show-hide-menu");
    for item in header.listed() {
        let shown = !hidden.iter().any(|id| id.as_str() == Some(&item.column));
        let field = Element::new("input").attr("type", "checkbox").flag("checked", shown);
        let field = field.flag("disabled", shown && item.spans_all);
        let entry = Element::new("div").class("show-hide-menu-item").child(field);
        list = list.child(entry.child(Element::new("label").text(item.name)));
    }
    list
}
