//! `dash_table.DataTable`: what a visitor does to it, and what it derives from its data.
//!
//! | part | what it is |
//! |---|---|
//! | `part` | which part of the table is used |
//! | `cells`, `keys`, `edit` | the active cell, moving it, writing into it |
//! | `header`, `rows`, `filters`, `pages` | what headers, rows, filter cells and the pager offer |
//! | `derived` | what the table tells of itself: `derived_…`, and what a page or selection that is gone resets |
//!
//! What the rows, columns and texts of a table are is said in [`crate::dash::table`].

mod cells;
mod derived;
mod edit;
mod filters;
mod header;
mod keys;
mod model;
mod pages;
mod part;
mod rows;
#[cfg(test)]
mod tests;

pub(super) use model::DataTable;
