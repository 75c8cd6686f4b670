//! One small shape painted at many places.

use kurbo::{Affine, BezPath, Point};

use super::{Color, PathItem, Stroke};

/// One small shape painted at many places: a scatter plot's points.
///
/// `sizes`, `fills` and `strokes` hold one entry for all, or one for each position.
#[derive(Debug, Clone, PartialEq)]
pub struct Markers {
    /// The shape around the origin, for a size of 1 px.
    pub shape: BezPath,
    /// Whether the shape is only stroked (plotly's open symbols).
    pub open: bool,
    /// Where, px.
    pub positions: Vec<Point>,
    /// Scale of the shape: its size in px.
    pub sizes: Vec<f64>,
    /// Fill colours.
    pub fills: Vec<Color>,
    /// Line colour and width in px; empty when there is no line.
    pub strokes: Vec<(Color, f64)>,
}

/// How one marker looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct MarkerStyle {
    /// px.
    pub size: f64,
    /// Its inside, if that is seen.
    pub fill: Option<Color>,
    /// Its line and the line's width, if that is seen.
    pub stroke: Option<(Color, f64)>,
}

impl Markers {
    /// How the marker at `index` looks. An open marker without a line is stroked 1 px wide in its fill colour.
    pub(super) fn style(&self, index: usize) -> MarkerStyle {
        fn pick<T: Copy>(values: &[T], index: usize) -> Option<T> {
            values.get(index).or_else(|| values.first()).copied()
        }
        let fill = pick(&self.fills, index);
        let line =
            pick(&self.strokes, index).or_else(|| fill.filter(|_| self.open).map(|color| (color, 1.0)));
        MarkerStyle {
            size: pick(&self.sizes, index).unwrap_or(0.0),
            fill: fill.filter(|color| !self.open && color.a > 0),
            stroke: line.filter(|(color, width)| color.a > 0 && *width > 0.0),
        }
    }

    /// The marker at `index` as a path of its own.
    pub(super) fn item(&self, index: usize) -> PathItem {
        let MarkerStyle { size, fill, stroke } = self.style(index);
        let place = self.positions.get(index).copied().unwrap_or_default();
        PathItem {
            path: Affine::translate(place.to_vec2()) * Affine::scale(size) * self.shape.clone(),
            fill: fill.map(Into::into),
            stroke: stroke.map(|(color, width)| Stroke::new(color, width)),
        }
    }
}
