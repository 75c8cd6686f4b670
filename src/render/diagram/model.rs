//! What a diagram shows.

use crate::render::scene::Color;

/// Boxes and the arrows between them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diagram {
    /// The boxes; arrows name them by index.
    pub nodes: Vec<Node>,
    /// The arrows.
    pub arrows: Vec<Arrow>,
}

/// A box.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its lines of text, the first in bold.
    pub lines: Vec<String>,
    /// Its background.
    pub fill: Color,
    /// Drawn with round ends: a value rather than a step.
    pub round: bool,
}

/// An arrow from one box to another; one that names no box is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Arrow {
    /// Index of the box it leaves.
    pub from: usize,
    /// Index of the box it reaches.
    pub to: usize,
    /// Drawn dashed.
    pub dashed: bool,
}
