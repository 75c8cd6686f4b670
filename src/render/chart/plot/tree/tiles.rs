//! The rectangles of treemaps and icicles, with their texts.

use kurbo::{Affine, BezPath, Insets, Point, Rect, Shape, Size, Vec2};

use super::look::Look;
use super::nodes::Node;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::pattern::paint_sector;
use crate::render::chart::text::{Anchor, Placement, RichText};
use crate::render::scene::Color;

/// px between a tile's edges and its text (plotly's `TEXTPAD`).
pub(super) const TEXT_PAD: f64 = 3.0;

/// A node's place, and its rectangle.
pub(super) type Tile = (usize, Rect);

/// Where a text stands in its tile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Corner {
    /// 0 is left, 1 is right.
    across: f64,
    /// 0 is above, 1 is below.
    down: f64,
}

impl Corner {
    /// As `textposition` says; headers and the tiles of path bars are never centred.
    pub(super) fn of(position: &str, header: bool, path_bar: bool) -> Self {
        let has = |word: &str| position.contains(word);
        let share = |start: bool, end: bool| match (start, end) {
            (true, _) => 0.0,
            (false, true) => 1.0,
            _ => 0.5,
        };
        Self {
            across: share(has("left") || path_bar, has("right")),
            down: share(has("top") || (header && !has("bottom")), has("bottom")),
        }
    }
}

impl Look<'_> {
    /// Draws the tiles of the levels that are shown, `by` from where they lie.
    pub(super) fn draw_tiles(&self, canvas: &Canvas, tiles: &[Tile], by: Vec2, pads: Insets) {
        let position = self.trace.attrs.text("textposition");
        for (node, tile) in tiles {
            let Some(item) = self.tree.nodes.get(*node) else { continue };
            let depth = self.depth(item);
            if tile.is_zero_area() || depth >= self.limit {
                continue;
            }
            let tile = *tile + by;
            let header = self.trace.kind == "treemap" && !item.children.is_empty() && depth + 1 != self.limit;
            self.draw_tile(canvas, item, self.outline(item, tile, pads), self.fill(item));
            let corner = Corner::of(position, header, false);
            if !header {
                self.draw_text(canvas, &self.set(item, &self.text(item)), tile, corner);
            } else if let Some(strip) = strip(tile, pads, position.contains("bottom")) {
                self.draw_text(canvas, &self.set(item, &item.label), strip, corner);
            }
        }
    }

    /// What fills a tile among the others; branches of treemaps are paler.
    fn fill(&self, item: &Node) -> Color {
        if self.trace.kind == "treemap" { self.deepened(item) } else { self.color(item) }
    }

    /// Fills and strokes a tile. A treemap's root that only has `root.color` has no line.
    pub(super) fn draw_tile(&self, canvas: &Canvas, item: &Node, outline: BezPath, fill: Color) {
        let own = self.trace.attrs.color("root.color").unwrap_or(Color::TRANSPARENT);
        let plain = self.trace.kind == "treemap" && item.parent.is_none() && self.color(item) == own;
        let opacity = if self.trace.kind == "icicle" { self.leaf_opacity(item) } else { 1.0 };
        let fill = if plain { own } else { fill.faded(opacity) };
        let line = (!plain).then(|| self.line(item, opacity));
        paint_sector(canvas, (self.trace, self.stage), item.index, outline, fill, line);
    }

    /// A tile's edges, rounded by `marker.cornerradius` where the text leaves room.
    fn outline(&self, item: &Node, tile: Rect, pads: Insets) -> BezPath {
        let mut radius =
            self.trace.attrs.num_or("marker.cornerradius", 0.0).min(tile.width().min(tile.height()) / 2.0);
        if !item.label.is_empty() {
            let position = self.trace.attrs.text("textposition");
            let sides = [("top", pads.y0), ("left", pads.x0), ("right", pads.x1), ("bottom", pads.y1)];
            for (_, pad) in sides.iter().filter(|(side, _)| position.contains(side)) {
                radius = radius.min(*pad);
            }
        }
        if radius > 0.0 { tile.to_rounded_rect(radius).to_path(0.1) } else { tile.to_path(0.1) }
    }

    /// A measured text of an item.
    fn set(&self, item: &Node, text: &str) -> RichText {
        self.stage.setter.set(text, &self.style(item, "insidetextfont"))
    }

    /// Writes a text in a corner of a rectangle, smaller where it doesn't fit.
    pub(super) fn draw_text(&self, canvas: &Canvas, text: &RichText, room: Rect, corner: Corner) {
        let roomy = room.width() > 2.0 * TEXT_PAD && room.height() > 2.0 * TEXT_PAD;
        let pad = if roomy { TEXT_PAD } else { 0.0 };
        let (width, height) = (room.width() - 2.0 * pad, room.height() - 2.0 * pad);
        if text.is_empty() || room.is_zero_area() {
            return;
        }
        let scale = (width / text.width()).min(height / text.height()).min(1.0);
        let scale = self.stage.uniform.scale(self.trace.kind, scale, text.size());
        if scale <= 0.0 {
            return;
        }
        let along = |from: f64, to: f64, share: f64| from + (to - from) * share;
        let x = along(room.x0 + TEXT_PAD, room.x1 - TEXT_PAD, corner.across);
        let y = along(room.y0 + pad, room.y1 - pad, corner.down);
        let by = Vec2::new(0.0, text.ascent() - corner.down * text.height());
        let transform = Affine::translate((x, y)) * Affine::scale(scale) * Affine::translate(by);
        let anchor = match corner.across {
            0.0 => Anchor::Start,
            1.0 => Anchor::End,
            _ => Anchor::Middle,
        };
        canvas.text(text, &Placement { at: Point::ZERO, anchor, transform });
    }
}

/// The strip of a branch that its children leave to its label; `None` where there is none.
fn strip(tile: Rect, pads: Insets, below: bool) -> Option<Rect> {
    let height = if below { pads.y1 } else { pads.y0 };
    let mut strip = Rect { x0: tile.x0 + pads.x0 - TEXT_PAD, x1: tile.x1 - pads.x1 + TEXT_PAD, ..tile };
    if height < tile.height() && below {
        strip.y0 = tile.y1 - height;
    } else if height < tile.height() {
        strip.y1 = tile.y0 + height;
    }
    (height > 0.0 && strip.x0 < strip.x1).then_some(strip)
}

/// A rectangle mirrored in an area at the origin, by `tiling.flip`.
pub(super) fn flipped(rect: Rect, flip: &str, size: Size) -> Rect {
    let mut rect = rect;
    if flip.contains('x') {
        (rect.x0, rect.x1) = (size.width - rect.x1, size.width - rect.x0);
    }
    if flip.contains('y') {
        (rect.y0, rect.y1) = (size.height - rect.y1, size.height - rect.y0);
    }
    rect
}
