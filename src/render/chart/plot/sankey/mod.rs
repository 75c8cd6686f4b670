//! Sankey diagrams: nodes in columns, and links between them as wide as their values.

mod circles;
mod circular;
mod columns;
mod draw;
mod graph;
mod links;
mod order;
mod pile;
mod ribbon;

pub(crate) use graph::Sankey;
