//! `z` with its positions: rows of numbers, or columns x, y and z as a table lists them.

use serde_json::Value;

use super::super::Trace;
use super::super::bar::distinct;
use super::places::Places;
use crate::render::chart::axis::{Axes, Axis, AxisKind};
use crate::render::chart::column::{Column, rows};

/// Rows of numbers from the first y on, NaN where there is none, with their places.
#[derive(Debug, Clone)]
pub(crate) struct Lattice {
    pub(crate) z: Vec<Vec<f64>>,
    pub(crate) x: Places,
    pub(crate) y: Places,
    /// Where the texts of a table's rows went; rows of texts stay where they are.
    pub(crate) order: Option<Vec<Vec<Option<usize>>>>,
}

impl Lattice {
    /// Reads `x`, `y` and `z`; `None` without a number.
    pub(crate) fn read(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let z = trace.attrs.get("z")?;
        let lattice =
            if is_flat(z) { Self::of_table(trace, axes, z) } else { Self::of_rows(trace, axes, z) }?;
        lattice.z.iter().flatten().any(|number| number.is_finite()).then_some(lattice)
    }

    /// The length of the longest row.
    pub(crate) fn width(&self) -> usize {
        self.z.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Rows of numbers, as columns where the trace says `transpose`.
    pub(crate) fn rows(trace: &Trace, z: &Value) -> Option<Vec<Vec<f64>>> {
        let z = rows(z)?;
        if !trace.attrs.is("transpose") {
            return Some(z);
        }
        let width = z.iter().map(Vec::len).max().unwrap_or(0);
        let column =
            |column: usize| z.iter().map(|row| row.get(column).copied().unwrap_or(f64::NAN)).collect();
        Some((0..width).map(column).collect())
    }

    fn of_rows(trace: &Trace, axes: &mut Axes, z: &Value) -> Option<Self> {
        let mut z = Self::rows(trace, z)?;
        let x = places(trace, axes.get_mut(&trace.x_axis)?, 'x');
        let y = places(trace, axes.get_mut(&trace.y_axis)?, 'y');
        let columns = by_category(axes.get(&trace.x_axis)?, &x);
        let lines = by_category(axes.get(&trace.y_axis)?, &y);
        if let Some(lines) = lines {
            z = lines
                .iter()
                .map(|line| line.and_then(|line| z.get(line)).cloned().unwrap_or_default())
                .collect();
        }
        if let Some(columns) = columns {
            for row in &mut z {
                *row = columns
                    .iter()
                    .map(|column| column.and_then(|column| row.get(column)).copied().unwrap_or(f64::NAN))
                    .collect();
            }
        }
        Some(Self { z, x, y, order: None })
    }

    /// One x, y and z for each cell (plotly's `convertColumnData`).
    fn of_table(trace: &Trace, axes: &mut Axes, z: &Value) -> Option<Self> {
        let (x, y) = (trace.column("x")?, trace.column("y")?);
        let x = axes.get_mut(&trace.x_axis)?.read(&x);
        let y = axes.get_mut(&trace.y_axis)?.read(&y);
        let every = |id: &str| axes.get(id).map(|axis| |places| every_category(axis, places));
        Self::of_columns((x, every(&trace.x_axis)?), (y, every(&trace.y_axis)?), z)
    }

    /// One number for each pair of positions; the grid's places are made of all of theirs.
    pub(crate) fn of_columns(
        (mut x, x_places): (Vec<f64>, impl Fn(Vec<f64>) -> Vec<f64>),
        (y, y_places): (Vec<f64>, impl Fn(Vec<f64>) -> Vec<f64>),
        z: &Value,
    ) -> Option<Self> {
        let z = Column::of(z)?;
        let ((xs, x_step), (ys, y_step)) = (distinct(x.iter().copied()), distinct(y.iter().copied()));
        let (xs, ys) = (x_places(xs), y_places(ys));
        if xs.len().saturating_mul(ys.len()) > MOST {
            return None;
        }
        x.truncate(z.len());
        let order = arrange((&x, &xs, x_step), (&y, &ys, y_step));
        let number = |entry: &Option<usize>| entry.and_then(|entry| z.num(entry)).unwrap_or(f64::NAN);
        let cells = order.iter().map(|row| row.iter().map(number).collect()).collect();
        Some(Self { z: cells, x: Places::Listed(xs), y: Places::Listed(ys), order: Some(order) })
    }
}

/// Which entry of a table stands in which cell; the last one where there are several.
///
/// Each of `x` and `y` is a column of the table, its places on the grid, and the smallest distance between two.
pub(crate) fn arrange(x: (&[f64], &[f64], f64), y: (&[f64], &[f64], f64)) -> Vec<Vec<Option<usize>>> {
    let mut order = vec![vec![None; x.1.len()]; y.1.len()];
    let find = |value: f64, (_, places, step): (&[f64], &[f64], f64)| {
        places.partition_point(|known| *known <= value + step / 2.0).checked_sub(1)
    };
    for (index, (across, up)) in x.0.iter().zip(y.0).enumerate() {
        if !across.is_finite() || !up.is_finite() {
            continue;
        }
        if let (Some(column), Some(line)) = (find(*across, x), find(*up, y))
            && let Some(cell) = order.get_mut(line).and_then(|row| row.get_mut(column))
        {
            *cell = Some(index);
        }
    }
    order
}

/// More cells than this are a mistake.
const MOST: usize = 16_000_000;

/// Whether `z` is one column instead of rows.
pub(crate) fn is_flat(z: &Value) -> bool {
    match Column::of(z) {
        Some(Column::Numbers(_)) => rows(z).is_none(),
        Some(column @ Column::Values(_)) => !column.is_nested(),
        None => false,
    }
}

fn places(trace: &Trace, axis: &mut Axis, letter: char) -> Places {
    let column = trace.column(&letter.to_string());
    if let Some(column) = column.filter(|_| trace.attrs.str(&format!("{letter}type")) != Some("scaled")) {
        return Places::Listed(axis.read(&column));
    }
    let from = trace.attrs.get(&format!("{letter}0")).and_then(|value| axis.locate(value)).unwrap_or(0.0);
    let by = trace.attrs.number(&format!("d{letter}"));
    Places::Counted { from, by: if by == 0.0 || by.is_nan() { 1.0 } else { by } }
}

/// On an axis of categories, the entry of the data that each category shows.
fn by_category(axis: &Axis, places: &Places) -> Option<Vec<Option<usize>>> {
    let Places::Listed(list) = places else { return None };
    if axis.kind != AxisKind::Category || list.is_empty() {
        return None;
    }
    let mut entries = vec![None; axis.categories.len()];
    for (index, category) in list.iter().enumerate().filter(|(_, category)| category.is_finite()) {
        if let Some(entry) = entries.get_mut(*category as usize) {
            *entry = Some(index);
        }
    }
    Some(entries)
}

/// The grid of an axis of categories has a place for each of them.
fn every_category(axis: &Axis, places: Vec<f64>) -> Vec<f64> {
    if axis.kind == AxisKind::Category {
        (0..axis.categories.len()).map(|index| index as f64).collect()
    } else {
        places
    }
}
