//! The lines of axes, with the marks on them: beside the plots and mirrored to other sides and other plots.

use kurbo::Rect;

use super::draw::line;
use super::{Axes, Axis, Letter, Side};
use crate::render::chart::draw::Canvas;

/// Plots by their axes, and whether each lies over another.
type Subplot = (String, String, bool);

impl Side {
    fn opposite(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
            Self::Top => Self::Bottom,
            Self::Bottom => Self::Top,
        }
    }

    /// Which end of a domain lies there.
    fn end(self) -> usize {
        usize::from(matches!(self, Self::Right | Self::Top))
    }
}

impl Axis<'_> {
    /// `true`, `ticks`, `all` or `allticks`; empty without a mirror.
    fn mirror(&self) -> &str {
        match self.attrs.get("mirror") {
            Some(serde_json::Value::Bool(true)) => "true",
            Some(serde_json::Value::String(word)) => word,
            _ => "",
        }
    }

    fn mirrors_all(&self) -> bool {
        self.mirror().starts_with("all")
    }

    fn sides(&self) -> [Side; 2] {
        match self.letter {
            Letter::X => [Side::Bottom, Side::Top],
            Letter::Y => [Side::Left, Side::Right],
        }
    }
}

impl Axes<'_> {
    /// Draws an axis' line and its tick marks, and what is mirrored of them.
    pub(crate) fn draw_line(&self, canvas: &Canvas, axis: &Axis, subplots: &[Subplot], area: Rect) {
        if !axis.visible {
            return;
        }
        let anchor = axis.anchor.as_deref().and_then(|id| self.get(id));
        let main = self.line_edge(axis, area);
        let mut lines = vec![(main, axis.side, anchor)];
        if let Some(anchor) = anchor.filter(|_| !axis.mirror().is_empty()) {
            let side = axis.side.opposite();
            lines.push((self.end_of(anchor, side), side, Some(anchor)));
        }
        let own = lines.len();
        if axis.mirrors_all() {
            let counters = subplots.iter().filter_map(|(x, y, _)| match axis.letter {
                Letter::X => (*x == axis.id).then(|| self.get(y)).flatten(),
                Letter::Y => (*y == axis.id).then(|| self.get(x)).flatten(),
            });
            for counter in counters.filter(|counter| Some(&counter.id) != axis.anchor.as_ref()) {
                lines.extend(axis.sides().map(|side| (self.end_of(counter, side), side, Some(counter))));
            }
        }
        for (index, (edge, side, counter)) in lines.into_iter().enumerate() {
            self.draw_one_line(canvas, axis, edge, side, counter);
            let marked = match index {
                0 => true,
                _ if index < own => axis.mirror() != "true",
                _ => axis.mirror() == "allticks",
            };
            if marked {
                axis.draw_marks(canvas, edge, side.sign());
            }
        }
    }

    fn draw_one_line(&self, canvas: &Canvas, axis: &Axis, edge: f64, side: Side, counter: Option<&Axis>) {
        let Some((color, width)) = axis.line.filter(|(_, width)| *width > 0.0) else { return };
        // Horizontal lines reach around the corners that vertical lines leave open.
        let beyond = |side: Side| match counter.map_or(0.0, |counter| self.line_across(axis, side, counter)) {
            0.0 => 0.0,
            width if axis.letter == Letter::X => self.pad() + width,
            _ => self.pad(),
        };
        let (across, ends) = match axis.letter {
            Letter::X => (Letter::Y, [Side::Left, Side::Right]),
            Letter::Y => (Letter::X, [Side::Top, Side::Bottom]),
        };
        let reach = (axis.offset - beyond(ends[0]), axis.offset + axis.length + beyond(ends[1]));
        line(canvas, across, edge + side.sign() * width / 2.0, reach, width, color);
    }

    /// The width of the line that meets an end of `axis`: that of `counter`, or of an axis in its place.
    fn line_across(&self, axis: &Axis, side: Side, counter: &Axis) -> f64 {
        let place = |axis: &Axis| axis.overlaying.clone().unwrap_or_else(|| axis.id.clone());
        let others = self.iter().filter(|other| place(other) == place(counter));
        std::iter::once(counter)
            .chain(others)
            .find(|other| self.has_line_at(other, axis, side))
            .and_then(|other| other.line)
            .map_or(0.0, |(_, width)| width)
    }

    fn has_line_at(&self, counter: &Axis, axis: &Axis, side: Side) -> bool {
        if counter.line.is_none_or(|(_, width)| width <= 0.0) {
            return false;
        }
        if counter.mirrors_all() {
            return true;
        }
        let Some(anchor) = counter.anchor.as_deref().and_then(|id| self.get(id)) else { return false };
        let end = if counter.side == side { side.end() } else { 1 - side.end() };
        (counter.side == side || !counter.mirror().is_empty()) && anchor.domain[end] == axis.domain[end]
    }
}
