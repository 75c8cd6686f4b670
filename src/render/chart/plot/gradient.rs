//! Gradients across a shape's bounds, as plotly names them.

use kurbo::{Affine, BezPath, Point, Shape};

use crate::render::chart::draw::Canvas;
use crate::render::scene::{Color, Gradient, GradientKind, Paint, Stop};

/// Where a gradient's first colour lies, and which way it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From the middle to the edge.
    Radial,
    /// From the edge to the middle.
    Inwards,
    Leftwards,
    Rightwards,
    Upwards,
    Downwards,
}

impl Direction {
    /// The direction of `gradient.type`, on which the gradient's own colour comes first.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "radial" => Self::Radial,
            "radialreversed" => Self::Inwards,
            "horizontal" => Self::Leftwards,
            "horizontalreversed" => Self::Rightwards,
            "vertical" => Self::Upwards,
            "verticalreversed" => Self::Downwards,
            _ => return None,
        })
    }
}

/// Fills an outline with a gradient across its bounds.
pub(super) fn fill(canvas: &Canvas, outline: BezPath, direction: Direction, mut stops: Vec<Stop>) {
    let bounds = outline.bounding_box();
    if bounds.is_zero_area() || !bounds.is_finite() {
        return;
    }
    if direction == Direction::Inwards {
        stops.reverse();
        for stop in &mut stops {
            stop.offset = 1.0 - stop.offset;
        }
    }
    let (left, right) = (Point::new(bounds.x0, bounds.y0), Point::new(bounds.x1, bounds.y0));
    let bottom = Point::new(bounds.x0, bounds.y1);
    let kind = match direction {
        // Around a circle in a square, which then is stretched to the bounds.
        Direction::Radial | Direction::Inwards => {
            GradientKind::Radial { center: Point::new(0.5, 0.5), radius: 0.5 }
        }
        Direction::Leftwards => GradientKind::Linear { from: right, to: left },
        Direction::Rightwards => GradientKind::Linear { from: left, to: right },
        Direction::Upwards => GradientKind::Linear { from: bottom, to: left },
        Direction::Downwards => GradientKind::Linear { from: left, to: bottom },
    };
    let paint = Paint::Gradient(Gradient { kind, stops });
    if matches!(direction, Direction::Radial | Direction::Inwards) {
        let stretch = Affine::translate(bounds.origin().to_vec2())
            * Affine::scale_non_uniform(bounds.width(), bounds.height());
        canvas.transformed(stretch, |canvas| canvas.path(stretch.inverse() * outline, Some(paint), None));
    } else {
        canvas.path(outline, Some(paint), None);
    }
}

/// The stops from a gradient's own colour to its mark's.
pub(super) fn between(from: Color, to: Color) -> Vec<Stop> {
    vec![Stop { offset: 0.0, color: from }, Stop { offset: 1.0, color: to }]
}
