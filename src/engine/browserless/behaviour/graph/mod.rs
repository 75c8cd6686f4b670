//! `dcc.Graph`: what a visitor does with a figure, as plotly reports it (protocol section 3.3).
//!
//! The figure is laid out as [`chart`](crate::render::chart) draws it; a payload holds what plotly's event says about
//! a point in terms of data.

mod arrays;
mod bars;
mod boxes;
mod cells;
mod compare;
mod curve;
#[cfg(feature = "webdriver")]
mod drag;
mod event;
mod find;
mod gesture;
mod growth;
mod hand;
mod hierarchy;
mod legend;
mod parts;
mod path;
mod pie;
mod point;
mod polar;
mod relaid;
mod sankey;
mod scale;
mod screen;
mod selection;
mod series;
mod spatial;
#[cfg(test)]
mod state_tests;
#[cfg(test)]
mod tests;
mod zoom;

#[cfg(feature = "webdriver")]
pub(crate) use drag::{area, doubled, dragged};
#[cfg(feature = "webdriver")]
pub(crate) use find::nearest;
pub(super) use gesture::Graph;
