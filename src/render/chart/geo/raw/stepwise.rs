//! Projections with straight parallels whose heights come from an equation that is solved step by step.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2, FRAC_PI_4, PI, SQRT_2};

use super::newton;
use super::pseudocylindrical::sinusoidal;
use crate::render::chart::geo::sphere::EPSILON;

/// Where the sinusoidal and Mollweide's are equally wide.
const SEAM: f64 = 0.710_988_959_620_756_7;
/// How far apart they are there.
const SEAM_GAP: f64 = 0.052_803_527_454_2;

/// Half of the angle θ with θ + sin θ = `constant` · sin φ.
fn theta(constant: f64, latitude: f64) -> f64 {
    let goal = constant * latitude.sin();
    newton(latitude, 30, EPSILON, |at| (at + at.sin() - goal) / (1.0 + at.cos())) / 2.0
}

fn elliptical(longitude: f64, latitude: f64, (width, height, constant): (f64, f64, f64)) -> [f64; 2] {
    let (sin, cos) = theta(constant, latitude).sin_cos();
    [width * longitude * cos, height * sin]
}

pub(super) fn mollweide(longitude: f64, latitude: f64) -> [f64; 2] {
    elliptical(longitude, latitude, (SQRT_2 / FRAC_PI_2, SQRT_2, PI))
}

pub(super) fn bromley(longitude: f64, latitude: f64) -> [f64; 2] {
    elliptical(longitude, latitude, (1.0, 4.0 / PI, PI))
}

pub(super) fn wagner4(longitude: f64, latitude: f64) -> [f64; 2] {
    let three = 3.0_f64.sqrt();
    let constant = 4.0 * PI + 3.0 * three;
    let height = 2.0 * (2.0 * PI * three / constant).sqrt();
    elliptical(longitude, latitude, (height * three / PI, height, constant / 6.0))
}

pub(super) fn boggs(longitude: f64, latitude: f64) -> [f64; 2] {
    const SIZE: f64 = 2.00276;
    let theta = theta(PI, latitude);
    let width = SIZE * longitude / (1.0 / latitude.cos() + 1.11072 / theta.cos());
    [width, (latitude + SQRT_2 * theta.sin()) / SIZE]
}

pub(super) fn homolosine(longitude: f64, latitude: f64) -> [f64; 2] {
    if latitude.abs() <= SEAM {
        return sinusoidal(longitude, latitude);
    }
    let [x, y] = mollweide(longitude, latitude);
    [x, y - SEAM_GAP.copysign(latitude)]
}

pub(super) fn sinu_mollweide(longitude: f64, latitude: f64) -> [f64; 2] {
    if latitude <= -SEAM {
        return sinusoidal(longitude, latitude);
    }
    let [x, y] = mollweide(longitude, latitude);
    [x, y + SEAM_GAP]
}

pub(super) fn eckert4(longitude: f64, latitude: f64) -> [f64; 2] {
    let goal = (2.0 + FRAC_PI_2) * latitude.sin();
    let angle = newton(latitude / 2.0, 10, EPSILON, |at| {
        let (sin, cos) = at.sin_cos();
        (at + sin * (cos + 2.0) - goal) / (2.0 * cos * (1.0 + cos))
    });
    let width = 2.0 / (PI * (4.0 + PI)).sqrt() * (1.0 + angle.cos());
    [width * longitude, 2.0 * (PI / (4.0 + PI)).sqrt() * angle.sin()]
}

pub(super) fn eckert6(longitude: f64, latitude: f64) -> [f64; 2] {
    let goal = (1.0 + FRAC_PI_2) * latitude.sin();
    let angle = newton(latitude, 10, EPSILON, |at| (at + at.sin() - goal) / (1.0 + at.cos()));
    let size = (2.0 + PI).sqrt();
    [longitude * (1.0 + angle.cos()) / size, 2.0 * angle / size]
}

pub(super) fn flat_polar_quartic(longitude: f64, latitude: f64) -> [f64; 2] {
    let goal = (1.0 + FRAC_1_SQRT_2) * latitude.sin();
    let angle = newton(latitude, 25, EPSILON, |at| {
        ((at / 2.0).sin() + at.sin() - goal) / (0.5 * (at / 2.0).cos() + at.cos())
    });
    let half = angle / 2.0;
    let width = (1.0 + 2.0 * angle.cos() / half.cos()) / (3.0 * SQRT_2);
    [width * longitude, 2.0 * 3.0_f64.sqrt() * half.sin() / (2.0 + SQRT_2).sqrt()]
}

pub(super) fn flat_polar_sinusoidal(longitude: f64, latitude: f64) -> [f64; 2] {
    let size = (6.0 / (4.0 + PI)).sqrt();
    let goal = (1.0 + FRAC_PI_4) * latitude.sin();
    let angle = newton(latitude / 2.0, 25, EPSILON, |at| (at / 2.0 + at.sin() - goal) / (0.5 + at.cos()));
    [size * (0.5 + angle.cos()) * longitude / 1.5, size * angle]
}
