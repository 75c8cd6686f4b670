//! `dash_table.DataTable`: menu, header, filter cells, the rows of the current page, and the pager.
//!
//! Fixed rows and columns are fragments of their own in the component, in which the other cells stand a second time,
//! hidden (`phantom-cell`); here they are one table, since what is hidden can't be found or read.

mod body;
mod header;
mod menu;
mod pager;
mod style;

use super::element::Element;
use super::view::View;
use crate::dash::table::{Column, Header, Rows, Sheet, State, Who};

/// Renders a data table; `None` for another component of the package.
pub(super) fn render(view: &View<'_>) -> Option<Element> {
    let sheet = Sheet::of(view.component)?;
    if sheet.is_invalid() {
        return Some(view.outer("div").text("Invalid props combination"));
    }
    let state = State::kept(view.memory(), &sheet);
    let table = Table { shown: sheet.shown(), rows: Rows::of(&sheet), view, sheet, state };
    Some(table.element())
}

/// A table while it is rendered.
struct Table<'v, 'a> {
    view: &'v View<'a>,
    sheet: Sheet<'a>,
    shown: Vec<Column<'a>>,
    rows: Rows,
    state: State,
}

impl<'a> Table<'_, 'a> {
    fn element(&self) -> Element {
        let mut body = Element::new("tbody").children(header::rows(self));
        if self.sheet.filters() != Who::None {
            body = body.child(header::filters(self));
        }
        let on_page = self.rows.on_page();
        // A virtual table draws what fits into it: how much that is only a layout could say.
        for (line, row) in on_page.iter().enumerate() {
            body = body.child(body::row(self, line, *row));
        }
        let fragment = |row: usize, column: usize| {
            let content = if (row, column) == (1, 1) { " dash-fixed-content" } else { "" };
            Element::new("div").class(&format!("cell cell-{row}-{column}{content}"))
        };
        let classes = self.classes();
        let cells = Element::new("table").class("cell-table").attr("tabindex", "-1").child(body);
        let line = |row: usize| {
            let class = format!("dt-table-container__row dt-table-container__row-{row}");
            Element::new("div").class(&class).child(fragment(row, 0))
        };
        let inner = Element::new("div")
            .class("dash-spreadsheet-inner")
            .class(&classes)
            .child(line(0).child(fragment(0, 1)))
            .child(line(1).child(fragment(1, 1).child(cells)));
        let outer = Element::new("div")
            .class("dash-spreadsheet-container")
            .class(&classes)
            .style(&self.view.css("style_table"))
            .child(inner);
        let root = self.view.outer("div").attr_opt("id", self.view.id()).class("dash-table-container");
        root.child(menu::menu(self)).child(outer).children(pager::pager(self).map(Into::into))
    }

    /// The classes that tell what kind of table it is.
    fn classes(&self) -> String {
        let sheet = &self.sheet;
        let fixed = |name: &str| {
            let fixed = sheet.component.prop(name).and_then(|fixed| fixed.get("headers"));
            crate::dash::truthy(fixed)
        };
        let kinds = [
            (true, "dash-spreadsheet"),
            (sheet.is("virtualization"), "dash-virtualized"),
            (fixed("fixed_rows"), "dash-freeze-top"),
            (fixed("fixed_columns"), "dash-freeze-left"),
            (sheet.is("style_as_list_view"), "dash-list-view"),
            (true, "dash-empty-01"),
            (self.shown.is_empty(), "dash-no-columns"),
            (self.rows.on_page().is_empty(), "dash-no-data"),
            (sheet.filters() == Who::None, "dash-no-filter"),
            (self.view.flag_or("fill_width", true), "dash-fill-width"),
        ];
        kinds.into_iter().filter(|(on, _)| *on).map(|(_, class)| class).collect::<Vec<_>>().join(" ")
    }

    /// The header of the columns that are shown.
    fn header(&self) -> Header<'_, 'a> {
        Header::new(&self.sheet.columns, &self.shown, self.merges())
    }

    fn merges(&self) -> bool {
        self.sheet.is("merge_duplicate_headers")
    }

    /// The name that the buttons of one kind share.
    fn named(&self, kind: &str) -> String {
        self.view.id().map_or_else(|| kind.to_owned(), |id| format!("{kind}-{id}"))
    }

    /// The kind of button that selects: rows by `row_selectable`, columns by `column_selectable`.
    fn button(&self, prop: &str) -> Option<&'static str> {
        match self.sheet.component.text(prop)? {
            "single" => Some("radio"),
            "" => None,
            _ => Some("checkbox"),
        }
    }
}
