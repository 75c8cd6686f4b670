//! Parallel coordinates: a line for each row of a table, across an axis for each of its columns.

mod brush;
mod dimension;
mod draw;
mod lines;

pub(crate) use dimension::Parcoords;
