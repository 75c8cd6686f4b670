//! Straight lines on the globe, drawn as the curves that they are on a map: points are put between two where the
//! curve is too far from a straight line.

use std::cell::Cell;

use super::sphere::{EPSILON, Position, Vector, dot, scale, sum, vector};

/// How often a line is halved at most.
const DEPTH: u8 = 16;
/// The square of how far a line may be from the curve, px².
const TOLERANCE: f64 = 0.01;
/// The cosine of the angle over which a line is halved anyway: 30°.
const COS_LONGEST: f64 = 0.866_025_403_784_438_7;

/// A position, where it is drawn, and its vector.
#[derive(Debug, Clone, Copy)]
struct Drawn {
    longitude: f64,
    at: Position,
    vector: Vector,
}

/// The curve of a line on a map. `left` is how many points may still be put in.
pub(super) fn resample(
    line: &[Position],
    closed: bool,
    left: &Cell<usize>,
    project: &impl Fn(Position) -> Position,
) -> Vec<Position> {
    let draw = |at: Position| Drawn { longitude: at[0], at: project(at), vector: vector(at) };
    let mut out = Vec::with_capacity(line.len());
    let mut before: Option<Drawn> = None;
    for at in line {
        let drawn = draw(*at);
        if let Some(before) = before {
            bend([before, drawn], DEPTH, left, project, &mut out);
        }
        out.push(drawn.at);
        before = Some(drawn);
    }
    if let (true, Some(first), Some(last)) = (closed, line.first(), before) {
        bend([last, draw(*first)], DEPTH, left, project, &mut out);
    }
    out
}

fn bend(
    [from, to]: [Drawn; 2],
    depth: u8,
    left: &Cell<usize>,
    project: &impl Fn(Position) -> Position,
    out: &mut Vec<Position>,
) {
    let [dx, dy] = [to.at[0] - from.at[0], to.at[1] - from.at[1]];
    let square = dx * dx + dy * dy;
    // Not a number is near enough too.
    if depth == 0 || left.get() == 0 || square.is_nan() || square <= 4.0 * TOLERANCE {
        return;
    }
    let middle = sum(from.vector, to.vector);
    let middle = scale(middle, 1.0 / dot(middle, middle).sqrt());
    let at_pole = (middle[2].abs() - 1.0).abs() < EPSILON;
    let longitude = if at_pole || (from.longitude - to.longitude).abs() < EPSILON {
        f64::midpoint(from.longitude, to.longitude)
    } else {
        middle[1].atan2(middle[0])
    };
    let at = project([longitude, middle[2].clamp(-1.0, 1.0).asin()]);
    let [mx, my] = [at[0] - from.at[0], at[1] - from.at[1]];
    let aside = dy * mx - dx * my;
    let uneven = ((dx * mx + dy * my) / square - 0.5).abs() > 0.3;
    if aside * aside / square > TOLERANCE || uneven || dot(from.vector, to.vector) < COS_LONGEST {
        let middle = Drawn { longitude, at, vector: middle };
        left.set(left.get() - 1);
        bend([from, middle], depth - 1, left, project, out);
        out.push(at);
        bend([middle, to], depth - 1, left, project, out);
    }
}
