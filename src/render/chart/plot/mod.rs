//! Plot traces: what each type makes of its data, and how it draws it.

mod bar;
mod bins;
mod boxes;
mod grid;
mod histogram;
mod icicle;
mod image;
mod legend;
mod marks;
mod paint;
mod pie;
mod scatter;
mod sessions;
mod stage;
mod sunburst;
mod template;
mod trace;
mod tree;
mod treemap;
mod violin;

pub(crate) use bar::{Bars, Flow};
pub(crate) use boxes::Boxes;
pub(super) use legend::{entries, wanted};
pub(crate) use marks::Marks;
pub(super) use marks::calculate;
pub(super) use paint::ColorAxes;
pub(crate) use scatter::Scatter;
pub(super) use stage::Stage;
pub(crate) use trace::{Trace, Visible};
