//! Funnel areas: slices of a trapezium, stacked, each as large as its value.

use kurbo::{BezPath, Point};

use super::Trace;
use super::pattern::paint_sector;
use super::pie::place;
use super::pie_area::PieArea;
use super::slices::Slices;
use super::stage::Stage;
use crate::render::chart::draw::Canvas;
use crate::render::scene::Color;

/// px between a slice's edges and its text.
const TEXT_PAD: f64 = 3.0;

impl Slices {
    /// Draws the funnel, its widest slice on top.
    pub(crate) fn draw_funnel_area(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let aspect = trace.attrs.number("aspectratio");
        let mut area = PieArea::new(trace, self.total, stage, 0.0, aspect);
        let half_width = area.radius;
        area.radius *= aspect;
        let paper = stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
        let edges = self.edges(trace.attrs.number("baseratio").min(0.999));
        let (Some(last), Some(first)) = (edges.first(), edges.last()) else { return };
        // Widths and heights are in units of the square root of the area below.
        let (scale_x, scale_y) = (half_width / last, 2.0 * area.radius / (last - first));
        let middle = (last + first) / 2.0;
        let at = |edge: f64, side: f64| {
            Point::new(area.center.x + side * edge * scale_x, area.center.y + (middle - edge) * scale_y)
        };
        for (slice, edge) in self.list.iter().zip(edges.windows(2)) {
            let [top, bottom] = edge else { continue };
            let mut path = BezPath::new();
            path.move_to(at(*top, 1.0));
            for (edge, side) in [(*bottom, 1.0), (*bottom, -1.0), (*top, -1.0)] {
                path.line_to(at(edge, side));
            }
            path.close_path();
            let line = Some(Self::line(trace, slice, paper));
            paint_sector(canvas, (trace, stage), Some(slice.point), path, slice.color, line);
            let text = self.text(trace, stage, slice);
            if text.is_empty() {
                continue;
            }
            let set = stage.setter.set(&text, &Self::inner_style(trace, stage, slice));
            let (from, to) = (at(*bottom, -1.0), at(*bottom, 1.0));
            let (width, height) = (to.x - from.x, (at(*top, 0.0).y - from.y).abs());
            let pad = if width > 2.0 * TEXT_PAD && height > 2.0 * TEXT_PAD { 2.0 * TEXT_PAD } else { 0.0 };
            let scale = ((width - pad) / set.width()).min((height - pad) / set.height()).min(1.0);
            let scale = stage.uniform.scale(trace.kind, scale, set.size());
            canvas.text(&set, &place(&set, at((top + bottom) / 2.0, 0.0), scale, 0.0));
        }
        area.draw_title(canvas, 0.0, aspect);
    }

    /// Half widths of the slices' edges from the top down; `base` is the lowest over the topmost.
    ///
    /// In a triangle with its tip below, the area up to an edge is the square of its half width.
    fn edges(&self, base: f64) -> Vec<f64> {
        let mut area = base * base / (1.0 - base * base);
        let mut edges = vec![area.sqrt()];
        for slice in self.list.iter().rev() {
            area += slice.value / self.total;
            edges.push(area.sqrt());
        }
        edges.reverse();
        edges
    }
}
