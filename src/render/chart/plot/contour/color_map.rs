//! Which colour a level has (plotly's `makeColorMap`).

use super::levels::Levels;
use crate::render::chart::color_scale::ColorScale;
use crate::render::scene::{Color, Stop};

/// Spreads a scale's colours over the levels: the first and last colour lie half a step beyond them, or, for
/// `lines`, on them.
///
/// `fixed` says that the figure gives `zmin` and `zmax`.
pub(crate) fn spread(scale: &ColorScale, levels: &Levels, lines: bool, fixed: bool) -> ColorScale {
    let (mut start, mut end, size) = (levels.start, levels.beyond(), levels.size);
    let mut count = levels.count();
    let mut extra = if lines { 0.0 } else { 1.0 };
    if fixed && (start <= scale.min || end >= scale.max) {
        (start, end) = (start.max(scale.min), end.min(scale.max));
        count = ((end - start) / size).floor() + 1.0;
        extra = 0.0;
    }
    let mut domain: Vec<(f64, Color)> = scale
        .stops
        .iter()
        .map(|stop| ((stop.offset * (count + extra - 1.0) - extra / 2.0) * size + start, stop.color))
        .collect();
    if fixed || levels.auto {
        if let Some((_, color)) = domain.first().filter(|(at, _)| *at > scale.min) {
            domain.insert(0, (scale.min, *color));
        }
        if let Some((_, color)) = domain.last().filter(|(at, _)| *at < scale.max) {
            domain.push((scale.max, *color));
        }
    }
    let (min, max) = match (domain.first(), domain.last()) {
        (Some((min, _)), Some((max, _))) if min < max => (*min, *max),
        (Some((min, _)), _) => (min - 0.5, min + 0.5),
        _ => (scale.min, scale.max),
    };
    let stops = domain
        .into_iter()
        .map(|(at, color)| Stop { offset: ((at - min) / (max - min)).clamp(0.0, 1.0), color })
        .collect();
    ColorScale { stops, min, max }
}
