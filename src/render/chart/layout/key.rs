//! The small picture beside a legend's text.

use kurbo::{Affine, BezPath, Point, Rect, Shape};

use crate::render::chart::draw::{Canvas, Marker};
use crate::render::scene::{Color, Markers, Stroke};

/// What a legend entry shows of its plot trace.
#[derive(Debug, Clone, Default)]
pub(crate) struct Key {
    /// A line across.
    pub(crate) line: Option<Stroke>,
    /// The area under a line.
    pub(crate) fill: Option<Color>,
    /// A marker in the middle: symbol, size, fill, line.
    pub(crate) marker: Option<(Marker, f64, Color, (Color, f64))>,
    /// A box, as of bars, boxes and slices: fill, line.
    pub(crate) swatch: Option<(Color, (Color, f64))>,
    /// How much of the plot trace's own opacity is missing from 1.
    pub(crate) transparency: f64,
    /// Lines and shapes around the middle: path, fill, line.
    pub(crate) outlines: Vec<(BezPath, Option<Color>, Stroke)>,
}

impl Key {
    /// Draws the key in `width` px beside a text whose middle lies at `at`.
    pub(crate) fn draw(&self, canvas: &Canvas, at: Point, width: f64) {
        canvas.faded(1.0 - self.transparency, |canvas| self.draw_opaque(canvas, at, width));
    }

    fn draw_opaque(&self, canvas: &Canvas, at: Point, width: f64) {
        let center = Point::new(at.x + 5.0 + width / 2.0, at.y);
        if let Some(fill) = self.fill {
            let top = if self.line.is_some() || self.marker.is_some() { at.y } else { at.y - 6.0 };
            let bottom = at.y + 6.0;
            canvas.rect(Rect::new(at.x + 5.0, top, at.x + 5.0 + width, bottom), fill);
        }
        if let Some(line) = &self.line {
            let mut path = BezPath::new();
            path.move_to((at.x + 5.0, at.y));
            path.line_to((at.x + 5.0 + width, at.y));
            canvas.path(path, None, Some(line.clone()));
        }
        if let Some((fill, (color, line))) = self.swatch {
            let rect = Rect::from_center_size(center, (12.0, 12.0));
            canvas.path(rect.to_path(0.1), Some(fill.into()), Some(Stroke::new(color, line)));
        }
        for (path, fill, line) in &self.outlines {
            let path = Affine::translate(center.to_vec2()) * path.clone();
            canvas.path(path, fill.map(Into::into), Some(line.clone()));
        }
        if let Some((marker, size, fill, (color, line))) = self.marker {
            canvas.markers(Markers {
                shape: marker.outline(),
                open: marker.open,
                positions: vec![center],
                sizes: vec![size],
                fills: vec![fill],
                strokes: if line > 0.0 { vec![(color, line)] } else { Vec::new() },
            });
        }
    }
}
