//! Contours: lines of one value through a grid, the areas between them, and their labels.

mod color_map;
mod contours;
mod crossings;
mod draw;
mod ground;
mod isoline;
mod label;
mod levels;
mod optimum;
mod region;
mod thin;
mod track;
mod trail;

pub(crate) use contours::Contours;
