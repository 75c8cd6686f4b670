//! Sunbursts: a tree as rings, the root in the middle.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use kurbo::{Rect, Vec2};

use super::Trace;
use super::pie::{place, sector};
use super::sector_text;
use super::stage::Stage;
use super::tree::Tree;
use crate::render::chart::draw::Canvas;

/// A sector: its node, and where it begins and ends on the circle, counterclockwise from the right.
type Sector = (usize, f64, f64);

impl Tree {
    pub(super) fn draw_sunburst(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let area = stage.domain(&trace.attrs);
        let rings = self.visible_levels().min(Self::limit(trace));
        let ring = area.width().min(area.height()) / 2.0 / rings.max(1) as f64;
        let start = trace.attrs.number("rotation").to_radians();
        canvas.faded(trace.attrs.number("opacity"), |canvas| {
            for sector in self.spread(start, start + TAU) {
                self.draw_sector(canvas, trace, stage, sector, (area, ring, rings));
            }
        });
    }

    fn draw_sector(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        (node, from, to): Sector,
        (area, ring, rings): (Rect, f64, usize),
    ) {
        let Some(item) = self.nodes.get(node) else { return };
        let Some(level) = self.level(item).checked_sub(self.hidden_levels()).filter(|level| *level < rings)
        else {
            return;
        };
        let (inner, outer) = (level as f64 * ring, (level + 1) as f64 * ring);
        let center = area.center();
        let (angle, sweep) = (FRAC_PI_2 - from, from - to);
        if sweep == 0.0 || outer <= 0.0 {
            return;
        }
        let fill = item.color.faded(self.leaf_opacity(trace, item));
        let path = sector(center, outer, inner, angle, sweep);
        canvas.path(path, Some(fill.into()), Some(Self::line(trace, stage, item)));
        let text = stage.setter.set(&self.text(trace, stage, item), &self.text_style(trace, stage, item));
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
        let fit = shape.fit(&text, trace.attrs.text("insidetextorientation"));
        let at = center + Vec2::new(fit.angle.sin(), -fit.angle.cos()) * fit.distance * outer;
        canvas.text(&text, &place(&text, at, fit.scale.min(1.0), fit.degrees));
    }
}

/// Half a sector's angle as plotly fits texts into it: beyond half a circle it is negative.
fn half_angle(sweep: f64) -> f64 {
    let wrapped = if sweep > PI { sweep - TAU } else { sweep };
    if wrapped == 0.0 { FRAC_PI_2 } else { wrapped / 2.0 }
}
