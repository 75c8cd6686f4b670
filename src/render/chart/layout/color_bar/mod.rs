//! Colour bars: a scale with its ticks, upright beside the plots or lying above them.

mod bar;
mod draw;
mod place;
mod steps;

pub(in crate::render::chart) use bar::ColorBar;
pub(in crate::render::chart) use steps::{StepFill, Steps};
