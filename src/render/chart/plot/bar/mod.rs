//! Bars: of bar traces, of histograms, of waterfalls and funnels.

mod arrange;
mod calc;
mod corner;
mod draw;
mod flow;
mod label;
mod sieve;
mod text;

pub(in crate::render::chart) use arrange::{Pair, arrange};
pub(in crate::render::chart) use calc::Bar;
pub(crate) use calc::Bars;
pub(crate) use flow::Flow;
pub(super) use flow::step_paint;
pub(super) use sieve::distinct;
