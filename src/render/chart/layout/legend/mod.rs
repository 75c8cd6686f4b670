//! Legends: entries with their keys, in groups, upright or lying.

mod entry;
#[expect(clippy::module_inception, reason = "a legend is what this module is about")]
mod legend;
mod place;

pub(in crate::render::chart) use entry::{Entry, Order};
pub(in crate::render::chart) use legend::Legend;
