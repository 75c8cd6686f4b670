//! Polygons in place of circles (`polar.gridshape: "linear"`): corners at the angles of the ticks.

use kurbo::{BezPath, Point, Vec2};

use super::sector::{Sector, delta, is_turn};

/// What is nearer to zero than this counts as zero.
const TINY: f64 = 1e-10;

/// The outline at a radius around the origin, y upwards, between two angles in radians; `corners` are the polygon's
/// angles, counterclockwise. A part of a turn comes back through the centre.
pub(super) fn outline(radius: f64, (from, to): (f64, f64), corners: &[f64]) -> Vec<Point> {
    let at = |angle: f64| (radius * Vec2::from_angle(angle)).to_point();
    if is_turn(from, to) {
        return corners.iter().chain(corners.first()).map(|angle| at(*angle)).collect();
    }
    let sector = Sector { from: from.to_degrees(), to: to.to_degrees() };
    let count = corners.len();
    let (Some(first), Some(last)) = (nearest(corners, sector, from), nearest(corners, sector, to)) else {
        return Vec::new();
    };
    let corner = |index: usize| corners.get(index % count.max(1)).copied().unwrap_or(0.0);
    let mut points = vec![crossing(corner(first), corner(first + count - 1), from, radius)];
    let inner = (first..first + count).map(corner).take_while(|angle| sector.holds(*angle));
    points.extend(inner.map(at));
    points.push(crossing(corner(last), corner(last + 1), to, radius));
    points.push(Point::ORIGIN);
    points.extend(points.first().copied());
    points
}

/// The corner in the sector that is nearest to an angle; the first when there is none.
fn nearest(corners: &[f64], sector: Sector, angle: f64) -> Option<usize> {
    let distance =
        |corner: f64| if sector.holds(corner) { delta(corner, angle).abs() } else { f64::INFINITY };
    least(corners, distance)
}

fn least(corners: &[f64], distance: impl Fn(f64) -> f64) -> Option<usize> {
    let distances = corners.iter().map(|corner| distance(*corner));
    distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
}

/// The corner nearest to an angle.
pub(super) fn snap(corners: &[f64], angle: f64) -> f64 {
    let found = least(corners, |corner| delta(angle, corner).abs());
    found.and_then(|index| corners.get(index)).copied().unwrap_or(angle)
}

/// The corners before and after an angle.
pub(super) fn around(corners: &[f64], angle: f64) -> Option<(f64, f64)> {
    let before = |corner: f64| {
        let way = delta(corner, angle);
        if way > 0.0 { way } else { f64::INFINITY }
    };
    let index = least(corners, before)?;
    Some((*corners.get(index)?, *corners.get((index + 1) % corners.len())?))
}

/// Where the edge between two corners meets the ray at an angle.
fn crossing(one: f64, other: f64, angle: f64, radius: f64) -> Point {
    let clamp = |value: f64| if value.abs() > TINY { value } else { 0.0 };
    let (start, end) = (radius * Vec2::from_angle(one), radius * Vec2::from_angle(other));
    let (edge, ray) = (end - start, Vec2::from_angle(angle));
    let across = clamp(edge.cross(ray) / radius.max(TINY));
    if across == 0.0 {
        return start.to_point();
    }
    ((start.cross(edge) / ray.cross(edge)) * ray).to_point()
}

/// Appends an outline around a centre on the page.
pub(super) fn append(path: &mut BezPath, points: impl IntoIterator<Item = Point>, center: Point) {
    for (index, point) in points.into_iter().enumerate() {
        let at = Point::new(center.x + point.x, center.y - point.y);
        if index == 0 {
            path.move_to(at);
        } else {
            path.line_to(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{FRAC_PI_2, PI, TAU};

    const SQUARE: [f64; 4] = [0.0, FRAC_PI_2, PI, 3.0 * FRAC_PI_2];

    #[test]
    fn a_full_turn_comes_back_to_its_start() {
        let points = outline(2.0, (0.0, TAU), &SQUARE);
        assert_eq!(points.len(), 5);
        assert!((points[0] - points[4]).hypot() < 1e-9);
    }

    #[test]
    fn a_part_of_a_turn_is_cut_on_the_edges() {
        let points = outline(1.0, (PI / 4.0, 3.0 * PI / 4.0), &SQUARE);
        assert!((points[0] - Point::new(0.5, 0.5)).hypot() < 1e-9, "{points:?}");
        assert!((points[2] - Point::new(-0.5, 0.5)).hypot() < 1e-9, "{points:?}");
    }

    #[test]
    fn angles_lie_between_corners() {
        assert_eq!(around(&SQUARE, 1.0), Some((0.0, FRAC_PI_2)));
        assert_eq!(around(&SQUARE, 6.0), Some((3.0 * FRAC_PI_2, 0.0)));
        assert_eq!(snap(&SQUARE, 1.5), FRAC_PI_2);
    }
}
