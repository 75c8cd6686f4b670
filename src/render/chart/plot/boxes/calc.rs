//! The boxes of a trace: from its samples, or from numbers that the figure gives.

use super::points::{Points, Shown};
use super::stats::{Quartiles, Stats, deviation, mean};
use crate::render::chart::axis::{Axes, Axis, AxisKind, autotype};
use crate::render::chart::column::Column;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::bar::{Bars, distinct};

/// The boxes of a trace.
#[derive(Debug, Clone)]
pub(crate) struct Boxes {
    pub(crate) stats: Vec<Stats>,
    pub(crate) horizontal: bool,
    /// From a position to its box' middle.
    pub(crate) shift: f64,
    /// Half a box' width.
    pub(crate) half: f64,
    /// Half the width in which the pointer is over a box where points are compared.
    pub(crate) reach: f64,
    /// Half the least distance between boxes, or half the width that the figure gives them.
    pub(crate) half_step: f64,
    pub(super) points: Points,
}

/// Whether quartiles are given instead of samples.
pub(crate) fn is_summarised(trace: &Trace) -> bool {
    let filled = |path: &&str| trace.column(path).is_some_and(|column| column.len() > 0);
    trace.kind == "box" && ["q1", "median", "q3"].iter().all(filled)
}

/// Whether boxes lie across unless the figure says (plotly's `handleSampleDefaults`).
pub(crate) fn is_horizontal(trace: &Trace) -> bool {
    let dimensions = |path: &str| match trace.column(path) {
        Some(column) if column.is_nested() => 2,
        Some(column) => usize::from(column.len() > 0),
        None => 0,
    };
    let (x, y) = (dimensions("x"), dimensions("y"));
    if !is_summarised(trace) {
        return y == 0 && x > 0;
    }
    match (x, y) {
        (0, 0) => {
            let has = |letter: &str| {
                trace.attrs.has(&format!("{letter}0")) || trace.attrs.has(&format!("d{letter}"))
            };
            has("y") && !has("x")
        }
        (2, 2) => {
            let named = |path: &str| {
                let Some(Column::Values(rows)) = trace.column(path) else { return false };
                rows.iter().filter_map(Column::of).any(|row| autotype(&row, false) == AxisKind::Category)
            };
            !named("x") && named("y")
        }
        (x, y) => x > y && y < 2 && x == 2 || (x, y) == (0, 1),
    }
}

impl Boxes {
    /// Boxes that lie along the x axis, without points, from what is known of them.
    pub(crate) fn of_stats(stats: Vec<Stats>) -> Self {
        Self {
            stats,
            horizontal: false,
            shift: 0.0,
            half: 0.25,
            reach: 0.5,
            half_step: 0.5,
            points: Points::none(),
        }
    }

    /// Reads a box trace, the `number`th of its type; `None` without numbers.
    pub(crate) fn new(trace: &Trace, number: usize, axes: &mut Axes) -> Option<Self> {
        let horizontal = trace.is_horizontal();
        let points = Points::read(trace);
        let mut stats = if is_summarised(trace) {
            summarised(trace, horizontal, axes, &points)?
        } else {
            sampled(trace, horizontal, number, axes)?
        };
        for stats in &mut stats {
            stats.shown = stats.span;
            if super::draw::notch_width(trace).is_some() {
                stats.shown.0 = stats.shown.0.min(stats.median - stats.notch);
                stats.shown.1 = stats.shown.1.max(stats.median + stats.notch);
            }
        }
        (!stats.is_empty()).then_some(Self {
            stats,
            horizontal,
            shift: 0.0,
            half: 0.25,
            reach: 0.5,
            half_step: 0.5,
            points,
        })
    }
}

fn letters(horizontal: bool) -> (char, char) {
    if horizontal { ('y', 'x') } else { ('x', 'y') }
}

fn sampled(trace: &Trace, horizontal: bool, number: usize, axes: &mut Axes) -> Option<Vec<Stats>> {
    let (letter, value_letter) = letters(horizontal);
    let (position_id, value_id) = Bars::ids(trace, horizontal);
    let values = axes.get_mut(&value_id)?.read(&trace.column(&value_letter.to_string())?);
    let axis = axes.get_mut(&position_id)?;
    let positions = if trace.column(&letter.to_string()).is_some() {
        trace.coordinates(axis, letter, values.len())
    } else {
        vec![lone_position(trace, letter, number, axis); values.len()]
    };
    let (places, least) = distinct(positions.iter().copied());
    let mut samples: Vec<Vec<(f64, usize)>> = vec![Vec::new(); places.len()];
    for (row, (position, value)) in positions.iter().zip(&values).enumerate() {
        let after = places.partition_point(|place| place - least / 2.0 <= *position);
        if let Some(own) = after.checked_sub(1).and_then(|at| samples.get_mut(at))
            && value.is_finite()
            && position.is_finite()
        {
            own.push((*value, row));
        }
    }
    let method = Quartiles::named(trace.attrs.text("quartilemethod"));
    let multiple = trace.attrs.num_or("sdmultiple", 1.0);
    let boxes = places.iter().zip(samples).filter(|(_, samples)| !samples.is_empty());
    Some(boxes.map(|(place, samples)| Stats::sampled(*place, samples, method, multiple)).collect())
}

/// Where a trace without positions stands: at `x0`, at its name, or after the boxes before.
fn lone_position(trace: &Trace, letter: char, number: usize, axis: &mut Axis) -> f64 {
    let own = trace.attrs.get(&format!("{letter}0")).cloned();
    let name = || Some(serde_json::Value::from(trace.name.clone()));
    let Some(value) = own.or_else(name) else { return number as f64 };
    let position = axis.read(&Column::Values(std::slice::from_ref(&value))).first().copied();
    position.filter(|position| position.is_finite()).unwrap_or(number as f64)
}

/// Boxes whose quartiles the figure gives.
fn summarised(trace: &Trace, horizontal: bool, axes: &mut Axes, points: &Points) -> Option<Vec<Stats>> {
    let (letter, value_letter) = letters(horizontal);
    let (position_id, value_id) = Bars::ids(trace, horizontal);
    let axis = axes.get_mut(&value_id)?;
    let mut read = |path: &str| trace.column(path).map(|column| axis.read(&column)).unwrap_or_default();
    let (lower, median, upper) = (read("q1"), read("median"), read("q3"));
    let (low_fence, high_fence) = (read("lowerfence"), read("upperfence"));
    let (means, deviations, notches) = (read("mean"), read("sd"), read("notchspan"));
    let samples = trace.attrs.list(&value_letter.to_string()).unwrap_or_default();
    let samples: Vec<Vec<f64>> =
        samples.iter().map(|row| Column::of(row).map(|row| axis.read(&row)).unwrap_or_default()).collect();
    let count = lower.len().min(median.len()).min(upper.len());
    let axis = axes.get_mut(&position_id)?;
    let positions = if trace.column(&letter.to_string()).is_some() {
        trace.coordinates(axis, letter, count)
    } else {
        let from = trace.attrs.get(&format!("{letter}0")).and_then(|value| axis.locate(value));
        let step = trace.attrs.num_or(&format!("d{letter}"), 1.0);
        (0..count).map(|index| from.unwrap_or(0.0) + index as f64 * step).collect()
    };
    let at = |list: &[f64], index: usize| list.get(index).copied().filter(|value| value.is_finite());
    let given = |index: usize, position: f64| {
        let quartiles = [at(&lower, index), at(&median, index), at(&upper, index)];
        let mut values = samples.get(index).cloned().unwrap_or_default();
        values.retain(|value| value.is_finite());
        values.sort_by(f64::total_cmp);
        let ([Some(q1), Some(middle), Some(q3)], true) = (quartiles, ordered(quartiles)) else {
            let middle = quartiles[1].or(quartiles[0].or(quartiles[2])).unwrap_or(0.0);
            return Stats { values, ..Stats::given(position, (middle, middle), [middle; 3]) };
        };
        let mut stats = Stats { values, ..Stats::given(position, (q1, q3), [q1, middle, q3]) };
        let (low, high) = stats.fences_by_values();
        stats.fences.0 = at(&low_fence, index).filter(|fence| *fence <= q1).unwrap_or(low);
        stats.fences.1 = at(&high_fence, index).filter(|fence| *fence >= q3).unwrap_or(high);
        let own_mean = at(&means, index);
        let known = !stats.values.is_empty();
        let estimate = || if known { mean(&stats.values) } else { f64::midpoint(q1, q3) };
        stats.mean = own_mean.unwrap_or_else(estimate);
        let estimate = || if known { deviation(&stats.values, stats.mean) } else { q3 - q1 };
        let own = at(&deviations, index).filter(|own| own_mean.is_some() && *own >= 0.0);
        stats.deviation = own.unwrap_or_else(estimate);
        let own = at(&notches, index).filter(|own| *own > 0.0);
        stats.notch = own.unwrap_or_else(|| stats.notch_by_count());
        stats.span = stats.fences;
        if points.shown != Shown::None {
            stats.span.0 = stats.values.first().map_or(stats.span.0, |value| stats.span.0.min(*value));
            stats.span.1 = stats.values.last().map_or(stats.span.1, |value| stats.span.1.max(*value));
        }
        stats
    };
    let seen = positions.iter().take(count).enumerate().filter(|(_, position)| position.is_finite());
    Some(seen.map(|(index, position)| given(index, *position)).collect())
}

fn ordered(quartiles: [Option<f64>; 3]) -> bool {
    matches!(quartiles, [Some(lower), Some(median), Some(upper)] if lower <= median && median <= upper)
}
