//! Header rows and filter cells.

use super::super::element::Element;
use super::super::icon::glyph;
use super::{Table, style};
use crate::dash::table::{Flag, Who};

/// The rows of the header.
pub(super) fn rows(table: &Table<'_, '_>) -> Vec<super::super::element::Content> {
    let rows = table.header().rows;
    (0..rows).map(|row| header_row(table, row, rows).into()).collect()
}

fn header_row(table: &Table<'_, '_>, row: usize, rows: usize) -> Element {
    let mut line = beginning(table);
    let cells = table.header().cells(row);
    let last = cells.len().saturating_sub(1);
    for (place, (index, span, label)) in cells.into_iter().enumerate() {
        let Some(column) = table.shown.get(index) else { continue };
        let mut actions = Element::new("div").class("column-actions");
        for (class, button) in buttons(table, index, row, rows, span) {
            actions = actions.child(Element::new("span").class(class).child(button));
        }
        let name = Element::new("span").class("column-header-name").text(label.unwrap_or_default());
        let cell = Element::new("th")
            .attr("data-dash-column", column.id.as_str())
            .attr("colspan", span.to_string())
            .class(&format!("dash-header column-{index}"))
            .class_if(place == last, "cell--right-last")
            .style(&table.view.css("style_cell"))
            .style(&table.view.css("style_header"))
            .style(&style::conditional(table, "style_header_conditional", index, row, None));
        line = line.child(cell.child(Element::new("div").child(actions).child(name)));
    }
    line
}

/// What a header offers to do to its column: the class of each button, and what is in it.
fn buttons(
    table: &Table<'_, '_>,
    index: usize,
    row: usize,
    rows: usize,
    span: usize,
) -> Vec<(&'static str, Element)> {
    let sheet = &table.sheet;
    let Some(column) = table.shown.get(index) else { return Vec::new() };
    let offers = |flag| column.offers(flag, row, rows);
    let own_pages = sheet.pages() != Who::Custom;
    let all = table.shown.len() == span;
    let kind = table.button("column_selectable").filter(|_| offers(Flag::Selectable));
    let mut buttons = Vec::new();
    if let Some(kind) = kind {
        let group = table.header_of_all().group(&column.id, row, true);
        let selected = sheet.list("selected_columns");
        let is_selected = (kind == "checkbox" || selected.len() == group.len())
            && group.iter().all(|id| selected.iter().any(|known| known.as_str() == Some(id)));
        let button = Element::new("input")
            .attr("type", kind)
            .attr("name", table.named("column-select"))
            .flag("checked", is_selected);
        buttons.push(("column-header--select", button));
    }
    if sheet.sorts() != Who::None && row + 1 == rows {
        buttons.push(("column-header--sort", glyph(sorted(table, &column.id))));
    }
    if offers(Flag::Renamable) {
        buttons.push(("column-header--edit", glyph("pencil-alt")));
    }
    if own_pages && offers(Flag::Clearable) {
        buttons.push(("column-header--clear", glyph("eraser")));
    }
    if own_pages && offers(Flag::Deletable) {
        buttons.push((
            if all { "column-header--delete disabled" } else { "column-header--delete" },
            glyph("trash-alt"),
        ));
    }
    if offers(Flag::Hideable) {
        buttons.push((
            if all { "column-header--hide disabled" } else { "column-header--hide" },
            glyph("eye-slash"),
        ));
    }
    buttons
}

/// The arrows of a column: how it is sorted.
fn sorted(table: &Table<'_, '_>, column: &str) -> &'static str {
    let rule = table.sheet.list("sort_by").iter().find(|rule| rule["column_id"] == column);
    match rule.and_then(|rule| rule["direction"].as_str()) {
        Some("asc") => "sort-up",
        Some("desc") => "sort-down",
        _ => "sort",
    }
}

/// The row of filter cells.
pub(super) fn filters(table: &Table<'_, '_>) -> Element {
    let mut line = beginning(table);
    for (index, column) in table.shown.iter().enumerate() {
        let text = table.state.filters.text(&column.id);
        let cell = text.map(|text| crate::dash::table::filter::Cell {
            column: column.id.clone(),
            text: text.to_owned(),
        });
        let invalid = cell.is_some_and(|cell| cell.statement(column).is_none());
        let field = Element::new("input")
            .attr("type", "text")
            .attr("placeholder", column.placeholder())
            .attr("value", text.unwrap_or_default());
        let case = if column.folds_case() { "insensitive" } else { "sensitive" };
        let switch = Element::new("input")
            .attr("type", "button")
            .class(&format!("dash-filter--case dash-filter--case--{case}"))
            .attr("title", "Toggle filter case sensitivity")
            .attr("value", "Aa");
        let cell = Element::new("th")
            .class(&format!("dash-filter column-{index}"))
            .class_if(invalid, "invalid")
            .attr("data-dash-column", column.id.as_str())
            .style(&table.view.css("style_filter"));
        line = line.child(cell.child(Element::new("div").child(field).child(switch)));
    }
    line
}

/// A row of the header with the empty cells above what rows offer.
fn beginning(table: &Table<'_, '_>) -> Element {
    let empty = |class: &str| Element::new("th").class("expanded-row--empty-cell").class(class);
    let mut line = Element::new("tr");
    if table.sheet.is("row_deletable") {
        line = line.child(empty("dash-delete-header"));
    }
    if table.button("row_selectable").is_some() {
        line = line.child(empty("dash-select-header"));
    }
    line
}

impl<'a> Table<'_, 'a> {
    fn header_of_all(&self) -> crate::dash::table::Header<'_, 'a> {
        crate::dash::table::Header::new(&self.sheet.columns, &self.sheet.columns, self.merges())
    }
}
