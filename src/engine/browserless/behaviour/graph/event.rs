//! What plotly's event says of one point, as dcc passes it on.

use serde_json::{Map, Value, json};

use super::arrays::describe;
use super::curve::Curve;

/// Which elements of a plot trace's arrays belong to a point.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Row {
    /// One element of each list.
    One(usize),
    /// Row and column of two-dimensional lists.
    Cell(usize, usize),
    /// None of them.
    None,
}

/// An event under way: fields in plotly's order.
#[derive(Debug)]
pub(super) struct Event<'a> {
    curve: &'a Curve<'a>,
    row: Row,
    /// The rows that a bin or a sector sums up.
    rows: Option<Vec<usize>>,
    fields: Map<String, Value>,
}

impl<'a> Event<'a> {
    /// Begins with the curve's and the point's number.
    pub(super) fn of(curve: &'a Curve<'a>, row: Row) -> Self {
        let mut event = Self { curve, row, rows: None, fields: Map::new() };
        event.set("curveNumber", json!(curve.index));
        if let Row::One(index) = event.row {
            event.set("pointNumber", json!(index));
            event.set("pointIndex", json!(index));
        }
        event
    }

    /// Begins with the curve's number only: what a bin or a sector sums up has no number of its own.
    pub(super) fn of_rows(curve: &'a Curve<'a>, row: Row, rows: Vec<usize>) -> Self {
        let mut fields = Map::new();
        fields.insert("curveNumber".to_owned(), json!(curve.index));
        Self { curve, row, rows: Some(rows), fields }
    }

    /// With the elements of the arrays that belong to it.
    pub(super) fn at(self, row: Row) -> Self {
        Self { row, ..self }
    }

    /// Adds a field, or replaces it.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.fields.insert(name.to_owned(), value);
    }

    /// Adds a field that may be missing.
    pub(super) fn set_some(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// Whether it sums rows up.
    pub(super) fn is_of_rows(&self) -> bool {
        self.rows.is_some()
    }

    /// Adds what the arrays of the plot trace say of the point.
    pub(super) fn describe(mut self) -> Self {
        describe(self.curve, &self.row, &mut self.fields);
        self
    }

    /// What dcc's `filterEventData` keeps: scalars; `customdata` from the figure as it was sent; the rows.
    pub(super) fn told(self) -> Value {
        let mut fields: Map<String, Value> =
            self.fields.into_iter().filter(|(_, value)| !value.is_array() && !value.is_object()).collect();
        if self.curve.own().contains_key("customdata") {
            let custom = |row: usize| self.curve.customdata(row);
            match (fields.get("pointNumber").and_then(Value::as_u64), &self.rows) {
                // An element that is not there is `undefined`, which JSON has no word for.
                (Some(row), _) => match custom(row as usize) {
                    Some(value) => drop(fields.insert("customdata".to_owned(), value)),
                    None => drop(fields.shift_remove("customdata")),
                },
                (None, Some(rows)) => {
                    let all = rows.iter().map(|row| custom(*row).unwrap_or_default()).collect();
                    fields.insert("customdata".to_owned(), Value::Array(all));
                }
                (None, None) => {}
            }
        }
        if let Some(rows) = self.rows {
            fields.insert("pointNumbers".to_owned(), json!(rows));
        }
        Value::Object(fields)
    }
}
