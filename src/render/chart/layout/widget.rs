//! What a page's controls look like at rest: boxes and texts that stand together beside the plots.

use kurbo::{Point, Rect, RoundedRect, Shape, Size, Vec2};

use super::Push;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Placement, RichText};
use crate::render::scene::{Color, Stroke};

/// A box or a text of a control.
#[derive(Debug)]
enum Part {
    /// Corner radius, fill, border.
    Box(Rect, f64, Color, (Color, f64)),
    Text(RichText, Placement),
}

/// A menu, a slider or a row of buttons, measured and placed.
#[derive(Debug)]
pub(crate) struct Widget {
    /// The margins that it asks for.
    pub(crate) push: Push,
    parts: Vec<Part>,
}

impl Widget {
    pub(super) fn new(push: Push) -> Self {
        Self { push, parts: Vec::new() }
    }

    pub(super) fn add_box(&mut self, rect: Rect, radius: f64, fill: Color, border: (Color, f64)) {
        self.parts.push(Part::Box(rect, radius, fill, border));
    }

    pub(super) fn add_text(&mut self, text: RichText, placement: Placement) {
        self.parts.push(Part::Text(text, placement));
    }

    pub(crate) fn draw(&self, canvas: &Canvas) {
        for part in &self.parts {
            match part {
                Part::Box(rect, radius, fill, (color, width)) => {
                    // Borders of odd width fall on whole px, as `shape-rendering: crispEdges` puts them.
                    let crisp = if width % 2.0 == 1.0 { 0.5 } else { 0.0 };
                    let outline = RoundedRect::from_rect(*rect - Vec2::new(crisp, crisp), *radius);
                    canvas.path(
                        outline.to_path(0.1),
                        Some((*fill).into()),
                        Some(Stroke::new(*color, *width)),
                    );
                }
                Part::Text(text, placement) => canvas.text(text, placement),
            }
        }
    }
}

/// Where a control hangs: a point of the plot area, and how much of its size lies left of and above it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hook {
    pub(super) at: (f64, f64),
    pub(super) before: (f64, f64),
}

impl Hook {
    /// Reads `xanchor` and `yanchor` for a point given as fractions of the plot area.
    pub(super) fn new(attrs: &Attrs, (x, y): (f64, f64)) -> Self {
        let left = match attrs.text("xanchor") {
            "right" => 1.0,
            "center" => 0.5,
            "auto" if x >= 2.0 / 3.0 => 1.0,
            "auto" if x > 1.0 / 3.0 => 0.5,
            _ => 0.0,
        };
        let above = match attrs.text("yanchor") {
            "bottom" => 1.0,
            "middle" => 0.5,
            "auto" if y <= 1.0 / 3.0 => 1.0,
            "auto" if y < 2.0 / 3.0 => 0.5,
            _ => 0.0,
        };
        Self { at: (x, y), before: (left, above) }
    }

    /// The upper left corner of a control, on whole px.
    pub(super) fn corner(self, area: Rect, size: Size) -> Point {
        let x = area.x0 + area.width() * self.at.0 - size.width * self.before.0;
        let y = area.y0 + area.height() * (1.0 - self.at.1) - size.height * self.before.1;
        Point::new(x.round(), y.round())
    }

    /// The margins that a control of this size asks for.
    pub(super) fn push(self, size: Size) -> Push {
        let ((x, y), (left, above)) = (self.at, self.before);
        Push {
            left: (x, size.width * left),
            right: (x, size.width * (1.0 - left)),
            top: (y, size.height * above),
            bottom: (y, size.height * (1.0 - above)),
            pad: None,
        }
    }
}
