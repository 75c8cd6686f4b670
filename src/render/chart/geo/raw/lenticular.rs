//! Projections with curved parallels and meridians, flat or pointed at the poles.

use std::f64::consts::FRAC_PI_2;

use super::azimuthal::equal_area;

pub(super) fn aitoff(longitude: f64, latitude: f64) -> [f64; 2] {
    let half = longitude / 2.0;
    let (sin, cos) = latitude.sin_cos();
    let angle = (cos * half.cos()).clamp(-1.0, 1.0).acos();
    let stretch = if angle == 0.0 { 1.0 } else { angle / angle.sin() };
    [2.0 * cos * half.sin() * stretch, sin * stretch]
}

pub(super) fn winkel3(longitude: f64, latitude: f64) -> [f64; 2] {
    let [x, y] = aitoff(longitude, latitude);
    [f64::midpoint(x, longitude / FRAC_PI_2), f64::midpoint(y, latitude)]
}

pub(super) fn hammer(longitude: f64, latitude: f64) -> [f64; 2] {
    let [x, y] = equal_area(longitude / 2.0, latitude);
    [2.0 * x, y]
}

/// Bertin's of 1953: Hammer's, a little narrower, bent where the oceans are.
pub(super) fn bertin(longitude: f64, latitude: f64) -> [f64; 2] {
    const EDGE: f64 = 1.4;
    let (mut longitude, mut latitude) = (longitude, latitude);
    if longitude + latitude < -EDGE {
        let bend = (longitude - latitude + 1.6) * (longitude + latitude + EDGE) / 8.0;
        longitude += bend;
        latitude -= 0.8 * bend * (latitude + FRAC_PI_2).sin();
    }
    let [x, y] = equal_area(longitude / 2.0, latitude);
    let x = 1.68 * x;
    let wide = (1.0 - (longitude * latitude).cos()) / 12.0;
    if y < 0.0 { [x * (1.0 + wide), y] } else { [x, y * (1.0 + wide / 1.5 * x * x)] }
}

pub(super) fn larrivee(longitude: f64, latitude: f64) -> [f64; 2] {
    let width = 0.5 * (1.0 + latitude.cos().max(0.0).sqrt());
    [longitude * width, latitude / ((latitude / 2.0).cos() * (longitude / 6.0).cos())]
}

pub(super) fn laskowski(longitude: f64, latitude: f64) -> [f64; 2] {
    let (across, up) = (longitude * longitude, latitude * latitude);
    let x = 0.975_534 + up * (-0.119_161 - 0.014_305_9 * across - 0.054_700_9 * up);
    let bulge = 0.080_289_4 - 0.028_55 * up + 0.000_199_025 * across;
    let y = 1.003_84 + across * bulge + up * (0.099_890_9 - 0.049_103_2 * up);
    [longitude * x, latitude * y]
}
