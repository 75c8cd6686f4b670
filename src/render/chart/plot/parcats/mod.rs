//! Parallel categories: ribbons for the rows of a table that go through the same categories.

mod draw;
mod ribbon;
mod table;

pub(crate) use table::Parcats;
