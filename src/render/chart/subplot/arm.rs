//! An axis that is laid along any line of the page.

use kurbo::{Affine, Point};

use crate::render::chart::axis::{Axis, Letter, PlacedText, Tick};
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::Typesetter;

/// An axis in a part of the page that is moved and turned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arm<'s, 'a> {
    pub(super) axis: &'s Axis<'a>,
    /// From the axis' own coordinates, with its line at zero, to the page's.
    pub(super) along: Affine,
    /// Degrees that tick marks lean by.
    pub(super) lean: f64,
}

impl Arm<'_, '_> {
    /// The labels at their places on the page, `shift` px from the line.
    pub(super) fn labels(&self, setter: &Typesetter, shift: f64) -> Vec<PlacedText> {
        let own = self.axis.clone().place_labels_at(setter, shift, self.lean);
        own.into_iter().map(|label| PlacedText::new(label.text, label.placement.within(self.along))).collect()
    }

    /// Draws the marks of all ticks that `shown` holds for, outwards or inwards as the axis has them.
    pub(super) fn draw_marks(&self, canvas: &Canvas, shown: impl Fn(&Tick) -> bool) {
        let Some(inside) = self.axis.tick_style.marks else { return };
        let sign = self.axis.side.sign();
        self.draw_marks_towards(canvas, if inside { -sign } else { sign }, shown);
    }

    /// Draws the marks down and right for 1, up and left for -1.
    pub(super) fn draw_marks_towards(&self, canvas: &Canvas, sign: f64, shown: impl Fn(&Tick) -> bool) {
        let axis = self.axis;
        if !axis.visible {
            return;
        }
        let (pad, length) = (sign * axis.line_width() / 2.0, sign * axis.tick_style.length);
        let (sine, cosine) = self.lean.to_radians().sin_cos();
        for tick in axis.ticks.iter().filter(|tick| tick.drawn && shown(tick)) {
            let at = axis.place(tick.value);
            let (start, end) = match axis.letter {
                Letter::X => (Point::new(at, pad), Point::new(at + sine * length, pad + cosine * length)),
                Letter::Y => (Point::new(pad, at), Point::new(pad + cosine * length, at - sine * length)),
            };
            let looks = (axis.tick_style.color, axis.tick_style.width);
            canvas.line(self.along * start, self.along * end, looks.0, looks.1);
        }
    }
}

/// Draws labels that are placed.
pub(super) fn draw_labels(canvas: &Canvas, labels: &[PlacedText]) {
    for label in labels {
        canvas.text(&label.text, &label.placement);
    }
}
