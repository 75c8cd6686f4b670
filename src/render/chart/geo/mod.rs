//! Geography: the globe's outlines, and how they come to lie on a page.
//!
//! A [`Shape`] in degrees goes through a [`Projection`]: the globe is turned ([`Rotation`]), cut open where the map
//! ends ([`Clip`]), flattened ([`raw`]) with points put in where straight lines become curves, and cut to a rectangle
//! of the page. The steps, and the numbers in them, are those of d3-geo, which plotly.js draws its maps with.

mod clip;
mod countries;
mod geometry;
mod outlines;
mod projection;
mod raw;
mod resample;
mod sphere;

pub(super) use clip::Clip;
pub(super) use countries::{country, state};
pub(super) use geometry::{Line, Shape, positions};
pub(super) use outlines::{Layer, Outlines, Place};
pub(super) use projection::{Endless, Projection};
pub(super) use raw::{Parameters, raw};
pub(super) use sphere::{Position, Rotation, bounds};
