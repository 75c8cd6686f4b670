//! Colour scales: numbers to colours.

use serde_json::Value;

use super::attrs::{Attrs, number};
use super::color::{self, from_rgb};
use super::color_scales::SCALES;
use crate::render::scene::{Color, Stop};

/// Colours along 0 to 1, and the numbers that its ends stand for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ColorScale {
    pub(crate) stops: Vec<Stop>,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl ColorScale {
    /// The stops of a `colorscale` attribute: a name, a list of colours, or a list of pairs.
    pub(crate) fn stops(value: &Value) -> Option<Vec<Stop>> {
        match value {
            Value::String(name) => named(name),
            Value::Array(list) => {
                let last = list.len().checked_sub(1).filter(|last| *last > 0)? as f64;
                list.iter()
                    .enumerate()
                    .map(|(index, item)| match item {
                        Value::String(text) => {
                            Some(Stop { offset: index as f64 / last, color: color::parse(text)? })
                        }
                        Value::Array(pair) => Some(Stop {
                            offset: number(pair.first()?)?,
                            color: color::parse(pair.get(1)?.as_str()?)?,
                        }),
                        _ => None,
                    })
                    .collect()
            }
            _ => None,
        }
    }

    /// The scale that a container (`marker`, a heatmap, `coloraxis`) describes for `data`.
    ///
    /// `prefix` is `c` or `z`, of `cmin`/`zmin`; `scales` is the layout's `colorscale` trio.
    pub(crate) fn of(attrs: &Attrs, prefix: &str, extent: Option<(f64, f64)>, scales: &Attrs) -> Self {
        let (low, high) = extent.unwrap_or((0.0, 1.0));
        let auto = attrs.is(&format!("{prefix}auto"));
        let (own_min, own_max) = (attrs.num(&format!("{prefix}min")), attrs.num(&format!("{prefix}max")));
        let fixed = own_min.zip(own_max).is_some_and(|(min, max)| min < max) || !auto;
        let mut min = own_min.filter(|_| fixed || own_max.is_none()).unwrap_or(low);
        let mut max = own_max.filter(|_| fixed || own_min.is_none()).unwrap_or(high);
        if let Some(mid) = attrs.num(&format!("{prefix}mid")).filter(|_| !fixed) {
            let reach = (max - mid).max(mid - min);
            (min, max) = (mid - reach, mid + reach);
        }
        if min == max {
            (min, max) = (min - 0.5, max + 0.5);
        }
        let kind = if min * max < 0.0 {
            "diverging"
        } else if min >= 0.0 {
            "sequential"
        } else {
            "sequentialminus"
        };
        let auto_scale = scales.get(kind).and_then(Self::stops).or_else(|| {
            named(if kind == "diverging" {
                "RdBu"
            } else if kind == "sequential" {
                "Reds"
            } else {
                "Blues"
            })
        });
        // `scl` is what old figures say.
        let given = attrs.get("colorscale").or_else(|| attrs.get("scl"));
        let own = given.and_then(Self::stops);
        // What is coloured by z has a default scale; points choose one for their numbers.
        let default = if given.is_some() { own.is_none() } else { attrs.is("autocolorscale") };
        let automatic = attrs.flag("autocolorscale", default);
        let mut stops =
            if automatic { auto_scale.or(own) } else { own.or_else(|| named("RdBu")) }.unwrap_or_default();
        if attrs.is("reversescale") {
            reverse(&mut stops);
        }
        Self { stops, min, max }
    }

    /// The colour of a number; the end colours go on outside.
    pub(crate) fn color(&self, value: f64) -> Color {
        self.at((value - self.min) / (self.max - self.min))
    }

    /// The colour at an offset of 0 to 1.
    pub(crate) fn at(&self, offset: f64) -> Color {
        let Some(next) = self.stops.iter().position(|stop| stop.offset >= offset) else {
            return self.stops.last().map_or(color::DARK, |stop| stop.color);
        };
        let to = self.stops[next];
        match next.checked_sub(1).and_then(|before| self.stops.get(before)) {
            Some(from) if to.offset > from.offset => {
                color::mix(from.color, to.color, (offset - from.offset) / (to.offset - from.offset))
            }
            _ => to.color,
        }
    }
}

/// The lowest and highest finite number.
pub(crate) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |extent, value| {
        let (low, high) = extent.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

fn named(name: &str) -> Option<Vec<Stop>> {
    let (reversed, name) = match name.strip_suffix("_r") {
        Some(name) => (true, name),
        None => (false, name),
    };
    let (_, stops) = SCALES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let mut stops: Vec<Stop> =
        stops.iter().map(|(offset, rgb)| Stop { offset: *offset, color: from_rgb(*rgb) }).collect();
    if reversed {
        reverse(&mut stops);
    }
    Some(stops)
}

fn reverse(stops: &mut [Stop]) {
    stops.reverse();
    for stop in stops {
        stop.offset = 1.0 - stop.offset;
    }
}
