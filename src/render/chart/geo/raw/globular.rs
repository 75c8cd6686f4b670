//! Projections in a circle, or between two arcs.

use std::f64::consts::{FRAC_PI_2, PI, SQRT_2};

use super::{asin, sign, sqrt};
use crate::render::chart::geo::sphere::EPSILON;

pub(super) fn august(longitude: f64, latitude: f64) -> [f64; 2] {
    let tan = (latitude / 2.0).tan();
    let root = sqrt(1.0 - tan * tan);
    let half = longitude / 2.0;
    let below = 1.0 + root * half.cos();
    let (x, y) = (half.sin() * root / below, tan / below);
    let (xx, yy) = (x * x, y * y);
    [4.0 / 3.0 * x * (3.0 + xx - 3.0 * yy), 4.0 / 3.0 * y * (3.0 + 3.0 * xx - yy)]
}

pub(super) fn eisenlohr(longitude: f64, latitude: f64) -> [f64; 2] {
    let size = 3.0 + 2.0 * SQRT_2;
    let (sin, cos) = (longitude / 2.0).sin_cos();
    let root = sqrt(latitude.cos());
    let (sin_half, cos_half) = (latitude / 2.0).sin_cos();
    let t = sin_half / (cos_half + SQRT_2 * cos * root);
    let c = (2.0 / (1.0 + t * t)).sqrt();
    let v = ((SQRT_2 * cos_half + (cos + sin) * root) / (SQRT_2 * cos_half + (cos - sin) * root)).sqrt();
    [size * (c * (v - 1.0 / v) - 2.0 * v.ln()), size * (c * t * (v + 1.0 / v) - 2.0 * t.atan())]
}

pub(super) fn lagrange(longitude: f64, latitude: f64) -> [f64; 2] {
    const SPACING: f64 = 0.5;
    if (latitude.abs() - FRAC_PI_2).abs() < EPSILON {
        return [0.0, if latitude < 0.0 { -2.0 } else { 2.0 }];
    }
    let sin = latitude.sin();
    let v = ((1.0 + sin) / (1.0 - sin)).powf(SPACING / 2.0);
    let (sin_turn, cos_turn) = (longitude * SPACING).sin_cos();
    let below = 0.5 * (v + 1.0 / v) + cos_turn;
    [2.0 * sin_turn / below, (v - 1.0 / v) / below]
}

pub(super) fn nicolosi(longitude: f64, latitude: f64) -> [f64; 2] {
    let (sin, cos) = latitude.sin_cos();
    if longitude == 0.0 || latitude.abs() == FRAC_PI_2 {
        return [0.0, latitude];
    } else if latitude == 0.0 {
        return [longitude, 0.0];
    } else if longitude.abs() == FRAC_PI_2 {
        return [longitude * cos, FRAC_PI_2 * sin];
    }
    let side = sign(longitude);
    let b = PI / (2.0 * longitude) - 2.0 * longitude / PI;
    let c = 2.0 * latitude / PI;
    let d = (1.0 - c * c) / (sin - c);
    let (bb, dd) = (b * b, d * d);
    let (across, up) = (1.0 + bb / dd, 1.0 + dd / bb);
    let m = (b * sin / d - b / 2.0) / across;
    let n = (dd * sin / bb + d / 2.0) / up;
    let mm = m * m + cos * cos / across;
    let nn = n * n - (dd * sin * sin / bb + d * sin - 1.0) / up;
    [FRAC_PI_2 * (m + sqrt(mm) * side), FRAC_PI_2 * (n + sqrt(nn) * sign(-latitude * b) * side)]
}

/// What van der Grinten's first three share: where parallels meet the middle, and `|π/λ − λ/π| / 2`. The places on
/// the equator and in the middle are final.
fn grinten(longitude: f64, latitude: f64) -> Result<(f64, f64), [f64; 2]> {
    if latitude.abs() < EPSILON {
        return Err([longitude, 0.0]);
    }
    let sin = (latitude / FRAC_PI_2).abs();
    let theta = asin(sin);
    if longitude.abs() < EPSILON || (latitude.abs() - FRAC_PI_2).abs() < EPSILON {
        return Err([0.0, sign(latitude) * PI * (theta / 2.0).tan()]);
    }
    Ok((sin, (PI / longitude - longitude / PI).abs() / 2.0))
}

pub(super) fn van_der_grinten(longitude: f64, latitude: f64) -> [f64; 2] {
    let (sin, a) = match grinten(longitude, latitude) {
        Ok(parts) => parts,
        Err(at) => return at,
    };
    let cos = asin(sin).cos();
    let aa = a * a;
    let g = cos / (sin + cos - 1.0);
    let p = g * (2.0 / sin - 1.0);
    let (pp, q) = (p * p, aa + g);
    let (below, gap) = (pp + aa, g - pp);
    let x = (a * gap + sqrt(aa * gap * gap - below * (g * g - pp))) / below;
    let y = (p * q - a * sqrt((aa + 1.0) * below - q * q)) / below;
    [sign(longitude) * PI * x, sign(latitude) * PI * y]
}

pub(super) fn van_der_grinten2(longitude: f64, latitude: f64) -> [f64; 2] {
    let (sin, a) = match grinten(longitude, latitude) {
        Ok(parts) => parts,
        Err(at) => return at,
    };
    let cos = asin(sin).cos();
    let aa = a * a;
    let x = cos * ((1.0 + aa).sqrt() - a * cos) / (1.0 + aa * sin * sin);
    [sign(longitude) * PI * x, sign(latitude) * PI * sqrt(1.0 - x * (2.0 * a + x))]
}

pub(super) fn van_der_grinten3(longitude: f64, latitude: f64) -> [f64; 2] {
    let (sin, a) = match grinten(longitude, latitude) {
        Ok(parts) => parts,
        Err(at) => return at,
    };
    let y = sin / (1.0 + asin(sin).cos());
    [sign(longitude) * PI * ((a * a + 1.0 - y * y).sqrt() - a), sign(latitude) * PI * y]
}

pub(super) fn van_der_grinten4(longitude: f64, latitude: f64) -> [f64; 2] {
    if latitude == 0.0 {
        return [longitude, 0.0];
    }
    let height = latitude.abs();
    if longitude == 0.0 || height == FRAC_PI_2 {
        return [0.0, latitude];
    }
    let b = height / FRAC_PI_2;
    let bb = b * b;
    let c = (8.0 * b - bb * (bb + 2.0) - 5.0) / (2.0 * bb * (b - 1.0));
    let (cc, bc) = (c * c, b * c);
    let square = bb + cc + 2.0 * bc;
    let thrice = b + 3.0 * c;
    let across = longitude / FRAC_PI_2 + FRAC_PI_2 / longitude;
    let d = sign(longitude.abs() - FRAC_PI_2) * sqrt(across * across - 4.0);
    let dd = d * d;
    let f = square * (bb + cc * dd - 1.0)
        + (1.0 - bb) * (bb * (thrice * thrice + 4.0 * cc) + 12.0 * bc * cc + 4.0 * cc * cc);
    let x = (d * (square + cc - 1.0) + 2.0 * sqrt(f)) / (4.0 * square + dd);
    [sign(longitude) * FRAC_PI_2 * x, sign(latitude) * FRAC_PI_2 * sqrt(1.0 + d * x.abs() - x * x)]
}
