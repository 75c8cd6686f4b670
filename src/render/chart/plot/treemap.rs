//! Treemaps: nested rectangles, as square as they can be.

use kurbo::{Affine, Insets, Point, Rect, Shape};

use super::Trace;
use super::stage::Stage;
use super::tree::{Node, Tree};
use crate::render::chart::color;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement};
use crate::render::scene::{Color, Stroke};

/// px between a sector's edges and its text (plotly's `TEXTPAD`).
const TEXT_PAD: f64 = 3.0;

impl Tree {
    pub(super) fn draw_treemap(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let area = stage.domain(&trace.attrs);
        let size = stage.font.with(&trace.attrs.at("textfont")).size;
        let bottom = trace.attrs.text("textposition").contains("bottom");
        let pad = |name: &str, default: f64| trace.attrs.num_or(&format!("marker.pad.{name}"), default);
        let (top, low) = if bottom { (size / 2.0, 2.0 * size) } else { (2.0 * size, size / 2.0) };
        let pads = Insets::new(pad("l", size / 2.0), pad("t", top), pad("r", size / 2.0), pad("b", low));
        canvas.faded(trace.attrs.number("opacity"), |canvas| {
            self.draw_node(canvas, trace, stage, self.entry, (area, pads));
        });
    }

    fn draw_node(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        node: usize,
        (area, pads): (Rect, Insets),
    ) {
        let Some(item) = self.nodes.get(node) else { return };
        let (level, most) = (self.level(item), Self::limit(trace).saturating_add(self.hidden_levels()));
        if area.width() <= 0.0 || area.height() <= 0.0 || level >= most {
            return;
        }
        let header = !item.children.is_empty() && level + 1 < most;
        self.draw_tile(canvas, trace, stage, item, area);
        self.draw_text(canvas, trace, stage, item, area, header.then_some(pads));
        let inner = area - pads;
        if !header || inner.x1 <= inner.x0 || inner.y1 <= inner.y0 {
            return;
        }
        let gap = trace.attrs.number("tiling.pad") / 2.0;
        let value = |child: &usize| self.nodes.get(*child).map_or(0.0, |child| child.value);
        let values: Vec<f64> = item.children.iter().map(value).collect();
        let ratio = trace.attrs.number("tiling.squarifyratio").max(1.0);
        for (child, tile) in
            item.children.iter().zip(squarify(&values, item.value, inner.inflate(gap, gap), ratio))
        {
            if !tile.is_zero_area() {
                self.draw_node(canvas, trace, stage, *child, (tile.inflate(-gap, -gap), pads));
            }
        }
    }

    fn draw_tile(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, item: &Node, area: Rect) {
        let own = trace.attrs.color("root.color").unwrap_or(Color::TRANSPARENT);
        let (fill, line) = if item.parent.is_none() && item.color == own {
            (own, Stroke::new(Color::TRANSPARENT, 0.0))
        } else {
            (self.deepened(trace, stage, item), Self::line(trace, stage, item))
        };
        let radius = trace.attrs.number("marker.cornerradius").min(area.width().min(area.height()) / 2.0);
        let path =
            if radius > 0.0 { area.to_rounded_rect(radius).to_path(0.1) } else { area.round().to_path(0.1) };
        canvas.path(path, Some(fill.into()), Some(line));
    }

    /// A branch's colour, paler the more levels it holds (`marker.depthfade`).
    fn deepened(&self, trace: &Trace, stage: &Stage, item: &Node) -> Color {
        let marker = trace.attrs.at("marker");
        let reversed = marker.str("depthfade") == Some("reversed");
        let listed = trace.column("marker.colors").is_some_and(|colors| colors.len() > 0);
        if self.scaled || !(reversed || marker.flag("depthfade", !listed)) {
            return item.color;
        }
        let most = Self::limit(trace).saturating_add(self.hidden_levels());
        let shown = most.min(self.visible_levels() + self.hidden_levels());
        let steps = match (reversed, Self::limit(trace) < usize::MAX) {
            (true, _) => self.level(item) + usize::from(self.entry != self.root),
            (false, true) if item.children.is_empty() => 0,
            (false, true) => shown.saturating_sub(self.level(item)),
            (false, false) => item.height + 1,
        };
        let paper = stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
        let pale = color::combine(paper.faded(0.75), item.color);
        let share = |step: usize| 0.5 * step as f64 / steps as f64;
        (0..steps).fold(item.color, |fill, step| color::combine(pale.faded(share(step)), fill))
    }

    /// Writes a sector's text at its `textposition`.
    ///
    /// A branch has only its label, in the strip that `header` leaves above or below its children.
    pub(super) fn draw_text(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        item: &Node,
        area: Rect,
        header: Option<Insets>,
    ) {
        let position = trace.attrs.text("textposition");
        let has = |word: &str| position.contains(word);
        let mut room = area;
        if let Some(pads) = header {
            room.x0 += pads.x0 - TEXT_PAD;
            room.x1 -= pads.x1 - TEXT_PAD;
            let strip = if has("bottom") { pads.y1 } else { pads.y0 };
            if room.x0 >= room.x1 || strip == 0.0 {
                return;
            }
            if strip < area.height() && has("bottom") {
                room.y0 = room.y1 - strip;
            } else if strip < area.height() {
                room.y1 = room.y0 + strip;
            }
        }
        let text = if header.is_some() { item.label.clone() } else { self.text(trace, stage, item) };
        if text.is_empty() {
            return;
        }
        let set = stage.setter.set(&text, &self.text_style(trace, stage, item));
        let roomy = room.width() > 2.0 * TEXT_PAD && room.height() > 2.0 * TEXT_PAD;
        let pad = if roomy { TEXT_PAD } else { 0.0 };
        let (width, height) = (room.width() - 2.0 * pad, room.height() - 2.0 * pad);
        let scale = (width / set.width()).min(height / set.height()).min(1.0);
        if scale <= 0.0 {
            return;
        }
        let (half_x, half_y) = (scale * set.width() / 2.0, scale * set.height() / 2.0);
        let x = match (has("left"), has("right")) {
            (true, _) => room.x0 + TEXT_PAD + half_x,
            (false, true) => room.x1 - TEXT_PAD - half_x,
            _ => room.center().x,
        };
        let y = match (has("top") || (header.is_some() && !has("bottom")), has("bottom")) {
            (true, _) => room.y0 + pad + half_y,
            (false, true) => room.y1 - pad - half_y,
            _ => room.center().y,
        };
        let middle = set.height() / 2.0 - set.ascent();
        let transform = Affine::translate((x, y)) * Affine::scale(scale) * Affine::translate((0.0, -middle));
        canvas.text(&set, &Placement { at: Point::ZERO, anchor: Anchor::Middle, transform });
    }
}

/// Splits a rectangle into tiles as near to rectangles of a ratio as may be (Bruls, Huizing, van Wijk).
fn squarify(values: &[f64], total: f64, area: Rect, squareness: f64) -> Vec<Rect> {
    let mut tiles = vec![Rect::ZERO; values.len()];
    let (mut rest, mut left) = (area, total);
    let mut start = 0;
    while start < values.len() {
        if values[start] <= 0.0 || left <= 0.0 {
            start += 1;
            continue;
        }
        let (width, height) = (rest.width(), rest.height());
        let alpha = (height / width).max(width / height) / (left * squareness);
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
        let tiles = squarify(&[6.0, 3.0, 2.0, 1.0], 12.0, Rect::new(0.0, 0.0, 4.0, 3.0), 1.0);
        let areas: Vec<f64> = tiles.iter().map(|tile| (tile.area() * 1e6).round() / 1e6).collect();
        assert_eq!(areas, [6.0, 3.0, 2.0, 1.0]);
    }
}
