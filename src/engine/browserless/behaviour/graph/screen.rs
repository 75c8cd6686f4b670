//! Where a point is drawn: `bbox` of its event, px from the graph's top left corner.
//!
//! A browser measures from the page's, and its fonts may move the plot by a px or two: tests and traces don't compare
//! it, but apps place tooltips by it.

use serde_json::{Value, json};

use super::curve::Curve;
use super::point::Point;
use crate::engine::browserless::behaviour::text::number;
use crate::render::chart::Chart;

/// Adds to each of the point's events where it is; a point without axes is in the middle of the plot.
pub(super) fn locate(point: &mut Point, curves: &[Curve<'_>], chart: &Chart<'_>) {
    let sides = sides(point, curves, chart);
    if !sides.iter().flatten().all(|px| px.is_finite()) {
        return;
    }
    let [[x0, x1], [y0, y1]] = sides.map(|side| side.map(number));
    let place = json!({"x0": x0, "x1": x1, "y0": y0, "y1": y1});
    for event in &mut point.events {
        let Value::Object(fields) = event else { continue };
        // dcc adds these after it.
        let last = ["customdata", "pointNumbers"].map(|name| fields.shift_remove_entry(name));
        fields.insert("bbox".to_owned(), place.clone());
        fields.extend(last.into_iter().flatten());
    }
}

/// From where to where a point is drawn, across and down.
pub(super) fn sides(point: &Point, curves: &[Curve<'_>], chart: &Chart<'_>) -> [[f64; 2]; 2] {
    let curve = curves.iter().find(|curve| curve.index == point.curve);
    match curve.and_then(|curve| curve.axes).zip(point.at) {
        Some(((x, y), at)) => {
            [(x, at[0], point.half[0]), (y, at[1], point.half[1])].map(|(axis, at, half)| {
                let ends = [axis.px(at - half), axis.px(at + half)];
                [ends[0].min(ends[1]) - point.radius, ends[0].max(ends[1]) + point.radius]
            })
        }
        None => {
            let middle = chart.area.center();
            [[middle.x, middle.x], [middle.y, middle.y]]
        }
    }
}
