//! Lines with fewer points that look the same (plotly's `scatter/line_points`).

use kurbo::{Point, Rect, Vec2};

/// The share of the tolerance within which points are one.
const SAME: f64 = 0.2;
/// How much the tolerance grows with each length of the plot that a point lies beside it.
const GROWTH: f64 = 10.0;

/// Collapses runs of points that lie along a line, within `tolerance` px. The outline of an area keeps its last point.
pub(super) fn simplify(points: &[Point], frame: Rect, tolerance: f64, filled: bool) -> Vec<Point> {
    let size = Vec2::new(frame.width().max(1.0), frame.height().max(1.0));
    let share = |point: Point| {
        let at = point - frame.origin();
        Vec2::new(at.x / size.x, at.y / size.y)
    };
    let mut kept: Vec<Point> = Vec::new();
    let allowed = |point: Point, next: Option<Point>, last: Option<Point>| {
        let at = share(point);
        let mut beside = 0.0_f64.max(-at.x).max(at.x - 1.0).max(-at.y).max(at.y - 1.0);
        let crosses = |other: Option<Point>| other.is_some_and(|other| crosses_view(at, share(other)));
        if beside > 0.0 && (crosses(last) || crosses(next)) {
            beside = 0.0;
        }
        (1.0 + GROWTH * beside) * tolerance
    };
    let Some(first) = points.first() else { return kept };
    kept.push(*first);
    let mut start = *first;
    let mut index = 0;
    loop {
        index += 1;
        let Some(mut high) = points.get(index).copied() else { break };
        let after = points.get(index + 1).copied();
        let length = (high - start).hypot();
        let ends_area = filled && after.is_none();
        if !ends_area && length < allowed(high, after, kept.last().copied()) * SAME {
            continue;
        }
        let unit = (high - start) / length;
        let (mut low, mut end) = (start, high);
        let (mut most, mut least) = (length, 0.0);
        let (mut left, mut right) = (0.0_f64, 0.0_f64);
        let mut high_first = false;
        let mut out = None;
        index += 1;
        while let Some(&point) = points.get(index) {
            let vector = point - start;
            let aside = vector.cross(unit);
            left = left.min(aside);
            right = right.max(aside);
            if right - left > allowed(point, points.get(index + 1).copied(), kept.last().copied()) {
                out = Some(point);
                break;
            }
            end = point;
            let along = vector.dot(unit);
            if along > most {
                (most, high, high_first) = (along, point, false);
            } else if along < least {
                (least, low, high_first) = (along, point, true);
            }
            index += 1;
        }
        if high_first {
            kept.push(high);
            if end != low {
                kept.push(low);
            }
        } else {
            if low != start {
                kept.push(low);
            }
            if end != high {
                kept.push(high);
            }
        }
        kept.push(end);
        match out {
            Some(point) => {
                kept.push(point);
                start = point;
            }
            None => break,
        }
    }
    kept
}

/// Whether the line between two points, in shares of the plot, comes near its middle.
fn crosses_view(from: Vec2, to: Vec2) -> bool {
    let (line, middle) = (to - from, Vec2::new(0.5, 0.5) - from);
    let norm = line.hypot2();
    let along = line.dot(middle);
    along > 0.0 && along < norm && middle.cross(line).powi(2) < norm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_along_a_line_become_its_ends_and_turns_stay() {
        let points = [(0.0, 0.0), (10.0, 0.2), (20.0, 0.0), (30.0, 0.1), (30.0, 40.0)].map(Point::from);
        let kept = simplify(&points, Rect::new(0.0, 0.0, 100.0, 100.0), 0.75, false);
        assert_eq!(kept, [points[0], points[3], points[4]]);
    }

    #[test]
    fn an_area_far_beyond_the_plot_keeps_its_corners() {
        let points = [(10.0, -1e6), (90.0, -1e6), (90.0, 1e6), (10.0, 1e6)].map(Point::from);
        let kept = simplify(&points, Rect::new(0.0, 0.0, 100.0, 100.0), 0.75, true);
        assert_eq!(kept, points);
    }
}
