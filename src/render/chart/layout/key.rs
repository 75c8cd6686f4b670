//! The small picture beside a legend's text.

use kurbo::{Affine, BezPath, Point, Rect, Shape};

use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::{Coat, Spot, draw_spots};
use crate::render::scene::Stroke;

/// px from the key's left to what it shows.
const INSET: f64 = 5.0;
/// px, the height of an area.
const AREA: f64 = 6.0;
/// Patterns are drawn smaller than on the plot.
const PATTERN: f64 = 0.8;

/// A shape around the middle of a key.
#[derive(Debug, Clone)]
pub(crate) struct KeyShape {
    pub(crate) path: BezPath,
    pub(crate) coat: Option<Coat>,
    pub(crate) line: Stroke,
}

/// What a legend entry shows of its plot trace.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    /// Of the key as a whole.
    pub(crate) opacity: f64,
    /// px that the line and the area lie above the middle.
    pub(crate) raised: f64,
    /// A line across.
    pub(crate) line: Option<Stroke>,
    /// The area under a line.
    pub(crate) area: Option<Coat>,
    /// A marker in the middle.
    pub(crate) marker: Option<Spot>,
    /// Shapes in the middle: a square for bars, boxes and slices.
    pub(crate) shapes: Vec<KeyShape>,
}

impl Default for Key {
    fn default() -> Self {
        Self { opacity: 1.0, raised: 0.0, line: None, area: None, marker: None, shapes: Vec::new() }
    }
}

impl Key {
    /// Draws the key in `width` px beside a text whose middle lies at `at`.
    pub(crate) fn draw(&self, canvas: &Canvas, at: Point, width: f64) {
        canvas.faded(self.opacity, |canvas| {
            let (left, y) = (at.x + INSET, at.y - self.raised);
            if let Some(area) = &self.area {
                let rect = Rect::new(left, y, left + width, y + AREA);
                area.fill(canvas, rect.to_path(0.1), at, PATTERN);
            }
            if let Some(line) = &self.line {
                let mut path = BezPath::new();
                path.move_to((left, y));
                path.line_to((left + width, y));
                canvas.path(path, None, Some(line.clone()));
            }
            let center = Point::new(left + width / 2.0, at.y);
            for KeyShape { path, coat, line } in &self.shapes {
                let path = Affine::translate(center.to_vec2()) * path.clone();
                if let Some(coat) = coat {
                    coat.fill(canvas, path.clone(), center, PATTERN);
                }
                canvas.path(path, None, Some(line.clone()));
            }
            if let Some(marker) = self.marker {
                draw_spots(canvas, &[Spot { at: center, ..marker }]);
            }
        });
    }
}
