//! A span of angles: degrees counterclockwise from three o'clock.

use std::f64::consts::{PI, TAU};

use kurbo::Rect;

use crate::render::chart::attrs::Attrs;

/// The angles that a round subplot shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sector {
    /// Degrees.
    pub(super) from: f64,
    /// Degrees.
    pub(super) to: f64,
}

impl Sector {
    pub(super) const WHOLE: Self = Self { from: 0.0, to: 360.0 };

    /// Reads `polar.sector`.
    pub(super) fn read(attrs: &Attrs) -> Self {
        attrs.pair("sector").map_or(Self::WHOLE, |[from, to]| Self { from, to })
    }

    /// Both ends, the lesser first, in radians.
    pub(super) fn radians(self) -> (f64, f64) {
        let (a, b) = (self.from.to_radians(), self.to.to_radians());
        (a.min(b), a.max(b))
    }

    pub(super) fn is_whole(self) -> bool {
        let (from, to) = self.radians();
        is_turn(from, to)
    }

    /// Whether it begins left of the centre.
    pub(super) fn turns_left(self) -> bool {
        let start = self.from.rem_euclid(360.0);
        start > 90.0 && start <= 270.0
    }

    /// Whether an angle in radians lies within.
    pub(super) fn holds(self, angle: f64) -> bool {
        if self.is_whole() {
            return true;
        }
        let (from, to) = self.radians();
        let (from, mut to) = (from.rem_euclid(TAU), to.rem_euclid(TAU));
        if from > to {
            to += TAU;
        }
        let angle = angle.rem_euclid(TAU);
        (from..=to).contains(&angle) || (from..=to).contains(&(angle + TAU))
    }

    /// The box around the sector of a circle of radius 1, y upwards.
    pub(super) fn bounds(self) -> Rect {
        let start = self.from.rem_euclid(360.0);
        let end = start + self.to - self.from;
        let (a, b) = (start.to_radians(), end.to_radians());
        let reaches =
            |angle: f64| (start <= angle && end >= angle) || (start > angle && end >= angle + 360.0);
        // An end beyond the centre only counts where one of the sides reaches there.
        let most = |one: f64, other: f64| if one <= 0.0 && other <= 0.0 { 0.0 } else { one.max(other) };
        let least = |one: f64, other: f64| if one >= 0.0 && other >= 0.0 { 0.0 } else { one.min(other) };
        Rect {
            x0: if reaches(180.0) { -1.0 } else { least(a.cos(), b.cos()) },
            x1: if end >= 360.0 { 1.0 } else { most(a.cos(), b.cos()) },
            y0: if reaches(270.0) { -1.0 } else { least(a.sin(), b.sin()) },
            y1: if reaches(90.0) { 1.0 } else { most(a.sin(), b.sin()) },
        }
    }
}

/// Whether two angles in radians are a full turn or more apart.
pub(super) fn is_turn(from: f64, to: f64) -> bool {
    (to - from).abs() > TAU - 1e-14
}

/// The way from one angle to another, in radians between -π and π.
pub(super) fn delta(from: f64, to: f64) -> f64 {
    let turn = (to - from).rem_euclid(TAU);
    if turn > PI { turn - TAU } else { turn }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sector_may_cross_the_start() {
        let sector = Sector { from: 300.0, to: 420.0 };
        assert!(sector.holds(0.0) && sector.holds(1.0) && !sector.holds(PI));
        let bounds = sector.bounds();
        assert!((bounds.x1 - 1.0).abs() < 1e-9 && bounds.x0 == 0.0, "{bounds:?}");
    }

    #[test]
    fn a_quarter_has_its_centre_in_a_corner() {
        let bounds = Sector { from: 0.0, to: 90.0 }.bounds();
        assert!(bounds.x0.abs() < 1e-9 && bounds.y0.abs() < 1e-9);
        assert!((bounds.x1 - 1.0).abs() < 1e-9 && (bounds.y1 - 1.0).abs() < 1e-9);
        assert_eq!(Sector::WHOLE.bounds(), Rect::new(-1.0, -1.0, 1.0, 1.0));
    }
}
