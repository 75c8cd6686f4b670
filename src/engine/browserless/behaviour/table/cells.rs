//! Cells by coordinates: the active one, and the ones selected.

use serde_json::{Value, json};

use super::model::Used;
use crate::dash::table::{Dropdown, Presentation, Rows, Sheet};
use crate::engine::browserless::behaviour::Effect;

/// Cells of a page, by row and column.
pub(super) struct Grid<'s, 'a> {
    sheet: &'s Sheet<'a>,
    columns: Vec<String>,
    rows: Vec<usize>,
}

impl<'s, 'a> Grid<'s, 'a> {
    pub(super) fn new(sheet: &'s Sheet<'a>) -> Self {
        let columns = sheet.shown().into_iter().map(|column| column.id).collect();
        Self { sheet, columns, rows: Rows::of(sheet).on_page().to_vec() }
    }

    /// The last row and column; `None` when there is no cell at all.
    pub(super) fn last(&self) -> Option<(usize, usize)> {
        Some((self.rows.len().checked_sub(1)?, self.columns.len().checked_sub(1)?))
    }

    /// A row of the page, as an index into the data.
    pub(super) fn row(&self, row: usize) -> Option<usize> {
        self.rows.get(row).copied()
    }

    /// A cell as `active_cell` has it; `row_id` only where the row has one.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<Value> {
        let mut cell = json!({"row": row, "column": column, "column_id": self.columns.get(column)?});
        if let Some(id) = self.sheet.data.get(self.row(row)?)?.get("id") {
            cell.as_object_mut()?.insert("row_id".to_owned(), id.clone());
        }
        Some(cell)
    }

    /// The cells of a rectangle, as `selected_cells` has them.
    pub(super) fn rectangle(&self, rows: (usize, usize), columns: (usize, usize)) -> Value {
        let cells =
            (rows.0..=rows.1).flat_map(|row| (columns.0..=columns.1).map(move |column| (row, column)));
        cells.filter_map(|(row, column)| self.cell(row, column)).collect()
    }
}

/// The row and column of a cell prop.
pub(super) fn place(cell: Option<&Value>) -> Option<(usize, usize)> {
    let cell = cell?;
    let number = |name: &str| cell.get(name).and_then(Value::as_u64).map(|number| number as usize);
    Some((number("row")?, number("column")?))
}

/// The cells that are selected.
pub(super) fn selected(sheet: &Sheet<'_>) -> Vec<(usize, usize)> {
    sheet.list("selected_cells").iter().filter_map(|cell| place(Some(cell))).collect()
}

/// The options of a cell that is a dropdown which can be opened.
pub(super) fn dropdown<'a>(sheet: &Sheet<'a>, row: usize, column: usize) -> Option<Dropdown<'a>> {
    let columns = sheet.shown();
    let column = columns.get(column).filter(|column| column.editable)?;
    if Presentation::of(column) != Presentation::Dropdown {
        return None;
    }
    Dropdown::of(sheet, column, *Rows::of(sheet).on_page().get(row)?)
}

/// What a click on a cell sets: it becomes the active one, and the only one selected unless it is selected already.
pub(super) fn click(used: &Used<'_, '_>, row: usize, column: usize) -> Vec<Effect> {
    let Used { target, sheet, .. } = used;
    let active = place(sheet.component.prop("active_cell"));
    // The list of a dropdown opens and keeps the click.
    let ignored = dropdown(sheet, row, column).is_some() || active == Some((row, column));
    let Some(cell) = Grid::new(sheet).cell(row, column).filter(|_| !ignored && sheet.cell_selectable())
    else {
        return Vec::new();
    };
    let from = place(sheet.component.prop("start_cell")).or(active).filter(|_| target.spot.shift);
    if let Some((first, begun)) = from {
        let rows = (first.min(row), first.max(row));
        let cells = Grid::new(sheet).rectangle(rows, (begun.min(column), begun.max(column)));
        return vec![target.set([
            ("is_focused", false.into()),
            ("end_cell", cell),
            ("selected_cells", cells),
        ])];
    }
    vec![if selected(sheet).contains(&(row, column)) {
        target.set([("is_focused", false.into()), ("active_cell", cell)])
    } else {
        target.set([
            ("is_focused", false.into()),
            ("end_cell", cell.clone()),
            ("active_cell", cell.clone()),
            ("start_cell", cell.clone()),
            ("selected_cells", json!([cell])),
        ])
    }]
}
