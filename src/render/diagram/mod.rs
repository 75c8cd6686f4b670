//! Diagrams of boxes and arrows: a callback graph as a picture.
//!
//! A [`Diagram`] is laid out in layers from left to right, each box right of those that lead to it; arrows that
//! would lead back are drawn back. The same diagram gives the same scene.

mod draw;
mod layers;
mod model;
mod straight;

pub use draw::DiagramLayout;
pub use model::{Arrow, Diagram, Node};
