//! Texts in scenes, which plotly centres by their ink.

use kurbo::Point;

use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, RichText, TextStyle, Typesetter};

/// Heights above the baseline, em: of capitals and digits, of letters like `x`; and what hangs below it.
const TALL: f64 = 0.72;
const SMALL: f64 = 0.54;
const BELOW: f64 = -0.24;

/// A text around a point.
#[derive(Debug, Clone)]
pub(super) struct Sign {
    text: RichText,
    /// From the middle of the ink down to the first baseline, px.
    baseline: f64,
}

impl Sign {
    pub(super) fn new(text: &str, setter: &Typesetter, style: &TextStyle) -> Self {
        let set = setter.set(text, style);
        let any = |letters: &str| text.chars().any(|letter| letters.contains(letter));
        let small = !text.chars().any(|letter| !"acegmnopqrsuvwxyz ".contains(letter));
        let top = if small { SMALL } else { TALL };
        let bottom = if any("gjpqy,;()") { BELOW } else { 0.0 };
        let lines = (set.line_count() - 1) as f64 * LINE_SPACING;
        Self { text: set, baseline: f64::midpoint(top, bottom - lines) * style.size }
    }

    /// Half of the width and of the ink's height, px.
    pub(super) fn half(&self) -> (f64, f64) {
        (self.text.width() / 2.0, self.baseline)
    }

    /// Writes it about a point, turned clockwise by degrees.
    pub(super) fn write(&self, canvas: &Canvas, at: Point, degrees: f64) {
        let placement = Placement::new(at.x, at.y + self.baseline, Anchor::Middle);
        canvas.text(&self.text, &placement.turned(degrees, at));
    }
}
