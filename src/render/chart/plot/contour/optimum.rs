//! Where on a line its label stands best (plotly's `LABELOPTIMIZER`).

use kurbo::{Line, ParamCurveNearest, Point, Rect, Size, Vec2};

use super::track::{Segment, Track};

const PLACES: f64 = 10.0;
const ROUNDS: usize = 5;
/// A label that costs more is left out.
const MOST: f64 = 100.0;
const NEIGHBOR: f64 = 5.0;
/// How much more a label of the same level costs.
const SAME_LEVEL: f64 = 10.0;
/// How far from a label of the same level, in heights.
const SAME_LEVEL_DISTANCE: f64 = 5.0;

/// A label's place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) center: Point,
    /// Radians, between upright and upside down.
    pub(super) angle: f64,
}

/// A label that has its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub(super) spot: Spot,
    pub(super) level: f64,
    /// With the room that it keeps free.
    pub(super) size: Size,
}

/// The best place for a label of `size` and `level` on a part of a line; `None` when all are bad.
pub(super) fn best(
    track: &Track,
    part: &Segment,
    (size, level): (Size, f64),
    others: &[Placed],
    bounds: Rect,
) -> Option<Spot> {
    let (mut step, mut from, mut to);
    if part.closed {
        step = part.length() / PLACES;
        from = part.from + step / 2.0;
        to = part.to;
    } else {
        step = (part.length() - size.width) / (PLACES + 1.0);
        from = part.from + step + size.width / 2.0;
        to = part.to - f64::midpoint(step, size.width);
    }
    let mut found: Option<(f64, Spot, f64)> = None;
    for round in 0..ROUNDS {
        let mut at = from;
        while at < to && step > 0.0 {
            let spot = Spot::on(track, at, size.width);
            let cost = cost(&spot, size, level, others, bounds);
            if found.as_ref().is_none_or(|(least, _, _)| cost < *least) && cost.is_finite() {
                found = Some((cost, spot, at));
            }
            at += step;
        }
        let (_, _, middle) = found.filter(|(cost, _, _)| *cost <= 2.0 * MOST)?;
        // From the second round on, half as far about the best so far.
        if round > 0 {
            step /= 2.0;
        }
        from = middle - step / 2.0;
        to = from + 1.5 * step;
    }
    found.filter(|(cost, _, _)| *cost <= MOST).map(|(_, spot, _)| spot)
}

impl Spot {
    fn on(track: &Track, along: f64, width: f64) -> Self {
        let (before, after) = (track.around(along - width / 2.0), track.around(along + width / 2.0));
        let middle = track.around(along);
        let center = (middle.to_vec2() * 4.0 + before.to_vec2() + after.to_vec2()) / 6.0;
        let slope = (after.y - before.y) / (after.x - before.x);
        Self { center: center.to_point(), angle: if slope.is_nan() { 0.0 } else { slope.atan() } }
    }

    fn line(&self, width: f64) -> Line {
        let half = Vec2::from_angle(self.angle) * (width / 2.0);
        Line::new(self.center - half, self.center + half)
    }

    /// A point of a box about the spot, along and across the text.
    pub(super) fn corner(&self, along: f64, across: f64) -> Point {
        let (sin, cos) = self.angle.sin_cos();
        self.center + Vec2::new(along * cos - across * sin, along * sin + across * cos)
    }
}

/// Nearness to the edge, slope, and nearness to other labels.
fn cost(spot: &Spot, size: Size, level: f64, others: &[Placed], bounds: Rect) -> f64 {
    let (sin, cos) = spot.angle.sin_cos();
    let (half_width, half_height) = (size.width / 2.0, size.height / 2.0);
    let room =
        |at: f64, low: f64, high: f64| if at > f64::midpoint(low, high) { high - at } else { at - low };
    let x = room(spot.center.x, bounds.x0, bounds.x1) / (cos * half_width + (sin * half_height).abs());
    let y = room(spot.center.y, bounds.y0, bounds.y1) / ((sin * half_width).abs() + cos * half_height);
    if x < 1.0 || y < 1.0 {
        return f64::INFINITY;
    }
    let mut cost = 1.0 / (x - 1.0) + 1.0 / (y - 1.0) + spot.angle * spot.angle;
    let own = spot.line(size.width);
    for other in others {
        let apart =
            distance(own, other.spot.line(other.size.width)) * 2.0 / (size.height + other.size.height);
        let (least, weight) =
            if other.level == level { (SAME_LEVEL_DISTANCE, SAME_LEVEL) } else { (1.0, 1.0) };
        if apart <= least {
            return f64::INFINITY;
        }
        cost += NEIGHBOR * weight / (apart - least);
    }
    cost
}

fn distance(a: Line, b: Line) -> f64 {
    let (along, other, gap) = (a.p1 - a.p0, b.p1 - b.p0, b.p0 - a.p0);
    let turn = along.cross(other);
    if turn != 0.0 {
        let (t, u) = (gap.cross(other) / turn, gap.cross(along) / turn);
        if (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u) {
            return 0.0;
        }
    }
    let to = |line: Line, point: Point| line.nearest(point, 1e-6).distance_sq;
    to(a, b.p0).min(to(a, b.p1)).min(to(b, a.p0)).min(to(b, a.p1)).sqrt()
}
