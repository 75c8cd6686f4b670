//! The levels of contours on a colour bar.

use crate::render::chart::attrs::Attrs;
use crate::render::chart::color_scale::ColorScale;
use crate::render::scene::{Stop, Stroke};

/// px per tick between levels, and the fewest and most ticks.
const TICK_ROOM: (f64, f64, f64) = (50.0, 4.0, 15.0);

/// What fills a colour bar of contours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepFill {
    /// One colour from level to level.
    Levels,
    /// The scale.
    Gradient,
    /// Nothing: the lines have the colours.
    Nothing,
}

/// The levels of contours that a colour bar shows.
#[derive(Debug, Clone)]
pub(crate) struct Steps {
    pub(crate) start: f64,
    pub(crate) size: f64,
    pub(crate) levels: Vec<f64>,
    pub(crate) fill: StepFill,
    /// Whether the ticks stand on levels.
    pub(crate) ticked: bool,
    /// The lines across the bar.
    pub(crate) lines: Vec<(f64, Stroke)>,
}

impl Steps {
    /// The ticks that fit a bar of `length` px: one for each level, or at round multiples of their distance.
    pub(super) fn ticks(&self, attrs: &Attrs, span: f64, length: f64) -> (f64, f64) {
        let (room, fewest, most) = TICK_ROOM;
        let asked = attrs.num("nticks").filter(|count| *count >= 1.0);
        let count = asked.unwrap_or((length / room).clamp(fewest, most) + 1.0);
        let factor = span / (count * self.size);
        if factor.is_nan() || factor <= 1.0 {
            return (self.start, self.size);
        }
        let power = 10_f64.powf(factor.log10().floor());
        let times = [2.0, 5.0, 10.0].into_iter().find(|times| *times >= factor / power).unwrap_or(10.0);
        let round = (self.start.abs() / self.size + 1e-6) % 1.0 < 2e-6;
        (if round { 0.0 } else { self.start }, self.size * power * times)
    }

    /// The scale with one colour between two levels, changing at whole px.
    pub(super) fn fills(&self, scale: &ColorScale, length: f64) -> Vec<Stop> {
        let span = scale.max - scale.min;
        let slack = 0.001 * span;
        let inside = |level: &&f64| **level > scale.min - slack && **level < scale.max + slack;
        let edges: Vec<f64> = self.levels.iter().filter(inside).copied().collect();
        let offset = |level: f64| ((level - scale.min) / span * length).round() / length;
        let mut stops = Vec::new();
        let mut from = 0.0;
        for edge in &edges {
            let (color, to) = (scale.color(edge - self.size / 2.0), offset(*edge).clamp(0.0, 1.0));
            stops.extend([Stop { offset: from, color }, Stop { offset: to, color }]);
            from = to;
        }
        let last = edges.last().map_or(f64::midpoint(scale.min, scale.max), |edge| edge + self.size / 2.0);
        let color = scale.color(last);
        stops.extend([Stop { offset: from, color }, Stop { offset: 1.0, color }]);
        stops
    }
}
