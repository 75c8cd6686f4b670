//! Plot traces on maps, on polar and ternary plots, and in space.
//!
//! The middle of a region that a map finds by its name is not known without the map: `lon` and `lat` are then not
//! there.

use serde_json::{Value, json};

use super::curve::Curve;
use super::event::{Event, Row};
use super::point::Point;
use super::scale::parsed;
use crate::engine::browserless::behaviour::text::number;

/// Regions of a map, labelled by their location.
pub(super) fn regions(curve: &Curve<'_>) -> Vec<Point> {
    let (locations, z) = (curve.list("locations"), curve.list("z"));
    let pairs = locations.iter().zip(&z).enumerate();
    pairs
        .map(|(index, (location, z))| {
            let mut event = Event::of(curve, Row::One(index));
            event.set("location", location.clone());
            event.set("z", z.clone());
            let mut point = Point::new(curve, Row::One(index), event.describe().told());
            point.label = Some(location.clone());
            point
        })
        .collect()
}

/// Points of a map: x is the longitude, y the latitude.
pub(super) fn places(curve: &Curve<'_>) -> Vec<Point> {
    let (lon, lat, locations) = (curve.list("lon"), curve.list("lat"), curve.list("locations"));
    let count = lon.len().min(lat.len()).max(locations.len());
    (0..count)
        .map(|index| {
            let mut event = Event::of(curve, Row::One(index));
            event.set_some("lon", lon.get(index).cloned());
            event.set_some("lat", lat.get(index).cloned());
            if curve.kind == "scattergeo" {
                event.set("location", locations.get(index).cloned().unwrap_or_default());
            }
            let mut point = Point::new(curve, Row::One(index), event.describe().told());
            (point.x, point.y) = (lon.get(index).cloned(), lat.get(index).cloned());
            point.label = locations.get(index).cloned();
            point
        })
        .collect()
}

/// Points in space, which plotly numbers but once.
pub(super) fn floating(curve: &Curve<'_>) -> Vec<Point> {
    let [x, y, z] = ["x", "y", "z"].map(|name| curve.list(name));
    let places = x.into_iter().zip(y).zip(z).enumerate();
    let point = |(index, ((x, y), z)): (usize, ((Value, Value), Value))| {
        let mut event = Event::of(curve, Row::None);
        event.set("pointNumber", json!(index));
        in_space(curve, Row::One(index), event, [x, y, z])
    };
    places.map(point).collect()
}

/// The corners of a surface's cells, which have no number.
pub(super) fn surface(curve: &Curve<'_>) -> Vec<Point> {
    let [x, y] = ["x", "y"].map(|name| curve.list(name));
    // A list has one for each column or row; a list of lists one for each corner.
    let along = |list: &[Value], row: usize, column: usize, index: usize| {
        let corner = list.get(row).and_then(|row| row.get(column));
        corner.or_else(|| list.get(index)).cloned().unwrap_or_else(|| json!(index))
    };
    let rows = curve.list("z").into_iter().enumerate();
    let corners = rows.flat_map(|(row, cells)| {
        let cells = cells.as_array().cloned().unwrap_or_default().into_iter().enumerate();
        cells.map(move |(column, z)| (row, column, z))
    });
    let point = |(row, column, z): (usize, usize, Value)| {
        let (x, y) = (along(&x, row, column, column), along(&y, row, column, row));
        in_space(curve, Row::None, Event::of(curve, Row::None), [x, y, z])
    };
    corners.filter(|(_, _, z)| !z.is_null()).map(point).collect()
}

fn in_space<'a>(curve: &'a Curve<'a>, row: Row, mut event: Event<'a>, place: [Value; 3]) -> Point {
    for (name, value) in ["x", "y", "z"].into_iter().zip(place) {
        event.set(name, value);
    }
    Point::new(curve, row.clone(), event.at(row).describe().told())
}

/// Points that tell only what the arrays say: x is the angle and y the radius.
pub(super) fn listed(curve: &Curve<'_>) -> Vec<Point> {
    let (across, along) = (curve.list("theta"), curve.list("r"));
    (0..across.len().max(along.len()))
        .map(|index| {
            let event = Event::of(curve, Row::One(index)).describe();
            let mut point = Point::new(curve, Row::One(index), event.told());
            (point.x, point.y) = (across.get(index).cloned(), along.get(index).cloned());
            point
        })
        .collect()
}

/// Points of a ternary plot: they tell their shares of the sum.
pub(super) fn ternary(curve: &Curve<'_>) -> Vec<Point> {
    let given = ["a", "b", "c"].map(|name| curve.list(name));
    let whole = curve.layout.num(&format!("{}.sum", curve.text("subplot").unwrap_or("ternary")));
    let sum = curve.trace.attrs.num("sum").or(whole).unwrap_or(1.0);
    let count = given.iter().map(Vec::len).filter(|length| *length > 0).min().unwrap_or_default();
    let mut points = Vec::new();
    for index in 0..count {
        let mut parts = [0, 1, 2].map(|side| given[side].get(index).and_then(parsed));
        // The one that is not given makes up the sum.
        if let [Some(_), Some(_), None] | [Some(_), None, Some(_)] | [None, Some(_), Some(_)] = parts {
            let rest = sum - parts.iter().flatten().sum::<f64>();
            parts = parts.map(|part| part.or(Some(rest)));
        }
        let [Some(a), Some(b), Some(c)] = parts else { continue };
        let scale = whole.unwrap_or(1.0) / (a + b + c);
        let mut event = Event::of(curve, Row::One(index));
        for (name, part) in [("a", a), ("b", b), ("c", c)] {
            event.set(name, number(part * scale));
        }
        let mut point = Point::new(curve, Row::One(index), event.describe().told());
        let label = ["hovertext", "text"].iter().find_map(|name| curve.list(name).get(index).cloned());
        point.label = label.filter(|label: &Value| *label != json!(""));
        points.push(point);
    }
    points
}
