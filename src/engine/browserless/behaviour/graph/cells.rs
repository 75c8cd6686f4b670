//! Cells of heatmaps, contours and two-dimensional histograms.

use serde_json::Value;

use super::curve::{Curve, decoded};
use super::event::{Event, Row};
use super::point::Point;
use super::scale::{parsed, position, shown};
use crate::engine::browserless::behaviour::text::number;
use crate::render::chart::{Axis, Marks};

/// Cells of a heatmap, corners of a contour.
pub(super) fn cells(curve: &Curve<'_>) -> Vec<Point> {
    let Some((x_axis, y_axis)) = curve.axes else { return Vec::new() };
    let rows: Vec<Vec<Value>> = curve.list("z").iter().filter_map(decoded).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let (x, y) = (centres(curve, x_axis, 'x', columns), centres(curve, y_axis, 'y', rows.len()));
    let mut points = Vec::new();
    for (row, values) in rows.iter().enumerate() {
        for (column, z) in values.iter().enumerate() {
            let (Some(z), Some(x), Some(y)) = (parsed(z), x.get(column), y.get(row)) else { continue };
            let mut event = Event::of(curve, Row::Cell(row, column));
            event.set("x", x.1.clone());
            event.set("y", y.1.clone());
            event.set("z", number(z));
            let mut point = Point::new(curve, Row::Cell(row, column), event.describe().told());
            point.at = x.0.zip(y.0).map(|(x, y)| [x, y]);
            points.push(point);
        }
    }
    points
}

/// Where the columns or rows are, and what events tell of it: given as centres, as edges, or counted.
fn centres(curve: &Curve<'_>, axis: &Axis, letter: char, count: usize) -> Vec<(Option<f64>, Value)> {
    let given = curve.list(&letter.to_string());
    let attrs = &curve.trace.attrs;
    let placed = |at: f64| (Some(at), shown(axis, at));
    if given.is_empty() {
        let start = attrs.get(&format!("{letter}0")).and_then(|start| position(axis, start)).unwrap_or(0.0);
        let step = attrs.num_or(&format!("d{letter}"), 1.0);
        return (0..count).map(|index| placed(start + index as f64 * step)).collect();
    }
    let places: Vec<Option<f64>> = given.iter().map(|value| position(axis, value)).collect();
    if places.len() == count + 1 && curve.kind != "contour" {
        let edges = places.windows(2).map(|pair| Some(f64::midpoint(pair[0]?, pair[1]?)));
        return edges.map(|middle| middle.map_or((None, Value::Null), placed)).collect();
    }
    places
        .into_iter()
        .zip(given)
        .map(|(at, value)| match at {
            Some(at) => placed(at),
            // The axis does not know the names of a type that is not drawn.
            None => (None, value),
        })
        .collect()
}

/// Bins of a two-dimensional histogram.
pub(super) fn bins(curve: &Curve<'_>) -> Vec<Point> {
    let (Some((x_axis, y_axis)), Marks::Grid(grid)) = (curve.axes, curve.marks) else { return Vec::new() };
    let members = members(curve, [(x_axis, "x", &grid.x), (y_axis, "y", &grid.y)]);
    let mut points = Vec::new();
    for (row, values) in grid.z.iter().enumerate() {
        for (column, z) in values.iter().enumerate() {
            let middle =
                |edges: &[f64], index: usize| Some(f64::midpoint(*edges.get(index)?, *edges.get(index + 1)?));
            let (Some(x), Some(y)) = (middle(&grid.x, column), middle(&grid.y, row)) else { continue };
            let rows = members.iter().filter(|(_, at)| *at == (row, column)).map(|(index, _)| *index);
            let mut event = Event::of_rows(curve, Row::Cell(row, column), rows.collect());
            event.set("x", shown(x_axis, x));
            event.set("y", shown(y_axis, y));
            event.set("z", if z.is_finite() { number(*z) } else { Value::Null });
            let mut point = Point::new(curve, Row::Cell(row, column), event.describe().told());
            point.at = Some([x, y]);
            points.push(point);
        }
    }
    points
}

/// The rows of the data, each with the row and column of its bin.
fn members(curve: &Curve<'_>, sides: [(&Axis, &str, &Vec<f64>); 2]) -> Vec<(usize, (usize, usize))> {
    let [columns, rows] = sides.map(|(axis, name, edges)| -> Vec<Option<usize>> {
        let find = |value: &Value| {
            let at = position(axis, value)?;
            // A millionth of a bin makes up for rounding.
            let slack = edges.get(1).zip(edges.first()).map_or(0.0, |(b, a)| (b - a) * 1e-9);
            let bin = edges.partition_point(|edge| *edge <= at + slack).checked_sub(1)?;
            (bin + 1 < edges.len()).then_some(bin)
        };
        curve.list(name).iter().map(find).collect()
    });
    let pairs = columns.into_iter().zip(rows).enumerate();
    pairs.filter_map(|(index, (column, row))| Some((index, (row?, column?)))).collect()
}
