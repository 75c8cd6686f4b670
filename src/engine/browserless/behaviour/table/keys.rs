//! Keys: they move the active cell, extend the selection, delete what is selected, and write.

use serde_json::Value;

use super::cells::{Grid, place, selected};
use super::edit;
use super::model::Used;
use super::part::Part;
use crate::dash::table::{Clipboard, State};
use crate::engine::Error;
use crate::engine::browserless::behaviour::Effect;

/// A key that moves the active cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Up,
    Down,
    Left,
    Right,
    /// Down, within the selection when there is one.
    Enter,
    /// Right, within the selection when there is one.
    Tab,
}

impl Move {
    fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "ArrowLeft" => Self::Left,
            "ArrowRight" => Self::Right,
            "Enter" => Self::Enter,
            "Tab" => Self::Tab,
            _ => return None,
        })
    }

    /// The next cell, in rows and columns.
    fn step(self) -> (i64, i64) {
        match self {
            Self::Up => (-1, 0),
            Self::Down | Self::Enter => (1, 0),
            Self::Left => (0, -1),
            Self::Right | Self::Tab => (0, 1),
        }
    }
}

/// What a key does in a part of the table.
pub(super) fn press(used: &Used<'_, '_>, part: &Part, key: &str) -> Result<Vec<Effect>, Error> {
    // What was written into these is taken over already.
    if matches!(part, Part::Filter(_) | Part::Page) {
        return if key == "Enter" { Ok(Vec::new()) } else { Err(used.target.unsupported()) };
    }
    let (key, shift) = key.strip_prefix("Shift+").map_or((key, false), |key| (key, true));
    if let Some(step) = Move::of(key) {
        let mut effects = edit::take_over(used);
        effects.extend(if shift { extend(used, step) } else { step_to(used, step) });
        return Ok(effects);
    }
    match key {
        "Control+c" if !used.sheet.is("is_focused") => {
            Ok(Clipboard::copied(&used.sheet, &selected(&used.sheet)).map(Effect::Copy).into_iter().collect())
        }
        "Control+v" if !used.sheet.is("is_focused") => Ok(edit::paste(used)),
        "Escape" => Ok(vec![used.target.set([("is_focused", false.into())])]),
        "Backspace" | "Delete" if !used.sheet.is("is_focused") => Ok(edit::delete_selected(used)),
        key if key.chars().count() == 1 && edit::is_open(used) => {
            let draft = used.state.draft.clone().unwrap_or_default() + key;
            Ok(vec![used.remember(&State { draft: Some(draft), ..used.state.clone() })])
        }
        _ => Err(used.target.unsupported()),
    }
}

/// What moving the active cell sets.
fn step_to(used: &Used<'_, '_>, step: Move) -> Vec<Effect> {
    let active = place(used.sheet.component.prop("active_cell"));
    active.map(|active| step_from(used, active, &selected(&used.sheet), step)).unwrap_or_default()
}

/// What moving from a cell sets, with some cells selected.
pub(super) fn step_from(
    used: &Used<'_, '_>,
    from: (usize, usize),
    selected: &[(usize, usize)],
    step: Move,
) -> Vec<Effect> {
    let target = used.target;
    let grid = Grid::new(&used.sheet);
    let Some(last) = grid.last() else { return Vec::new() };
    let within = selected.len() > 1 && matches!(step, Move::Enter | Move::Tab);
    let (down, right) = step.step();
    let to = (from.0 as i64 + down, from.1 as i64 + right);
    let to = match bounds(selected).filter(|_| within) {
        Some(bounds) => cycled(to, bounds),
        None => (clamped(to.0, last.0), clamped(to.1, last.1)),
    };
    let Some(cell) = grid.cell(to.0, to.1) else { return Vec::new() };
    vec![if within {
        target.set([("is_focused", false.into()), ("active_cell", cell)])
    } else {
        target.set([
            ("is_focused", false.into()),
            ("selected_cells", Value::Array(vec![cell.clone()])),
            ("active_cell", cell.clone()),
            ("start_cell", cell.clone()),
            ("end_cell", cell),
        ])
    }]
}

fn clamped(place: i64, last: usize) -> usize {
    (place.max(0) as usize).min(last)
}

/// First and last row, first and last column.
type Bounds = ((usize, usize), (usize, usize));

fn bounds(cells: &[(usize, usize)]) -> Option<Bounds> {
    let (rows, columns) = (cells.iter().map(|cell| cell.0), cells.iter().map(|cell| cell.1));
    Some(((rows.clone().min()?, rows.max()?), (columns.clone().min()?, columns.max()?)))
}

/// The next cell within a selection: after its last row comes the first one of the next column, and so on.
fn cycled(next: (i64, i64), (rows, columns): Bounds) -> (usize, usize) {
    let (row, column) = next;
    let inside = |place: i64, (first, last): (usize, usize)| place >= first as i64 && place <= last as i64;
    match () {
        () if row > rows.1 as i64 => {
            (rows.0, if inside(column + 1, columns) { column as usize + 1 } else { columns.0 })
        }
        () if column > columns.1 as i64 => {
            (if inside(row + 1, rows) { row as usize + 1 } else { rows.0 }, columns.0)
        }
        () => (clamped(row, rows.1), clamped(column, columns.1)),
    }
}

/// What a key with Shift sets: the selection grows or shrinks on the side away from the active cell.
fn extend(used: &Used<'_, '_>, step: Move) -> Vec<Effect> {
    let Used { target, sheet, .. } = used;
    let grid = Grid::new(sheet);
    let cell = |name: &str| place(sheet.component.prop(name));
    let (Some(active), Some(last), Some((mut rows, mut columns))) =
        (cell("active_cell"), grid.last(), bounds(&selected(sheet)))
    else {
        return Vec::new();
    };
    let mut end = cell("end_cell").unwrap_or(active);
    let (down, right) = step.step();
    if down != 0 {
        end.0 = stretched(&mut rows, active.0, last.0, down > 0).unwrap_or(end.0);
    } else {
        end.1 = stretched(&mut columns, active.1, last.1, right > 0).unwrap_or(end.1);
    }
    let start = (
        if end.0 == rows.0 { rows.1 } else { rows.0 },
        if end.1 == columns.0 { columns.1 } else { columns.0 },
    );
    let Some(end) = grid.cell(end.0, end.1) else { return Vec::new() };
    let mut effects = vec![target.set([
        ("is_focused", false.into()),
        ("end_cell", end),
        ("selected_cells", grid.rectangle(rows, columns)),
    ])];
    if cell("start_cell") != Some(start)
        && let Some(start) = grid.cell(start.0, start.1)
    {
        effects.push(target.set([("start_cell", start)]));
    }
    effects
}

/// Moves one end of a range, and says where that end is; `None` at the edge.
fn stretched(range: &mut (usize, usize), active: usize, last: usize, forward: bool) -> Option<usize> {
    if forward {
        if active > range.0 {
            range.0 += 1;
            return Some(range.0);
        }
        (range.1 < last).then(|| {
            range.1 += 1;
            range.1
        })
    } else if active < range.1 {
        range.1 -= 1;
        Some(range.1)
    } else {
        range.0 = range.0.checked_sub(1)?;
        Some(range.0)
    }
}
