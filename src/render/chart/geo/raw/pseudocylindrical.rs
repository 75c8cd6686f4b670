//! Projections with straight parallels and curved meridians that have a closed formula.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI, TAU};

use super::{Raw, asin, sign, sqrt};
use crate::render::chart::geo::sphere::EPSILON;

pub(super) fn sinusoidal(longitude: f64, latitude: f64) -> [f64; 2] {
    [longitude * latitude.cos(), latitude]
}

pub(super) fn collignon(longitude: f64, latitude: f64) -> [f64; 2] {
    let root = sqrt(1.0 - latitude.sin());
    [2.0 / PI.sqrt() * longitude * root, PI.sqrt() * (1.0 - root)]
}

pub(super) fn craster(longitude: f64, latitude: f64) -> [f64; 2] {
    let width = (3.0 / PI).sqrt() * (2.0 * (2.0 * latitude / 3.0).cos() - 1.0);
    [width * longitude, (3.0 * PI).sqrt() * (latitude / 3.0).sin()]
}

pub(super) fn eckert1(longitude: f64, latitude: f64) -> [f64; 2] {
    let size = (8.0 / (3.0 * PI)).sqrt();
    [size * longitude * (1.0 - latitude.abs() / PI), size * latitude]
}

pub(super) fn eckert2(longitude: f64, latitude: f64) -> [f64; 2] {
    let root = sqrt(4.0 - 3.0 * latitude.abs().sin());
    [2.0 / (6.0 * PI).sqrt() * longitude * root, sign(latitude) * (TAU / 3.0).sqrt() * (2.0 - root)]
}

pub(super) fn eckert3(longitude: f64, latitude: f64) -> [f64; 2] {
    let size = (PI * (4.0 + PI)).sqrt();
    let width = 1.0 + sqrt(1.0 - 4.0 * latitude * latitude / (PI * PI));
    [2.0 / size * longitude * width, 4.0 / size * latitude]
}

pub(super) fn eckert5(longitude: f64, latitude: f64) -> [f64; 2] {
    let size = (2.0 + PI).sqrt();
    [longitude * (1.0 + latitude.cos()) / size, 2.0 * latitude / size]
}

pub(super) fn equal_earth(longitude: f64, latitude: f64) -> [f64; 2] {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let half = 3.0_f64.sqrt() / 2.0;
    let angle = asin(half * latitude.sin());
    let square = angle * angle;
    let sixth = square * square * square;
    let slope = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
    [
        longitude * angle.cos() / (half * slope),
        angle * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square)),
    ]
}

pub(super) fn fahey(longitude: f64, latitude: f64) -> [f64; 2] {
    let cos = 35_f64.to_radians().cos();
    let tan = (latitude / 2.0).tan();
    [longitude * cos * sqrt(1.0 - tan * tan), (1.0 + cos) * tan]
}

pub(super) fn foucaut(longitude: f64, latitude: f64) -> [f64; 2] {
    let half = latitude / 2.0;
    let cos = half.cos();
    [2.0 * longitude / PI.sqrt() * latitude.cos() * cos * cos, PI.sqrt() * half.tan()]
}

/// Halfway between the sinusoidal and the cylindrical one that is true to area.
pub(super) fn foucaut_sinusoidal(longitude: f64, latitude: f64) -> [f64; 2] {
    let (sin, cos) = latitude.sin_cos();
    // The width is twice the height.
    let ratio = ((FRAC_PI_2 + 1.0) / PI).sqrt();
    [cos / (0.5 + 0.5 * cos) * longitude * ratio, (0.5 * latitude + 0.5 * sin) / ratio]
}

pub(super) fn ginzburg8(longitude: f64, latitude: f64) -> [f64; 2] {
    let (across, up) = (longitude * longitude, latitude * latitude);
    let width = (1.0 - 0.162_388 * up) * (0.87 - 0.000_952_426 * across * across);
    [longitude * width, latitude * (1.0 + up / 12.0)]
}

pub(super) fn kavrayskiy7(longitude: f64, latitude: f64) -> [f64; 2] {
    [3.0 / TAU * longitude * sqrt(PI * PI / 3.0 - latitude * latitude), latitude]
}

/// Siemon's, with the parallel through which lines of one bearing run straight.
pub(super) fn loximuthal(parallel: f64) -> Raw {
    let (cos, tan) = (parallel.cos(), (FRAC_PI_4 + parallel / 2.0).tan());
    Box::new(move |longitude, latitude| {
        let y = latitude - parallel;
        let half = FRAC_PI_4 + latitude / 2.0;
        let x = if y.abs() < EPSILON {
            longitude * cos
        } else if half.abs() < EPSILON || (half.abs() - FRAC_PI_2).abs() < EPSILON {
            0.0
        } else {
            longitude * y / (half.tan() / tan).ln()
        };
        [x, y]
    })
}

pub(super) fn flat_polar_parabolic(longitude: f64, latitude: f64) -> [f64; 2] {
    let (six, seven) = (6.0_f64.sqrt(), 7.0_f64.sqrt());
    let theta = asin(7.0 * latitude.sin() / (3.0 * six));
    let width = six * (2.0 * (2.0 * theta / 3.0).cos() - 1.0) / seven;
    [width * longitude, 9.0 * (theta / 3.0).sin() / seven]
}

pub(super) fn natural_earth1(longitude: f64, latitude: f64) -> [f64; 2] {
    let square = latitude * latitude;
    let fourth = square * square;
    let high = -0.013_791 + fourth * (0.003_971 * square - 0.001_529 * fourth);
    let up = 0.015_085 + fourth * (-0.044_475 + 0.028_874 * square - 0.005_916 * fourth);
    [longitude * (0.8707 - 0.131_979 * square + fourth * high), latitude * (1.007_226 + square * up)]
}

pub(super) fn natural_earth2(longitude: f64, latitude: f64) -> [f64; 2] {
    let square = latitude * latitude;
    let fourth = square * square;
    let sixth = square * fourth;
    let high = -0.04515 + 0.05494 * square - 0.02326 * fourth + 0.00331 * sixth;
    let up = -0.02625 + 0.01926 * square - 0.00396 * fourth;
    let width = 0.84719 - 0.13063 * square + sixth * sixth * high;
    [longitude * width, latitude * (1.01183 + fourth * fourth * up)]
}

pub(super) fn nell_hammer(longitude: f64, latitude: f64) -> [f64; 2] {
    [longitude * (1.0 + latitude.cos()) / 2.0, 2.0 * (latitude - (latitude / 2.0).tan())]
}

pub(super) fn times(longitude: f64, latitude: f64) -> [f64; 2] {
    let tan = (latitude / 2.0).tan();
    let sin = (FRAC_PI_4 * tan).sin();
    [longitude * (0.74482 - 0.34588 * sin * sin), 1.70711 * tan]
}

pub(super) fn wagner6(longitude: f64, latitude: f64) -> [f64; 2] {
    [longitude * sqrt(1.0 - 3.0 * latitude * latitude / (PI * PI)), latitude]
}
