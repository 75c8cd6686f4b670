//! Projections on a cone around the globe: parallels are arcs.

use std::f64::consts::{FRAC_PI_2, PI};

use super::cylindrical::{self, equirectangular, mercator};
use super::pseudocylindrical::sinusoidal;
use super::{Raw, newton, sqrt};
use crate::render::chart::geo::sphere::EPSILON;

pub(super) fn equal_area([first, second]: [f64; 2]) -> Raw {
    let sin = first.sin();
    let cone = f64::midpoint(sin, second.sin());
    if cone.abs() < EPSILON {
        return cylindrical::equal_area(first);
    }
    let constant = 1.0 + sin * (2.0 * cone - sin);
    let center = constant.sqrt() / cone;
    Box::new(move |longitude, latitude| {
        let radius = sqrt(constant - 2.0 * cone * latitude.sin()) / cone;
        let (sin, cos) = (longitude * cone).sin_cos();
        [radius * sin, center - radius * cos]
    })
}

pub(super) fn conformal([first, second]: [f64; 2]) -> Raw {
    let tan = |latitude: f64| f64::midpoint(FRAC_PI_2, latitude).tan();
    let cos = first.cos();
    let cone = if first == second {
        first.sin()
    } else {
        (cos / second.cos()).ln() / (tan(second) / tan(first)).ln()
    };
    if cone == 0.0 || cone.is_nan() {
        return Box::new(mercator);
    }
    let center = cos * tan(first).powf(cone) / cone;
    Box::new(move |longitude, latitude| {
        // The pole that lies infinitely far away is left out.
        let latitude =
            if center > 0.0 { latitude.max(-FRAC_PI_2 + EPSILON) } else { latitude.min(FRAC_PI_2 - EPSILON) };
        let radius = center / tan(latitude).powf(cone);
        let (sin, cos) = (longitude * cone).sin_cos();
        [radius * sin, center - radius * cos]
    })
}

pub(super) fn equidistant([first, second]: [f64; 2]) -> Raw {
    let cos = first.cos();
    let cone = if first == second { first.sin() } else { (cos - second.cos()) / (second - first) };
    if cone.abs() < EPSILON {
        return Box::new(equirectangular);
    }
    let center = cos / cone + first;
    Box::new(move |longitude, latitude| {
        let (sin, cos) = (longitude * cone).sin_cos();
        [(center - latitude) * sin, center - (center - latitude) * cos]
    })
}

pub(super) fn bonne(parallel: f64) -> Raw {
    if parallel == 0.0 {
        return Box::new(sinusoidal);
    }
    let center = 1.0 / parallel.tan();
    Box::new(move |longitude, latitude| {
        let radius = center + parallel - latitude;
        let angle = if radius == 0.0 { 0.0 } else { longitude * latitude.cos() / radius };
        [radius * angle.sin(), center - radius * angle.cos()]
    })
}

pub(super) fn bottomley(longitude: f64, latitude: f64) -> [f64; 2] {
    // The sine of the parallel that is true to length: 30°.
    const SIN: f64 = 0.5;
    let radius = FRAC_PI_2 - latitude;
    let angle = if radius == 0.0 { 0.0 } else { longitude * SIN * radius.sin() / radius };
    [radius * angle.sin() / SIN, FRAC_PI_2 - radius * angle.cos()]
}

/// Hill's eucyclic.
pub(super) fn hill() -> Raw {
    const RATIO: f64 = 1.0;
    let long = 1.0 + RATIO;
    let beta = (1.0 / long).sin().asin();
    let whole = PI + 4.0 * beta * long;
    let size = 2.0 * (PI / whole).sqrt();
    let center = 0.5 * size * (long + (RATIO * (2.0 + RATIO)).sqrt());
    Box::new(move |longitude, latitude| {
        let low = 1.0 - latitude.sin();
        let (radius, angle) = if low > 0.0 && low < 2.0 {
            let parts = |theta: f64| {
                let (sin, cos) = theta.sin_cos();
                (sin, beta + sin.atan2(long - cos), 1.0 + long * long - 2.0 * long * cos)
            };
            let theta = newton(FRAC_PI_2 - latitude, 25, 1e-12, |theta| {
                let (sin, turn, square) = parts(theta);
                let off = theta - RATIO * RATIO * beta - long * sin + square * turn - 0.5 * low * whole;
                off / (2.0 * long * sin * turn)
            });
            let (_, turn, square) = parts(theta);
            (size * square.sqrt(), longitude * turn / PI)
        } else {
            (size * (RATIO + low), longitude * beta / PI)
        };
        [radius * angle.sin(), center - radius * angle.cos()]
    })
}
