//! Scatter traces: lines, markers, text, fills, error bars.

mod calc;
mod colors;
mod curve;
mod draw;
mod errors;
mod fill;
mod ground;
mod group;
mod line;
mod link;
mod looks;
mod markers;
mod simplify;
mod stack;
mod text;

pub(crate) use calc::Scatter;
pub(in crate::render::chart) use calc::marker_pads;
pub(super) use calc::radii;
pub(super) use curve::Curve;
pub(super) use errors::ErrorBars;
pub(crate) use ground::Ground;
pub(super) use group::group;
pub(super) use link::link;
pub(super) use stack::stack;
