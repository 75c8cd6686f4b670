//! Icicles: a tree as rows or columns of rectangles.

use kurbo::{Rect, Shape};

use super::Trace;
use super::stage::Stage;
use super::tree::Tree;
use crate::render::chart::draw::Canvas;

impl Tree {
    pub(super) fn draw_icicle(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let area = stage.domain(&trace.attrs);
        let levels = self.visible_levels().min(Self::limit(trace));
        let across = trace.attrs.text("tiling.orientation") == "h";
        let flip = trace.attrs.text("tiling.flip");
        let pad = trace.attrs.number("tiling.pad");
        canvas.faded(trace.attrs.number("opacity"), |canvas| {
            for (node, from, to) in self.spread(0.0, 1.0) {
                let Some(item) = self.nodes.get(node) else { continue };
                let Some(level) = self.level(item).checked_sub(self.hidden_levels()).filter(|l| *l < levels)
                else {
                    continue;
                };
                let (top, bottom) = (level as f64 / levels as f64, (level + 1) as f64 / levels as f64);
                let ((mut x0, mut x1), (mut y0, mut y1)) =
                    if across { ((top, bottom), (from, to)) } else { ((from, to), (top, bottom)) };
                if flip.contains('x') {
                    (x0, x1) = (1.0 - x1, 1.0 - x0);
                }
                if flip.contains('y') {
                    (y0, y1) = (1.0 - y1, 1.0 - y0);
                }
                // plotly pads behind each rectangle.
                let rect = Rect::new(
                    area.x0 + x0 * area.width(),
                    area.y0 + y0 * area.height(),
                    area.x0 + x1 * area.width() - pad,
                    area.y0 + y1 * area.height() - pad,
                );
                if rect.width() <= 0.0 || rect.height() <= 0.0 {
                    continue;
                }
                let fill = item.color.faded(self.leaf_opacity(trace, item));
                let path = rect.round().to_path(0.1);
                canvas.path(path, Some(fill.into()), Some(Self::line(trace, stage, item)));
                self.draw_text(canvas, trace, stage, item, rect, None);
            }
        });
    }
}
