//! Histograms over categories, or with bins that the app gives.

use serde_json::{Value, json};

use super::plane::Plane;
use super::point::{Curve, Point};
use crate::engine::browserless::behaviour::text::number;

/// The bars of a histogram; `None` when plotly would choose the bins of numbers or dates.
pub(super) fn bins(curve: &Curve<'_>, plane: &Plane) -> Option<Vec<Point>> {
    let horizontal = match curve.text("orientation") {
        Some(orientation) => orientation == "h",
        None => curve.trace.get("x").is_none(),
    };
    let (axis, samples, sizes) = if horizontal {
        (&plane.y, curve.list("y"), curve.list("x"))
    } else {
        (&plane.x, curve.list("x"), curve.list("y"))
    };
    let places: Vec<Option<f64>> = samples.iter().map(|sample| axis.position(sample)).collect();
    let given = |name: &str| curve.trace.get(if horizontal { "ybins" } else { "xbins" })?.get(name)?.as_f64();
    let categorical = samples.iter().any(|sample| axis.is_named(sample));
    let (start, size) =
        if categorical { (-0.5, 1.0) } else { (given("start")?, given("size").filter(|size| *size > 0.0)?) };
    let bin = |place: f64| ((place - start) / size + 1e-9).floor() as i64;
    let last = places.iter().flatten().map(|place| bin(*place)).max().unwrap_or(-1);
    let mut points = Vec::new();
    for index in 0..=last {
        let members: Vec<usize> =
            (0..places.len()).filter(|at| places[*at].is_some_and(|place| bin(place) == index)).collect();
        let Some(first) = members.first() else { continue };
        let values: Vec<f64> =
            members.iter().filter_map(|at| sizes.get(*at).and_then(Value::as_f64)).collect();
        let total = aggregated(curve, members.len(), &values)?;
        let at = if categorical {
            samples[*first].clone()
        } else {
            axis.written(start + (index as f64 + 0.5) * size)
        };
        let (x, y) = if horizontal { (number(total), at) } else { (at, number(total)) };
        let mut event =
            json!({"curveNumber": curve.index, "x": x, "y": y, "binNumber": index, "pointNumbers": members});
        if let Some(custom) = curve.trace.get("customdata").and_then(Value::as_array) {
            event["customdata"] =
                members.iter().map(|at| custom.get(*at).cloned().unwrap_or_default()).collect();
        }
        points.push(Point { event, x: Some(x), y: Some(y), label: None, brushed: true });
    }
    Some(points)
}

/// What a bar's length says of its members; `None` for a function or norm that is not known.
fn aggregated(curve: &Curve<'_>, count: usize, values: &[f64]) -> Option<f64> {
    if curve.text("histnorm").is_some_and(|norm| !norm.is_empty()) {
        return None;
    }
    let sum: f64 = values.iter().sum();
    Some(match curve.text("histfunc").unwrap_or("count") {
        "sum" => sum,
        "avg" if !values.is_empty() => sum / values.len() as f64,
        "min" => values.iter().copied().reduce(f64::min)?,
        "max" => values.iter().copied().reduce(f64::max)?,
        "count" => count as f64,
        _ => return None,
    })
}
