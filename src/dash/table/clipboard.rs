//! Cells on the clipboard: the text that a table copies, and what it makes of a text that is pasted into it.

use serde_json::{Map, Value, json};

use super::header::Header;
use super::{Column, Rows, Sheet, js, reconciled};
use crate::dash::Component;

/// What a paste sets.
#[derive(Debug, Clone, PartialEq)]
pub struct Pasted {
    /// `data`.
    pub data: Vec<Value>,
    /// `columns`, with their defaults.
    pub columns: Vec<Value>,
    /// `data_previous`.
    pub previous: Vec<Value>,
}

/// What is on the clipboard.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clipboard {
    /// The text: a line for each row, its cells between tabs.
    pub text: String,
    /// The cells that a table of the page copied last, which keep their types when the text is still theirs.
    cells: Vec<Vec<Value>>,
    /// The rows of the header that were copied with them.
    heads: Vec<Vec<Value>>,
    /// The text of both.
    own: String,
}

impl Clipboard {
    /// What copying the selected cells of a table puts there: all rows between the first and the last of them, as far as their
    /// columns go. `None` when nothing is selected.
    pub fn copied(sheet: &Sheet<'_>, selected: &[(usize, usize)]) -> Option<Self> {
        let rows = selected.iter().map(|cell| cell.0);
        let (first, last) = (rows.clone().min()?, rows.max()?);
        let shown = sheet.shown();
        let is_selected = |place: &usize| selected.iter().any(|cell| cell.1 == *place);
        let columns: Vec<&Column<'_>> =
            (0..shown.len()).filter(is_selected).filter_map(|place| shown.get(place)).collect();
        let on_page = Rows::of(sheet);
        let page = on_page.on_page().iter().skip(first).take(last - first + 1);
        let cell = |row: &usize, column: &Column<'_>| sheet.data.get(*row)?.get(&column.id).cloned();
        let row = |row: &usize| columns.iter().map(|column| cell(row, column).unwrap_or_default()).collect();
        let cells: Vec<Vec<Value>> = page.map(row).collect();
        let mut heads = Vec::new();
        if sheet.is("include_headers_on_copy_paste") {
            let count = Header::new(&sheet.columns, &shown, false).rows;
            let name = |column: &Column<'_>, row| column.name_at(row, count).unwrap_or_default().into();
            heads = (0..count).map(|row| columns.iter().map(|column| name(column, row)).collect()).collect();
        }
        let text = heads.iter().chain(&cells).map(|row| line(row)).collect::<String>();
        Some(Self { own: text.clone(), text, cells, heads })
    }

    /// The cells of the text.
    fn rows(&self, without_heads: bool) -> Vec<Vec<Value>> {
        if self.text != self.own {
            return parsed(&self.text);
        }
        let heads = self.heads.iter().filter(|_| !without_heads);
        heads.chain(&self.cells).cloned().collect()
    }

    /// The `data` and `columns` of a table into whose active cell it is pasted. Rows and columns that are too few are added, but
    /// no rows to what is sorted and filtered; cells that are not editable or refuse their value stay as they are.
    ///
    /// The component hears of a paste twice, by React and by its own listener on the document: the first `data` is the `data_previous`
    /// of the second, which is written into the columns that the first has added as well.
    pub fn pasted(&self, sheet: &Sheet<'_>, active: (usize, usize)) -> Option<Pasted> {
        let (previous, columns) = self.pasted_once(sheet, active)?;
        let mut props = sheet.component.props.clone();
        props.extend([("data".to_owned(), previous.clone().into()), ("columns".to_owned(), columns.into())]);
        let component = Component { props: &props, ..sheet.component };
        let (data, columns) = self.pasted_once(&Sheet::of(component)?, active)?;
        Some(Pasted { data, columns, previous })
    }

    fn pasted_once(&self, sheet: &Sheet<'_>, active: (usize, usize)) -> Option<(Vec<Value>, Vec<Value>)> {
        if self.text.is_empty() {
            return None;
        }
        let rows = self.rows(sheet.is("include_headers_on_copy_paste"));
        let shown = sheet.shown();
        let mut data = sheet.data.to_vec();
        let added = added_columns(shown.len(), active.1 + rows.first().map_or(0, Vec::len));
        for place in shown.len()..shown.len() + added.len() {
            // The component counts these from 0, and the columns from 1.
            for row in &mut data {
                put(row, &format!("Column {place}"), "".into());
            }
        }
        let on_page = Rows::of(sheet);
        let page = on_page.on_page();
        let grows = sheet.list("sort_by").is_empty() || sheet.filter_query().is_empty();
        if let (true, Some(first)) = (grows, page.get(active.0)) {
            let empty: Map<String, Value> =
                shown.iter().map(|column| (column.id.clone(), "".into())).collect();
            data.resize(data.len().max(rows.len() + first), Value::Object(empty));
        }
        let behind = page.last().copied().unwrap_or(0);
        for (down, row) in rows.iter().enumerate() {
            let place = active.0 + down;
            let beyond = || grows.then(|| behind + place - page.len() + 1);
            let Some(at) = page.get(place).copied().or_else(beyond) else { continue };
            for (column, value) in shown.iter().skip(active.1).zip(row) {
                let taken = reconciled(value, column).filter(|_| column.editable);
                if let (Some(cell), Some(value)) = (data.get_mut(at), taken) {
                    put(cell, &column.id, value);
                }
            }
        }
        let mut columns: Vec<Value> =
            sheet.columns.iter().map(|column| Value::Object(column.with_defaults())).collect();
        let last = shown.last().and_then(|last| sheet.columns.iter().position(|known| known.id == last.id));
        let behind = last.map_or(0, |last| last + 1);
        columns.splice(behind..behind, added);
        Some((data, columns))
    }
}

impl From<String> for Clipboard {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// The columns that a table is given beyond those it shows.
fn added_columns(from: usize, to: usize) -> Vec<Value> {
    let named = |place: usize| {
        let name = format!("Column {}", place + 1);
        json!({ "id": name, "name": name, "type": "any", "sort_as_null": [] })
    };
    (from..to).map(named).collect()
}

fn put(row: &mut Value, column: &str, value: Value) {
    if let Some(row) = row.as_object_mut() {
        row.insert(column.to_owned(), value);
    }
}

/// A row as a line: a text of several lines is quoted.
fn line(row: &[Value]) -> String {
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) if text.contains('\n') => format!("\"{}\"", text.replace('"', "\"\"")),
        value => js::text(value),
    };
    row.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n"
}

/// The cells of a text: tabs part them, and a quote at the beginning of a line's last cell holds the lines up to the next one.
fn parsed(text: &str) -> Vec<Vec<Value>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut is_open = false;
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        let mut cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        if is_open && let Some(held) = rows.last_mut().and_then(|row| row.last_mut()) {
            let more = cells.remove(0);
            is_open = more.matches('"').count().is_multiple_of(2);
            *held = format!("{held}\n{}", more.replace("\"\"", "\""));
            if !is_open {
                held.pop();
            }
        } else {
            rows.push(Vec::new());
        }
        if let Some(last) = cells.last_mut()
            && let Some(held) = last.strip_prefix('"')
            && held.matches('"').count().is_multiple_of(2)
        {
            *last = held.replace("\"\"", "\"");
            is_open = true;
        }
        rows.last_mut().into_iter().for_each(|row| row.append(&mut cells));
    }
    rows.into_iter().map(|row| row.into_iter().map(Value::String).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_several_lines_is_one_cell_on_the_way_there_and_back() {
        let rows = [vec![json!("a"), json!("two\n\"lines\"")], vec![json!("b"), json!("c")]];
        let text: String = rows.iter().map(|row| line(row)).collect();
        assert_eq!(text, "a\t\"two\n\"\"lines\"\"\"\nb\tc\n");
        assert_eq!(parsed("1\t\nx"), [vec![json!("1"), json!("")], vec![json!("x")]]);
        assert_eq!(parsed("a\t\"two\nlines\"\nb\tc\n")[0], [json!("a"), json!("two\nlines")]);
    }
}
