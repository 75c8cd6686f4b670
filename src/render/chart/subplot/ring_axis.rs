//! An axis of a subplot without x and y axes: what is common to all of them.

use kurbo::BezPath;

use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::Axis;
use crate::render::chart::color::{DARK, combine, mix};
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::TextStyle;
use crate::render::scene::{Color, Stroke};

/// How much of the background is in the grid's colour: less than on x and y axes, since the grid is not square.
const GRID_LIGHTNESS: f64 = 0.6;

/// A subplot's container: its attributes over the template's, what the figure itself says, the global font.
#[derive(Debug, Clone)]
pub(super) struct Container<'a, 'f> {
    pub(super) attrs: Attrs<'a>,
    pub(super) own: Attrs<'a>,
    pub(super) font: &'f TextStyle,
}

impl<'a> Container<'a, '_> {
    /// One of its axes, as an x axis or a y axis (`letter`), with outer ticks unless the figure says otherwise.
    pub(super) fn axis(&self, name: &str, letter: &str) -> Axis<'a> {
        let attrs = self.attrs.at(name);
        let mut axis = Axis::new(letter, attrs, self.own.at(name), self.font);
        name.clone_into(&mut axis.id);
        let color = axis.attrs.color("linecolor").or(axis.attrs.color("color")).unwrap_or(DARK);
        axis.line = axis.attrs.is("showline").then(|| (color, axis.attrs.number("linewidth")));
        if !axis.attrs.has("ticks") {
            axis.tick_style.marks = Some(false);
        }
        axis
    }
}

/// A subplot's background.
pub(super) fn background(attrs: &Attrs) -> Color {
    attrs.color("bgcolor").unwrap_or(Color::WHITE)
}

/// The line of an axis' grid on a subplot's background; `None` when there is no grid.
pub(super) fn grid_stroke(axis: &Axis, subplot: &Attrs, layout: &Attrs) -> Option<Stroke> {
    if !axis.visible || !axis.attrs.is("showgrid") {
        return None;
    }
    let paper = layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
    let base = axis.attrs.color("color").unwrap_or(DARK);
    let default = || mix(base, combine(background(subplot), paper), GRID_LIGHTNESS);
    let color = axis.attrs.color("gridcolor").unwrap_or_else(default);
    Some(Stroke::dashed(color, axis.attrs.number("gridwidth"), axis.attrs.text("griddash")))
}

/// Draws an axis' line along a path.
pub(super) fn draw_line(canvas: &Canvas, axis: &Axis, path: BezPath) {
    if let Some((color, width)) = axis.line.filter(|_| axis.visible) {
        canvas.path(path, None, Some(Stroke::new(color, width)));
    }
}

/// Whether an axis is drawn under the plot traces.
pub(super) fn is_below(axis: &Axis) -> bool {
    axis.attrs.text("layer") == "below traces"
}
