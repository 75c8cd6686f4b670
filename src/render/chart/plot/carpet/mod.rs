//! Carpets: axes a and b woven into the plane, and what lies on them.

mod cloth;
mod control;
mod data;
mod draw;
mod grid;
mod holes;
mod label;
mod trace;

pub(crate) use cloth::{Cloth, Way, on_page};
pub(super) use data::axis;
pub(crate) use trace::{Carpet, lay_on};
