//! Cartesian axes: their types, ranges, ticks, and how they are drawn.

mod autorange;
mod axes;
mod breaks;
mod category_order;
mod constrain;
mod date_label;
mod draw;
mod extremes;
mod grid;
mod inside;
mod kind;
mod label;
mod label_index;
mod labels;
mod line;
mod margin;
mod matching;
mod minor;
mod model;
mod period;
mod range;
mod setup;
mod shift;
mod step;
mod sync;
mod ticks;
mod turn_label;
mod users;

pub(super) use axes::Axes;
use breaks::Breaks;
#[cfg(feature = "geo")]
pub(super) use extremes::Extreme;
pub(super) use extremes::{Extremes, Pads};
pub(super) use grid::Grid;
use inside::InnerPads;
pub(crate) use kind::AxisKind;
pub(super) use kind::autotype;
pub(crate) use label::{write_plainly, write_scaled};
pub(super) use labels::{CAP_SHIFT, MID_SHIFT, PlacedText, scoot};
pub(crate) use model::{Axis, Letter};
pub(super) use model::{Course, Side, is_placeholder};
pub(super) use step::{Step, auto_step, first_tick, increment};
pub(super) use ticks::{Tick, TickStyle};
