//! The cut along a circle around the centre.

use std::f64::consts::{PI, TAU};

use super::Cut;
use crate::render::chart::geo::sphere::{
    EPSILON, Position, Vector, cross, dot, position, same, scale, sum, unit, vector,
};

/// The angle between two points of the circle as it is drawn.
const STEP: f64 = 6.0 * PI / 180.0;

/// A circle around longitude and latitude 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Circle {
    radius: f64,
    cos: f64,
}

impl Circle {
    pub(super) fn new(radius: f64) -> Self {
        Self { radius, cos: radius.cos() }
    }

    /// Whether less than half of the globe is seen.
    fn is_small(&self) -> bool {
        self.cos > 0.0
    }

    fn sees(&self, [longitude, latitude]: Position) -> bool {
        longitude.cos() * latitude.cos() > self.cos
    }

    /// The parts of a line inside.
    pub(super) fn cut(&self, line: &[Position]) -> Cut {
        let mut cut = Cut { whole: true, ..Cut::default() };
        let half = self.cos.abs() <= EPSILON;
        let mut before: Option<(Position, u8)> = None;
        let (mut inside, mut began_inside) = (false, false);
        for (index, &at) in line.iter().enumerate() {
            let sees = self.sees(at);
            let zone = self.zone(at, sees);
            if index == 0 && sees {
                (inside, began_inside) = (true, true);
                cut.open();
            }
            let mut shown = before.map(|(from, _)| from);
            if let Some((from, from_zone)) = before {
                if sees != inside {
                    cut.whole = false;
                    let edge = if sees { self.meet(at, from) } else { self.meet(from, at) };
                    let edge = edge.unwrap_or(at);
                    if sees {
                        cut.open();
                        cut.add(edge);
                    } else {
                        cut.end_at(edge);
                    }
                    shown = Some(edge);
                } else if !half
                    && (self.is_small() ^ sees)
                    && zone & from_zone == 0
                    && let Some([near, far]) = self.meet_twice(at, from)
                {
                    cut.whole = false;
                    if self.is_small() {
                        cut.open();
                        cut.add(near);
                        cut.add(far);
                    } else {
                        cut.add(far);
                        cut.open();
                        cut.add(near);
                        if let Some(piece) = cut.pieces.last_mut() {
                            piece.cut[0] = true;
                        }
                    }
                }
            }
            if sees && shown.is_none_or(|shown| !same(shown, at)) {
                cut.add(at);
            }
            before = Some((at, zone));
            inside = sees;
        }
        cut.rejoins = began_inside && inside;
        cut
    }

    /// Beyond which sides of the box around the circle (or around what it leaves out) a position lies.
    fn zone(&self, [longitude, latitude]: Position, sees: bool) -> u8 {
        if sees == self.is_small() {
            return 0;
        }
        let (radius, longitude) = if self.is_small() {
            (self.radius, longitude)
        } else {
            (PI - self.radius, longitude + if longitude < 0.0 { PI } else { -PI })
        };
        u8::from(longitude < -radius)
            | u8::from(longitude > radius) << 1
            | u8::from(latitude < -radius) << 2
            | u8::from(latitude > radius) << 3
    }

    /// The plane through two positions and the centre meets the circle's plane in a line: a point on it, its
    /// direction, and where on it the sphere's surface is.
    fn line(&self, a: Position, b: Position) -> Option<(Vector, Vector, [f64; 2])> {
        let (first, second) = ([1.0, 0.0, 0.0], cross(vector(a), vector(b)));
        let square = dot(second, second);
        let shared = second[0];
        let determinant = square - shared * shared;
        if determinant == 0.0 {
            return None;
        }
        let foot = sum(
            scale(first, self.cos * square / determinant),
            scale(second, -self.cos * shared / determinant),
        );
        let along = cross(first, second);
        let (w, uu) = (dot(foot, along), dot(along, along));
        let under = w * w - uu * (dot(foot, foot) - 1.0);
        (under >= 0.0).then(|| (foot, along, [(-w - under.sqrt()) / uu, (-w + under.sqrt()) / uu]))
    }

    /// Where the way from `a`, inside, to `b` leaves the circle.
    fn meet(&self, a: Position, b: Position) -> Option<Position> {
        let (foot, along, [at, _]) = self.line(a, b)?;
        Some(position(sum(scale(along, at), foot)))
    }

    /// Where the way between two positions meets the circle, when it meets it twice.
    fn meet_twice(&self, a: Position, b: Position) -> Option<[Position; 2]> {
        let (foot, along, at) = self.line(a, b)?;
        let [near, far] = at.map(|at| position(sum(scale(along, at), foot)));
        let (west, east) = if b[0] < a[0] { (b[0], a[0]) } else { (a[0], b[0]) };
        let (mut low, mut high) = (a[1], b[1]);
        let step = east - west;
        let polar = (step - PI).abs() < EPSILON;
        if !polar && high < low {
            std::mem::swap(&mut low, &mut high);
        }
        let between = if polar {
            (low + high > 0.0) ^ (near[1] < if (near[0] - west).abs() < EPSILON { low } else { high })
        } else if step < EPSILON {
            (low..=high).contains(&near[1])
        } else {
            (step > PI) ^ (west <= near[0] && near[0] <= east)
        };
        between.then_some([near, far])
    }

    pub(super) fn start(&self) -> Position {
        if self.is_small() { [0.0, -self.radius] } else { [-PI, self.radius - PI] }
    }

    /// Along the circle.
    pub(super) fn follow(&self, ends: Option<[Position; 2]>, direction: f64, out: &mut Vec<Position>) {
        let (cos, sin) = (self.cos, self.radius.sin());
        let step = direction * STEP;
        let (mut from, to) = match ends {
            None => (self.radius + direction * TAU, self.radius - step / 2.0),
            Some([from, to]) => {
                let (mut from, to) = (self.turn(from), self.turn(to));
                if if direction > 0.0 { from < to } else { from > to } {
                    from += direction * TAU;
                }
                (from, to)
            }
        };
        while if direction > 0.0 { from > to } else { from < to } {
            out.push(position([cos, -sin * from.cos(), -sin * from.sin()]));
            from -= step;
        }
    }

    /// The angle of a position on the circle.
    fn turn(&self, at: Position) -> f64 {
        let [x, y, z] = vector(at);
        let [_, y, z] = unit([x - self.cos, y, z]);
        let turn = (-y).clamp(-1.0, 1.0).acos();
        ((if -z < 0.0 { -turn } else { turn }) + TAU - EPSILON) % TAU
    }
}
