//! The cut along the meridian opposite to the centre.

use std::f64::consts::{FRAC_PI_2, PI};

use super::Cut;
use crate::render::chart::geo::sphere::{EPSILON, Position};

/// The parts of a line between the cut's two sides.
pub(super) fn cut(line: &[Position]) -> Cut {
    let mut cut = Cut { whole: true, ..Cut::default() };
    cut.open();
    let mut before: Option<(Position, f64)> = None;
    for &at in line {
        let [mut longitude, latitude] = at;
        let side = if longitude > 0.0 { PI } else { -PI };
        if let Some(([mut from, from_latitude], from_side)) = before {
            let step = (longitude - from).abs();
            if (step - PI).abs() < EPSILON {
                // Over a pole.
                let pole = if from_latitude + latitude > 0.0 { FRAC_PI_2 } else { -FRAC_PI_2 };
                cut.add([from, pole]);
                cut.add([from_side, pole]);
                cut.open();
                cut.add([side, pole]);
                cut.add([longitude, pole]);
                cut.whole = false;
            } else if from_side != side && step >= PI {
                // What lies on the cut itself is moved to its own side.
                if (from - from_side).abs() < EPSILON {
                    from -= from_side.signum() * PI * EPSILON;
                }
                if (longitude - side).abs() < EPSILON {
                    longitude -= side.signum() * PI * EPSILON;
                }
                let crossing = crossing([from, from_latitude], [longitude, latitude]);
                cut.add([from_side, crossing]);
                cut.open();
                cut.add([side, crossing]);
                cut.whole = false;
            }
        }
        cut.add([longitude, latitude]);
        before = Some(([longitude, latitude], side));
    }
    cut.rejoins = !cut.whole;
    cut
}

/// The latitude at which the shortest way between two positions crosses the cut.
fn crossing([from, from_latitude]: Position, [to, to_latitude]: Position) -> f64 {
    let sin = (from - to).sin();
    if sin.abs() <= EPSILON {
        return f64::midpoint(from_latitude, to_latitude);
    }
    let (cos_from, cos_to) = (from_latitude.cos(), to_latitude.cos());
    let rise = from_latitude.sin() * cos_to * to.sin() - to_latitude.sin() * cos_from * from.sin();
    (rise / (cos_from * cos_to * sin)).atan()
}

/// Along the cut: by way of a pole where it leads from one side to the other.
pub(super) fn follow(ends: Option<[Position; 2]>, direction: f64, out: &mut Vec<Position>) {
    match ends {
        None => {
            let pole = direction * FRAC_PI_2;
            for (x, y) in [
                (-PI, pole),
                (0.0, pole),
                (PI, pole),
                (PI, 0.0),
                (PI, -pole),
                (0.0, -pole),
                (-PI, -pole),
                (-PI, 0.0),
                (-PI, pole),
            ] {
                out.push([x, y]);
            }
        }
        Some([from, to]) if (from[0] - to[0]).abs() > EPSILON => {
            let side = if from[0] < to[0] { PI } else { -PI };
            let pole = direction * side / 2.0;
            out.extend([[-side, pole], [0.0, pole], [side, pole]]);
        }
        Some([_, to]) => out.push(to),
    }
}
