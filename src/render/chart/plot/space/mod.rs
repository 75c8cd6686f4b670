//! Three-dimensional scenes: a camera, a box with axes, and what lies in it.

mod camera;
mod cube;
mod face;
mod frame;
mod light;
mod mesh;
mod painter;
mod points;
mod raster;
mod scale;
mod scene;
mod sign;
mod surface;
mod vector;

pub(crate) use scene::{KINDS, draw_scenes, value_extent};
