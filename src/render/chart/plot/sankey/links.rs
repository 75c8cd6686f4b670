//! Links between nodes.

use super::ribbon::Loop;
use crate::render::scene::Color;

/// The side of the diagram that a circular link goes back along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Top,
    Bottom,
}

/// A link from one node to another, by index.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) source: usize,
    pub(super) target: usize,
    pub(super) value: f64,
    pub(super) label: String,
    pub(super) color: Color,
    /// px.
    pub(super) width: f64,
    /// Its middle where it leaves the source.
    pub(super) y0: f64,
    /// Its middle where it reaches the target.
    pub(super) y1: f64,
    /// The side of a circular link.
    pub(super) side: Option<Side>,
    pub(super) circular: bool,
    /// The way of a circular link.
    pub(super) way: Loop,
}

impl Link {
    pub(super) fn new(source: usize, target: usize, value: f64) -> Self {
        Self {
            source,
            target,
            value,
            label: String::new(),
            color: Color::BLACK,
            width: 0.0,
            y0: 0.0,
            y1: 0.0,
            side: None,
            circular: false,
            way: Loop::default(),
        }
    }

    /// Whether it comes back to its own node.
    pub(super) fn is_self(&self) -> bool {
        self.source == self.target
    }
}
