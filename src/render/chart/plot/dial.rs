//! Gauges bent to half a circle.

use std::f64::consts::{FRAC_PI_2, PI};

use kurbo::{BezPath, Point, Rect, Vec2};

use super::gauge::{Band, Gauge};
use super::indicator::INNER;
use super::pie::sector;
use super::stage::Stage;
use crate::render::chart::axis::MID_SHIFT;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement};

impl Gauge<'_> {
    /// Draws the dial in its area; gives the top of what its axis shows, px.
    pub(super) fn draw_dial(&self, canvas: &Canvas, stage: &Stage, area: Rect) -> f64 {
        let radius = (area.width() / 2.0).min(area.height());
        let center = Point::new(area.center().x, area.center().y + radius / 2.0);
        for band in &self.bands {
            self.draw_arc(canvas, band, band.range, center, radius);
        }
        if let Some(value) = self.value {
            // The bar begins at the left end, wherever zero is.
            self.draw_arc(canvas, &self.bar, [self.axis.range[0], value], center, radius);
        }
        for band in self.threshold.iter().chain([&self.outline]) {
            self.draw_arc(canvas, band, band.range, center, radius);
        }
        if self.axis.visible {
            self.draw_dial_axis(canvas, stage, center, radius)
        } else {
            area.center().y - radius / 2.0
        }
    }

    /// Clockwise from the top, within the half circle.
    fn angle(&self, value: f64) -> f64 {
        let [low, high] = self.axis.range;
        let angle = (value - low) / (high - low) * PI - FRAC_PI_2;
        if angle.is_finite() { angle.clamp(-FRAC_PI_2, FRAC_PI_2) } else { -FRAC_PI_2 }
    }

    fn draw_arc(&self, canvas: &Canvas, band: &Band, range: [f64; 2], center: Point, radius: f64) {
        let (middle, half) =
            (f64::midpoint(INNER, 1.0) * radius, band.thickness / 2.0 * (1.0 - INNER) * radius);
        let [from, to] = range.map(|value| self.angle(value));
        let (inner, outer) = (middle - half, middle + half);
        let path = if from == to {
            let direction = Vec2::new(from.sin(), -from.cos());
            let mut path = BezPath::new();
            path.move_to(center + direction * inner);
            path.line_to(center + direction * outer);
            path
        } else {
            sector(center, outer, inner, from, to - from)
        };
        canvas.path(path, Some(band.fill.into()), Some(band.line.clone()));
    }

    fn draw_dial_axis(&self, canvas: &Canvas, stage: &Stage, center: Point, radius: f64) -> f64 {
        let style = &self.axis.tick_style;
        let [low, high] = self.axis.range;
        let mut standoff = if style.marks == Some(false) { style.length } else { 0.0 };
        if style.labels {
            standoff += 0.2 * style.font.size;
        }
        standoff += 0.5;
        let mut top = f64::INFINITY;
        for tick in &self.axis.ticks {
            let angle = PI - (tick.value - low) / (high - low) * PI;
            let outward = Vec2::new(angle.cos(), -angle.sin());
            let edge = center + outward * radius;
            if let Some(inside) = style.marks {
                let sign = if inside { -1.0 } else { 1.0 };
                let end = edge + outward * sign * (0.5 + style.length);
                canvas.line(edge + outward * sign * 0.5, end, style.color, style.width);
                top = top.min(end.y).min(edge.y);
            }
            if !style.labels {
                continue;
            }
            let text = stage.setter.set(&tick.text, &style.font.sized(tick.size));
            let lift = if angle.sin() > 0.0 { 0.2 } else { 1.0 };
            let y = edge.y - angle.sin() * (standoff + tick.size * lift)
                + angle.cos().abs() * tick.size * MID_SHIFT;
            let lines = (text.line_count() - 1) as f64 * LINE_SPACING * tick.size;
            let anchor = match angle.cos() {
                cos if cos.abs() < 0.1 => Anchor::Middle,
                cos if cos > 0.0 => Anchor::Start,
                _ => Anchor::End,
            };
            let x = edge.x + angle.cos() * standoff;
            let placement = Placement::new(x, y - 0.5 * (1.0 + angle.sin()) * lines, anchor);
            top = top.min(text.bounds(&placement).y0);
            canvas.text(&text, &placement);
        }
        if top.is_finite() { top } else { center.y - radius }
    }
}
