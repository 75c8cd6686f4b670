//! The margins that an axis asks for (`automargin`).

use kurbo::Rect;

use super::labels::{CAP_SHIFT, PlacedText, around};
use super::{Axis, Letter, Side};
use crate::render::chart::layout::Push;
use crate::render::chart::text::LINE_SPACING;

impl Axis<'_> {
    /// Measures how far the labels reach from the edge of the plot or from the axis' line, and what margin it needs.
    ///
    /// `across` is the fraction of the plot, on the other letter's scale, that the axis stands at.
    pub(crate) fn measure(
        &mut self,
        (edge, line): (f64, f64),
        labels: &[PlacedText],
        across: f64,
    ) -> Option<Push> {
        let bounds = around(labels);
        let outer = self.tick_style.outer_length();
        let line = self.line_position(line);
        let reach = |from: f64| {
            bounds.map(|bounds| match self.side {
                Side::Left => from - bounds.x0,
                Side::Right => bounds.x1 - from,
                Side::Top => from - bounds.y0,
                Side::Bottom => bounds.y1 - from,
            })
        };
        let auto = self.attrs.get("automargin");
        let sides = auto.and_then(serde_json::Value::as_str);
        let wanted =
            auto.map_or(self.shifts_itself(), |auto| auto.as_bool() == Some(true)) || sides.is_some();
        self.depth = if wanted || self.slid {
            reach(edge).unwrap_or(0.0).max(outer)
        } else {
            reach(line).unwrap_or(0.0)
        };
        if !wanted || !self.visible {
            return None;
        }
        let own = self.depth;
        if self.attrs.has("title.standoff") {
            // The title counts from the middle of the line, the margin from the edge.
            self.depth = reach(line).unwrap_or(0.0);
        }
        let mut push = Push::at(self.letter, across);
        let mut outward = own + self.side.sign() * self.shift;
        if self.is_titled() {
            outward += self.title_depth() + self.attrs.num_or("title.standoff", 0.0);
        }
        match self.side {
            Side::Left => push.left.1 = outward,
            Side::Right => push.right.1 = outward,
            Side::Top => push.top.1 = outward,
            Side::Bottom => push.bottom.1 = outward,
        }
        if let Some(bounds) = bounds {
            self.push_ends(&mut push, bounds);
        }
        if let Some(sides) = sides {
            push.only(sides);
        }
        Some(push)
    }

    fn push_ends(&self, push: &mut Push, bounds: Rect) {
        let (start, end) = (self.offset, self.offset + self.length);
        match self.letter {
            Letter::X => {
                if bounds.x1 > end {
                    push.right = (1.0, bounds.x1 - end);
                }
                if bounds.x0 < start {
                    push.left = (0.0, start - bounds.x0);
                }
            }
            Letter::Y => {
                if bounds.y1 > end {
                    push.bottom = (0.0, bounds.y1 - end);
                }
                if bounds.y0 < start {
                    push.top = (1.0, start - bounds.y0);
                }
            }
        }
    }

    /// About how much the title takes, px.
    pub(super) fn title_depth(&self) -> f64 {
        let size = self.title_style.size;
        let extra = self.title.as_deref().map_or(0, |title| title.matches("<br").count()) as f64;
        if self.attrs.has("title.standoff") {
            size * (CAP_SHIFT + extra * LINE_SPACING)
        } else if extra > 0.0 {
            size * (extra + 1.0) * LINE_SPACING
        } else {
            size
        }
    }
}
