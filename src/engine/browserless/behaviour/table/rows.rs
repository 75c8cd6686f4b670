//! What rows offer: selecting and deleting them.

use serde_json::Value;

use super::cells::Grid;
use super::model::Used;
use crate::engine::Error;
use crate::engine::browserless::behaviour::Effect;

/// What selecting a row, or no longer, sets; `wanted` is the state to reach, and absent for a plain click.
pub(super) fn select(used: &Used<'_, '_>, row: usize, wanted: Option<bool>) -> Result<Vec<Effect>, Error> {
    let sheet = &used.sheet;
    let Some(row) = Grid::new(sheet).row(row) else { return Ok(Vec::new()) };
    let mut rows: Vec<usize> =
        sheet.list("selected_rows").iter().filter_map(Value::as_u64).map(|row| row as usize).collect();
    let selected = rows.contains(&row);
    if wanted == Some(selected) {
        return Ok(Vec::new());
    }
    if sheet.component.text("row_selectable") == Some("single") {
        if wanted == Some(false) {
            return Err(used.target.not_actionable("a radio button can't be switched off"));
        }
        if selected {
            return Ok(Vec::new());
        }
        rows = vec![row];
    } else if selected {
        rows.retain(|known| *known != row);
    } else {
        rows.push(row);
    }
    let ids = sheet.ids(&rows);
    Ok(vec![used.target.set([("selected_rows", rows.into()), ("selected_row_ids", ids.into())])])
}

/// What deleting a row sets: it leaves the data, and the rows after it are counted anew where some are selected.
pub(super) fn delete(used: &Used<'_, '_>, row: usize) -> Vec<Effect> {
    let sheet = &used.sheet;
    let Some(row) = Grid::new(sheet).row(row) else { return Vec::new() };
    let mut data = sheet.data.to_vec();
    if row < data.len() {
        data.remove(row);
    }
    let selected = sheet.list("selected_rows").iter().filter_map(Value::as_u64).map(|row| row as usize);
    let selected: Vec<usize> = selected.collect();
    let counted = selected.iter().any(|known| *known >= row).then(|| {
        let kept = selected.iter().filter(|known| **known != row);
        let kept: Vec<usize> = kept.map(|known| if *known > row { known - 1 } else { *known }).collect();
        let id = |row: &usize| data.get(*row).and_then(|row| row.get("id")).cloned().unwrap_or_default();
        let ids: Vec<Value> = kept.iter().map(id).collect();
        used.target.set([("selected_rows", kept.into()), ("selected_row_ids", ids.into())])
    });
    let mut effects = vec![used.target.set([("data", data.into())])];
    effects.extend(used.leave_cells());
    effects.extend(counted);
    effects.push(used.target.set(used.data_follows()));
    effects
}
