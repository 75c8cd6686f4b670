//! Where a text stands.

use kurbo::{Affine, Point, Rect};

use crate::render::scene::Color;

/// Which point of a line `x` names, as SVG's `text-anchor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Anchor {
    /// The line begins there.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// It ends there.
    End,
}

impl Anchor {
    /// How much of a line's width lies left of its anchor.
    pub(crate) fn share(self) -> f64 {
        match self {
            Self::Start => 0.0,
            Self::Middle => 0.5,
            Self::End => 1.0,
        }
    }
}

/// Where a text stands: its first baseline's anchor, turned about a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placement {
    /// The anchor of the first line, on its baseline.
    pub(crate) at: Point,
    pub(crate) anchor: Anchor,
    /// From the text's own coordinates to the page's.
    pub(crate) transform: Affine,
}

impl Placement {
    /// Upright.
    pub(crate) fn new(x: f64, y: f64, anchor: Anchor) -> Self {
        Self { at: Point::new(x, y), anchor, transform: Affine::IDENTITY }
    }

    /// Turned clockwise by degrees about a point.
    #[must_use]
    pub(crate) fn turned(self, degrees: f64, about: Point) -> Self {
        if degrees == 0.0 {
            return self;
        }
        Self { transform: self.transform * Affine::rotate_about(degrees.to_radians(), about), ..self }
    }

    /// Moved up before it is turned.
    #[must_use]
    pub(crate) fn raised(self, px: f64) -> Self {
        Self { transform: self.transform * Affine::translate((0.0, -px)), ..self }
    }

    /// Within a part of the page that is itself moved or turned.
    #[must_use]
    pub(crate) fn within(self, transform: Affine) -> Self {
        Self { transform: transform * self.transform, ..self }
    }

    /// Moved after everything else.
    #[must_use]
    pub(crate) fn moved(self, x: f64, y: f64) -> Self {
        Self { transform: Affine::translate((x, y)) * self.transform, ..self }
    }
}

/// A text that was drawn, for [`describe`](super::super::Figure::describe).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextBox {
    /// Its characters, lines joined.
    pub(crate) text: String,
    /// The upright box around it, px.
    pub(crate) rect: Rect,
    /// px per em.
    pub(crate) size: f64,
    pub(crate) color: Color,
}
