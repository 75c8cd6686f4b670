//! Plot traces: what each type makes of its data, and how it draws it.

mod bar;
mod bin_group;
mod bins;
mod boxes;
mod bullet;
mod carpet;
mod cell;
mod contour;
mod dial;
mod font;
mod funnel_area;
mod gauge;
#[cfg(feature = "geo")]
mod geo;
mod grid;
mod histogram;
mod image;
mod indicator;
mod legend;
mod marks;
mod number;
mod paint;
mod parcats;
mod parcoords;
mod period;
mod pie;
mod pie_area;
mod pie_labels;
mod pie_margin;
mod readout;
mod sankey;
mod scatter;
mod sector_text;
mod selection;
mod sessions;
mod slices;
mod slots;
mod space;
mod splom;
mod spots;
mod stage;
mod table;
pub(super) mod template;
mod trace;
mod tree;
mod uniform;
mod violin;

pub(super) use bar::{Bar, Pair, arrange};
pub(crate) use bar::{Bars, Flow};
pub(crate) use boxes::{Boxes, is_summarised};
#[cfg(feature = "geo")]
pub(super) use geo::draw_maps;
#[cfg(feature = "geo")]
pub(crate) use geo::{MapPoints, Regions};
pub(super) use legend::{entries, wanted};
pub(crate) use marks::Marks;
pub(super) use marks::calculate;
pub(super) use paint::{ColorAxes, colors, each, pick};
pub(super) use scatter::marker_pads;
pub(crate) use scatter::{Ground, Scatter};
pub(super) use space::draw_scenes;
pub(crate) use splom::Matrix;
pub(super) use stage::Stage;
pub(crate) use trace::{Trace, Visible};
pub(super) use uniform::UniformText;
