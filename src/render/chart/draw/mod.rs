//! Drawing by way of plotters, on a backend that fills a [`Scene`](crate::render::scene::Scene).

mod backend;
mod canvas;
mod dash;
mod element;
mod symbol;

pub(super) use canvas::Canvas;
pub(super) use symbol::{Marker, symbol};
