//! Gauges stretched along a line.

use kurbo::{Point, Rect, Shape};

use super::gauge::{Band, Gauge};
use super::stage::Stage;
use crate::render::chart::draw::Canvas;

impl Gauge<'_> {
    /// Draws the bullet along its area's height, its axis below.
    pub(super) fn draw_bullet(mut self, canvas: &Canvas, stage: &Stage, area: Rect) {
        self.axis.offset = area.x0;
        let [low, high] = self.axis.range;
        for band in &self.bands {
            draw_band(canvas, band, (self.axis.place(band.range[0]), self.axis.place(band.range[1])), area);
        }
        if let Some(value) = self.value {
            // The bar begins at the left edge, wherever zero is.
            let end = self.axis.place(value.min(high));
            draw_band(canvas, &self.bar, (self.axis.place(low), end), area);
        }
        if let Some(band) = &self.threshold {
            let (x, half) = (self.axis.place(band.range[0]), band.thickness / 2.0 * area.height());
            let mut path = kurbo::BezPath::new();
            path.move_to((x, area.center().y - half));
            path.line_to((x, area.center().y + half));
            canvas.path(path, None, Some(band.line.clone()));
        }
        draw_band(canvas, &self.outline, (self.axis.place(low), self.axis.place(high)), area);
        if !self.axis.visible {
            return;
        }
        let style = self.axis.tick_style.clone();
        if let Some(inside) = style.marks {
            let sign = if inside { -1.0 } else { 1.0 };
            for tick in &self.axis.ticks {
                // Marks are drawn on whole pixels.
                let x = (self.axis.place(tick.value) - style.width / 2.0 - 0.5).ceil() + style.width / 2.0;
                let from = Point::new(x, area.y1 + sign * 0.5);
                canvas.line(from, Point::new(x, from.y + sign * style.length), style.color, style.width);
            }
        }
        // The labels' place counts half a line from the edge that plotly's doesn't.
        for label in self.axis.place_labels(stage.setter, area.y1 - self.axis.line_width() / 2.0) {
            canvas.text(&label.text, &label.placement);
        }
    }
}

fn draw_band(canvas: &Canvas, band: &Band, (from, to): (f64, f64), area: Rect) {
    let half = band.thickness / 2.0 * area.height();
    let middle = area.center().y;
    let rect = Rect::new(from, middle - half, to.max(from), middle + half);
    canvas.path(rect.to_path(0.1), Some(band.fill.into()), Some(band.line.clone()));
}
