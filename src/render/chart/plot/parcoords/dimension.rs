//! The axes of parallel coordinates, and the rows that run across them.

use super::brush;
use crate::number_format;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::write_scaled;
use crate::render::chart::color_scale::extent;
use crate::render::chart::column::Column;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::number::adjust;

/// More dimensions than this are not drawn, as in plotly.
const MOST: usize = 60;
/// px that the ends of the range lie inside the axis.
const PAD: f64 = 2.0;
/// px that ticks want to be apart.
const TICK_DISTANCE: f64 = 50.0;

/// A dimension: its values, its range, and what is selected of it.
#[derive(Debug, Clone)]
pub(super) struct Dimension {
    pub(super) label: String,
    pub(super) values: Vec<f64>,
    domain: [f64; 2],
    /// Listed values with their texts.
    listed: Option<Vec<(f64, String)>>,
    format: Option<String>,
    /// Apart from each other, in the order of values.
    ranges: Vec<[f64; 2]>,
}

/// A parallel coordinates trace.
#[derive(Debug, Clone)]
pub(crate) struct Parcoords {
    pub(super) dimensions: Vec<Dimension>,
    /// Rows that all dimensions have.
    pub(super) count: usize,
}

impl Parcoords {
    /// Reads the visible dimensions; `None` when there is none.
    pub(crate) fn new(trace: &Trace) -> Option<Self> {
        let items = trace.attrs.items("dimensions", "dimensiondefaults");
        let shown = items.iter().take(MOST).filter(|item| item.is("visible"));
        let read: Vec<(&Attrs, Column)> = shown
            .filter_map(|item| Some((item, item.get("values").and_then(Column::of)?)))
            .filter(|(_, column)| column.len() > 0)
            .collect();
        let colors = trace.column("line.color").map_or(usize::MAX, |colors| colors.len().max(1));
        let count = read.iter().map(|(_, column)| column.len()).min()?.min(colors);
        let dimensions = read.iter().map(|(attrs, column)| Dimension::new(attrs, column, count)).collect();
        Some(Self { dimensions, count })
    }

    /// Whether a row lies in what is selected on every axis.
    pub(super) fn selects(&self, row: usize) -> bool {
        self.dimensions.iter().all(|dimension| {
            dimension.ranges.is_empty()
                || dimension.values.get(row).is_some_and(|value| {
                    dimension.ranges.iter().any(|[low, high]| (*low..=*high).contains(value) || low == high)
                })
        })
    }
}

impl Dimension {
    fn new(attrs: &Attrs, column: &Column, count: usize) -> Self {
        let mut values = column.numbers();
        values.truncate(count);
        let [low, high] = attrs.pair("range").unwrap_or_else(|| {
            let (low, high) = extent(values.iter().copied()).unwrap_or((0.0, 0.0));
            [low, high]
        });
        let domain = match (low, high) {
            (0.0, 0.0) => [-1.0, 1.0],
            (low, high) if low == high => [low * 0.9, high * 1.1],
            ends => [ends.0, ends.1],
        };
        let format = attrs.label("tickformat").filter(|format| !format.is_empty());
        let listed = listed(attrs, format.as_deref());
        let ticks: Option<Vec<f64>> = attrs.get("tickvals").and_then(Column::of).map(|ticks| ticks.numbers());
        let ranges = brush::read(attrs, ticks.as_deref());
        let label = attrs.label("label").unwrap_or_default();
        Self { label, values, domain, listed, format, ranges }
    }

    /// px below the top of an axis of `height` px.
    pub(super) fn place(&self, value: f64, height: f64) -> f64 {
        let [low, high] = self.domain;
        height - PAD + (value - low) / (high - low) * (2.0 * PAD - height)
    }

    /// The ticks of an axis of `height` px: px below its top, and text.
    pub(super) fn ticks(&self, height: f64) -> Vec<(f64, String)> {
        let Some(listed) = &self.listed else {
            let values = nice(self.domain, height / TICK_DISTANCE);
            return values.into_iter().map(|value| (self.place(value, height), self.write(value))).collect();
        };
        // Equal texts are one tick, as in d3's ordinal scales, and leave no gap in the row of places.
        let mut texts: Vec<&str> = Vec::new();
        for (_, text) in listed {
            if !texts.contains(&text.as_str()) {
                texts.push(text);
            }
        }
        let places = listed.iter().map(|(value, _)| self.place(*value, height));
        places.zip(texts).map(|(at, text)| (at, text.to_owned())).collect()
    }

    /// What stands at the top and at the bottom of the axis.
    pub(super) fn ends(&self) -> [String; 2] {
        if self.listed.is_some() {
            return Default::default();
        }
        [self.write(self.domain[1]), self.write(self.domain[0])]
    }

    /// The selected parts of an axis of `height` px, px below its top.
    pub(super) fn selected(&self, height: f64) -> Vec<[f64; 2]> {
        let place = |range: &[f64; 2]| {
            let [a, b] = range.map(|value| self.place(value, height).clamp(0.0, height));
            [a.min(b), a.max(b)]
        };
        self.ranges.iter().map(place).collect()
    }

    fn write(&self, value: f64) -> String {
        let step = 0.01 * (self.domain[1] - self.domain[0]).abs();
        write_scaled(value, self.domain, step, self.format.as_deref())
    }
}

/// The values of `tickvals` with `ticktext`, by value.
fn listed(attrs: &Attrs, format: Option<&str>) -> Option<Vec<(f64, String)>> {
    let values = attrs.get("tickvals").and_then(Column::of).filter(|values| values.len() > 0)?.numbers();
    let texts = attrs.get("ticktext").and_then(Column::of).filter(|texts| texts.len() > 0);
    let write = |value: f64| number_format::format(value, &adjust(format.unwrap_or_default()), ('.', ','));
    let count = texts.as_ref().map_or(values.len(), |texts| texts.len().min(values.len()));
    let text = |(index, value): (usize, f64)| {
        (value, texts.as_ref().and_then(|texts| texts.text(index)).unwrap_or_else(|| write(value)))
    };
    let mut list: Vec<(f64, String)> = values.into_iter().take(count).enumerate().map(text).collect();
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    Some(list)
}

/// About `count` round numbers in a range (d3's ticks of a linear scale).
fn nice([a, b]: [f64; 2], count: f64) -> Vec<f64> {
    let (low, high) = (a.min(b), a.max(b));
    let span = high - low;
    let power = 10_f64.powf((span / count).log10().floor());
    let error = count / span * power;
    let step = power
        * match error {
            error if error <= 0.15 => 10.0,
            error if error <= 0.35 => 5.0,
            error if error <= 0.75 => 2.0,
            _ => 1.0,
        };
    let first = (low / step).ceil();
    let last = (high / step + 1e-9).floor();
    if !(step > 0.0 && last - first < 1000.0) {
        return Vec::new();
    }
    let whole = (last - first) as i64;
    (0..=whole).map(|index| (first + index as f64) * step).collect()
}
