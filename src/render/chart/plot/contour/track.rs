//! A drawn line measured along its length.

use kurbo::{BezPath, PathEl, Point, Rect, Vec2, flatten};

/// px by which straight pieces may miss a curve.
const TOLERANCE: f64 = 0.02;

/// A line as points, each with its distance from the start, px.
#[derive(Debug, Clone)]
pub(super) struct Track {
    points: Vec<(Point, f64)>,
}

/// The part of a line that lies in the plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Segment {
    pub(super) from: f64,
    pub(super) to: f64,
    /// Whether the whole line is seen and ends where it began.
    pub(super) closed: bool,
}

impl Segment {
    pub(super) fn length(&self) -> f64 {
        self.to - self.from
    }
}

impl Track {
    pub(super) fn new(path: &BezPath) -> Self {
        let mut points: Vec<(Point, f64)> = Vec::new();
        let mut start = None;
        flatten(path, TOLERANCE, |element| {
            let point = match element {
                PathEl::MoveTo(point) => {
                    start = Some(point);
                    Some(point)
                }
                PathEl::LineTo(point) => Some(point),
                _ => start,
            };
            if let Some(point) = point {
                let along = points.last().map_or(0.0, |(last, along)| along + last.distance(point));
                points.push((point, along));
            }
        });
        Self { points }
    }

    /// The whole length, px.
    pub(super) fn length(&self) -> f64 {
        self.points.last().map_or(0.0, |(_, along)| *along)
    }

    /// The directions of the first px and, seen from the end, of the last.
    pub(super) fn directions(&self) -> (Vec2, Vec2) {
        let length = self.length();
        let unit = |from: f64, to: f64| {
            let way = self.at(to) - self.at(from);
            way / way.hypot()
        };
        (unit(0.0, 1.0), unit(length, length - 1.0))
    }

    /// The point at a distance from the start; a line goes on at its start behind its end.
    pub(super) fn around(&self, along: f64) -> Point {
        let length = self.length();
        self.at(if length > 0.0 { along.rem_euclid(length) } else { 0.0 })
    }

    fn at(&self, along: f64) -> Point {
        let next = self.points.partition_point(|(_, known)| *known < along);
        match (next.checked_sub(1).and_then(|before| self.points.get(before)), self.points.get(next)) {
            (Some((from, start)), Some((to, end))) => from.lerp(*to, (along - start) / (end - start)),
            (None, Some((point, _))) | (Some((point, _)), None) => *point,
            (None, None) => Point::ZERO,
        }
    }

    /// The part from the first to the last point seen in `bounds`, found in steps of no less than `buffer` px.
    pub(super) fn visible(&self, bounds: Rect, buffer: f64) -> Option<Segment> {
        let total = self.length();
        let outside = |along: f64| {
            let point = self.at(along);
            let x = (bounds.x0 - point.x).max(point.x - bounds.x1).max(0.0);
            let y = (bounds.y0 - point.y).max(point.y - bounds.y1).max(0.0);
            x.hypot(y)
        };
        let (mut from, mut to) = (0.0, total);
        let mut away = outside(from);
        while away > 0.0 {
            from += away + buffer;
            if from > to {
                return None;
            }
            away = outside(from);
        }
        away = outside(to);
        while away > 0.0 {
            to -= away + buffer;
            if from > to {
                return None;
            }
            away = outside(to);
        }
        let apart = self.at(0.0) - self.at(total);
        let closed = from == 0.0 && to == total && apart.x.abs() < 0.1 && apart.y.abs() < 0.1;
        Some(Segment { from, to, closed })
    }
}
