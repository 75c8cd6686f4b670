//! Points on the sphere: vectors, rotations, what a polygon holds.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI, TAU};

/// Longitude and latitude; in radians unless it is said otherwise.
pub(crate) type Position = [f64; 2];

/// Two angles nearer than this are one.
pub(super) const EPSILON: f64 = 1e-6;

pub(super) type Vector = [f64; 3];

/// The unit vector to a position.
pub(super) fn vector([longitude, latitude]: Position) -> Vector {
    let radius = latitude.cos();
    [radius * longitude.cos(), radius * longitude.sin(), latitude.sin()]
}

/// The position that a unit vector points to.
pub(super) fn position([x, y, z]: Vector) -> Position {
    [y.atan2(x), z.clamp(-1.0, 1.0).asin()]
}

pub(super) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub(super) fn scale(vector: Vector, by: f64) -> Vector {
    vector.map(|side| side * by)
}

pub(super) fn sum(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

pub(super) fn unit(vector: Vector) -> Vector {
    scale(vector, 1.0 / dot(vector, vector).sqrt())
}

/// Whether two positions are one.
pub(super) fn same(a: Position, b: Position) -> bool {
    (a[0] - b[0]).abs() < EPSILON && (a[1] - b[1]).abs() < EPSILON
}

/// The angle between two positions.
pub(crate) fn distance(a: Position, b: Position) -> f64 {
    let (a, b) = (vector(a), vector(b));
    let across = cross(a, b);
    dot(across, across).sqrt().atan2(dot(a, b))
}

/// A rotation of the globe: about its axis, then about the other two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rotation {
    longitude: f64,
    latitude: f64,
    roll: f64,
}

impl Rotation {
    /// By angles in degrees.
    pub(crate) fn new([longitude, latitude, roll]: [f64; 3]) -> Self {
        let turn = |degrees: f64| (degrees % 360.0).to_radians();
        Self { longitude: turn(longitude), latitude: turn(latitude), roll: turn(roll) }
    }

    /// Where a position comes to lie.
    pub(crate) fn apply(&self, [longitude, latitude]: Position) -> Position {
        let turned = wrap(longitude + self.longitude);
        if self.latitude == 0.0 && self.roll == 0.0 {
            return [turned, latitude];
        }
        let [x, y, z] = vector([turned, latitude]);
        let (sin, cos) = self.latitude.sin_cos();
        let (sin_roll, cos_roll) = self.roll.sin_cos();
        let up = z * cos + x * sin;
        let across = (y * cos_roll - up * sin_roll).atan2(x * cos - z * sin);
        [across, (up * cos_roll + y * sin_roll).clamp(-1.0, 1.0).asin()]
    }
}

/// A longitude between −π and π.
fn wrap(longitude: f64) -> f64 {
    if longitude.abs() > PI { longitude - (longitude / TAU).round() * TAU } else { longitude }
}

/// Whether rings, each the border of what lies to its right, hold a position: by the sense in which they wind
/// about the south pole, and how often they cross the meridian between it and the position.
pub(super) fn holds(rings: &[Vec<Position>], at: Position) -> bool {
    let meridian = wrap(at[0]);
    let parallel = match at[1].sin() {
        1.0 => FRAC_PI_2 + EPSILON,
        -1.0 => -FRAC_PI_2 - EPSILON,
        _ => at[1],
    };
    let normal = [meridian.sin(), -meridian.cos(), 0.0];
    let (mut angle, mut area, mut winding) = (0.0, 0.0, 0);
    for ring in rings {
        let Some(mut from) = ring.last().copied() else { continue };
        for to in ring.iter().copied() {
            let (start, end) = (wrap(from[0]), wrap(to[0]));
            let (sin0, cos0) = (from[1] / 2.0 + FRAC_PI_4).sin_cos();
            let (sin1, cos1) = (to[1] / 2.0 + FRAC_PI_4).sin_cos();
            let step = end - start;
            let sign = if step >= 0.0 { 1.0 } else { -1.0 };
            let size = sign * step;
            let wraps = size > PI;
            let product = sin0 * sin1;
            area += (product * sign * size.sin()).atan2(cos0 * cos1 + product * size.cos());
            // A step over the antimeridian counts the other way around, so that what winds eastward is negative.
            angle += if wraps { step + sign * TAU } else { step };
            if wraps ^ (start >= meridian) ^ (end >= meridian) {
                let arc = unit(cross(vector(from), vector(to)));
                let crossing = unit(cross(normal, arc));
                let eastward = wraps ^ (step >= 0.0);
                let crossed = crossing[2].clamp(-1.0, 1.0).asin() * if eastward { -1.0 } else { 1.0 };
                if parallel > crossed || parallel == crossed && (arc[0] != 0.0 || arc[1] != 0.0) {
                    winding += if eastward { 1 } else { -1 };
                }
            }
            from = to;
        }
    }
    (angle < -EPSILON || angle < EPSILON && area < -EPSILON) ^ (winding & 1 == 1)
}

/// The smallest box around positions in degrees, `[west, south, east, north]`; the east end lies past 180° where the
/// box crosses the antimeridian.
pub(crate) fn bounds(positions: &[Position]) -> Option<[f64; 4]> {
    let mut longitudes: Vec<f64> = positions.iter().map(|position| position[0]).collect();
    longitudes.sort_by(f64::total_cmp);
    longitudes.dedup();
    let (first, last) = (*longitudes.first()?, *longitudes.last()?);
    // What is not in the box is the widest gap between neighbours.
    let gap = |from: f64, to: f64| if to < from { to - from + 360.0 } else { to - from };
    let mut widest = (gap(last, first), first, last);
    for pair in longitudes.windows(2) {
        if let [from, to] = pair
            && gap(*from, *to) > widest.0
        {
            widest = (gap(*from, *to), *to, *from);
        }
    }
    let (_, west, mut east) = widest;
    if positions.len() > 1 && west > east {
        east += 360.0;
    }
    let latitudes = positions.iter().map(|position| position[1]);
    Some([west, latitudes.clone().fold(f64::MAX, f64::min), east, latitudes.fold(f64::MIN, f64::max)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rotation_brings_its_opposite_to_the_middle_and_keeps_distances() {
        let rotation = Rotation::new([30.0, -50.0, 20.0]);
        let [a, b] = [[-30.0, 50.0], [10.0, -20.0]].map(|at: Position| at.map(f64::to_radians));
        assert!(same(rotation.apply(a), [0.0, 0.0]), "{:?}", rotation.apply(a));
        let turned = distance(rotation.apply(a), rotation.apply(b));
        assert!((turned - distance(a, b)).abs() < EPSILON);
    }

    #[test]
    fn a_clockwise_ring_holds_what_lies_to_its_right() {
        let ring = vec![vec![[-0.1, -0.1], [-0.1, 0.1], [0.1, 0.1], [0.1, -0.1]]];
        assert!(holds(&ring, [0.0, 0.0]));
        assert!(!holds(&ring, [PI, 0.0]));
        let mut other_way = ring;
        other_way[0].reverse();
        assert!(!holds(&other_way, [0.0, 0.0]));
        assert!(holds(&other_way, [PI, 0.0]));
    }

    #[test]
    fn a_box_across_the_antimeridian_stays_small() {
        assert_eq!(bounds(&[[170.0, 1.0], [-170.0, 5.0]]), Some([170.0, 1.0, 190.0, 5.0]));
        assert_eq!(bounds(&[[-10.0, 0.0], [20.0, -3.0]]), Some([-10.0, -3.0, 20.0, 0.0]));
        assert_eq!(bounds(&[]), None);
    }
}
