//! Numbers on a grid: what heatmaps, two-dimensional histograms and contours have in common, and the cells.

mod cells;
mod gaps;
mod labels;
mod lattice;
mod places;
mod smooth;
mod tally;

pub(crate) use cells::Grid;
pub(super) use gaps::fill_gaps;
pub(super) use labels::Cells;
pub(super) use lattice::{Lattice, arrange, is_flat};
pub(super) use places::Places;
pub(super) use smooth::{Interpolation, blend, visible};
pub(super) use tally::tally;
