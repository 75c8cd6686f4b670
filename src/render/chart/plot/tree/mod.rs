//! Treemaps, sunbursts and icicles: trees of labelled values, as nested or stacked sectors.

mod icicle;
mod look;
mod nodes;
mod paint;
mod path_bar;
mod sunburst;
mod tiles;
mod tiling;
mod treemap;

pub(super) use look::Look;
pub(crate) use nodes::Tree;
