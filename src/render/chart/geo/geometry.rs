//! What lies on the globe: lines and areas, also as GeoJSON gives them.

use serde_json::Value;

use super::sphere::Position;
use crate::render::chart::attrs::number;

/// A line, in degrees.
pub(crate) type Line = Vec<Position>;

/// Something on the globe. Positions are in degrees.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// Lines along great circles.
    Lines(Vec<Line>),
    /// Polygons, each of rings whose last point is not their first. What lies to the right of a ring is inside.
    Areas(Vec<Vec<Line>>),
    /// All of the globe.
    Sphere,
}

impl Shape {
    /// A GeoJSON geometry, if it is a polygon or more of them.
    pub(crate) fn areas(geometry: &Value) -> Option<Self> {
        let coordinates = geometry.get("coordinates")?.as_array()?;
        let polygon = |rings: &Value| -> Vec<Line> {
            rings.as_array().into_iter().flatten().map(|ring| opened(line(ring))).collect()
        };
        match geometry.get("type")?.as_str()? {
            "Polygon" => Some(Self::Areas(vec![coordinates.iter().map(|ring| opened(line(ring))).collect()])),
            "MultiPolygon" => Some(Self::Areas(coordinates.iter().map(polygon).collect())),
            _ => None,
        }
    }

    /// Every position of it.
    pub(crate) fn positions(&self) -> Vec<Position> {
        match self {
            Self::Lines(lines) => lines.concat(),
            Self::Areas(polygons) => polygons.iter().flatten().flatten().copied().collect(),
            Self::Sphere => Vec::new(),
        }
    }

    /// The middle of the corners of its largest polygon, in degrees.
    pub(crate) fn center(&self) -> Option<Position> {
        let Self::Areas(polygons) = self else { return None };
        let mut largest: Option<(f64, &Vec<Line>)> = None;
        for polygon in polygons {
            let size = match polygon.split_first() {
                Some((outer, holes)) => {
                    area(outer).abs() - holes.iter().map(|hole| area(hole).abs()).sum::<f64>()
                }
                None => continue,
            };
            if polygons.len() == 1 || size > largest.map_or(0.0, |(known, _)| known) {
                largest = Some((size, polygon));
            }
        }
        let corners = largest?.1.concat();
        let count = corners.len() as f64;
        let mean = |side: usize| corners.iter().map(|corner| corner[side]).sum::<f64>() / count;
        (count > 0.0).then(|| [mean(0), mean(1)])
    }
}

/// Every position of a GeoJSON value, whatever it holds.
pub(crate) fn positions(json: &Value) -> Vec<Position> {
    let mut out = Vec::new();
    collect(json, &mut out);
    out
}

fn collect(json: &Value, out: &mut Vec<Position>) {
    for key in ["features", "geometries"] {
        json.get(key).and_then(Value::as_array).into_iter().flatten().for_each(|item| collect(item, out));
    }
    if let Some(geometry) = json.get("geometry") {
        collect(geometry, out);
    }
    if let Some(coordinates) = json.get("coordinates") {
        gather(coordinates, out);
    }
}

fn gather(coordinates: &Value, out: &mut Vec<Position>) {
    match position(coordinates) {
        Some(position) => out.push(position),
        None => coordinates.as_array().into_iter().flatten().for_each(|item| gather(item, out)),
    }
}

fn position(value: &Value) -> Option<Position> {
    let list = value.as_array()?;
    Some([number(list.first()?)?, number(list.get(1)?)?])
}

fn line(ring: &Value) -> Line {
    ring.as_array().into_iter().flatten().filter_map(position).collect()
}

/// A ring without its last point, which GeoJSON repeats.
fn opened(mut ring: Line) -> Line {
    ring.pop();
    ring
}

/// What a ring encloses on the globe, by any measure that grows with it.
fn area(ring: &[Position]) -> f64 {
    let count = ring.len();
    let middle = |index: usize| {
        let (before, at, after) = (ring[(index + count - 1) % count], ring[index], ring[(index + 1) % count]);
        (after[0] - before[0]).to_radians() * at[1].to_radians().sin()
    };
    if count < 3 { 0.0 } else { (0..count).map(middle).sum() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_centre_is_that_of_the_largest_polygon() {
        let square =
            |at: f64, side: f64| json!([[[at, 0], [at, side], [at + side, side], [at + side, 0], [at, 0]]]);
        let geometry = json!({"type": "MultiPolygon", "coordinates": [square(0.0, 1.0), square(10.0, 4.0)]});
        let shape = Shape::areas(&geometry).expect("areas");
        assert_eq!(shape.center(), Some([12.0, 2.0]));
    }

    #[test]
    fn positions_of_any_geojson_are_found() {
        let json = json!({"features": [{"geometry": {"type": "Point", "coordinates": [1, 2, 9]}}, {"geometry": null}]});
        assert_eq!(positions(&json), [[1.0, 2.0]]);
        assert!(Shape::areas(&json!({"type": "Point", "coordinates": [1, 2]})).is_none());
    }
}
