//! Bars in polar subplots.

use super::polar::{ANGULAR, Polar, RADIAL};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::AxisKind;
use crate::render::chart::color::DARK;
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::{Bar, Bars, Pair, Stage, Trace, arrange, colors, each, pick};
use crate::render::scene::Stroke;

/// Where a mitred corner of a bar's line is cut off.
const MITER_LIMIT: f64 = 2.0;

impl<'a> Polar<'a> {
    /// Reads a bar trace.
    pub(super) fn bars(&mut self, trace: &Trace) -> Option<Bars> {
        let (angles, radii) = self.read(trace)?;
        let radial = self.axes.get(RADIAL)?;
        let bases = trace.attrs.get("base").filter(|_| !radial.kind.is_categorical());
        let base = |index: usize| match Column::of(bases?) {
            Some(list) => list.value(index).map_or_else(|| list.num(index), |value| radial.locate(value)),
            None => radial.locate(bases?),
        };
        let items: Vec<Bar> = angles
            .iter()
            .zip(&radii)
            .enumerate()
            .map(|(index, (position, size))| {
                let base = base(index);
                Bar {
                    position: *position,
                    size: *size,
                    base: base.unwrap_or(0.0),
                    has_base: base.is_some(),
                    outmost: true,
                    ..Bar::default()
                }
            })
            .collect();
        let angular = self.axes.get(ANGULAR)?;
        let unit = if angular.kind == AxisKind::Linear { Self::unit(angular, trace) } else { 1.0 };
        let mut bars = Bars::plain(items, false);
        bars.unit = unit;
        (!bars.items.is_empty()).then_some(bars)
    }

    /// Gives every bar of the subplot its width and base, and tells the radial axis what it must show.
    pub(super) fn arrange_bars(&mut self, members: &mut [Pair<'_, 'a>], layout: &Attrs<'a>) {
        if !members.is_empty() {
            arrange(members, &mut self.axes, layout);
        }
    }

    /// Draws a bar trace.
    pub(super) fn draw_bars(&self, canvas: &Canvas, trace: &Trace, bars: &Bars, stage: &Stage) {
        let Some(radial) = self.radial() else { return };
        let marker = trace.attrs.at("marker");
        let fills = colors(&marker, trace.color, stage.colors, stage.layout);
        let opacities = each(&marker, "opacity", 1.0);
        let line_colors = colors(&marker.at("line"), DARK, stage.colors, stage.layout);
        let line_widths = each(&marker.at("line"), "width", 0.0);
        canvas.faded(trace.attrs.number("opacity"), |canvas| {
            for (index, bar) in bars.items.iter().enumerate() {
                let (low, high) =
                    (self.distance(radial, bar.base), self.distance(radial, bar.base + bar.size));
                let start = bar.position + bar.offset;
                let (from, to) = (self.turn.angle(start), self.turn.angle(start + bar.width));
                let known = bar.size.is_finite() && from.is_finite() && to.is_finite();
                if !known || low == high || from == to {
                    continue;
                }
                let opacity = pick(&opacities, index, 1.0);
                let fill = pick(&fills, index, trace.color).faded(opacity);
                let line = pick(&line_colors, index, DARK).faded(opacity);
                let mut stroke = Stroke::new(line, pick(&line_widths, index, 0.0));
                stroke.miter_limit = MITER_LIMIT;
                canvas.path(self.disc.bar((low, high), (from, to)), Some(fill.into()), Some(stroke));
            }
        });
    }
}
