//! Grid, zero line, tick marks.

use kurbo::Rect;

use super::{Axis, AxisKind, Letter, Side, Step};
use crate::render::chart::color::{DARK, mix};
use crate::render::chart::draw::Canvas;
use crate::render::scene::{Color, Stroke};

/// A line along or across an axis. plotly's `crisp` class means nothing in an exported picture: lines between pixels
/// are shared by both.
pub(super) fn line(canvas: &Canvas, letter: Letter, at: f64, across: (f64, f64), width: f64, color: Color) {
    let (start, end) = (at - width / 2.0, at + width / 2.0);
    let rect = match letter {
        Letter::X => Rect::new(start, across.0, end, across.1),
        Letter::Y => Rect::new(across.0, start, across.1, end),
    };
    canvas.rect(rect, color);
}

impl Axis<'_> {
    /// Whether a line at a value keeps 1 px from the plot's ends.
    pub(crate) fn within(&self, linear: f64) -> bool {
        let at = self.place(linear) - self.offset;
        at > 1.0 && at < self.length - 1.0
    }

    /// Draws the grid across `counter`; `default` says whether there is one unless the figure forbids it.
    pub(crate) fn draw_grid(
        &self,
        canvas: &Canvas,
        counter: &Axis,
        background: Color,
        default: bool,
        zero: bool,
    ) {
        let explicit = ["gridcolor", "gridwidth", "griddash"].iter().any(|name| self.own.has(name));
        if !self.visible || !self.attrs.flag("showgrid", default || explicit) {
            return;
        }
        let base = self.attrs.color("color").unwrap_or(DARK);
        // plotly's lightFraction, 10/11.
        let color = self.attrs.color("gridcolor").unwrap_or_else(|| mix(base, background, 10.0 / 11.0));
        let width = self.attrs.number("gridwidth");
        let dash = self.attrs.text("griddash");
        let across = (counter.offset, counter.offset + counter.length);
        let near_zero = match self.step {
            Some((_, Step::By(by))) => by / 100.0,
            _ => 0.0,
        };
        let boundaries = self
            .attrs
            .str_or("tickson", if self.kind == AxisKind::MultiCategory { "boundaries" } else { "labels" });
        if let Some(minor) = self.minor_grid(color, background) {
            for value in self.minor_values() {
                self.draw_grid_line(canvas, value, across, minor.width, minor.dash, minor.color);
            }
        }
        for tick in self.ticks.iter().filter(|tick| tick.drawn && !(zero && tick.value.abs() < near_zero)) {
            let value = if self.kind.is_categorical() && boundaries == "boundaries" {
                tick.value - 0.5
            } else {
                tick.value
            };
            self.draw_grid_line(canvas, value, across, width, dash, color);
        }
    }

    fn draw_grid_line(
        &self,
        canvas: &Canvas,
        value: f64,
        across: (f64, f64),
        width: f64,
        dash: &str,
        color: Color,
    ) {
        if !self.within(value) {
            return;
        }
        let at = self.place(value);
        if dash == "solid" {
            line(canvas, self.letter, at, across, width, color);
            return;
        }
        let path = match self.letter {
            Letter::X => kurbo::Line::new((at, across.0), (at, across.1)),
            Letter::Y => kurbo::Line::new((across.0, at), (across.1, at)),
        };
        canvas.path(kurbo::Shape::to_path(&path, 0.1), None, Some(Stroke::dashed(color, width, dash)));
    }

    /// Whether zero gets a line of its own.
    pub(crate) fn shows_zero_line(&self, counter: &Axis, default: bool, bars: bool) -> bool {
        let explicit = ["zerolinecolor", "zerolinewidth"].iter().any(|name| self.own.has(name));
        let wanted = self.visible && self.attrs.flag("zeroline", default || explicit);
        let at_edge = counter.line.is_some() && {
            let edge = if (self.range[0].abs() < self.range[1].abs()) == (self.letter == Letter::X) {
                self.offset
            } else {
                self.offset + self.length
            };
            let own = if matches!(counter.side, Side::Left | Side::Top) {
                self.offset
            } else {
                self.offset + self.length
            };
            (own - edge).abs() < 1.0
        };
        wanted
            && self.kind == AxisKind::Linear
            && self.range[0] * self.range[1] <= 0.0
            && (self.within(0.0) || !at_edge || bars)
    }

    /// Draws the zero line across `counter`.
    pub(crate) fn draw_zero_line(&self, canvas: &Canvas, counter: &Axis) {
        let color = self.attrs.color("zerolinecolor").or(self.attrs.color("color")).unwrap_or(DARK);
        let across = (counter.offset, counter.offset + counter.length);
        line(canvas, self.letter, self.place(0.0), across, self.attrs.number("zerolinewidth"), color);
    }

    pub(super) fn draw_marks(&self, canvas: &Canvas, edge: f64, sign: f64) {
        if let Some(minor) = self.minor_marks() {
            for value in self.minor_values() {
                let looks = (minor.length, minor.width, minor.color);
                self.draw_mark(canvas, value, (edge, sign), minor.inside, looks);
            }
        }
        let Some(inside) = self.tick_style.marks else { return };
        let boundaries = self.kind.is_categorical() && self.attrs.str("tickson") == Some("boundaries");
        let looks = (self.tick_style.length, self.tick_style.width, self.tick_style.color);
        for tick in self.ticks.iter().filter(|tick| tick.drawn) {
            let value = if boundaries { tick.value - 0.5 } else { tick.value };
            self.draw_mark(canvas, value, (edge, sign), inside, looks);
        }
    }

    fn draw_mark(
        &self,
        canvas: &Canvas,
        value: f64,
        (edge, sign): (f64, f64),
        inside: bool,
        (length, width, color): (f64, f64, Color),
    ) {
        if inside && !self.within(value) {
            return;
        }
        let start = if inside { edge } else { edge + sign * self.line_width() };
        let end = start + if inside { -sign } else { sign } * length;
        line(canvas, self.letter, self.place(value), (start.min(end), start.max(end)), width, color);
    }
}
