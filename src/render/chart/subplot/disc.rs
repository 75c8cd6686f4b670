//! The circle, or polygon, that polar and Smith subplots are drawn in.

use std::f64::consts::{PI, TAU};

use kurbo::{Arc, BezPath, Point, Rect};

use super::polygon;
use super::sector::{Sector, delta, is_turn};

/// How near curves come to circles, px.
const TOLERANCE: f64 = 0.005;

/// A disc on the page, perhaps with a hole, perhaps only a sector of it. Angles are in radians, counterclockwise.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Disc {
    pub(super) center: Point,
    /// px.
    pub(super) radius: f64,
    /// The hole's radius, px.
    pub(super) inner: f64,
    pub(super) sector: Sector,
    /// The angles of a polygon's corners, counterclockwise; `None` is round.
    pub(super) corners: Option<Vec<f64>>,
}

impl Disc {
    /// The largest sector that fits in the middle of a rectangle.
    pub(super) fn fit(rect: Rect, sector: Sector, hole: f64) -> Self {
        let bounds = sector.bounds();
        let radius = (rect.width() / bounds.width()).min(rect.height() / bounds.height()).max(0.0);
        let radius = if radius.is_finite() { radius } else { 0.0 };
        let (left, top) = (
            rect.center().x - radius * bounds.width() / 2.0,
            rect.center().y - radius * bounds.height() / 2.0,
        );
        let center = Point::new(left - radius * bounds.x0, top + radius * bounds.y1);
        Self { center, radius, inner: hole * radius, sector, corners: None }
    }

    /// The point at an angle and a distance from the centre.
    pub(super) fn at(&self, angle: f64, radius: f64) -> Point {
        Point::new(self.center.x + radius * angle.cos(), self.center.y - radius * angle.sin())
    }

    /// The line at a radius through the sector.
    pub(super) fn ring(&self, radius: f64) -> BezPath {
        let mut path = BezPath::new();
        let span = self.sector.radians();
        match &self.corners {
            Some(corners) => {
                polygon::append(&mut path, polygon::outline(radius, span, corners), self.center);
            }
            None if self.sector.is_whole() => self.circle(&mut path, radius, true),
            None => self.arc(&mut path, radius, span.0, span.1, false),
        }
        path
    }

    /// The edge of all that is shown.
    pub(super) fn outline(&self) -> BezPath {
        if self.inner > 0.0 {
            let (from, to) = self.sector.radians();
            return match &self.corners {
                Some(corners) => self.cut_polygon(self.inner, self.radius, (from, to), corners),
                None => self.piece(self.inner, self.radius, from, to),
            };
        }
        let mut path = self.ring(self.radius);
        if self.corners.is_none() && !self.sector.is_whole() {
            path.line_to(self.center);
            path.close_path();
        }
        path
    }

    /// What lies between two radii and two angles: a bar.
    pub(super) fn bar(&self, (low, high): (f64, f64), (from, to): (f64, f64)) -> BezPath {
        let Some(corners) = &self.corners else { return self.piece(low, high, from, to) };
        let (from, to) = if delta(from, to) > 0.0 { (from, to) } else { (to, from) };
        let (Some((before, _)), Some((_, after))) =
            (polygon::around(corners, from), polygon::around(corners, to))
        else {
            return BezPath::new();
        };
        self.cut_polygon(low, high, (from, to), &[before, f64::midpoint(from, to), after])
    }

    fn piece(&self, low: f64, high: f64, from: f64, to: f64) -> BezPath {
        let (low, high) = (low.min(high), low.max(high));
        let (from, to) = (from.min(to), from.max(to));
        let mut path = BezPath::new();
        if is_turn(from, to) {
            self.circle(&mut path, low, true);
            self.circle(&mut path, high, false);
            return path;
        }
        path.move_to(self.at(from, low));
        path.line_to(self.at(from, high));
        self.arc(&mut path, high, from, to, true);
        path.line_to(self.at(to, low));
        self.arc(&mut path, low, to, from, true);
        path.close_path();
        path
    }

    /// Outer and inner outline, in opposite directions.
    fn cut_polygon(&self, low: f64, high: f64, span: (f64, f64), corners: &[f64]) -> BezPath {
        let mut path = BezPath::new();
        let outer = polygon::outline(low.max(high), span, corners);
        polygon::append(&mut path, outer.into_iter().rev(), self.center);
        polygon::append(&mut path, polygon::outline(low.min(high), span, corners), self.center);
        path
    }

    fn circle(&self, path: &mut BezPath, radius: f64, counterclockwise: bool) {
        let end = if counterclockwise { TAU } else { -TAU };
        self.arc(path, radius, 0.0, end / 2.0, false);
        self.arc(path, radius, if counterclockwise { PI } else { -PI }, end, true);
        path.close_path();
    }

    /// An arc from angle to angle, after a line to its start when `joined`.
    fn arc(&self, path: &mut BezPath, radius: f64, from: f64, to: f64, joined: bool) {
        if !joined {
            path.move_to(self.at(from, radius));
        }
        let arc = Arc::new(self.center, (radius, radius), -from, from - to, 0.0);
        path.extend(arc.append_iter(TOLERANCE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::Shape;

    fn disc(hole: f64) -> Disc {
        Disc::fit(Rect::new(0.0, 0.0, 200.0, 100.0), Sector::WHOLE, hole)
    }

    #[test]
    fn a_disc_fills_the_shorter_side() {
        let disc = disc(0.0);
        assert_eq!((disc.center, disc.radius), (Point::new(100.0, 50.0), 50.0));
        assert!(disc.outline().contains(disc.center));
    }

    #[test]
    fn a_hole_is_left_out() {
        let outline = disc(0.5).outline();
        assert!(!outline.contains(Point::new(100.0, 50.0)) && outline.contains(Point::new(140.0, 50.0)));
    }

    #[test]
    fn a_bar_lies_between_its_radii_and_angles() {
        let bar = disc(0.0).bar((10.0, 30.0), (0.0, PI / 2.0));
        assert!(bar.contains(Point::new(114.0, 36.0)));
        assert!(!bar.contains(Point::new(104.0, 46.0)) && !bar.contains(Point::new(86.0, 36.0)));
    }
}
