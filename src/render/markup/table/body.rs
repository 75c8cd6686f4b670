//! The rows of the current page.

use serde_json::Value;

use super::super::element::{Content, Element};
use super::super::select::Select;
use super::{Table, style};
use crate::dash::table::{Column, Dropdown, Presentation, formatted};

/// A row of the page: its place there, and its index in the data.
pub(super) fn row(table: &Table<'_, '_>, line: usize, row: usize) -> Element {
    let mut element = Element::new("tr");
    if table.sheet.is("row_deletable") {
        element = element.child(Element::new("td").class("dash-delete-cell").text("×"));
    }
    if let Some(kind) = table.button("row_selectable") {
        let selected =
            table.sheet.list("selected_rows").iter().any(|known| known.as_u64() == Some(row as u64));
        let input = Element::new("input").attr("type", kind).attr("name", table.named("row-select"));
        let input = input.flag("checked", selected);
        element = element.child(Element::new("td").class("dash-select-cell").child(input));
    }
    for (index, column) in table.shown.iter().enumerate() {
        element = element.child(cell(table, index, column, line, row));
    }
    element
}

fn cell(table: &Table<'_, '_>, index: usize, column: &Column<'_>, line: usize, row: usize) -> Element {
    let is_there = |cell: Option<&Value>| {
        let at = |name: &str| cell?.get(name)?.as_u64();
        (at("row"), at("column")) == (Some(line as u64), Some(index as u64))
    };
    let selectable = table.sheet.cell_selectable();
    let active = selectable && is_there(table.sheet.component.prop("active_cell"));
    let selected = selectable
        && match table.sheet.list("selected_cells") {
            [] => active,
            cells => cells.iter().any(|cell| is_there(Some(cell))),
        };
    let presentation = Presentation::of(column);
    Element::new("td")
        .attr("tabindex", "-1")
        .class(&format!("dash-cell column-{index}"))
        .class_if(presentation == Presentation::Dropdown, "dropdown")
        .class_if(selected, "cell--selected")
        .class_if(selected && active, "focused")
        .attr("data-dash-column", column.id.as_str())
        .attr("data-dash-row", line.to_string())
        .style(&table.view.css("style_cell"))
        .style(&style::conditional(table, "style_cell_conditional", index, line, Some(row)))
        .style(&table.view.css("style_data"))
        .style(&style::conditional(table, "style_data_conditional", index, line, Some(row)))
        .child(content(table, column, row, active))
}

fn content(table: &Table<'_, '_>, column: &Column<'_>, row: usize, active: bool) -> Element {
    let value = table.sheet.data.get(row).and_then(|row| row.get(&column.id));
    let class = format!(
        "{}{} {}dash-cell-value",
        if active { "input-active " } else { "" },
        if table.sheet.is("is_focused") { "focused" } else { "unfocused" },
        if table.sheet.cell_selectable() { "selectable " } else { "" },
    );
    let shadow = |text: String| Element::new("div").style("opacity: 0").text(text);
    match Presentation::of(column) {
        Presentation::Markdown => {
            let text = value.map_or_else(|| "undefined".to_owned(), text_of);
            let inside = super::super::dcc::markdown::content(&text, Some("_blank"));
            Element::new("div").class(&class).class("cell-markdown").children(inside)
        }
        Presentation::Dropdown => match Dropdown::of(&table.sheet, column, row) {
            Some(dropdown) if column.editable => {
                let label = dropdown.label(value).map(text_of);
                let shadow = shadow(label.clone().unwrap_or_default())
                    .class("dropdown-cell-value-shadow cell-value-shadow");
                Element::new("div")
                    .class("dash-dropdown-cell-value-container dash-cell-value-container")
                    .child(shadow)
                    .child(select(label, dropdown.clearable).element())
            }
            dropdown => {
                let chosen = dropdown.and_then(|dropdown| dropdown.label(value)).map(text_of);
                let text = chosen.unwrap_or_else(|| value.map(plain).unwrap_or_default());
                label(&class).text(text)
            }
        },
        Presentation::Input if active && column.editable => {
            let written = value.map(plain).unwrap_or_default();
            let draft = table.state.draft.clone().unwrap_or_else(|| written.clone());
            let field = Element::new("input").attr("type", "text").class(&class).attr("value", draft);
            Element::new("div")
                .class("dash-input-cell-value-container dash-cell-value-container")
                .child(shadow(written).class("input-cell-value-shadow cell-value-shadow"))
                .child(field)
        }
        Presentation::Input => label(&class).text(formatted(value, column)),
    }
}

/// The text of a cell: the component's own stylesheet has it in line.
fn label(class: &str) -> Element {
    Element::new("div").class(class).attr("tabindex", "-1").style("display: inline")
}

/// A dropdown, closed.
fn select(label: Option<String>, clearable: bool) -> Select {
    Select {
        class: String::new(),
        multi: false,
        clearable,
        searchable: true,
        disabled: false,
        placeholder: String::new(),
        chosen: label.into_iter().map(|label| vec![Content::text(label)]).collect(),
        typed: String::new(),
        menu: None,
    }
}

/// A value as React renders it.
fn plain(value: &Value) -> String {
    if value.is_null() { String::new() } else { text_of(value) }
}

/// JavaScript's `String(value)`.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => super::super::number::js(number),
        value => value.to_string(),
    }
}
