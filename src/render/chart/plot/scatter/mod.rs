//! Scatter traces: lines, markers, text, fills, error bars.

mod calc;
mod colors;
mod curve;
mod draw;
mod errors;
mod stack;

pub(crate) use calc::Scatter;
pub(super) use calc::{first_radius, marker_pads};
pub(super) use curve::Curve;
pub(super) use errors::ErrorBars;
pub(super) use stack::stack;
