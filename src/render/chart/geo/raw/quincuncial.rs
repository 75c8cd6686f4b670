//! The globe in a square: Guyou's conformal projection and Gringorten's, which is true to area, each as two squares
//! side by side or as one with the other pole in its corners (Peirce's).

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2, FRAC_PI_4, PI, SQRT_2};

use super::{Raw, asin, sign, sqrt};
use crate::render::chart::geo::sphere::EPSILON;

type Square = fn(f64, f64) -> [f64; 2];

fn width(hemisphere: Square) -> f64 {
    hemisphere(FRAC_PI_2, 0.0)[0] - hemisphere(-FRAC_PI_2, 0.0)[0]
}

/// Two hemispheres side by side.
pub(super) fn square(hemisphere: Square) -> Raw {
    let width = width(hemisphere);
    Box::new(move |longitude, latitude| {
        let side = if longitude > 0.0 { -0.5 } else { 0.5 };
        let [x, y] = hemisphere(longitude + side * PI, latitude);
        [x - side * width, y]
    })
}

/// One hemisphere, and the other folded out around it.
pub(super) fn quincuncial(hemisphere: Square) -> Raw {
    let reach = width(hemisphere) * FRAC_1_SQRT_2;
    Box::new(move |longitude, latitude| {
        let front = longitude.abs() < FRAC_PI_2;
        let turned = match longitude {
            _ if front => longitude,
            _ if longitude > 0.0 => longitude - PI,
            _ => longitude + PI,
        };
        let [across, up] = hemisphere(turned, latitude);
        let (x, y) = ((across - up) * FRAC_1_SQRT_2, (across + up) * FRAC_1_SQRT_2);
        if front {
            return [x, y];
        }
        let flip = if (x > 0.0) ^ (y > 0.0) { -1.0 } else { 1.0 };
        [flip * x - sign(y) * reach, flip * y - sign(x) * reach]
    })
}

/// The elliptic integral of the first kind, by arithmetic and geometric means (Abramowitz and Stegun, 17.6.7).
fn elliptic(mut angle: f64, parameter: f64) -> f64 {
    if parameter == 0.0 {
        return angle;
    } else if parameter == 1.0 {
        return (angle / 2.0 + FRAC_PI_4).tan().ln();
    }
    let (mut a, mut b, mut c) = (1.0, (1.0 - parameter).sqrt(), parameter.sqrt());
    let mut power = 1.0;
    while c.abs() > EPSILON {
        if angle % PI == 0.0 {
            angle += angle;
        } else {
            let step = (b * angle.tan() / a).atan();
            let step = if step < 0.0 { step + PI } else { step };
            angle += step + (angle / PI).trunc() * PI;
        }
        (a, b, c) = (f64::midpoint(a, b), (a * b).sqrt(), (a - b) / 2.0);
        power *= 2.0;
    }
    angle / (power * a)
}

/// The same of a complex angle (Abramowitz and Stegun, 17.4.11).
fn complex_elliptic(real: f64, imaginary: f64, parameter: f64) -> [f64; 2] {
    let (angle, height) = (real.abs(), imaginary.abs().sinh());
    if angle == 0.0 {
        return [0.0, elliptic(height.atan(), 1.0 - parameter) * sign(imaginary)];
    }
    let cosecant = 1.0 / angle.sin();
    let cot = 1.0 / (angle.tan() * angle.tan());
    let b = -(cot + parameter * (height * height * cosecant * cosecant) - 1.0 + parameter);
    let c = (parameter - 1.0) * cot;
    let root = f64::midpoint(-b, sqrt(b * b - 4.0 * c));
    [
        elliptic((1.0 / sqrt(root)).atan(), parameter) * sign(real),
        elliptic(sqrt((root / cot - 1.0) / parameter).atan(), 1.0 - parameter) * sign(imaginary),
    ]
}

/// A hemisphere in a square, true to angles.
pub(super) fn guyou(longitude: f64, latitude: f64) -> [f64; 2] {
    let small = (SQRT_2 - 1.0) / (SQRT_2 + 1.0);
    let parameter = 1.0 - small * small;
    let quarter = elliptic(FRAC_PI_2, parameter);
    let height = (FRAC_PI_4 + latitude.abs() / 2.0).tan().ln();
    let radius = (-height).exp() / small.sqrt();
    let (x, y) = (radius * longitude.cos(), -radius * longitude.sin());
    // The arc tangent of a complex number.
    let below = 1.0 - x * x - y * y;
    let real = 0.5 * (FRAC_PI_2.copysign(if x >= 0.0 { 1.0 } else { -1.0 }) - below.atan2(2.0 * x));
    let imaginary = -0.25 * (below * below + 4.0 * x * x).ln() + 0.5 * ((y + 1.0).powi(2) + x * x).ln();
    let [along, up] = complex_elliptic(real, imaginary, parameter);
    [-up, (0.5 * quarter - along) * if latitude >= 0.0 { 1.0 } else { -1.0 }]
}

/// A hemisphere in a square, true to area.
pub(super) fn gringorten(longitude: f64, latitude: f64) -> [f64; 2] {
    let (across, up) = (sign(longitude), sign(latitude));
    let cos = latitude.cos();
    let mut turn = (longitude.sin() * cos).atan2((up * latitude).sin()).abs();
    let height = asin(longitude.cos() * cos);
    if (turn - FRAC_PI_2).abs() > EPSILON {
        turn %= FRAC_PI_2;
    }
    let folded = turn > FRAC_PI_4;
    let [x, y] = sixteenth(if folded { FRAC_PI_2 - turn } else { turn }, height);
    let [x, y] = if folded { [-y, -x] } else { [x, y] };
    [x * across, y * -up]
}

/// A sixteenth of the globe.
fn sixteenth(longitude: f64, latitude: f64) -> [f64; 2] {
    if latitude == FRAC_PI_2 {
        return [0.0, 0.0];
    }
    let (sin, cos) = latitude.sin_cos();
    let r = sin * sin;
    let rr = r * r;
    let (j, k, q) = (1.0 + rr, 1.0 + 3.0 * rr, 1.0 - rr);
    let z = asin(1.0 / j.sqrt());
    let v = q + r * j * z;
    let pp = (1.0 - sin) / v;
    let p = sqrt(pp);
    let aa = pp * j;
    let a = sqrt(aa);
    let h = p * q;
    if longitude == 0.0 {
        return [0.0, -(h + r * a)];
    }
    let slope = 2.0 * sin * cos;
    let slope_v = (-3.0 * r + z * k) * slope;
    let slope_pp = (-v * cos - (1.0 - sin) * slope_v) / (v * v);
    let slope_h = q * 0.5 * slope_pp / p - 2.0 * r * p * slope;
    let mu = -slope / cos;
    let nu = -(r * j * slope_pp + pp * k * slope) / cos;
    let zeta = -2.0 * slope_h / cos;
    let goal = 4.0 * longitude / PI;
    let miss = |x: f64| x * (zeta + mu * sqrt(aa - x * x)) + nu * asin(x / a) - goal;
    let mut x;
    if longitude > 0.222 * PI || latitude < FRAC_PI_4 && longitude > 0.175 * PI {
        // Halving is slower, but sure.
        x = (h + r * sqrt(aa * (1.0 + rr) - h * h)) / (1.0 + rr);
        if longitude > FRAC_PI_4 {
            return [x, x];
        }
        let (mut low, mut high) = (0.5 * x, x);
        x = f64::midpoint(low, high);
        for _ in 0..50 {
            match miss(x) {
                0.0 => break,
                off if off < 0.0 => low = x,
                _ => high = x,
            }
            x = f64::midpoint(low, high);
            if high - low <= EPSILON {
                break;
            }
        }
    } else {
        x = super::newton(EPSILON, 25, EPSILON, |x| {
            let root = sqrt(aa - x * x);
            let slope = zeta + mu * root + (nu - mu * x * x) / root;
            if root == 0.0 { 0.0 } else { miss(x) / slope }
        });
    }
    [x, -h - r * sqrt(aa - x * x)]
}
