//! Three-dimensional scenes: a camera, a box with axes, and what lies in it.

mod camera;
mod cube;
mod frame;
mod painter;
mod points;
mod scale;
mod scene;
mod sign;
mod vector;

pub(crate) use scene::{KINDS, draw_scenes};
