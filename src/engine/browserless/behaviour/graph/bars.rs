//! Bars: of bar traces, histograms, waterfalls and funnels.

use serde_json::{Value, json};

use super::curve::Curve;
use super::event::{Event, Row};
use super::point::Point;
use super::scale::shown;
use crate::engine::browserless::behaviour::text::number;
use crate::render::chart::{Bars, Flow, Marks};

/// The bars of a curve.
pub(super) fn bars(curve: &Curve<'_>) -> Vec<Point> {
    let (Some((x_axis, y_axis)), Marks::Bars(bars)) = (curve.axes, curve.marks) else { return Vec::new() };
    let (along, across) = if bars.horizontal { (y_axis, x_axis) } else { (x_axis, y_axis) };
    let cumulative = curve.trace.attrs.flag("cumulative.enabled", false);
    let mut points = Vec::new();
    for (index, bar) in bars.items.iter().enumerate() {
        if !bar.position.is_finite() || !bar.size.is_finite() {
            continue;
        }
        let size = match &bar.flow {
            Flow::Waterfall(step) => step.end,
            Flow::None if bar.has_base && curve.kind == "bar" && curve.trace.attrs.has("base") => {
                bar.base + bar.size
            }
            Flow::Funnel(_) | Flow::None => bar.size,
        };
        let at = [shown(along, bar.position), shown(across, size)];
        let [x, y] = if bars.horizontal { [at[1].clone(), at[0].clone()] } else { at };
        let row = Row::One(index);
        let binned = curve.kind == "histogram" && !cumulative;
        let mut event = if binned {
            Event::of_rows(curve, row.clone(), bar.rows.clone())
        } else {
            Event::of(curve, row.clone())
        };
        event.set("x", x.clone());
        event.set("y", y.clone());
        match &bar.flow {
            Flow::Waterfall(step) => {
                event.set("initial", number(step.end - step.delta));
                event.set("delta", number(step.delta));
                event.set("final", number(step.end));
            }
            Flow::Funnel(shares) => {
                event.set("percentInitial", number(shares.initial));
                event.set("percentPrevious", number(shares.previous));
                event.set("percentTotal", number(shares.total));
            }
            Flow::None => name(curve, bars, &mut event, index, [&x, &y]),
        }
        let mut point = Point::new(curve, row, event.describe().told());
        (point.x, point.y) = (Some(x), Some(y));
        let (tip, middle) = (bar.base + bar.size, bar.position + bar.offset + bar.width / 2.0);
        let end = if curve.kind == "funnel" { bar.base + bar.size / 2.0 } else { tip };
        point.at = Some(if bars.horizontal { [end, middle] } else { [middle, end] });
        let half = bar.width / 2.0;
        point.half = if bars.horizontal { [0.0, half] } else { [half, 0.0] };
        point.radius = 0.0;
        point.selectable = true;
        points.push(point);
    }
    points
}

/// What bars and bins have besides their place.
fn name(curve: &Curve<'_>, bars: &Bars, event: &mut Event<'_>, index: usize, [x, y]: [&Value; 2]) {
    match curve.kind {
        "bar" => {
            let (label, value) = if bars.horizontal { (y, x) } else { (x, y) };
            event.set("label", label.clone());
            event.set("value", value.clone());
        }
        _ if event.is_of_rows() => event.set("binNumber", json!(index)),
        _ => {}
    }
}
