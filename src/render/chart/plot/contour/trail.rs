//! A line as it is drawn on the page.

use kurbo::{BezPath, Point};

use super::super::scatter::Curve;
use super::isoline::{Field, Isoline};
use super::track::Track;
use crate::render::scene::Color;

/// One line of a level.
#[derive(Debug, Clone)]
pub(super) struct Trail {
    pub(super) level: f64,
    pub(super) color: Color,
    pub(super) path: BezPath,
    /// Where an open line begins and ends on the ground.
    ends: Option<(Point, Point)>,
}

impl Trail {
    /// The lines of one level, open ones first.
    pub(super) fn all(field: &Field, line: &Isoline, curve: Curve, color: Color) -> Vec<Self> {
        let open = line.open.iter().map(|points| {
            let mut path = BezPath::new();
            curve.append(&mut path, &field.ground.all_on_page(points), false);
            (path, points.first().copied().zip(points.last().copied()))
        });
        let closed = line.closed.iter().map(|points| {
            let mut path = BezPath::new();
            curve.append_closed(&mut path, &field.ground.all_on_page(points), false);
            (path, None)
        });
        let level = line.level;
        open.chain(closed).map(|(path, ends)| Self { level, color, path, ends }).collect()
    }

    /// px at both ends that labels of a height keep free.
    pub(super) fn margins(&self, field: &Field, track: &Track, height: f64) -> (f64, f64) {
        let Some((start, end)) = self.ends else { return (0.0, 0.0) };
        let (from, to) = track.directions();
        (field.ground.margin(start, from, height), field.ground.margin(end, to, height))
    }
}
