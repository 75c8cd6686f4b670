//! Treemaps: nested rectangles.

use kurbo::{Insets, Rect};

use super::look::Look;
use super::nodes::Node;
use super::tiles::{Tile, flipped};
use super::tiling::pack;
use crate::render::chart::color;
use crate::render::chart::draw::Canvas;
use crate::render::scene::Color;

impl Look<'_> {
    pub(super) fn draw_treemap(&self, canvas: &Canvas) {
        let area = self.stage.domain(&self.trace.attrs);
        let pads = self.pads();
        canvas.faded(self.trace.attrs.number("opacity"), |canvas| {
            self.draw_tiles(canvas, &self.nest(area.size().to_rect(), pads), area.origin().to_vec2(), pads);
            self.draw_path_bar(canvas, area);
        });
    }

    /// `marker.pad`; the header of a branch needs twice the text's size.
    fn pads(&self) -> Insets {
        let attrs = &self.trace.attrs;
        let size = self.stage.font.with(&attrs.at("textfont")).size;
        let pad = |name: &str, default: f64| attrs.num_or(&format!("marker.pad.{name}"), default);
        let below = attrs.text("textposition").contains("bottom");
        let (top, bottom) = if below { (size / 2.0, 2.0 * size) } else { (2.0 * size, size / 2.0) };
        Insets::new(pad("l", size / 2.0), pad("t", top), pad("r", size / 2.0), pad("b", bottom))
    }

    /// The tiles, parents before children, in a rectangle at the origin.
    fn nest(&self, area: Rect, pads: Insets) -> Vec<Tile> {
        let attrs = &self.trace.attrs;
        let (packing, flip) = (attrs.text("tiling.packing"), attrs.text("tiling.flip"));
        let swapped = packing == "dice-slice";
        let turn = |rect: Rect| if swapped { Rect::new(rect.y0, rect.x0, rect.y1, rect.x1) } else { rect };
        let mut pads = pads;
        if flip.contains('x') {
            std::mem::swap(&mut pads.x0, &mut pads.x1);
        }
        if flip.contains('y') {
            std::mem::swap(&mut pads.y0, &mut pads.y1);
        }
        if swapped {
            pads = Insets::new(pads.y0, pads.x0, pads.y1, pads.x1);
        }
        let gap = attrs.number("tiling.pad") / 2.0;
        let ratio = attrs.number("tiling.squarifyratio").max(1.0);
        let mut tiles = vec![(self.tree.entry, turn(area))];
        let mut at = 0;
        while let Some((node, tile)) = tiles.get(at).copied() {
            at += 1;
            let Some(item) = self.tree.nodes.get(node) else { continue };
            let inner = inset(tile, Insets::new(pads.x0 - gap, pads.y0 - gap, pads.x1 - gap, pads.y1 - gap));
            let values: Vec<f64> = item.children.iter().map(|child| self.tree.value(*child)).collect();
            let parts = pack(packing, (&values, item.value), inner, self.depth(item), ratio);
            let children = item.children.iter().copied();
            tiles.extend(children.zip(parts.into_iter().map(|part| inset(part, Insets::uniform(gap)))));
        }
        tiles.into_iter().map(|(node, tile)| (node, flipped(turn(tile), flip, area.size()))).collect()
    }

    /// A branch's colour, paler the more levels it holds (`marker.depthfade`).
    pub(super) fn deepened(&self, item: &Node) -> Color {
        let (own, marker) = (self.color(item), self.trace.attrs.at("marker"));
        let reversed = marker.str("depthfade") == Some("reversed");
        let listed = self.trace.column("marker.colors").is_some_and(|colors| colors.len() > 0);
        if self.scale.is_some() || !(reversed || marker.flag("depthfade", !listed)) {
            return own;
        }
        let depth = self.depth(item);
        let steps = match (reversed, self.limit < usize::MAX) {
            (true, _) => depth + usize::from(self.tree.entry != self.tree.root),
            (false, true) if item.children.is_empty() => 0,
            (false, true) => self.shown_levels().saturating_sub(depth),
            (false, false) => item.height + 1,
        };
        let paper = self.stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
        let pale = color::combine(paper.faded(0.75), own);
        let share = |step: usize| 0.5 * step as f64 / steps as f64;
        (0..steps).fold(own, |fill, step| color::combine(pale.faded(share(step)), fill))
    }
}

/// A smaller rectangle; sides that would be moved past each other meet in the middle.
fn inset(rect: Rect, pads: Insets) -> Rect {
    let between = |from: f64, to: f64| {
        let middle = f64::midpoint(from, to);
        if to < from { (middle, middle) } else { (from, to) }
    };
    let (x0, x1) = between(rect.x0 + pads.x0, rect.x1 - pads.x1);
    let (y0, y1) = between(rect.y0 + pads.y0, rect.y1 - pads.y1);
    Rect::new(x0, y0, x1, y1)
}
