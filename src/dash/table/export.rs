//! The file that the export button gives.

use serde_json::Value;

use super::{Header, Sheet, js};
use crate::dash::json::number_text;

/// The content of `Data.csv`: the rows that the filter keeps, sorted, of every page. `None` when the table offers no
/// CSV; an Excel file is not made here.
pub fn export(sheet: &Sheet<'_>) -> Option<String> {
    if sheet.component.text("export_format") != Some("csv") {
        return None;
    }
    let columns = match sheet.component.text("export_columns") {
        Some("all") => sheet.columns.clone(),
        _ => sheet.shown(),
    };
    let ids = || columns.iter().map(|column| column.id.clone()).collect::<Vec<String>>();
    let mut lines: Vec<Vec<String>> = match sheet.component.text("export_headers") {
        Some("none") => Vec::new(),
        Some("names" | "display") => {
            let rows = Header::new(&sheet.columns, &columns, false).rows;
            let line =
                |row| columns.iter().map(|column| column.name_at(row, rows).unwrap_or_default()).collect();
            (0..rows).map(line).collect()
        }
        _ => vec![ids()],
    };
    for row in super::Rows::of(sheet).in_order {
        let cell =
            |column: &super::Column<'_>| sheet.data.get(row).and_then(|row| row.get(&column.id)).map(written);
        lines.push(columns.iter().map(|column| cell(column).unwrap_or_default()).collect());
    }
    let line = |line: &Vec<String>| line.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
    Some(lines.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// A value as a sheet has it.
fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => flag.to_string().to_uppercase(),
        Value::Number(number) => number.as_f64().map(number_text).unwrap_or_default(),
        value => js::text(value),
    }
}

/// A cell of a CSV file (RFC 4180).
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
