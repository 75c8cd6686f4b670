//! What a carpet reads: values of a and b, and the points in the plane.

use kurbo::Point;

use super::cloth::{Cloth, Way};
use super::holes::fill;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Axis, AxisKind, autotype};
use crate::render::chart::column::{Column, rows};
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::bar::distinct;
use crate::render::chart::plot::grid::{arrange, is_flat};
use crate::render::chart::text::TextStyle;

/// The range that a carpet's axis has for the digits of its labels when the figure gives none.
const RANGE: [f64; 2] = [-1.0, 6.0];
/// More points than this are a mistake.
const MOST: usize = 4_000_000;

/// One of a carpet's axes, which reads its values and writes its labels.
pub(crate) fn axis<'a>(trace: &Trace<'a>, way: Way) -> Axis<'a> {
    let attrs = attrs(trace, way);
    let mut axis = Axis::new("ycarpet", attrs.clone(), attrs, &TextStyle::default());
    let column = trace.column(way.letter());
    let named = axis.attrs.str("type").and_then(AxisKind::named);
    let strict = axis.attrs.str("autotypenumbers") == Some("strict");
    let kind = named.or_else(|| column.map(|column| autotype(&column, strict)));
    axis.kind = kind.unwrap_or(AxisKind::Linear);
    axis.range = axis.attrs.pair("range").unwrap_or(RANGE);
    axis
}

/// The container of one of a carpet's axes.
pub(super) fn attrs<'a>(trace: &Trace<'a>, way: Way) -> Attrs<'a> {
    trace.attrs.at(way.name())
}

impl Way {
    /// The attribute with the values.
    pub(crate) fn letter(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }

    /// The axis' container.
    fn name(self) -> &'static str {
        match self {
            Self::A => "aaxis",
            Self::B => "baxis",
        }
    }
}

/// Reads a carpet; `None` when a, b or y are missing, or are too few.
pub(super) fn cloth(trace: &Trace, axes: &mut Axes) -> Option<Cloth> {
    let read = |way: Way| trace.column(way.letter()).map(|column| axis(trace, way).read(&column));
    let (mut a, mut b) = (read(Way::A)?, read(Way::B)?);
    let (x, y) = (trace.attrs.get("x"), trace.attrs.get("y")?);
    let flat = is_flat(y) || x.is_some_and(is_flat);
    let order = if flat {
        let ((across, step), (up, rise)) = (distinct(a.iter().copied()), distinct(b.iter().copied()));
        if across.len().saturating_mul(up.len()) > MOST {
            return None;
        }
        let order = arrange((&a, &across, step), (&b, &up, rise));
        (a, b) = (across, up);
        Some(order)
    } else {
        None
    };
    let rows_of = |value: &serde_json::Value, axis: &mut Axis| -> Option<Vec<Vec<f64>>> {
        let Some(order) = order.as_ref().filter(|_| is_flat(value)) else {
            return rows(value);
        };
        let column = axis.read(&Column::of(value)?);
        let pick =
            |entry: &Option<usize>| entry.and_then(|entry| column.get(entry)).copied().unwrap_or(f64::NAN);
        Some(order.iter().map(|row| row.iter().map(pick).collect()).collect())
    };
    let mut y = rows_of(y, axes.get_mut(&trace.y_axis)?)?;
    let x = match x {
        Some(x) => Some(rows_of(x, axes.get_mut(&trace.x_axis)?)?),
        None => None,
    };
    let width = y.first().map_or(0, Vec::len);
    a.truncate(width);
    b.truncate(y.len());
    if a.len() < 2 || b.len() < 2 {
        return None;
    }
    let mut x = x.unwrap_or_else(|| cheat(trace, &a, &b));
    for grid in [&mut x, &mut y] {
        grid.resize(b.len(), Vec::new());
        for row in grid.iter_mut() {
            row.resize(a.len(), f64::NAN);
        }
        fill(grid, &a, &b);
    }
    let point = |(x, y): (&f64, &f64)| Point::new(*x, *y);
    let grid: Vec<Vec<Point>> = x.iter().zip(&y).map(|(x, y)| x.iter().zip(y).map(point).collect()).collect();
    let smoothing = [Way::A, Way::B].map(|way| attrs(trace, way).number("smoothing"));
    Some(Cloth::new(a, b, &grid, smoothing))
}

/// The x of a carpet that has none: each row a step further, from 0 to 1 (plotly's cheater plot).
fn cheat(trace: &Trace, a: &[f64], b: &[f64]) -> Vec<Vec<f64>> {
    let shares = |way: Way, list: &[f64]| -> Vec<f64> {
        let last = (list.len() - 1) as f64;
        let span = list[list.len() - 1] - list[0];
        let by_index = attrs(trace, way).text("cheatertype") == "index";
        let share = |(index, value): (usize, &f64)| {
            if by_index { index as f64 / last } else { (value - list[0]) / span }
        };
        list.iter().enumerate().map(share).collect()
    };
    let slope = trace.attrs.number("cheaterslope");
    let (a, b) = (shares(Way::A, a), shares(Way::B, b));
    let mut rows: Vec<Vec<f64>> = b.iter().map(|b| a.iter().map(|a| a - b * slope).collect()).collect();
    let (low, high) = rows
        .iter()
        .flatten()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (x.min(low), x.max(high)));
    for x in rows.iter_mut().flatten() {
        *x = (*x - low) / (high - low);
    }
    rows
}
