//! Robinson's projection, which is a table.

use std::f64::consts::{FRAC_PI_2, PI};

/// Lengths of parallels and their distances from the equator, every 5° from −5° on.
const TABLE: [[f64; 2]; 20] = [
    [0.9986, -0.062],
    [1.0000, 0.0000],
    [0.9986, 0.0620],
    [0.9954, 0.1240],
    [0.9900, 0.1860],
    [0.9822, 0.2480],
    [0.9730, 0.3100],
    [0.9600, 0.3720],
    [0.9427, 0.4340],
    [0.9216, 0.4958],
    [0.8962, 0.5571],
    [0.8679, 0.6176],
    [0.8350, 0.6769],
    [0.7986, 0.7346],
    [0.7597, 0.7903],
    [0.7186, 0.8435],
    [0.6732, 0.8936],
    [0.6213, 0.9394],
    [0.5722, 0.9761],
    [0.5322, 1.0000],
];

/// Between the table's rows, a parabola through three of them.
pub(super) fn robinson(longitude: f64, latitude: f64) -> [f64; 2] {
    let row = (latitude.abs() * 36.0 / PI).min(18.0);
    let (first, part) = (row.floor() as usize, row.fract());
    let column = |column: usize| {
        let at = |row: usize| TABLE[row.min(19)][column];
        let (a, b, c) = (at(first), at(first + 1), at(first + 2));
        b + part * (c - a) / 2.0 + part * part * (c - 2.0 * b + a) / 2.0
    };
    let up = FRAC_PI_2.copysign(if latitude > 0.0 { 1.0 } else { -1.0 });
    [longitude * column(0), up * 1.0144 * column(1)]
}
