//! The path bar of treemaps and icicles: the branches above the one that is shown.

use kurbo::{BezPath, Point, Rect};

use super::look::Look;
use super::tiles::{Corner, TEXT_PAD};
use crate::render::chart::draw::Canvas;

/// px between the bar and the tiles (plotly's `gapWithPathbar`).
const GAP: f64 = 1.0;

impl Look<'_> {
    /// Draws a tile for each branch above the entry, beside the tree's domain.
    pub(super) fn draw_path_bar(&self, canvas: &Canvas, area: Rect) {
        let bar = self.trace.attrs.at("pathbar");
        if !bar.is("visible") {
            return;
        }
        let entry = self.tree.nodes.get(self.tree.entry);
        let above = entry.map(|entry| self.tree.above(entry)).unwrap_or_default();
        let size = self.stage.font.with(&self.trace.attrs.at("textfont")).with(&bar.at("textfont")).size;
        let height = bar.num_or("thickness", size + 2.0 * TEXT_PAD);
        let gap = self.trace.attrs.number("marker.line.width") + GAP;
        let top = if bar.text("side") == "bottom" { area.y1 + gap } else { area.y0 - gap - height };
        let width = area.width() / above.len().max(1) as f64;
        let corner = Corner::of(self.trace.attrs.text("textposition"), false, true);
        for (place, item) in above.iter().enumerate().rev() {
            let left = area.x0 + width * place as f64;
            let tile = Rect::new(left, top, left + width, top + height);
            self.draw_tile(canvas, item, outline(tile, bar.text("edgeshape"), area.x0), self.color(item));
            let label = item.label.replace("<br>", " ");
            let text = self.stage.setter.set(&label, &self.style(item, "pathbar.textfont"));
            self.draw_text(canvas, &text, tile, corner);
        }
    }
}

/// A tile's edges, bent by `pathbar.edgeshape`; nothing lies left of `start`.
fn outline(tile: Rect, shape: &str, start: f64) -> BezPath {
    let half = tile.height() / 2.0;
    // How far the edges' ends above, below and in the middle go to the left.
    let (above, below, middle) = match shape {
        ">" => (half, half, 0.0),
        "<" => (0.0, 0.0, half),
        "/" => (0.0, half, half / 2.0),
        "\\" => (half, 0.0, half / 2.0),
        _ => (0.0, 0.0, 0.0),
    };
    let center = tile.center().y;
    let points = [
        (tile.x0 - above, tile.y0),
        (tile.x1 - above, tile.y0),
        (tile.x1 - middle, center),
        (tile.x1 - below, tile.y1),
        (tile.x0 - below, tile.y1),
        (tile.x0 - middle, center),
    ];
    let mut path = BezPath::new();
    for (index, (x, y)) in points.into_iter().enumerate() {
        let point = Point::new(x.max(start), y);
        if index == 0 { path.move_to(point) } else { path.line_to(point) }
    }
    path.close_path();
    path
}
