//! What fills a mark: a colour, a gradient or a pattern.

use kurbo::{BezPath, Point};

use super::Trace;
use super::gradient::{self, Direction};
use super::pattern::Pattern;
use crate::render::chart::draw::Canvas;
use crate::render::scene::{Color, Stop};

/// What fills a mark.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Coat {
    Color(Color),
    Gradient(Direction, Vec<Stop>),
    Pattern(Pattern),
}

impl Coat {
    /// The coat of the bar or slice at `index` of a colour; `each` says whether marks have colours of their own.
    pub(super) fn of_mark(trace: &Trace, index: usize, color: Color, each: bool) -> Self {
        let pattern = Pattern::read(&trace.attrs.at("marker.pattern"), index, color, each);
        pattern.map_or(Self::Color(color), Self::Pattern)
    }

    /// Fills an outline; a pattern is counted from `origin`, and drawn at a scale.
    pub(crate) fn fill(&self, canvas: &Canvas, outline: BezPath, origin: Point, scale: f64) {
        match self {
            Self::Color(color) => canvas.path(outline, Some((*color).into()), None),
            Self::Gradient(direction, stops) => gradient::fill(canvas, outline, *direction, stops.clone()),
            Self::Pattern(pattern) => pattern.fill(canvas, outline, origin, scale),
        }
    }
}
