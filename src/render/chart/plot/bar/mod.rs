//! Bars: of bar traces, of histograms, of waterfalls and funnels.

mod arrange;
mod calc;
mod draw;
mod flow;
mod label;
mod sieve;

pub(super) use arrange::arrange;
pub(super) use calc::Bar;
pub(crate) use calc::Bars;
pub(crate) use flow::Flow;
pub(super) use sieve::distinct;
