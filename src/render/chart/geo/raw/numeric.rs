//! Projections true to area whose heights come from an integral, or from an equation without a derivative at hand.

use std::f64::consts::{FRAC_PI_4, PI};

use super::{Raw, newton, sign};
use crate::render::chart::geo::sphere::EPSILON;

/// The heights that are kept of the hyperelliptical projection.
const ROWS: usize = 1000;

/// Tobler's, with meridians x^2.5 + y^2.5 = 1.
pub(super) fn hyperelliptical() -> Raw {
    const POWER: f64 = 2.5;
    const ASPECT: f64 = 1.183_136;
    let width = |height: f64| (1.0 - height.powf(POWER)).max(0.0).powf(1.0 / POWER);
    let mut areas = vec![0.0];
    let mut total = 0.0;
    let step = 1.0 / ROWS as f64;
    for row in 0..ROWS {
        let from = row as f64 * step;
        // Simpson's rule on four parts of a row.
        for part in 0..4 {
            let (from, size) = (from + f64::from(part) * step / 4.0, step / 4.0);
            total += (width(from) + 4.0 * width(from + size / 2.0) + width(from + size)) * size / 6.0;
        }
        areas.push(total);
    }
    for area in &mut areas {
        *area /= total;
    }
    let height = move |sin: f64| {
        let row = areas.partition_point(|area| *area <= sin).clamp(1, ROWS);
        let (before, after) = (areas[row - 1], areas[row]);
        (row as f64 - (after - sin) / (after - before)) * step
    };
    let ratio = 2.0 * height(1.0) / PI / total / ASPECT;
    Box::new(move |longitude, latitude| {
        let y = height(latitude.sin().abs().min(1.0));
        [width(y) * longitude, (y / ratio).copysign(if latitude >= 0.0 { 1.0 } else { -1.0 })]
    })
}

/// Hufnagel's, with the numbers that make it Eckert's fourth but for the shape of its meridians.
pub(super) fn hufnagel(longitude: f64, latitude: f64) -> [f64; 2] {
    const A: f64 = 1.0;
    const MOST: f64 = FRAC_PI_4;
    let radius = |psi: f64| (1.0 + A * (2.0 * psi).cos()).max(0.0).sqrt();
    let sum = |psi: f64| 2.0 * psi + (1.0 + A) * (2.0 * psi).sin() + A / 2.0 * (4.0 * psi).sin();
    let size = (4.0 * PI / sum(MOST)).sqrt();
    let ratio = (2.0 * MOST.sin() * ((1.0 + A * (2.0 * MOST).cos()) / (1.0 + A)).sqrt()).sqrt();
    let goal = sum(MOST) * latitude.sin() / MOST;
    let share = newton(latitude / PI, 100, EPSILON, |at| {
        let (here, next) = (sum(at * MOST) / MOST, sum((at + EPSILON) * MOST) / MOST);
        EPSILON * (here - goal) / (next - here)
    });
    let psi = if share.is_finite() { MOST * share } else { MOST * sign(latitude) };
    let radius = size * radius(psi);
    [radius * ratio * longitude / PI * psi.cos(), radius / ratio * psi.sin()]
}
