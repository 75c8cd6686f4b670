//! Plot traces with one point per element of their arrays.

use serde_json::{Map, Value, json};

use super::plane::Plane;
use super::point::{Curve, Point, decoded};

/// Scatter, bar and finance traces: x and y, then what every array says of the point.
pub(super) fn cartesian(curve: &Curve<'_>, plane: &Plane) -> Vec<Point> {
    let finance = matches!(curve.kind, "candlestick" | "ohlc");
    let (x, y) = (curve.list("x"), curve.list(if finance { "close" } else { "y" }));
    let count = match (x.len(), y.len()) {
        (0, count) | (count, 0) => count,
        (x, y) => x.min(y),
    };
    (0..count)
        .filter_map(|index| {
            let place = |list: &[Value], start: &str, step: &str| match list.get(index) {
                Some(value) => Some(value.clone()),
                None if list.is_empty() => counted(curve, start, step, index),
                None => None,
            };
            let x = plane.x.shown(&place(&x, "x0", "dx")?)?;
            let y = plane.y.shown(&place(&y, "y0", "dy")?)?;
            let mut event = numbered(curve, index);
            event.insert("x".to_owned(), x.clone());
            if !finance {
                event.insert("y".to_owned(), y.clone());
            }
            if curve.kind == "bar" {
                let horizontal = curve.text("orientation") == Some("h");
                let (label, value) = if horizontal { (&y, &x) } else { (&x, &y) };
                event.insert("label".to_owned(), label.clone());
                event.insert("value".to_owned(), value.clone());
            }
            describe(curve, index, count, &mut event);
            let label = event.get("label").cloned();
            Some(Point { event: Value::Object(event), x: Some(x), y: Some(y), label, brushed: !finance })
        })
        .collect()
}

/// A missing array counts from `x0` in steps of `dx`.
fn counted(curve: &Curve<'_>, start: &str, step: &str, index: usize) -> Option<Value> {
    let given = |name: &str, default: f64| match curve.trace.get(name) {
        None | Some(Value::Null) => Some(default),
        Some(value) => value.as_f64(),
    };
    let at = given(start, 0.0)? + given(step, 1.0)? * index as f64;
    Some(crate::engine::browserless::behaviour::text::number(at))
}

/// Cells of a heatmap.
pub(super) fn heatmap(curve: &Curve<'_>, plane: &Plane) -> Vec<Point> {
    let (x, y, text) = (curve.list("x"), curve.list("y"), curve.list("text"));
    let rows = curve.list("z");
    let named = |list: &[Value], index: usize| list.get(index).cloned().unwrap_or_else(|| json!(index));
    let mut points = Vec::new();
    for (row, values) in rows.iter().filter_map(decoded).enumerate() {
        for (column, z) in values.into_iter().enumerate().filter(|(_, z)| !z.is_null()) {
            let (x, y) = (plane.x.shown(&named(&x, column)), plane.y.shown(&named(&y, row)));
            let mut event = json!({"curveNumber": curve.index, "x": x, "y": y, "z": z});
            if let Some(text) = text.get(row).and_then(decoded).and_then(|row| row.get(column).cloned()) {
                event["text"] = text;
            }
            points.push(Point { event, x, y, label: None, brushed: false });
        }
    }
    points
}

/// Regions of a map, labelled by their location.
pub(super) fn choropleth(curve: &Curve<'_>) -> Vec<Point> {
    let (locations, z) = (curve.list("locations"), curve.list("z"));
    let count = locations.len().min(z.len());
    (0..count)
        .map(|index| {
            let mut event = numbered(curve, index);
            event.extend([
                ("location".to_owned(), locations[index].clone()),
                ("z".to_owned(), z[index].clone()),
            ]);
            describe(curve, index, count, &mut event);
            let label = Some(locations[index].clone());
            Point { event: Value::Object(event), x: None, y: None, label, brushed: false }
        })
        .collect()
}

/// Points of a map: x is the longitude, y the latitude.
pub(super) fn map(curve: &Curve<'_>) -> Vec<Point> {
    let (lon, lat, locations) = (curve.list("lon"), curve.list("lat"), curve.list("locations"));
    let count = lon.len().min(lat.len()).max(locations.len());
    (0..count)
        .map(|index| {
            let mut event = numbered(curve, index);
            for (name, list) in [("lon", &lon), ("lat", &lat), ("location", &locations)] {
                if let Some(value) = list.get(index) {
                    event.insert(name.to_owned(), value.clone());
                }
            }
            describe(curve, index, count, &mut event);
            let (x, y) = (lon.get(index).cloned(), lat.get(index).cloned());
            let label = locations.get(index).cloned();
            Point { event: Value::Object(event), x, y, label, brushed: false }
        })
        .collect()
}

/// How every event begins.
pub(super) fn numbered(curve: &Curve<'_>, index: usize) -> Map<String, Value> {
    let numbers = [("curveNumber", curve.index), ("pointNumber", index), ("pointIndex", index)];
    numbers.into_iter().map(|(name, number)| (name.to_owned(), json!(number))).collect()
}

/// Adds what the other arrays of the plot trace say of a point (plotly's `appendArrayPointValue`), under the
/// attribute's path: `marker.size`. dcc keeps scalars only, and puts `customdata` back whole.
pub(super) fn describe(curve: &Curve<'_>, index: usize, count: usize, event: &mut Map<String, Value>) {
    add_arrays(curve.trace, "", index, count, event);
    match curve.customdata(index) {
        Some(custom) => drop(event.insert("customdata".to_owned(), custom)),
        None => drop(event.shift_remove("customdata")),
    }
}

fn add_arrays(
    at: &Map<String, Value>,
    path: &str,
    index: usize,
    count: usize,
    event: &mut Map<String, Value>,
) {
    for (name, value) in at {
        // A scale of colours is a list of another kind, and may be as long as the data.
        if name == "colorscale" || name == "selectedpoints" {
            continue;
        }
        let place = format!("{path}{}", singular(name));
        if let Some(list) = decoded(value) {
            let known = event.contains_key(&place) || list.len() != count;
            let scalar = |item: &&Value| !item.is_null() && !item.is_array() && !item.is_object();
            if let Some(item) = list.get(index).filter(scalar).filter(|_| !known) {
                event.insert(place, item.clone());
            }
        } else if let Value::Object(inner) = value {
            add_arrays(inner, &format!("{place}."), index, count, event);
        }
    }
}

/// Some arrays are told by the name of one element.
fn singular(name: &str) -> &str {
    match name {
        "ids" => "id",
        "locations" => "location",
        "labels" => "label",
        "parents" => "parent",
        "values" => "value",
        name => name,
    }
}
