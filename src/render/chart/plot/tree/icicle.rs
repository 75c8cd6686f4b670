//! Icicles: a tree as rows or columns of rectangles.

use kurbo::{Insets, Rect, Size};

use super::look::Look;
use super::tiles::{Tile, flipped};
use super::tiling::row;
use crate::render::chart::draw::Canvas;

impl Look<'_> {
    pub(super) fn draw_icicle(&self, canvas: &Canvas) {
        let area = self.stage.domain(&self.trace.attrs);
        let pad = Insets::uniform(self.trace.attrs.number("tiling.pad"));
        canvas.faded(self.trace.attrs.number("opacity"), |canvas| {
            self.draw_tiles(canvas, &self.levels(area.size()), area.origin().to_vec2(), pad);
            self.draw_path_bar(canvas, area);
        });
    }

    /// The tiles, level by level, in a rectangle at the origin; those below the last level that is shown lie
    /// outside.
    fn levels(&self, size: Size) -> Vec<Tile> {
        let attrs = &self.trace.attrs;
        let (pad, flip) = (attrs.number("tiling.pad"), attrs.text("tiling.flip"));
        let across = attrs.text("tiling.orientation") == "h";
        let (wide, high) = if across { (size.height, size.width) } else { (size.width, size.height) };
        let level = high / self.shown_levels().max(1) as f64;
        let mut tiles = vec![(self.tree.entry, Rect::new(pad, pad, wide, level))];
        let mut at = 0;
        while let Some((node, tile)) = tiles.get(at).copied() {
            at += 1;
            let Some(item) = self.tree.nodes.get(node) else { continue };
            let top = (self.depth(item) + 1) as f64 * level;
            let strip = Rect::new(tile.x0, top, tile.x1, top + level);
            let values: Vec<f64> = item.children.iter().map(|child| self.tree.value(*child)).collect();
            tiles.extend(item.children.iter().copied().zip(row(&values, item.value, strip, false)));
        }
        let place = |(node, tile): Tile| {
            let tile =
                Rect::new(tile.x0, tile.y0, (tile.x1 - pad).max(tile.x0), (tile.y1 - pad).max(tile.y0));
            let tile = if across { Rect::new(tile.y0, tile.x0, tile.y1, tile.x1) } else { tile };
            (node, flipped(tile, flip, size))
        };
        tiles.into_iter().map(place).collect()
    }
}
