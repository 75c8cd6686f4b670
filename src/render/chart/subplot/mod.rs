//! Subplots that are not made of x and y axes: polar, Smith and ternary ones.

mod arm;
mod bars;
mod disc;
mod polar;
mod polar_data;
mod polygon;
mod rim;
mod ring_axis;
mod sector;
mod smith;
mod subplots;
mod ternary;

pub(crate) use subplots::{Dial, Subplots};
