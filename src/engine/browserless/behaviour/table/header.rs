//! What a header offers: sorting, selecting, renaming, emptying, deleting and hiding columns.

use serde_json::{Map, Value, json};

use super::filters;
use super::model::Used;
use crate::dash::table::{Column, Flag, Header, State};
use crate::engine::Error;
use crate::engine::browserless::behaviour::Effect;

/// What a click on the arrows of a column sets: ascending, descending, not sorted.
pub(super) fn sort(used: &Used<'_, '_>, column: &str) -> Vec<Effect> {
    let sheet = &used.sheet;
    let is_own = |by: &&Value| by.get("column_id").and_then(Value::as_str) == Some(column);
    let now = sheet.list("sort_by");
    let direction = now.iter().find(is_own).and_then(|by| by.get("direction")).and_then(Value::as_str);
    let direction = match direction {
        Some("asc") => Some("desc"),
        Some("desc") => None,
        _ => Some("asc"),
    };
    let new = direction.map(|direction| json!({"column_id": column, "direction": direction}));
    let sort_by: Vec<Value> = if sheet.component.text("sort_mode") == Some("multi") {
        let mut sort_by = now.to_vec();
        match (now.iter().position(|by| is_own(&by)), new) {
            (Some(at), Some(new)) => sort_by[at] = new,
            (Some(at), None) => {
                sort_by.remove(at);
            }
            (None, new) => sort_by.extend(new),
        }
        sort_by
    } else {
        new.into_iter().collect()
    };
    let mut effects = vec![used.target.set([("sort_by", sort_by.into())])];
    effects.extend(used.leave_cells());
    effects
}

/// What a click on another button of a column does.
pub(super) fn press(used: &Used<'_, '_>, flag: Flag, column: &str, row: usize) -> Result<Vec<Effect>, Error> {
    let shown = used.sheet.shown();
    let header = used.header(&shown);
    let spans_all = header.cells(row).len() == 1 && used.merges() || shown.len() == 1;
    match flag {
        Flag::Selectable => Ok(select(used, column, row, None)),
        Flag::Renamable => {
            let state = State { renames: Some((column.to_owned(), row)), ..used.state.clone() };
            Ok(vec![used.remember(&state)])
        }
        Flag::Clearable => Ok(emptied(used, column, &header.group(column, row, false), row)),
        // With no column left there is no header to bring one back from.
        Flag::Deletable | Flag::Hideable if spans_all => {
            Err(used.target.not_actionable("it is disabled: the table would have no column left"))
        }
        Flag::Deletable => Ok(deleted(used, column, &header.group(column, row, false), row)),
        Flag::Hideable => {
            let mut hidden = used.sheet.list("hidden_columns").to_vec();
            hidden.extend(header.group(column, row, false).into_iter().map(Value::from));
            Ok(vec![used.target.set([("hidden_columns", distinct(hidden))])])
        }
    }
}

/// What selecting a column, or no longer, sets; `wanted` is the state to reach, and absent for a plain click.
pub(super) fn select(used: &Used<'_, '_>, column: &str, row: usize, wanted: Option<bool>) -> Vec<Effect> {
    let sheet = &used.sheet;
    let group: Vec<Value> =
        used.header(&sheet.columns).group(column, row, true).into_iter().map(Value::from).collect();
    let now = sheet.list("selected_columns");
    let single = sheet.component.text("column_selectable") == Some("single");
    let selected = (!single || now.len() == group.len()) && group.iter().all(|id| now.contains(id));
    // A radio button that is on stays on.
    if wanted == Some(selected) || (single && selected) {
        return Vec::new();
    }
    let selected_columns = match (single, selected) {
        (true, _) => Value::Array(group),
        (false, false) => distinct(now.iter().cloned().chain(group).collect()),
        (false, true) => now.iter().filter(|id| !group.contains(id)).cloned().collect(),
    };
    vec![used.target.set([("selected_columns", selected_columns)])]
}

/// What the answer to the question for a column's new name sets.
pub(super) fn answer(used: &Used<'_, '_>, accept: bool, name: Option<&str>) -> Result<Vec<Effect>, Error> {
    let Some((column, row)) = used.state.renames.clone() else {
        return Err(used.target.not_actionable("no dialog is open"));
    };
    let mut effects = vec![used.remember(&State { renames: None, ..used.state.clone() })];
    if accept {
        let columns = renamed(used, &column, row, name.unwrap_or_default());
        effects.push(used.target.set([("columns", columns.into())]));
    }
    Ok(effects)
}

/// What a box in the list of columns sets; `wanted` as in [`select`].
pub(super) fn list(used: &Used<'_, '_>, place: usize, wanted: Option<bool>) -> Result<Vec<Effect>, Error> {
    let sheet = &used.sheet;
    let header = used.header(&sheet.columns);
    let Some(item) = header.listed().into_iter().nth(place) else { return Ok(Vec::new()) };
    let mut hidden = sheet.list("hidden_columns").to_vec();
    let is_shown = !hidden.contains(&Value::from(item.column.as_str()));
    if wanted == Some(is_shown) {
        return Ok(Vec::new());
    }
    if is_shown && item.spans_all {
        return Err(used.target.not_actionable("it is disabled: the table would have no column left"));
    }
    for id in header.group(&item.column, item.row, false).into_iter().map(Value::from) {
        match hidden.iter().position(|known| *known == id) {
            Some(at) => {
                hidden.remove(at);
            }
            None => hidden.push(id),
        }
    }
    Ok(vec![used.target.set([("hidden_columns", hidden.into())])])
}

/// The rows without the values of some columns.
fn without(used: &Used<'_, '_>, ids: &[String]) -> Value {
    let strip = |row: &Value| match row {
        Value::Object(row) => Value::Object(
            row.iter().filter(|(id, _)| !ids.contains(id)).map(|(k, v)| (k.clone(), v.clone())).collect(),
        ),
        row => row.clone(),
    };
    used.sheet.data.iter().map(strip).collect()
}

fn emptied(used: &Used<'_, '_>, column: &str, ids: &[String], row: usize) -> Vec<Effect> {
    let [timestamp, previous] = used.data_follows();
    let mut effects = vec![used.target.set([("data", without(used, ids)), timestamp, previous])];
    effects.extend(filters::forget(used, &used.header(&used.sheet.columns).group(column, row, false)));
    effects
}

fn deleted(used: &Used<'_, '_>, column: &str, ids: &[String], row: usize) -> Vec<Effect> {
    let target = used.target;
    let kept = used.sheet.columns.iter().filter(|column| !ids.contains(&column.id));
    let columns: Vec<Value> = kept.map(|column| Value::Object(column.with_defaults())).collect();
    let mut effects = vec![target.set([("columns", columns.into()), ("data", without(used, ids))])];
    effects.extend(used.leave_cells());
    let affected = used.header(&used.sheet.columns).group(column, row, false);
    let gone = |id: &Value| id.as_str().is_some_and(|id| affected.iter().any(|gone| gone == id));
    let selected = used.sheet.list("selected_columns");
    if selected.iter().any(gone) {
        let kept: Vec<Value> = selected.iter().filter(|id| !gone(id)).cloned().collect();
        effects.push(target.set([("selected_columns", kept.into())]));
    }
    effects.push(target.set(used.data_follows()));
    effects.extend(filters::forget(used, &affected));
    effects
}

/// The columns with a new name for one, and for its neighbours that share its cell.
fn renamed(used: &Used<'_, '_>, column: &str, row: usize, name: &str) -> Vec<Value> {
    let header = used.header(&used.sheet.columns);
    let group = header.group(column, row, true);
    let rename = |known: &Column<'_>| {
        let mut given: Map<String, Value> = known.with_defaults();
        if group.contains(&known.id) {
            let name = Value::from(name);
            let new = match given.get("name") {
                Some(Value::Array(names)) => {
                    let mut names = names.clone();
                    if row >= names.len() {
                        names.resize(row + 1, Value::Null);
                    }
                    names[row] = name;
                    names.into()
                }
                // A single name stands in every row of the header until one of them gets its own.
                Some(Value::String(old)) if header.rows > 1 => {
                    let mut names = vec![Value::from(old.as_str()); header.rows];
                    if let Some(old) = names.get_mut(row) {
                        *old = name;
                    }
                    names.into()
                }
                _ => name,
            };
            given.insert("name".to_owned(), new);
        }
        Value::Object(given)
    };
    used.sheet.columns.iter().map(rename).collect()
}

fn distinct(values: Vec<Value>) -> Value {
    let mut kept: Vec<Value> = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept.into()
}

impl<'a> Used<'_, 'a> {
    fn merges(&self) -> bool {
        self.sheet.is("merge_duplicate_headers")
    }

    fn header<'c>(&self, columns: &'c [Column<'a>]) -> Header<'c, 'a> {
        Header::new(&self.sheet.columns, columns, self.merges())
    }
}
