//! Projections on a plane that touches the globe: directions from the centre are true.

use super::{Raw, sqrt};

/// A map whose distances from the centre are `stretch` of the centre's cosine.
fn azimuthal(longitude: f64, latitude: f64, stretch: impl Fn(f64) -> f64) -> [f64; 2] {
    let (sin_longitude, cos_longitude) = longitude.sin_cos();
    let (sin, cos) = latitude.sin_cos();
    let factor = stretch(cos_longitude * cos);
    [factor * cos * sin_longitude, factor * sin]
}

pub(super) fn equal_area(longitude: f64, latitude: f64) -> [f64; 2] {
    azimuthal(longitude, latitude, |cos| sqrt(2.0 / (1.0 + cos)))
}

pub(super) fn equidistant(longitude: f64, latitude: f64) -> [f64; 2] {
    azimuthal(longitude, latitude, |cos| {
        let angle = cos.clamp(-1.0, 1.0).acos();
        if angle == 0.0 { 1.0 } else { angle / angle.sin() }
    })
}

pub(super) fn gnomonic(longitude: f64, latitude: f64) -> [f64; 2] {
    azimuthal(longitude, latitude, |cos| 1.0 / cos)
}

pub(super) fn orthographic(longitude: f64, latitude: f64) -> [f64; 2] {
    azimuthal(longitude, latitude, |_| 1.0)
}

pub(super) fn stereographic(longitude: f64, latitude: f64) -> [f64; 2] {
    azimuthal(longitude, latitude, |cos| 1.0 / (1.0 + cos))
}

/// Airy's, with the least error within `beta` of the centre.
pub(super) fn airy(beta: f64) -> Raw {
    let tan = (beta / 2.0).tan();
    let constant = 2.0 * (beta / 2.0).cos().ln() / (tan * tan);
    Box::new(move |longitude, latitude| {
        azimuthal(longitude, latitude, |cos| {
            let log = if cos == 1.0 { -0.5 } else { f64::midpoint(1.0, cos).ln() / (1.0 - cos) };
            -(log + constant / (1.0 + cos))
        })
    })
}

/// As a satellite sees it, `distance` radii from the globe's centre.
pub(super) fn satellite(distance: f64, tilt: f64) -> Raw {
    let (sin, cos) = tilt.sin_cos();
    let height = distance - 1.0;
    Box::new(move |longitude, latitude| {
        let [x, y] = azimuthal(longitude, latitude, |cos| height / (distance - cos));
        let lean = y * sin / height + cos;
        if tilt == 0.0 { [x, y] } else { [x * cos / lean, y / lean] }
    })
}

pub(super) fn wiechel(longitude: f64, latitude: f64) -> [f64; 2] {
    let cos = latitude.cos();
    let sin_height = longitude.cos() * cos;
    let low = 1.0 - sin_height;
    let turn = (longitude.sin() * cos).atan2(-latitude.sin());
    let (sin_turn, cos_turn) = turn.sin_cos();
    let radius = sqrt(1.0 - sin_height * sin_height);
    [sin_turn * radius - cos_turn * low, -cos_turn * radius - sin_turn * low]
}
