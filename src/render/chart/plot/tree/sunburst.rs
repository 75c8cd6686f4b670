//! Sunbursts: a tree as rings, the root in the middle.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use kurbo::{Point, Vec2};

use super::look::Look;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::pattern::paint_sector;
use crate::render::chart::plot::pie::{place, sector};
use crate::render::chart::plot::sector_text;

/// A sector: its node, and where it begins and ends on the circle, counterclockwise from the right.
type Sector = (usize, f64, f64);

impl Look<'_> {
    pub(super) fn draw_sunburst(&self, canvas: &Canvas) {
        let area = self.stage.domain(&self.trace.attrs);
        let rings = self.shown_levels() - self.tree.hidden_levels();
        let ring = area.width().min(area.height()) / 2.0 / rings.max(1) as f64;
        let start = self.trace.attrs.number("rotation").to_radians();
        canvas.faded(self.trace.attrs.number("opacity"), |canvas| {
            for sector in self.tree.spread(start, start + TAU) {
                self.draw_sector(canvas, sector, area.center(), ring);
            }
        });
    }

    fn draw_sector(&self, canvas: &Canvas, (node, from, to): Sector, center: Point, ring: f64) {
        let Some(item) = self.tree.nodes.get(node).filter(|item| self.depth(item) < self.limit) else {
            return;
        };
        let Some(level) = self.depth(item).checked_sub(self.tree.hidden_levels()) else { return };
        let (inner, outer) = (level as f64 * ring, (level + 1) as f64 * ring);
        let (angle, sweep) = (FRAC_PI_2 - from, from - to);
        if sweep == 0.0 || outer <= 0.0 {
            return;
        }
        let opacity = self.leaf_opacity(item);
        let (fill, line) = (self.color(item).faded(opacity), self.line(item, opacity));
        let outline = sector(center, outer, inner, angle, sweep);
        paint_sector(canvas, (self.trace, self.stage), item.index, outline, fill, Some(line));
        let text = self.stage.setter.set(&self.text(item), &self.style(item, "insidetextfont"));
        if text.is_empty() {
            return;
        }
        let shape = sector_text::Sector {
            start: angle,
            stop: angle + sweep,
            half: half_angle(to - from),
            radius: outer,
            hole: inner / outer,
        };
        let fit = shape.fit(&text, self.trace.attrs.text("insidetextorientation"));
        let scale = self.stage.uniform.scale(self.trace.kind, fit.scale, text.size());
        let at = center + Vec2::new(fit.angle.sin(), -fit.angle.cos()) * fit.distance * outer;
        canvas.text(&text, &place(&text, at, scale, fit.degrees));
    }
}

/// Half a sector's angle as plotly fits texts into it: beyond half a circle it is negative.
fn half_angle(sweep: f64) -> f64 {
    let wrapped = if sweep > PI { sweep - TAU } else { sweep };
    if wrapped == 0.0 { FRAC_PI_2 } else { wrapped / 2.0 }
}
