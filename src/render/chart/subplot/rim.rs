//! The axis around a disc.

use kurbo::{Affine, Point};

use super::disc::Disc;
use crate::render::chart::axis::{Axis, MID_SHIFT, PlacedText};
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, Typesetter};

/// An axis with the angle of each of its ticks, in radians.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rim<'s, 'a> {
    pub(super) axis: &'s Axis<'a>,
    pub(super) disc: &'s Disc,
    pub(super) angles: &'s [f64],
}

impl Rim<'_, '_> {
    /// The labels at their places on the page.
    pub(super) fn labels(&self, setter: &Typesetter) -> Vec<PlacedText> {
        let axis = self.axis;
        if !axis.visible || !axis.tick_style.labels {
            return Vec::new();
        }
        let (standoff, _) = axis.label_standoff(0.0);
        let place = |(tick, angle): (&crate::render::chart::axis::Tick, &f64)| {
            let text = setter.set(&tick.text, &axis.tick_style.font.sized(tick.size));
            let (sine, cosine) = angle.sin_cos();
            let drop = if sine > 0.0 { 0.2 } else { 1.0 };
            let x = cosine * standoff;
            let y = -sine * (standoff + tick.size * drop) + cosine.abs() * tick.size * MID_SHIFT;
            let anchor = match cosine {
                cosine if cosine.abs() < 0.1 => Anchor::Middle,
                cosine if cosine > 0.0 => Anchor::Start,
                _ => Anchor::End,
            };
            let further_lines = (text.line_count() - 1) as f64 * LINE_SPACING * tick.size;
            let placement = Placement::new(x, y - 0.5 * (1.0 + sine) * further_lines, anchor)
                .turned(axis.tick_style.angle.unwrap_or(0.0), Point::new(x, y - tick.size / 2.0))
                .within(Affine::translate(self.disc.at(*angle, self.disc.radius).to_vec2()));
            PlacedText::new(text, placement)
        };
        axis.ticks.iter().zip(self.angles).map(place).collect()
    }

    /// Draws the marks of the ticks.
    pub(super) fn draw_marks(&self, canvas: &Canvas) {
        let axis = self.axis;
        let Some(inside) = axis.tick_style.marks.filter(|_| axis.visible) else { return };
        let sign = if inside { -1.0 } else { 1.0 };
        let start = self.disc.radius + sign * axis.line_width() / 2.0;
        let end = start + sign * axis.tick_style.length;
        for angle in self.angles {
            let (from, to) = (self.disc.at(*angle, start), self.disc.at(*angle, end));
            canvas.line(from, to, axis.tick_style.color, axis.tick_style.width);
        }
    }
}
