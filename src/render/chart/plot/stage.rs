//! What every plot trace draws in.

use kurbo::{Rect, Shape};

use super::paint::ColorAxes;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Axis, Grid};
use crate::render::chart::color::DARK;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement, TextStyle, Typesetter};
use crate::render::scene::Stroke;

use super::{Marks, Trace, UniformText};

/// The laid-out figure, seen by a plot trace that is to be drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stage<'s, 'a> {
    pub(crate) layout: &'s Attrs<'a>,
    pub(crate) axes: &'s Axes<'a>,
    pub(crate) colors: &'s ColorAxes,
    pub(crate) setter: &'s Typesetter,
    /// All of the figure's plot traces, with their marks.
    pub(crate) traces: &'s [Trace<'a>],
    pub(crate) marks: &'s [Marks],
    /// The global font.
    pub(crate) font: &'s TextStyle,
    /// The common size of texts in marks.
    pub(crate) uniform: &'s UniformText,
    /// The plot area: everything inside the margins.
    pub(crate) area: Rect,
}

impl<'a> Stage<'_, 'a> {
    /// A trace's axes.
    pub(crate) fn axes_of(&self, trace: &Trace) -> Option<(&Axis<'a>, &Axis<'a>)> {
        Some((self.axes.get(&trace.x_axis)?, self.axes.get(&trace.y_axis)?))
    }

    /// Draws the frame of a trace that is not drawn, with its type in it.
    pub(crate) fn draw_unsupported(&self, canvas: &Canvas, trace: &Trace) {
        let rect = match self.axes_of(trace).filter(|_| trace.is_cartesian()) {
            Some((x, y)) => frame(x, y),
            None => self.domain(&trace.attrs),
        };
        canvas.path(rect.to_path(0.1), None, Some(Stroke::dashed(DARK, 1.0, "dot")));
        let text = self.setter.set(trace.kind, &self.font.colored(DARK));
        let center = rect.center();
        canvas.text(&text, &Placement::new(center.x, center.y, Anchor::Middle));
    }

    /// A `domain` container on the page: its own place, or a cell of `layout.grid`.
    pub(crate) fn domain(&self, attrs: &Attrs) -> Rect {
        Grid::read(self.layout).rect(attrs, self.area, [0.0, 1.0])
    }
}

/// The rectangle that two axes span.
pub(crate) fn frame(x: &Axis, y: &Axis) -> Rect {
    Rect::new(x.offset, y.offset, x.offset + x.length, y.offset + y.length)
}
