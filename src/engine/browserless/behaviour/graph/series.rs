//! Plot traces with one point per element of their arrays: scatter and finance.

use serde_json::Value;

use super::curve::Curve;
use super::event::{Event, Row};
use super::point::Point;
use super::scale::{parsed, position, shown, told};
use crate::engine::browserless::behaviour::text::number;
use crate::render::chart::{Axis, Marks, Scatter};

/// Points of lines, markers, areas.
pub(super) fn scatter(curve: &Curve<'_>) -> Vec<Point> {
    let (Some((x_axis, y_axis)), Marks::Scatter(marks)) = (curve.axes, curve.marks) else {
        return Vec::new();
    };
    let upright = curve.text("orientation") != Some("h");
    let selectable = marks.markers || marks.texts;
    let own = if marks.base.is_some() { places(curve, upright) } else { Vec::new() };
    // A stack has points where only others have data; those can't be reached.
    let row = |index: usize, x: f64, y: f64| {
        let along = if upright { x } else { y };
        if marks.base.is_some() { own.iter().position(|own| *own == Some(along)) } else { Some(index) }
    };
    let places = marks.x.iter().zip(&marks.y).enumerate();
    places
        .filter(|(_, (x, y))| x.is_finite() && y.is_finite())
        .filter_map(|(place, (x, y))| Some((place, row(place, *x, *y)?, x, y)))
        .map(|(place, index, x, y)| {
            let (mut told_x, mut told_y) = (shown(x_axis, *x), shown(y_axis, *y));
            // A stacked point tells its own size, not where it ends up.
            if marks.base.is_some() {
                let own = stacked(curve, marks, (place, index), upright);
                *(if upright { &mut told_y } else { &mut told_x }) = own;
            }
            let mut event = Event::of(curve, Row::One(index));
            event.set("x", told_x);
            event.set("y", told_y);
            let mut point = Point::new(curve, Row::One(index), event.describe().told());
            (point.x, point.y) = (point.x.or(Some(shown(x_axis, *x))), point.y.or(Some(shown(y_axis, *y))));
            point.at = Some([*x, *y]);
            point.radius = match marks.radii.as_slice() {
                _ if !marks.markers => 1.0,
                [all] => *all,
                each => each.get(index).copied().unwrap_or(1.0),
            };
            point.selectable = selectable;
            point
        })
        .collect()
}

/// The places of a stacked curve's own points along its base.
fn places(curve: &Curve<'_>, upright: bool) -> Vec<Option<f64>> {
    let Some((x, y)) = curve.axes else { return Vec::new() };
    let (axis, letter) = if upright { (x, "x") } else { (y, "y") };
    let given = curve.list(letter);
    if given.is_empty() {
        let count = curve.list(if upright { "y" } else { "x" }).len();
        return (0..count).map(|index| Some(index as f64)).collect();
    }
    given.iter().map(|value| position(axis, value)).collect()
}

/// The size of a stacked point: its own, or its share where the stack is normalised.
fn stacked(curve: &Curve<'_>, marks: &Scatter, (place, row): (usize, usize), upright: bool) -> Value {
    let own = curve.list(if upright { "y" } else { "x" }).get(row).and_then(parsed);
    let top = if upright { marks.y.get(place) } else { marks.x.get(place) };
    let base = marks.base.as_ref().and_then(|base| base.get(place));
    let drawn = top.zip(base).map_or(0.0, |(top, base)| top - base);
    let same = |own: &f64| (own - drawn).abs() <= 1e-9 * own.abs().max(drawn.abs());
    number(own.filter(same).unwrap_or(drawn))
}

/// Candles: their event tells open, high, low and close by way of the arrays.
pub(super) fn finance(curve: &Curve<'_>) -> Vec<Point> {
    let Some((x_axis, y_axis)) = curve.axes else { return Vec::new() };
    let (x, close) = (curve.list("x"), curve.list("close"));
    let place = |axis: &Axis, list: &[Value], index: usize| position(axis, list.get(index)?);
    (0..close.len())
        .filter_map(|index| {
            let told = if x.is_empty() { Some(number(index as f64)) } else { told(x_axis, x.get(index)?) };
            let mut event = Event::of(curve, Row::One(index));
            event.set("x", told?);
            let mut point = Point::new(curve, Row::One(index), event.describe().told());
            let across = if x.is_empty() { Some(index as f64) } else { place(x_axis, &x, index) };
            point.at = across.zip(place(y_axis, &close, index)).map(|(x, y)| [x, y]);
            point.y = close.get(index).cloned();
            point.selectable = true;
            Some(point)
        })
        .collect()
}
