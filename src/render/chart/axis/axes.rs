//! All of a figure's axes.

use kurbo::Rect;

use super::{Axis, Letter, Side};

/// A figure's axes, by id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Axes<'a> {
    list: Vec<Axis<'a>>,
    /// px between the plots and the lines of their axes (`margin.pad`).
    pad: f64,
}

impl<'a> Axes<'a> {
    pub(crate) fn new(list: Vec<Axis<'a>>) -> Self {
        Self { list, pad: 0.0 }
    }

    /// Keeps the axes' lines `pad` px away from their plots.
    pub(crate) fn stand_off(&mut self, pad: f64) {
        self.pad = pad;
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Axis<'a>> {
        self.list.iter().find(|axis| axis.id == id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Axis<'a>> {
        self.list.iter_mut().find(|axis| axis.id == id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Axis<'a>> {
        self.list.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Axis<'a>> {
        self.list.iter_mut()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The px that an axis' own line starts at: its edge, and the padding beyond.
    pub(crate) fn line_edge(&self, axis: &Axis, area: Rect) -> f64 {
        let anchored = axis.anchor.as_deref().is_some_and(|id| self.get(id).is_some());
        self.edge(axis, area) + if anchored { self.pad * axis.side.sign() } else { 0.0 }
    }

    /// The px where a plot on `counter` ends at a side, beyond its padding.
    pub(super) fn end_of(&self, counter: &Axis, side: Side) -> f64 {
        match side {
            Side::Top | Side::Left => counter.offset - self.pad,
            Side::Bottom | Side::Right => counter.offset + counter.length + self.pad,
        }
    }

    /// px between a plot and the lines of its axes.
    pub(super) fn pad(&self) -> f64 {
        self.pad
    }

    /// The px that an axis stands at: the edge of its anchor, or its free position.
    pub(crate) fn edge(&self, axis: &Axis, area: Rect) -> f64 {
        let anchor = axis.anchor.as_deref().and_then(|id| self.get(id));
        match (anchor, axis.letter) {
            (Some(anchor), _) => match axis.side {
                Side::Top | Side::Left => anchor.offset,
                Side::Bottom | Side::Right => anchor.offset + anchor.length,
            },
            (None, Letter::X) => area.y0 + (1.0 - axis.position) * area.height(),
            (None, Letter::Y) => area.x0 + axis.position * area.width() + axis.shift,
        }
    }
}
