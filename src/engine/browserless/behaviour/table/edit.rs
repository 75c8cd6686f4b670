//! Writing into cells.

use serde_json::{Value, json};

use super::cells::{self, Grid, place, selected};
use super::keys::{Move, step_from};
use super::model::Used;
use crate::dash::json::number_text;
use crate::dash::table::{Column, Pasted, Presentation, State, reconciled};
use crate::engine::browserless::behaviour::Effect;
use crate::engine::{Error, OneOrMany};

/// What replacing the text of a cell sets: a click, the text, and Enter, which takes it over and goes down a row.
pub(super) fn fill(used: &Used<'_, '_>, row: usize, column: usize, text: &str) -> Result<Vec<Effect>, Error> {
    let editable = editable(used, column)?;
    if cells::dropdown(&used.sheet, row, column).is_some() {
        return Err(used.target.bad("the cell is a dropdown: use select"));
    }
    let mut effects = cells::click(used, row, column);
    if !effects.is_empty() {
        effects.push(Effect::NextGesture);
    }
    if text.is_empty() {
        effects.extend(emptied(used, &[(row, column)]));
    } else if shown(used.value(row, &editable.id)) != text {
        effects.extend(written(used, row, &editable, &json!(text)));
    }
    effects.extend(entered(used, row, column));
    Ok(effects)
}

/// What emptying a cell sets: a click and Delete.
pub(super) fn clear(used: &Used<'_, '_>, row: usize, column: usize) -> Result<Vec<Effect>, Error> {
    let editable = editable(used, column)?;
    if let Some(dropdown) = cells::dropdown(&used.sheet, row, column) {
        return match used.value(row, &editable.id) {
            None | Some(Value::Null) => Ok(Vec::new()),
            _ if dropdown.clearable => Ok(written(used, row, &editable, &Value::Null)),
            _ => Err(used.target.not_actionable("it can't be emptied: its dropdown has clearable=False")),
        };
    }
    let mut effects = cells::click(used, row, column);
    if !effects.is_empty() {
        effects.push(Effect::NextGesture);
    }
    effects.extend(emptied(used, &[(row, column)]));
    Ok(effects)
}

/// What choosing an option in a cell sets.
pub(super) fn choose(
    used: &Used<'_, '_>,
    row: usize,
    column: usize,
    labels: &OneOrMany,
) -> Result<Vec<Effect>, Error> {
    let target = used.target;
    let editable = editable(used, column)?;
    let Some(dropdown) = cells::dropdown(&used.sheet, row, column) else {
        return Err(target.bad("the cell is no dropdown: use fill"));
    };
    let [label] = labels.0.as_slice() else { return Err(target.bad("a cell takes one option")) };
    let text = |option: &Value| option.get("label").map(shown_label).unwrap_or_default();
    let option = dropdown.options.iter().find(|option| text(option).trim() == label.trim());
    let option = option.ok_or_else(|| target.no_option(label, dropdown.options.iter().map(text)))?;
    let value = option.get("value").cloned().unwrap_or_default();
    if used.value(row, &editable.id) == Some(&value) {
        return Ok(Vec::new());
    }
    Ok(written(used, row, &editable, &value))
}

/// What the text that was typed into the active cell and not taken over yet sets.
pub(super) fn take_over(used: &Used<'_, '_>) -> Vec<Effect> {
    let Some(draft) = &used.state.draft else { return Vec::new() };
    let mut effects = vec![used.remember(&State { draft: None, ..used.state.clone() })];
    let active = place(used.sheet.component.prop("active_cell"));
    let columns = used.sheet.shown();
    if let Some((row, column)) = active
        && let Some(column) = columns.get(column).filter(|column| column.editable)
    {
        effects.extend(written(used, row, column, &json!(draft)));
    }
    effects
}

/// What pasting into the active cell sets; nothing in a table that is not editable as a whole.
pub(super) fn paste(used: &Used<'_, '_>) -> Vec<Effect> {
    let active = place(used.sheet.component.prop("active_cell")).filter(|_| used.sheet.is("editable"));
    let pasted = active.zip(used.target.spot.clipboard).and_then(|(at, clip)| clip.pasted(&used.sheet, at));
    let Some(Pasted { data, columns, previous }) = pasted else { return Vec::new() };
    let [timestamp, _] = used.data_follows();
    let previous = ("data_previous", previous.into());
    vec![used.target.set([("data", data.into()), ("columns", columns.into()), timestamp, previous])]
}

/// Whether the active cell is a field that takes keys.
pub(super) fn is_open(used: &Used<'_, '_>) -> bool {
    let columns = used.sheet.shown();
    let active = place(used.sheet.component.prop("active_cell"));
    let column = active.and_then(|(_, column)| columns.get(column));
    column.is_some_and(|column| column.editable && Presentation::of(column) == Presentation::Input)
}

/// What Delete sets: every selected cell of an editable column is emptied.
pub(super) fn delete_selected(used: &Used<'_, '_>) -> Vec<Effect> {
    emptied(used, &selected(&used.sheet))
}

fn editable<'a>(used: &Used<'_, 'a>, column: usize) -> Result<Column<'a>, Error> {
    let column = used.sheet.shown().into_iter().nth(column).filter(|column| column.editable);
    column.ok_or_else(|| used.target.not_actionable("its column is not editable"))
}

/// A new `data` with the value that a cell takes for what was written; nothing when it refuses that.
fn written(used: &Used<'_, '_>, row: usize, column: &Column<'_>, value: &Value) -> Vec<Effect> {
    let (Some(row), Some(value)) = (Grid::new(&used.sheet).row(row), reconciled(value, column)) else {
        return Vec::new();
    };
    used.set_data(|data| put(data, row, &column.id, value))
}

/// A new `data` in which cells hold what their columns take for nothing: null or an empty text.
fn emptied(used: &Used<'_, '_>, cells: &[(usize, usize)]) -> Vec<Effect> {
    let (grid, columns) = (Grid::new(&used.sheet), used.sheet.shown());
    let fill = |data: &mut Vec<Value>| {
        for (row, column) in cells {
            let column = columns.get(*column).filter(|column| column.editable);
            if let (Some(row), Some(column)) = (grid.row(*row), column) {
                put(data, row, &column.id, reconciled(&Value::Null, column).unwrap_or_else(|| "".into()));
            }
        }
    };
    used.set_data(fill)
}

/// What Enter sets in a cell that was just clicked: the cell below becomes active.
fn entered(used: &Used<'_, '_>, row: usize, column: usize) -> Vec<Effect> {
    if !used.sheet.cell_selectable() {
        return Vec::new();
    }
    let selected = selected(&used.sheet);
    let alone = [(row, column)];
    let selected = if selected.contains(&(row, column)) { selected.as_slice() } else { &alone };
    step_from(used, (row, column), selected, Move::Enter)
}

fn put(data: &mut [Value], row: usize, column: &str, value: Value) {
    if let Some(Value::Object(row)) = data.get_mut(row) {
        row.insert(column.to_owned(), value);
    }
}

/// The text in a cell's field.
fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(value) => shown_label(value),
    }
}

fn shown_label(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().map(number_text).unwrap_or_default(),
        value => value.to_string(),
    }
}

impl Used<'_, '_> {
    /// The value of a cell of the page.
    fn value(&self, row: usize, column: &str) -> Option<&Value> {
        self.sheet.data.get(Grid::new(&self.sheet).row(row)?)?.get(column)
    }

    /// One `setProps` call with a new `data`, and with what every new one comes with.
    fn set_data(&self, change: impl FnOnce(&mut Vec<Value>)) -> Vec<Effect> {
        let mut data = self.sheet.data.to_vec();
        change(&mut data);
        let [timestamp, previous] = self.data_follows();
        vec![self.target.set([("data", data.into()), timestamp, previous])]
    }

    /// What a table sets after `data`, in the same call.
    pub(super) fn data_follows(&self) -> [(&'static str, Value); 2] {
        let previous = self.sheet.component.prop("data").cloned().unwrap_or_else(|| json!([]));
        [("data_timestamp", self.target.moment.now_ms.into()), ("data_previous", previous)]
    }
}
