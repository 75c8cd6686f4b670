//! Component behaviours: what an action on a component changes, and what a component does by itself.
//!
//! Pure functions of the tree and the action (protocol section 3): nothing here talks to the app, knows
//! the time, or changes the tree. The engine applies the [`Effect`]s in order and schedules callbacks.
//! Each component is a `Model`, found in one table; a component without one is still reached
//! by [`Action::SetProps`](crate::engine::Action::SetProps).
//!
//! What is not here, because it is state of the whole visit: `dcc.Location`, `dcc.Store` and persistence.

mod act;
mod bootstrap;
mod calendar;
mod caret;
mod choice;
mod click;
mod dates;
mod dialog;
mod direct;
mod download;
mod dropdown;
mod effect;
mod field;
mod focus;
mod forward;
mod geolocation;
mod graph;
mod group;
mod interval;
mod menu;
mod model;
mod number;
mod part;
mod picked;
mod slider;
mod table;
mod tabs;
mod target;
#[cfg(test)]
mod testing;
mod text;
mod upload;

pub use act::{act, left};
pub use bootstrap::Attention;
pub(crate) use bootstrap::{attended, closed_around};
pub use caret::Caret;
pub use effect::{Effect, Moment, Mounting, Props, Rendered, Spot};
pub use field::keeps;
pub use focus::{clicked, stops};
#[cfg(feature = "webdriver")]
pub(crate) use graph::{
    area as subplot_area, doubled as double_clicked_on, dragged as dragged_over, nearest as nearest_point,
};
pub use model::{
    enabled, follows, inner, mount, options, period, rendered, retracts, ticked, unmounted, value,
};
pub use part::{Part, meant};
pub use slider::{dragged_to, held_at};
