//! What contours are drawn on: the page itself, or a carpet on it.

use kurbo::{BezPath, Point, Vec2};

use super::super::carpet::{Cloth, Way, on_page};
use crate::render::chart::axis::{Axis, AxisKind};

/// Ranges of a log axis that its first value lies away when it has no logarithm (plotly's `LOG_CLIP`).
const BELOW_LOG: f64 = 10.0;
/// A line that comes so near to the ends of a and b ends at a carpet's edge.
const NEAR_EDGE: f64 = 0.1;

/// Two directions, and how they lie on the page. Lines are followed on the ground, and drawn on the page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ground<'f, 'a> {
    /// The ground's points are the page's, px.
    Axes(&'f Axis<'a>, &'f Axis<'a>),
    /// The ground's points are values of a and b.
    Carpet(&'f Cloth, (&'f Axis<'a>, &'f Axis<'a>)),
}

impl Ground<'_, '_> {
    /// The point at these shares of the ways between two values of x and between two of y.
    pub(super) fn between(&self, x: (f64, f64, f64), y: (f64, f64, f64)) -> Point {
        let mix = |from: f64, to: f64, share: f64| (1.0 - share) * from + share * to;
        match self {
            Self::Axes(x_axis, y_axis) => Point::new(
                x_axis.place(mix(linear(x_axis, x.0), linear(x_axis, x.1), x.2)),
                y_axis.place(mix(linear(y_axis, y.0), linear(y_axis, y.1), y.2)),
            ),
            Self::Carpet(..) => Point::new(mix(x.0, x.1, x.2), mix(y.0, y.1, y.2)),
        }
    }

    /// Distances within which points are the same, and within which they lie on the edge.
    pub(super) fn slack(&self) -> (Vec2, Vec2) {
        match self {
            Self::Axes(..) => (Vec2::new(0.01, 0.01), Vec2::new(0.01, 0.01)),
            Self::Carpet(cloth, _) => {
                let span = cloth.span();
                (span * 1e-8, span * 1e-4)
            }
        }
    }

    /// A point of the ground on the page.
    pub(super) fn on_page(&self, point: Point) -> Point {
        match self {
            Self::Axes(..) => point,
            Self::Carpet(cloth, axes) => on_page(cloth.place(point.x, point.y), *axes),
        }
    }

    /// Points of the ground on the page.
    pub(super) fn all_on_page(&self, points: &[Point]) -> Vec<Point> {
        points.iter().map(|point| self.on_page(*point)).collect()
    }

    /// Goes on along the edge from one of its points to another on the same side.
    pub(super) fn edge_to(&self, path: &mut BezPath, corners: &[Point; 4], from: Point, to: Point) {
        match self {
            Self::Axes(..) => path.line_to(to),
            Self::Carpet(cloth, axes) => {
                let slack = self.slack().1;
                let near = |a: f64, b: f64, slack: f64| (a - b).abs() < slack;
                let (top_left, bottom_right) = (corners[0], corners[2]);
                let along = near(from.y, top_left.y, slack.y) && !near(from.x, bottom_right.x, slack.x)
                    || near(from.y, bottom_right.y, slack.y) && !near(from.x, top_left.x, slack.x);
                cloth.edge_to(path, if along { Way::A } else { Way::B }, from, to, *axes);
            }
        }
    }

    /// The whole edge on the page, clockwise on an upright one.
    pub(super) fn perimeter(&self, corners: &[Point; 4]) -> BezPath {
        match self {
            Self::Axes(..) => {
                let mut path = BezPath::new();
                path.move_to(corners[0]);
                corners[1..].iter().for_each(|corner| path.line_to(*corner));
                path.close_path();
                path
            }
            Self::Carpet(cloth, axes) => cloth.outline(*axes).reverse_subpaths(),
        }
    }

    /// px that a label keeps away from where a line meets a carpet's edge at `end`, in a direction.
    pub(super) fn margin(&self, end: Point, direction: Vec2, height: f64) -> f64 {
        let Self::Carpet(cloth, _) = self else { return 0.0 };
        let mut margin = 0.0_f64;
        for (way, at) in [(Way::B, end.x), (Way::A, end.y)] {
            let (low, high) = cloth.ends(way.other());
            if (at - low).abs() < NEAR_EDGE || (at - high).abs() < NEAR_EDGE {
                let edge = cloth.direction(way, end.x, end.y, NEAR_EDGE);
                let cos = direction.dot(edge / edge.hypot()).abs();
                margin = margin.max(height * (1.0 - cos * cos).max(0.0).sqrt() / cos / 2.0);
            }
        }
        margin
    }

    /// The axes on the page.
    pub(super) fn axes(&self) -> (&Axis<'_>, &Axis<'_>) {
        match self {
            Self::Axes(x, y) | Self::Carpet(_, (x, y)) => (x, y),
        }
    }
}

/// A value in linear coordinates; zero and less lie far below a log axis.
fn linear(axis: &Axis, value: f64) -> f64 {
    if axis.kind == AxisKind::Log && value <= 0.0 {
        let (low, high) = axis.span();
        return f64::midpoint(low, high) - BELOW_LOG * (high - low);
    }
    axis.linear(value)
}
