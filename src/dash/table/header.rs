//! The rows of the header, and which columns a cell of it stands over.

use super::{Column, Flag};

/// A box of the list of columns to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The first column that it shows or hides.
    pub column: String,
    /// The row of the header that it stands for.
    pub row: usize,
    /// Whether it stands for all columns.
    pub spans_all: bool,
    /// What it is labelled with.
    pub name: String,
}

/// The header of some columns.
#[derive(Debug, Clone)]
pub struct Header<'c, 'a> {
    columns: &'c [Column<'a>],
    /// How many rows it has: as many as the column with most names, of all of the table.
    pub rows: usize,
    /// Whether neighbours of the same name share a cell.
    merges: bool,
}

impl<'c, 'a> Header<'c, 'a> {
    /// The header of `columns`, which are some of `all`.
    pub fn new(all: &[Column<'_>], columns: &'c [Column<'a>], merges: bool) -> Self {
        let rows = all.iter().map(|column| column.names().map_or(1, <[_]>::len)).max().unwrap_or(0);
        Self { columns, rows, merges }
    }

    /// The cells of a row: the first column of each, how many columns it spans, and its label.
    pub fn cells(&self, row: usize) -> Vec<(usize, usize, Option<String>)> {
        let mut cells: Vec<(usize, usize, Option<String>)> = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            let label = column.name_at(row, self.rows);
            match cells.last_mut() {
                Some((_, span, before)) if self.merges && *before == label => *span += 1,
                _ => cells.push((index, 1, label)),
            }
        }
        cells
    }

    /// The boxes of the list of columns to show, in its order.
    pub fn listed(&self) -> Vec<Listed> {
        let mut listed: Vec<(usize, usize, Listed)> = Vec::new();
        for row in 0..self.rows {
            let cells = self.cells(row);
            let spans_all = cells.len() == 1;
            for (place, (index, _, _)) in cells.into_iter().enumerate() {
                let Some(column) = self.columns.get(index) else { continue };
                if column.offers(Flag::Hideable, row, self.rows) {
                    let names = (0..=row).filter_map(|row| column.name_at(row, self.rows));
                    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
                    let name = if column.names().is_some() {
                        names.join(" | ")
                    } else {
                        column.name_at(row, 1).unwrap_or_default()
                    };
                    listed.push((index, place, Listed { column: column.id.clone(), row, spans_all, name }));
                }
            }
        }
        listed.sort_by_key(|(index, place, _)| (*index, *place));
        listed.into_iter().map(|(_, _, item)| item).collect()
    }

    /// The ids of the columns that a button in a row of the header is for: those that share its cell, from its own
    /// column on or, with `whole`, all.
    pub fn group(&self, column: &str, row: usize, whole: bool) -> Vec<String> {
        let Some(at) = self.columns.iter().position(|known| known.id == column) else { return Vec::new() };
        let name = |index: usize| self.columns.get(index)?.names()?.get(row);
        let Some(own) = name(at).filter(|_| self.merges) else { return vec![column.to_owned()] };
        let first =
            (0..=at).rev().take_while(|index| whole && name(*index) == Some(own)).last().unwrap_or(at);
        let alike = self.columns.iter().enumerate().skip(first);
        let alike = alike.take_while(|(index, _)| name(*index) == Some(own));
        alike.map(|(_, column)| column.id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn columns(props: &Value) -> Vec<Column<'_>> {
        Column::all(props.as_object().unwrap(), &[])
    }

    #[test]
    fn neighbours_of_the_same_name_share_a_cell() {
        let props = json!({"columns": [{"id": "y", "name": ["", "Year"]}, {"id": "a", "name": ["City", "Oslo"]},
            {"id": "b", "name": ["City", "Rome"]}, {"id": "c", "name": "Sum"}]});
        let columns = columns(&props);
        let header = Header::new(&columns, &columns, true);
        let spans: Vec<(usize, usize)> =
            header.cells(0).into_iter().map(|(first, span, _)| (first, span)).collect();
        assert_eq!((header.rows, spans), (2, vec![(0, 1), (1, 2), (3, 1)]));
        assert_eq!(header.group("a", 0, false), ["a", "b"]);
        assert_eq!(header.group("b", 0, false), ["b"]);
        assert_eq!(header.group("b", 0, true), ["a", "b"]);
        assert_eq!(header.group("c", 0, true), ["c"]);
        assert_eq!(Header::new(&columns, &columns, false).cells(0).len(), 4);
    }
}
