//! The part of the globe that a map's plot traces show.

use kurbo::Rect;

use super::config::{Config, Fit};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axis, Extremes, Pads};
use crate::render::chart::geo::{Position, bounds};
use crate::render::chart::text::TextStyle;

/// Ranges in degrees, with room for marks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) longitudes: [f64; 2],
    pub(super) latitudes: [f64; 2],
}

/// What plot traces add to the part that is shown.
#[derive(Debug, Default)]
pub(super) struct Reach {
    longitudes: Extremes,
    latitudes: Extremes,
    /// Every position shown, in degrees.
    positions: Vec<Position>,
}

impl Reach {
    /// Takes a position in, with px around it.
    pub(super) fn add(&mut self, [longitude, latitude]: Position, pad: f64) {
        let pads = Pads { minus: pad, plus: pad, extra: true, to_zero: false };
        self.longitudes.add(longitude, pads);
        self.latitudes.add(latitude, pads);
    }

    /// Takes the box around positions in.
    pub(super) fn add_box(&mut self, positions: &[Position]) {
        if let Some([west, south, east, north]) = bounds(positions) {
            self.add([west, south], 0.0);
            self.add([east, north], 0.0);
        }
    }

    /// Takes positions in that the map must show whichever way around the globe.
    pub(super) fn show(&mut self, positions: &[Position]) {
        self.positions.extend_from_slice(positions);
    }

    /// The part to be shown in a rectangle; `None` where the map is not fitted.
    pub(super) fn extent(&self, config: &Config, room: Rect) -> Option<Extent> {
        if config.fit == Fit::Scope {
            return None;
        }
        let mut longitudes = range(&self.longitudes, config.longitudes, room.width());
        let latitudes = range(&self.latitudes, config.latitudes, room.height());
        let west = self.longitudes.min.iter().map(|end| end.value).fold(f64::INFINITY, f64::min);
        let east = self.longitudes.max.iter().map(|end| end.value).fold(f64::NEG_INFINITY, f64::max);
        // The box around all at once may be smaller, across the antimeridian.
        if let Some([from, _, to, _]) = bounds(&self.positions) {
            let (whole, compact) = (east - west, to - from);
            if whole > 360.0 || whole < 360.0 && compact < whole {
                let pad = |ends: &[crate::render::chart::axis::Extreme]| {
                    let extra = |wanted: bool| if wanted { 0.05 * room.width() } else { 0.0 };
                    ends.iter().map(|end| end.pad + extra(end.extra)).fold(0.0, f64::max)
                };
                let left = room.width() - pad(&self.longitudes.min) - pad(&self.longitudes.max);
                let padded = if left > room.width() / 10.0 { compact * room.width() / left } else { compact };
                let middle = f64::midpoint(from, to);
                longitudes = [middle - padded / 2.0, middle + padded / 2.0];
            }
        }
        Some(Extent { longitudes, latitudes })
    }
}

/// The range of an axis so many px long.
fn range(extremes: &Extremes, default: [f64; 2], length: f64) -> [f64; 2] {
    let mut axis = Axis::new("x", Attrs::default(), Attrs::default(), &TextStyle::default());
    (axis.range, axis.length) = (default, length);
    axis.autorange(extremes);
    axis.range
}
