//! A part of a `dash_table.DataTable`, named as a visitor would: by row and column.

use std::fmt;

use serde_json::Value;

use super::words::{quote, split};
use crate::dash::table::{Rows, Sheet};
use crate::dash::{Component, ComponentId};

/// A cell, a header, or a control of a table: `#sales row=2 column=price`, `#sales column=price control=sort`.
///
/// | words | part |
/// |---|---|
/// | `row=2 column=price`, `row_id=7 column=price` | a cell: by its row on the page, from 0, or by the row's `id` |
/// | `column=price` | the header of a column; with `header=0`, that of one row of the header |
/// | `column=price control=filter` | its filter cell |
/// | `column=price control=sort` (`rename`, `clear`, `delete`, `hide`, `select`, `case`) | what its header offers |
/// | `row=2 control=select` (`delete`) | what a row offers |
/// | `control=next` (`first`, `previous`, `last`, `page`, `export`, `columns`) | what the table offers |
///
/// In the browser engine the same words name parts of an AG Grid (`dash_ag_grid`): its cells, its headers and their
/// `sort`, `filter` and `select`, a row's `select`, and `first`, `previous`, `next` and `last`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePart {
    /// The table.
    pub table: ComponentId,
    /// The row.
    pub row: Option<TableRow>,
    /// The column, by its id.
    pub column: Option<String>,
    /// The row of the header, from 0; needed where several rows offer the same.
    pub header: Option<usize>,
    /// What is used of the row, the column or the table; `None` for the cell itself.
    pub control: Option<TableControl>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableRow {
    /// By its place on the page, from 0.
    Index(usize),
    /// By its `id` in the data.
    Id(Value),
}

/// Something of a table that is not a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableControl {
    /// The arrows that sort by a column.
    Sort,
    /// The pencil that renames a column; its question is answered by `answer`.
    Rename,
    /// The eraser that empties a column.
    Clear,
    /// The cross or bin that takes a row or column away.
    Delete,
    /// The eye that hides a column.
    Hide,
    /// The box that selects a row or column.
    Select,
    /// The filter cell of a column.
    Filter,
    /// The switch between capitals and small letters in a filter cell.
    Case,
    /// To the first page.
    First,
    /// To the page before.
    Previous,
    /// To the next page.
    Next,
    /// To the last page.
    Last,
    /// The field with the number of the page.
    Page,
    /// The export button.
    Export,
    /// The button that lists the columns to show.
    Columns,
}

impl TableControl {
    const NAMES: [(Self, &str); 15] = [
        (Self::Sort, "sort"),
        (Self::Rename, "rename"),
        (Self::Clear, "clear"),
        (Self::Delete, "delete"),
        (Self::Hide, "hide"),
        (Self::Select, "select"),
        (Self::Filter, "filter"),
        (Self::Case, "case"),
        (Self::First, "first"),
        (Self::Previous, "previous"),
        (Self::Next, "next"),
        (Self::Last, "last"),
        (Self::Page, "page"),
        (Self::Export, "export"),
        (Self::Columns, "columns"),
    ];

    /// The selector of it within its header, its row or its table; `None` where there is none.
    fn css(self, of_row: bool, of_column: bool) -> Option<&'static str> {
        Some(match (self, of_row, of_column) {
            (Self::Select, true, false) => "td.dash-select-cell:not(.phantom-cell) input",
            (Self::Delete, true, false) => "td.dash-delete-cell:not(.phantom-cell)",
            (Self::Sort, false, true) => ".column-header--sort",
            (Self::Rename, false, true) => ".column-header--edit",
            (Self::Clear, false, true) => ".column-header--clear",
            (Self::Delete, false, true) => ".column-header--delete",
            (Self::Hide, false, true) => ".column-header--hide",
            (Self::Select, false, true) => ".column-header--select input",
            (Self::Filter, false, true) => "input[type=\"text\"]",
            (Self::Case, false, true) => "input.dash-filter--case",
            (Self::First, false, false) => "button.first-page",
            (Self::Previous, false, false) => "button.previous-page",
            (Self::Next, false, false) => "button.next-page",
            (Self::Last, false, false) => "button.last-page",
            (Self::Page, false, false) => "input.current-page",
            (Self::Export, false, false) => "button.export",
            (Self::Columns, false, false) => "button.show-hide",
            _ => return None,
        })
    }
}

impl TablePart {
    /// Reads `#table row=2 column=price`; `None` when the text names no part of a table.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut words = split(text).ok()?.into_iter();
        let table = words.next()?;
        let table = match table.strip_prefix('#') {
            Some(name) => ComponentId::Plain(name.to_owned()),
            None => ComponentId::parse(&table).ok().filter(|_| table.starts_with('{'))?,
        };
        let mut part = Self { table, row: None, column: None, header: None, control: None };
        for word in words {
            let (name, value) = word.split_once('=')?;
            match name {
                "row" => part.row = Some(TableRow::Index(value.parse().ok()?)),
                "row_id" => {
                    let id = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
                    part.row = Some(TableRow::Id(id));
                }
                "column" => part.column = Some(value.to_owned()),
                "header" => part.header = Some(value.parse().ok()?),
                "control" => {
                    let known = TableControl::NAMES.iter().find(|(_, known)| *known == value);
                    part.control = Some(known?.0);
                }
                _ => return None,
            }
        }
        part.css("0").is_some().then_some(part)
    }

    /// The CSS selector of the part of a table as it is now; `None` when no row on the page has the id.
    pub(super) fn selector(&self, table: Component<'_>) -> Option<String> {
        let row = match &self.row {
            Some(TableRow::Id(id)) => rows_on_page(table).iter().position(|known| known == id)?,
            Some(TableRow::Index(row)) => *row,
            None => 0,
        };
        self.css(&row.to_string())
    }

    /// What there is instead of a part that is not there: columns, or rows of the page.
    pub(super) fn candidates(&self, table: Component<'_>) -> Vec<String> {
        let Some(sheet) = Sheet::of(table) else { return Vec::new() };
        let columns: Vec<String> = sheet.shown().into_iter().map(|column| column.id).collect();
        if self.column.as_ref().is_some_and(|column| !columns.contains(column)) {
            return columns.into_iter().map(|column| format!("column={column}")).collect();
        }
        match &self.row {
            Some(TableRow::Id(_)) => rows_on_page(table).iter().map(|id| format!("row_id={id}")).collect(),
            Some(TableRow::Index(_)) => {
                (0..rows_on_page(table).len()).map(|row| format!("row={row}")).collect()
            }
            None => Vec::new(),
        }
    }

    /// The CSS selector of the part, its row being at `row` on the page; `None` when there is no such part.
    pub(super) fn css(&self, row: &str) -> Option<String> {
        let table = format!("[id=\"{}\"]", escaped(&self.table.to_string()));
        let of_row = self.row.is_some();
        let control = match self.control {
            Some(control) => Some(control.css(of_row, self.column.is_some())?),
            None => None,
        };
        let place = match (&self.column, control) {
            (Some(column), None) if of_row => {
                format!(
                    " td.dash-cell[data-dash-row=\"{row}\"][data-dash-column=\"{}\"]:not(.phantom-cell)",
                    escaped(column)
                )
            }
            (Some(column), control) => {
                let in_filter = matches!(self.control, Some(TableControl::Filter | TableControl::Case));
                let class = if in_filter { "dash-filter" } else { "dash-header" };
                let line =
                    self.header.map(|row| format!(" tr:nth-of-type({}) >", row + 1)).unwrap_or_default();
                let header =
                    format!("{line} th.{class}[data-dash-column=\"{}\"]:not(.phantom-cell)", escaped(column));
                control.map_or_else(|| header.clone(), |control| format!("{header} {control}"))
            }
            (None, Some(control)) if of_row => {
                format!(" tr:has(> td.dash-cell[data-dash-row=\"{row}\"]) > {control}")
            }
            (None, Some(control)) => format!(" {control}"),
            (None, None) => return None,
        };
        Some(format!("{table}{place}"))
    }

    /// The part as it was named, for tables that are no DataTable.
    #[cfg(feature = "browser")]
    pub(super) fn words(&self) -> Value {
        let control = TableControl::NAMES.iter().find(|(known, _)| Some(*known) == self.control);
        serde_json::json!({
            "row": match self.row { Some(TableRow::Index(row)) => Some(row), _ => None },
            "row_id": self.row_id(),
            "column": self.column,
            "control": control.map(|(_, name)| name),
        })
    }

    /// The row's id, when the part is named by it.
    #[cfg(feature = "browser")]
    pub(super) fn row_id(&self) -> Option<&Value> {
        match &self.row {
            Some(TableRow::Id(id)) => Some(id),
            _ => None,
        }
    }

    /// The row on the page, when the part is named by it.
    #[cfg(feature = "browser")]
    pub(super) fn row(&self) -> usize {
        match self.row {
            Some(TableRow::Index(row)) => row,
            _ => 0,
        }
    }

    /// Whether it is a cell of the data.
    pub(super) fn is_cell(&self) -> bool {
        self.row.is_some() && self.column.is_some() && self.control.is_none()
    }
}

/// The ids of the rows on the page; null where a row has none.
fn rows_on_page(table: Component<'_>) -> Vec<Value> {
    let Some(sheet) = Sheet::of(table) else { return Vec::new() };
    sheet.ids(Rows::of(&sheet).on_page())
}

/// A text in a quoted CSS string.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

impl fmt::Display for TablePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.table {
            ComponentId::Plain(id) => write!(f, "#{id}")?,
            id @ ComponentId::Pattern(_) => write!(f, "{id}")?,
        }
        match &self.row {
            None => {}
            Some(TableRow::Index(row)) => write!(f, " row={row}")?,
            Some(TableRow::Id(Value::String(id))) if serde_json::from_str::<Value>(id).is_err() => {
                write!(f, " {}", quote(&format!("row_id={id}")))?;
            }
            Some(TableRow::Id(id)) => write!(f, " {}", quote(&format!("row_id={id}")))?,
        }
        if let Some(column) = &self.column {
            write!(f, " {}", quote(&format!("column={column}")))?;
        }
        if let Some(header) = self.header {
            write!(f, " header={header}")?;
        }
        match TableControl::NAMES.iter().find(|(known, _)| Some(*known) == self.control) {
            Some((_, name)) => write!(f, " control={name}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Locator;

    #[test]
    fn a_part_is_read_and_written_back() {
        for text in [
            "#t row=2 column=price",
            "#t row_id=7 column=price",
            "#t row_id=x7 column=price",
            r#"#t 'row_id="7"' column=price"#,
            "#t row=0 'column=unit price'",
            "#t column=price header=1 control=sort",
            r#"{"index":1,"type":"table"} column=price control=filter"#,
            "#t row=0 control=delete",
            "#t control=next",
        ] {
            let locator = Locator::from(text);
            assert!(matches!(locator, Locator::Part(_)), "{text}: {locator:?}");
            assert_eq!(locator.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_part_is_a_selector() {
        for text in [
            "#t td.x",
            "#t row=2",
            "#t row=x column=a",
            "#t colour=red",
            "#t control=sort",
            "#t row=1 control=hide",
        ] {
            assert!(matches!(Locator::from(text), Locator::Css(_)), "{text}");
        }
    }

    #[test]
    fn the_selector_quotes_what_it_is_given() {
        let part = TablePart::parse(r#"{"type":"t"} row=2 'column=a"b'"#).unwrap();
        assert_eq!(
            part.css("2").as_deref(),
            Some(
                r#"[id="{\"type\":\"t\"}"] td.dash-cell[data-dash-row="2"][data-dash-column="a\"b"]:not(.phantom-cell)"#
            )
        );
    }
}
