//! Treemaps: nested rectangles, as square as they can be.

use kurbo::{Affine, Point, Rect, Shape};

use super::Trace;
use super::stage::Stage;
use super::tree::{Node, Tree, limit};
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement};

impl Tree {
    pub(crate) fn draw_treemap(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        // The path bar appears once a visitor has gone down a level; at rest there is none.
        let area = stage.domain(&trace.attrs);
        let size = stage.font.with(&trace.attrs.at("textfont")).size;
        let most = limit(trace);
        canvas.faded(trace.attrs.number("opacity"), |canvas| {
            self.draw_node(canvas, trace, stage, self.root, area, size, most);
        });
    }

    #[expect(clippy::too_many_arguments, reason = "the walk carries what every sector needs")]
    fn draw_node(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        node: usize,
        area: Rect,
        header: f64,
        most: usize,
    ) {
        let item = &self.nodes[node];
        if area.width() <= 0.0 || area.height() <= 0.0 || item.depth >= most {
            return;
        }
        let leaf = item.children.is_empty() || item.depth + 1 >= most;
        let fade = if leaf { trace.attrs.num_or("leaf.opacity", 1.0) } else { 1.0 };
        if item.index.is_some() {
            let rect = area.round();
            canvas.path(
                rect.to_path(0.1),
                Some(item.color.faded(fade).into()),
                Some(Self::line(trace, stage)),
            );
            self.draw_text(canvas, trace, stage, item, area, leaf);
        }
        if leaf {
            return;
        }
        let position = trace.attrs.text("textposition");
        let pad =
            |name: &str, default: f64| trace.attrs.num(&format!("marker.pad.{name}")).unwrap_or(default);
        let wide = 2.0 * header;
        let inner = Rect::new(
            area.x0 + pad("l", wide / 4.0),
            area.y0 + pad("t", if position.contains("bottom") { wide / 4.0 } else { wide }),
            area.x1 - pad("r", wide / 4.0),
            area.y1 - pad("b", if position.contains("bottom") { wide } else { wide / 4.0 }),
        );
        if inner.x1 <= inner.x0 || inner.y1 <= inner.y0 {
            return;
        }
        let gap = trace.attrs.number("tiling.pad") / 2.0;
        let values: Vec<f64> = item.children.iter().map(|child| self.nodes[*child].value).collect();
        let whole = inner.inflate(gap, gap);
        for (child, tile) in item.children.iter().zip(squarify(&values, item.value, whole)) {
            if self.nodes[*child].value > 0.0 {
                self.draw_node(canvas, trace, stage, *child, tile.inflate(-gap, -gap), header, most);
            }
        }
    }

    pub(super) fn draw_text(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        item: &Node,
        area: Rect,
        leaf: bool,
    ) {
        let text = self.text(trace, item);
        if text.is_empty() {
            return;
        }
        let style = Self::text_style(trace, stage, item);
        // A branch has room for one line above its children.
        let text = if leaf { text } else { text.replace("<br>", " ") };
        let set = stage.setter.set(&text, &style);
        let pad = 3.0;
        // A branch's text stands above its children, whose padding it shares.
        let side = if leaf { pad } else { style.size / 2.0 };
        let room = area.inflate(-side, -pad);
        let high = if leaf {
            room.height()
        } else {
            (2.0 * style.size - 2.0 * pad).min(room.height()).max(style.size)
        };
        let scale = (room.width() / set.width()).min(high / set.height()).min(1.0);
        if scale <= 0.0 {
            return;
        }
        let position = trace.attrs.text("textposition");
        let x = if position.contains("left") {
            room.x0 + scale * set.width() / 2.0
        } else if position.contains("right") {
            room.x1 - scale * set.width() / 2.0
        } else {
            room.center().x
        };
        let y = if position.contains("top") {
            room.y0 + scale * set.height() / 2.0
        } else if position.contains("bottom") {
            room.y1 - scale * set.height() / 2.0
        } else {
            room.center().y
        };
        let middle = set.height() / 2.0 - set.ascent();
        let transform = Affine::translate((x, y)) * Affine::scale(scale) * Affine::translate((0.0, -middle));
        canvas.clipped(area, |canvas| {
            canvas.text(&set, &Placement { at: Point::ZERO, anchor: Anchor::Middle, transform });
        });
    }
}

/// Splits a rectangle into tiles as near to squares as may be (Bruls, Huizing, van Wijk).
fn squarify(values: &[f64], total: f64, area: Rect) -> Vec<Rect> {
    let mut tiles = vec![Rect::ZERO; values.len()];
    let (mut rest, mut left) = (area, total);
    let mut start = 0;
    while start < values.len() {
        if values[start] <= 0.0 || left <= 0.0 {
            start += 1;
            continue;
        }
        let (width, height) = (rest.width(), rest.height());
        let alpha = (height / width).max(width / height) / left;
        let worst = |sum: f64, low: f64, high: f64| {
            let beta = sum * sum * alpha;
            (high / beta).max(beta / low)
        };
        let (mut sum, mut low, mut high) = (values[start], values[start], values[start]);
        let mut ratio = worst(sum, low, high);
        let mut end = start + 1;
        while end < values.len() && values[end] > 0.0 {
            let next = values[end];
            let (new_low, new_high) = (low.min(next), high.max(next));
            let new_ratio = worst(sum + next, new_low, new_high);
            if new_ratio > ratio {
                break;
            }
            (sum, low, high, ratio) = (sum + next, new_low, new_high, new_ratio);
            end += 1;
        }
        let along = width < height;
        let share = (sum / left).min(1.0);
        let strip = if along {
            Rect::new(rest.x0, rest.y0, rest.x1, rest.y0 + height * share)
        } else {
            Rect::new(rest.x0, rest.y0, rest.x0 + width * share, rest.y1)
        };
        let mut done = 0.0;
        for index in start..end {
            let (from, to) = (done / sum, (done + values[index]) / sum);
            done += values[index];
            tiles[index] = if along {
                Rect::new(strip.x0 + from * width, strip.y0, strip.x0 + to * width, strip.y1)
            } else {
                Rect::new(strip.x0, strip.y0 + from * height, strip.x1, strip.y0 + to * height)
            };
        }
        if along {
            rest.y0 = strip.y1;
        } else {
            rest.x0 = strip.x1;
        }
        left -= sum;
        start = end;
    }
    tiles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_fill_the_rectangle_in_proportion() {
        let tiles = squarify(&[6.0, 3.0, 2.0, 1.0], 12.0, Rect::new(0.0, 0.0, 4.0, 3.0));
        let areas: Vec<f64> = tiles.iter().map(|tile| (tile.area() * 1e6).round() / 1e6).collect();
        assert_eq!(areas, [6.0, 3.0, 2.0, 1.0]);
    }
}
