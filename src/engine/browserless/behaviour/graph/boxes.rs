//! Boxes and violins: a box tells all its statistics at once, a point beside it only of itself.

use serde_json::{Value, json};

use super::curve::Curve;
use super::event::{Event, Row};
use super::point::Point;
use super::scale::{position, shown};
use crate::engine::browserless::behaviour::text::number;
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
    let shown_points = match curve.trace.attrs.get(attribute) {
        Some(Value::Bool(false)) => None,
        Some(value) if value == "all" => Some(true),
        _ => Some(false),
    };
    let mut points = Vec::new();
    if curve.text("hoveron").is_none_or(|on| on.contains("boxes") || on.contains("violins")) {
        for index in 0..marks.stats.len() {
            points.extend(body(curve, marks, index, shown_points.is_some()));
        }
    }
    if let Some(all) = shown_points {
        points.extend(beside(curve, marks, all));
    }
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
    let at = if marks.horizontal { [stats.median, stats.position] } else { [stats.position, stats.median] };
    (point.x, point.y) = if letters[0] == "x" { (Some(place), None) } else { (None, Some(place)) };
    point.at = Some(at);
    point.half = if marks.horizontal { [0.0, marks.half] } else { [marks.half, 0.0] };
    Some(point)
}

/// The points that are drawn: all, or those beyond the fences.
fn beside(curve: &Curve<'_>, marks: &Boxes, all: bool) -> Vec<Point> {
    let Some((x_axis, y_axis)) = curve.axes else { return Vec::new() };
    let (along, across) = if marks.horizontal { (y_axis, x_axis) } else { (x_axis, y_axis) };
    let (values, places) = if marks.horizontal { ("x", "y") } else { ("y", "x") };
    let (values, places) = (curve.list(values), curve.list(places));
    let lone = marks.stats.first().map(|stats| stats.position).filter(|_| places.is_empty());
    // Where all points are drawn, they stand beside the box.
    let aside = if all && curve.kind == "box" { -1.5 } else { 0.0 };
    let aside = marks.shift + marks.half * curve.trace.attrs.num_or("pointpos", aside);
    let near = |a: f64, b: f64| (a - b).abs() <= (a.abs() * 1e-9).max(1e-9);
    let mut points = Vec::new();
    for (index, value) in values.iter().enumerate() {
        let place = places.get(index).and_then(|place| position(along, place)).or(lone);
        let (Some(value), Some(place)) = (position(across, value), place) else { continue };
        let Some(stats) = marks.stats.iter().find(|stats| near(stats.position, place)) else { continue };
        if !all && stats.fences.0 <= value && value <= stats.fences.1 {
            continue;
        }
        let told = [shown(along, place), number(value)];
        let told = if across.kind == crate::render::chart::AxisKind::Date {
            [told[0].clone(), shown(across, value)]
        } else {
            told
        };
        let [x, y] = if marks.horizontal { [told[1].clone(), told[0].clone()] } else { told };
        let mut event = Event::of(curve, Row::One(index));
        event.set("x", x);
        event.set("y", y);
        let mut point = Point::new(curve, Row::One(index), event.describe().told());
        let middle = place + aside;
        point.at = Some(if marks.horizontal { [value, middle] } else { [middle, value] });
        point.radius = curve.trace.attrs.num_or("marker.size", 6.0) / 2.0;
        point.selectable = true;
        points.push(point);
    }
    points
}
