//! `dash_table.DataTable`: header, the rows of the current page, and the page number.

use serde_json::{Map, Value};

use super::element::Element;
use super::icon::{FIRST, LAST, NEXT, PREVIOUS, icon};
use super::option::text;
use super::style;
use super::view::View;

/// Rows of a page (`page_size` of the component).
const PAGE_SIZE: usize = 250;

/// Renders a data table; `None` for another component of the package.
pub(super) fn render(view: &View<'_>) -> Option<Element> {
    (view.component.kind == "DataTable").then(|| table(view))
}

fn table(view: &View<'_>) -> Element {
    let columns = columns(view);
    let rows = rows(view);
    let paged = view.text("page_action").as_deref() != Some("none");
    let native = view.text("page_action").is_none_or(|action| action == "native");
    let size = view.number("page_size").map_or(PAGE_SIZE, |size| (size as usize).max(1));
    let page = if native { view.number("page_current").map_or(0, |page| page as usize) } else { 0 };
    let shown = if paged { size } else { usize::MAX };
    let selected: Vec<u64> = view.list("selected_rows").iter().filter_map(Value::as_u64).collect();

    let mut body = Element::new("tbody");
    for level in 0..columns.iter().map(|column| column.names.len()).max().unwrap_or(0) {
        body = body.child(header(view, &columns, level));
    }
    for (line, (index, row)) in rows.iter().skip(page.saturating_mul(size)).take(shown).enumerate() {
        body = body.child(data_row(view, &columns, row, line, selected.contains(&(*index as u64))));
    }
    let table = Element::new("table").class("cell-table").style(&view.css("style_table")).child(body);
    let cell = Element::new("div").class("cell cell-1-1 dash-fixed-content").child(table);
    let row = Element::new("div").class("dt-table-container__row dt-table-container__row-1").child(cell);
    let inner = Element::new("div").class("dash-spreadsheet-inner dash-spreadsheet").child(row);
    let outer = Element::new("div").class("dash-spreadsheet-container dash-spreadsheet").child(inner);
    let root = view.outer("div").attr_opt("id", view.id()).class("dash-table-container").child(outer);
    let pages = match view.number("page_count") {
        Some(pages) => pages as usize,
        None => rows.len().div_ceil(size),
    };
    if paged && pages > 1 { root.child(pager(page.min(pages - 1), pages)) } else { root }
}

struct Column {
    id: String,
    /// Header cells, the top one first.
    names: Vec<String>,
    numeric: bool,
}

fn columns(view: &View<'_>) -> Vec<Column> {
    let hidden: Vec<&str> = view.list("hidden_columns").iter().filter_map(Value::as_str).collect();
    let given = view.list("columns").iter().filter_map(|column| {
        let id = column.get("id")?.as_str()?.to_owned();
        let names = match column.get("name") {
            Some(Value::Array(names)) => names.iter().map(text).collect(),
            Some(name) => vec![text(name)],
            None => vec![id.clone()],
        };
        let numeric = column.get("type").and_then(Value::as_str) == Some("numeric");
        Some(Column { id, names, numeric })
    });
    let columns: Vec<Column> = given.filter(|column| !hidden.contains(&column.id.as_str())).collect();
    if !columns.is_empty() || view.prop("columns").is_some() {
        return columns;
    }
    // Without columns they are the first row's keys.
    let first = view.list("data").first().and_then(Value::as_object);
    let plain = |id: &String| Column { id: id.clone(), names: vec![id.clone()], numeric: false };
    first.into_iter().flat_map(Map::keys).map(plain).collect()
}

/// The rows with their indices in `data`: filtered and sorted ones where the table knows them.
fn rows<'a>(view: &View<'a>) -> Vec<(usize, &'a Value)> {
    let data = view.list("data");
    if let Some(Value::Array(indices)) = view.prop("derived_virtual_indices") {
        let indices = indices.iter().filter_map(Value::as_u64).map(|index| index as usize);
        return indices.filter_map(|index| Some((index, data.get(index)?))).collect();
    }
    data.iter().enumerate().collect()
}

fn header(view: &View<'_>, columns: &[Column], level: usize) -> Element {
    let mut row = Element::new("tr");
    if view.prop("row_selectable").is_some_and(|value| value != &Value::Bool(false)) {
        row = row.child(Element::new("th").class("dash-select-header"));
    }
    for (index, column) in columns.iter().enumerate() {
        let name = column.names.get(level).or(column.names.last()).map_or("", String::as_str);
        let label = Element::new("span").class("column-header-name").text(name);
        let cell = Element::new("th").attr("data-dash-column", column.id.as_str());
        let cell = cell.class(&format!("dash-header column-{index}")).style(&view.css("style_cell"));
        row = row.child(cell.style(&view.css("style_header")).child(Element::new("div").child(label)));
    }
    row
}

fn data_row(view: &View<'_>, columns: &[Column], row: &Value, line: usize, selected: bool) -> Element {
    let mut element = Element::new("tr");
    if let Some(kind) = view.text("row_selectable") {
        let kind = if kind == "single" { "radio" } else { "checkbox" };
        let input = Element::new("input").attr("type", kind).flag("checked", selected);
        element = element.child(Element::new("td").class("dash-select-cell").child(input));
    }
    for (index, column) in columns.iter().enumerate() {
        let shown = row.get(&column.id).map(text).unwrap_or_default();
        let cell = Element::new("td")
            .class(&format!("dash-cell column-{index}"))
            .attr("data-dash-column", column.id.as_str())
            .attr("data-dash-row", line.to_string())
            .style(&view.css("style_cell"))
            .style(&conditional(view, "style_cell_conditional", column, line))
            .style(&view.css("style_data"))
            .style(&conditional(view, "style_data_conditional", column, line));
        element = element.child(cell.child(Element::new("div").class("dash-cell-value").text(shown)));
    }
    element
}

/// The declarations of the rules that hold for a cell: by column and by row; rules with queries are left out.
fn conditional(view: &View<'_>, prop: &str, column: &Column, line: usize) -> String {
    let mut css = Vec::new();
    for rule in view.list(prop).iter().filter_map(Value::as_object) {
        let none = Map::new();
        let wanted = rule.get("if").and_then(Value::as_object).unwrap_or(&none);
        let holds = wanted.iter().all(|(key, value)| match (key.as_str(), value) {
            ("column_id", Value::Array(ids)) => ids.iter().any(|id| id.as_str() == Some(column.id.as_str())),
            ("column_id", id) => id.as_str() == Some(column.id.as_str()),
            ("row_index", Value::String(parity)) => (line % 2 == 1) == (parity == "odd"),
            ("row_index", index) => index.as_u64() == Some(line as u64),
            ("column_type", kind) => (kind.as_str() == Some("numeric")) == column.numeric,
            _ => false,
        });
        if holds {
            let declarations = rule.iter().filter(|(name, _)| name.as_str() != "if");
            css.push(style::css(&declarations.map(|(name, value)| (name.clone(), value.clone())).collect()));
        }
    }
    css.join(" ")
}

fn pager(page: usize, pages: usize) -> Element {
    let button = |class: &str, path: &str, dead: bool| {
        Element::new("button").class(class).flag("disabled", dead).child(icon(path, ""))
    };
    let current = Element::new("div").class("current-page-container");
    let current =
        current.child(Element::new("div").class("current-page-shadow").text((page + 1).to_string()));
    let last = Element::new("div").class("last-page").text(pages.to_string());
    let number = Element::new("div").class("page-number").child(current).text(" / ").child(last);
    Element::new("div")
        .class("previous-next-container")
        .child(button("first-page", FIRST, page == 0))
        .child(button("previous-page", PREVIOUS, page == 0))
        .child(number)
        .child(button("next-page", NEXT, page + 1 >= pages))
        .child(button("last-page", LAST, page + 1 >= pages))
}
