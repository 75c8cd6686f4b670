//! Projections with parallels of many cones.

use std::f64::consts::PI;

use super::asin;
use crate::render::chart::geo::sphere::EPSILON;

pub(super) fn american(longitude: f64, latitude: f64) -> [f64; 2] {
    if latitude.abs() < EPSILON {
        return [longitude, 0.0];
    }
    let tan = latitude.tan();
    let (sin, cos) = (longitude * latitude.sin()).sin_cos();
    [sin / tan, latitude + (1.0 - cos) / tan]
}

/// The war office's, with the equator true to length.
pub(super) fn rectangular(longitude: f64, latitude: f64) -> [f64; 2] {
    if latitude == 0.0 {
        return [longitude, 0.0];
    }
    let angle = 2.0 * (longitude / 2.0 * latitude.sin()).atan();
    let cot = 1.0 / latitude.tan();
    [angle.sin() * cot, latitude + (1.0 - angle.cos()) * cot]
}

/// Ginzburg's family: the outermost meridian is a curve of the first four numbers across and the others up.
fn ginzburg(longitude: f64, latitude: f64, across: [f64; 4], up: [f64; 3], middle: f64) -> [f64; 2] {
    let square = latitude * latitude;
    if latitude == 0.0 {
        return [across[0] * longitude / PI, 0.0];
    }
    let x = across[0] + square * (across[1] + square * (across[2] + square * across[3]));
    let y = latitude * (up[0] - 1.0 + square * (up[1] - middle + square * up[2]));
    let radius = (x * x + y * y) / (2.0 * y);
    let angle = longitude * asin(x / radius) / PI;
    [radius * angle.sin(), latitude * (1.0 + square * middle) + radius * (1.0 - angle.cos())]
}

pub(super) fn ginzburg4(longitude: f64, latitude: f64) -> [f64; 2] {
    let across = [2.8284, -1.6988, 0.75432, -0.18071];
    ginzburg(longitude, latitude, across, [1.76003, -0.38914, 0.042_555], 0.0)
}

pub(super) fn ginzburg5(longitude: f64, latitude: f64) -> [f64; 2] {
    let across = [2.583_819, -0.835_827, 0.170_354, -0.038_094];
    ginzburg(longitude, latitude, across, [1.543_313, -0.411_435, 0.082_742], 0.0)
}

pub(super) fn ginzburg6(longitude: f64, latitude: f64) -> [f64; 2] {
    let across = [5.0 / 6.0 * PI, -0.62636, -0.0344, 0.0];
    ginzburg(longitude, latitude, across, [1.3493, -0.05524, 0.0], 0.045)
}

pub(super) fn ginzburg9(longitude: f64, latitude: f64) -> [f64; 2] {
    let across = [2.6516, -0.76534, 0.19123, -0.047_094];
    ginzburg(longitude, latitude, across, [1.36289, -0.13965, 0.031_762], 0.0)
}
