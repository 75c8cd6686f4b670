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
mod stage;
mod sunburst;
mod template;
mod trace;
mod tree;
mod treemap;
mod violin;

pub(super) use legend::{entries, wanted};
pub(super) use marks::{Marks, calculate};
pub(super) use paint::ColorAxes;
pub(super) use stage::Stage;
pub(super) use trace::{Trace, Visible};
