//! Projections on a cylinder around the globe: meridians are straight and upright, or nearly.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, SQRT_2};

use super::{Raw, sign};

pub(super) fn equirectangular(longitude: f64, latitude: f64) -> [f64; 2] {
    [longitude, latitude]
}

pub(super) fn mercator(longitude: f64, latitude: f64) -> [f64; 2] {
    [longitude, f64::midpoint(FRAC_PI_2, latitude).tan().ln()]
}

pub(super) fn transverse_mercator(longitude: f64, latitude: f64) -> [f64; 2] {
    let [x, y] = mercator(longitude, latitude);
    [y, -x]
}

pub(super) fn miller(longitude: f64, latitude: f64) -> [f64; 2] {
    [longitude, 1.25 * (FRAC_PI_4 + 0.4 * latitude).tan().ln()]
}

/// True to area, with a parallel that is true to length.
pub(super) fn equal_area(parallel: f64) -> Raw {
    let cos = parallel.cos();
    Box::new(move |longitude, latitude| [longitude * cos, latitude.sin() / cos])
}

/// Braun's.
pub(super) fn stereographic(longitude: f64, latitude: f64) -> [f64; 2] {
    [longitude, 2.0 * (latitude / 2.0).tan()]
}

pub(super) fn patterson(longitude: f64, latitude: f64) -> [f64; 2] {
    let square = latitude * latitude;
    let high = 0.23185 + square * (-0.14499 + 0.02406 * square);
    [longitude, latitude * (1.0148 + square * square * high)]
}

/// Mercator's around the equator, and what goes on evenly beyond 45°.
pub(super) fn baker(longitude: f64, latitude: f64) -> [f64; 2] {
    let height = latitude.abs();
    if height < FRAC_PI_4 {
        return mercator(longitude, latitude);
    }
    let twice = 2.0 * SQRT_2;
    let y = twice * (height - FRAC_PI_4) - (height / 2.0).tan().ln();
    [longitude * height.cos() * (twice - 1.0 / height.sin()), sign(latitude) * y]
}

/// Craig's, which shows the way to Mecca, here from the equator.
pub(super) fn craig(longitude: f64, latitude: f64) -> [f64; 2] {
    let stretch = if longitude == 0.0 { 1.0 } else { longitude / longitude.sin() };
    [longitude, stretch * latitude.sin() * longitude.cos()]
}
