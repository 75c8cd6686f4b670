//! The cut along a rectangle of the page. Coordinates are px, y down.

use kurbo::Rect;

use super::{Cut, join_ends, rejoin};
use crate::render::chart::geo::sphere::{EPSILON, Position};

/// Farther than this is nowhere, px.
const FAR: f64 = 1e9;

/// The parts of a line inside.
pub(crate) fn cut_line(rect: Rect, line: &[Position]) -> Vec<Vec<Position>> {
    cut(rect, line).pieces.into_iter().map(|piece| piece.points).collect()
}

/// The rings that border what is inside of a polygon.
pub(crate) fn cut_polygon(rect: Rect, rings: &[Vec<Position>]) -> Vec<Vec<Position>> {
    let (mut pieces, mut whole) = (Vec::new(), true);
    for ring in rings {
        let closed: Vec<Position> = ring.iter().chain(ring.first()).copied().collect();
        let mut cut = cut(rect, &closed);
        whole &= cut.whole;
        if cut.rejoins {
            join_ends(&mut cut.pieces);
        }
        pieces.extend(cut.pieces.into_iter().filter(|piece| piece.points.len() > 1));
    }
    let inside = holds_corner(rect, rings);
    let mut out = Vec::new();
    if whole && inside {
        let mut ring = Vec::new();
        follow(rect, None, 1.0, &mut ring);
        out.push(ring);
    }
    out.extend(rejoin(
        pieces,
        |at| key(rect, at),
        inside,
        |ends, direction, ring| {
            follow(rect, Some(ends), direction, ring);
        },
    ));
    out
}

fn cut(rect: Rect, line: &[Position]) -> Cut {
    let mut cut = Cut { whole: true, ..Cut::default() };
    let sees = |[x, y]: Position| rect.x0 <= x && x <= rect.x1 && rect.y0 <= y && y <= rect.y1;
    let mut before: Option<(Position, bool)> = None;
    let mut began_inside = false;
    for &at in line {
        let mut at = at;
        let inside = sees(at);
        match before {
            None => {
                began_inside = inside;
                if inside {
                    cut.open();
                    cut.add(at);
                }
            }
            Some((_, true)) if inside => cut.add(at),
            Some((from, was_inside)) => {
                let from = from.map(|side| side.clamp(-FAR, FAR));
                at = at.map(|side| side.clamp(-FAR, FAR));
                if let Some([from, to]) = shorten(rect, from, at) {
                    if !was_inside {
                        cut.open();
                        cut.add(from);
                    }
                    cut.add(to);
                    cut.whole = false;
                } else if inside {
                    cut.open();
                    cut.add(at);
                    cut.whole = false;
                }
            }
        }
        before = Some((at, inside));
    }
    cut.rejoins = began_inside && before.is_some_and(|(_, inside)| inside);
    cut
}

/// The part of a straight line inside.
fn shorten(rect: Rect, from: Position, to: Position) -> Option<[Position; 2]> {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (room, step) in
        [(rect.x0 - from[0], dx), (from[0] - rect.x1, -dx), (rect.y0 - from[1], dy), (from[1] - rect.y1, -dy)]
    {
        // Inside of a side: `room` ≤ `step` · t.
        if step == 0.0 {
            if room > 0.0 {
                return None;
            }
        } else if step > 0.0 {
            start = start.max(room / step);
        } else {
            end = end.min(room / step);
        }
    }
    let at = |t: f64| [from[0] + t * dx, from[1] + t * dy];
    (start <= end).then(|| [if start > 0.0 { at(start) } else { from }, if end < 1.0 { at(end) } else { to }])
}

/// Whether rings hold the lower left corner.
fn holds_corner(rect: Rect, rings: &[Vec<Position>]) -> bool {
    let (x, y) = (rect.x0, rect.y1);
    let mut winding = 0;
    for ring in rings {
        let Some(mut from) = ring.last().copied() else { continue };
        for &to in ring {
            let side = (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0]);
            if from[1] <= y {
                winding += i32::from(to[1] > y && side > 0.0);
            } else {
                winding -= i32::from(to[1] <= y && side < 0.0);
            }
            from = to;
        }
    }
    winding != 0
}

/// The side, or the corner before it in the direction, that a position on the border lies on: left, top, right,
/// bottom.
fn side(rect: Rect, [x, y]: Position, direction: f64) -> i32 {
    let forwards = direction > 0.0;
    if (x - rect.x0).abs() < EPSILON {
        if forwards { 0 } else { 3 }
    } else if (x - rect.x1).abs() < EPSILON {
        if forwards { 2 } else { 1 }
    } else if (y - rect.y0).abs() < EPSILON {
        i32::from(forwards)
    } else if forwards {
        3
    } else {
        2
    }
}

/// Where a position lies along the border, clockwise from the lower left corner: the side, and a share of it.
fn key(rect: Rect, at: Position) -> f64 {
    let side = side(rect, at, 1.0);
    let along = match side {
        0 => (rect.y1 - at[1]) / rect.height(),
        1 => (at[0] - rect.x0) / rect.width(),
        2 => (at[1] - rect.y0) / rect.height(),
        _ => (rect.x1 - at[0]) / rect.width(),
    };
    f64::from(side) * 2.0 + along
}

fn follow(rect: Rect, ends: Option<[Position; 2]>, direction: f64, out: &mut Vec<Position>) {
    let (mut from, to) = match ends {
        None => (0, 0),
        Some([from, to]) => {
            let sides = (side(rect, from, direction), side(rect, to, direction));
            if sides.0 == sides.1 && !((key(rect, from) < key(rect, to)) ^ (direction > 0.0)) {
                out.push(to);
                return;
            }
            sides
        }
    };
    loop {
        let x = if from == 0 || from == 3 { rect.x0 } else { rect.x1 };
        out.push([x, if from > 1 { rect.y1 } else { rect.y0 }]);
        from = (from + direction as i32 + 4) % 4;
        if from == to {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECT: Rect = Rect::new(0.0, 0.0, 10.0, 10.0);

    #[test]
    fn a_polygon_over_a_corner_keeps_the_corner() {
        let ring = vec![[-5.0, -5.0], [5.0, -5.0], [5.0, 5.0], [-5.0, 5.0]];
        let rings = cut_polygon(RECT, &[ring]);
        assert_eq!(rings.len(), 1);
        assert!(rings[0].contains(&[0.0, 0.0]), "{rings:?}");
    }

    #[test]
    fn a_polygon_around_the_rectangle_is_the_rectangle() {
        let around = vec![[-5.0, -5.0], [15.0, -5.0], [15.0, 15.0], [-5.0, 15.0]];
        assert_eq!(cut_polygon(RECT, &[around]).concat().len(), 4);
        let beside = vec![[-5.0, -5.0], [-1.0, -5.0], [-1.0, 15.0], [-5.0, 15.0]];
        assert!(cut_polygon(RECT, &[beside]).is_empty());
    }

    #[test]
    fn a_line_is_shortened_to_what_is_inside() {
        let pieces = cut_line(RECT, &[[-5.0, 5.0], [5.0, 5.0], [5.0, 20.0]]);
        assert_eq!(pieces, [vec![[0.0, 5.0], [5.0, 5.0], [5.0, 10.0]]]);
    }
}
