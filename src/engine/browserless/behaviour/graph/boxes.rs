//! Boxes and violins: a box tells all its statistics at once, a point beside it only of itself.

use serde_json::{Value, json};

use super::curve::Curve;
use super::event::{Event, Row};
use super::point::Point;
use super::scale::shown;
use crate::render::chart::{Boxes, Marks};

/// The boxes of a curve and the points drawn beside them; `None` for precomputed statistics.
pub(super) fn boxes(curve: &Curve<'_>) -> Option<Vec<Point>> {
    let marks = match curve.marks {
        Marks::Boxes(boxes) => boxes,
        Marks::Violins(violins) => &violins.boxes,
        _ if curve.trace.attrs.has("q1") => return None,
        _ => return Some(Vec::new()),
    };
    let attribute = if curve.kind == "box" { "boxpoints" } else { "points" };
    let fenced = curve.trace.attrs.get(attribute) != Some(&Value::Bool(false));
    let mut points = Vec::new();
    if curve.text("hoveron").is_none_or(|on| on.contains("boxes") || on.contains("violins")) {
        for index in 0..marks.stats.len() {
            points.extend(body(curve, marks, index, fenced));
        }
    }
    points.extend(beside(curve, marks));
    Some(points)
}

/// What a box tells: its statistics from the top down, for a violin its density first.
fn body(curve: &Curve<'_>, marks: &Boxes, index: usize, fenced: bool) -> Option<Point> {
    let (x_axis, y_axis) = curve.axes?;
    let (along, across) = if marks.horizontal { (y_axis, x_axis) } else { (x_axis, y_axis) };
    let stats = marks.stats.get(index)?;
    let mean = curve.trace.attrs.get("boxmean").is_some_and(|mean| *mean != json!(false))
        || curve.trace.attrs.flag("meanline.visible", false);
    let average = stats.values.iter().sum::<f64>() / stats.values.len().max(1) as f64;
    let (low, high) = (stats.values.first()?, stats.values.last()?);
    let all = [
        (true, *high),
        (fenced, stats.fences.1),
        (true, stats.upper),
        (true, stats.median),
        (mean, average),
        (true, stats.lower),
        (fenced, stats.fences.0),
        (true, *low),
    ];
    let mut values: Vec<f64> = all.into_iter().filter(|(told, _)| *told).map(|(_, value)| value).collect();
    if marks.horizontal != across.is_reversed() {
        values.reverse();
    }
    let place = shown(along, stats.position);
    let letters = if marks.horizontal { ["y", "x"] } else { ["x", "y"] };
    let density =
        (curve.kind == "violin" && curve.text("hoveron").is_none_or(|on| on.contains("kde"))).then_some(None);
    let told = density.into_iter().chain(values.into_iter().map(Some)).map(|value| {
        let mut event = Event::of(curve, Row::One(index));
        if curve.kind == "box" {
            event.set("hoverOnBox", json!(true));
        }
        let (mut x, mut y) = (Some(place.clone()), value.map(|value| shown(across, value)));
        if marks.horizontal {
            std::mem::swap(&mut x, &mut y);
        }
        event.set_some("x", x);
        event.set_some("y", y);
        event.describe().told()
    });
    let mut point = Point::new(curve, Row::One(index), Value::Null);
    point.events = told.collect();
    point.number = None;
    let middle = stats.position + marks.shift;
    let at = if marks.horizontal { [stats.median, middle] } else { [middle, stats.median] };
    (point.x, point.y) = if letters[0] == "x" { (Some(place), None) } else { (None, Some(place)) };
    point.at = Some(at);
    point.half = if marks.horizontal { [0.0, marks.half] } else { [marks.half, 0.0] };
    Some(point)
}

/// The points that are drawn: all, or those beyond the fences.
fn beside(curve: &Curve<'_>, marks: &Boxes) -> Vec<Point> {
    let Some((x_axis, y_axis)) = curve.axes else { return Vec::new() };
    let (along, across) = if marks.horizontal { (y_axis, x_axis) } else { (x_axis, y_axis) };
    let mut points = Vec::new();
    for (stats, at, aside) in marks.scattered() {
        let (Some(value), Some(row)) = (stats.values.get(at), stats.rows.get(at)) else { continue };
        let sides =
            |[place, value]: [Value; 2]| if marks.horizontal { [value, place] } else { [place, value] };
        let [x, y] = sides([shown(along, stats.position), shown(across, *value)]);
        let mut event = Event::of(curve, Row::One(*row));
        event.set("x", x);
        event.set("y", y);
        let mut point = Point::new(curve, Row::One(*row), event.describe().told());
        let middle = stats.position + aside;
        point.at = Some(if marks.horizontal { [*value, middle] } else { [middle, *value] });
        point.radius = curve.trace.attrs.num_or("marker.size", 6.0) / 2.0;
        point.selectable = true;
        points.push(point);
    }
    points
}
