//! Bins for histograms (plotly's `autoBin`).

use super::bar::distinct;
use crate::render::chart::axis::{Axis, AxisKind, Step, auto_step, first_tick, increment};
use crate::render::chart::color_scale::extent;
use crate::render::chart::date::{self, Civil, DAY};

/// More bins than this are a mistake.
const MOST: usize = 100_000;

/// Where bins begin and end, in calculation coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bins {
    pub(crate) start: f64,
    pub(crate) end: f64,
    pub(crate) size: Step,
}

impl Bins {
    pub(crate) fn step(&self, from: f64) -> f64 {
        increment(from, self.size, false)
    }

    pub(crate) fn step_back(&self, from: f64) -> f64 {
        increment(from, self.size, true)
    }

    /// The edges, in order.
    pub(crate) fn edges(&self) -> Vec<f64> {
        let mut edges = vec![self.start];
        let mut at = self.start;
        let end = self.end - (self.step(self.start) - self.start) / 1e6;
        while at < end && edges.len() < MOST {
            let next = self.step(at);
            if next <= at || !next.is_finite() {
                break;
            }
            edges.push(next);
            at = next;
        }
        edges
    }

    /// The bin that a value falls into.
    pub(crate) fn find(&self, value: f64, edges: &[f64]) -> Option<usize> {
        if !value.is_finite() {
            return None;
        }
        let bin = match self.size {
            // A millionth of a bin makes up for rounding.
            Step::By(by) => ((value - self.start) / by + 1e-9).floor(),
            _ => edges.partition_point(|edge| *edge <= value) as f64 - 1.0,
        };
        (bin >= 0.0 && (bin as usize) < edges.len().saturating_sub(1)).then_some(bin as usize)
    }
}

/// The bins for `data`: `count` of them, or of a `size`, where the figure tells; `flat` for two dimensions.
pub(super) fn auto_bins(
    axis: &Axis,
    kind: AxisKind,
    data: &[f64],
    count: Option<f64>,
    size: Option<Step>,
    flat: bool,
) -> Bins {
    let (low, high) = extent(data.iter().copied()).unwrap_or((0.0, 1.0));
    if kind.is_categorical() {
        let by = match size {
            Some(Step::By(by)) => by.round().max(1.0),
            _ => 1.0,
        };
        return Bins { start: low - 0.5, end: high + 0.5, size: Step::By(by) };
    }
    let zero = if kind == AxisKind::Date { date::parse("2000-01-01").unwrap_or(0.0) } else { 0.0 };
    let (tick0, size) = match size {
        Some(size) => (zero, size),
        None => auto_step(kind, [low, high], rough_size(data, count, (low, high), flat), false),
    };
    let mut plain = axis.clone();
    plain.kind = kind;
    let first = first_tick(&plain, [low, high], tick0, size);
    let mut start = increment(first, size, true);
    if let Step::By(by) = size {
        start = shift(start, by, data, kind, (low, high));
        let bins = 1.0 + ((high - start) / by).floor();
        return Bins { start, end: start + bins * by, size };
    }
    if kind == AxisKind::Date {
        start = shift_months(start, size, data, low);
    }
    let mut end = start;
    for _ in 0..MOST {
        if end > high {
            break;
        }
        end = increment(end, size, false);
    }
    Bins { start, end, size }
}

fn rough_size(data: &[f64], count: Option<f64>, (low, high): (f64, f64), flat: bool) -> f64 {
    if let Some(count) = count {
        return (high - low) / count;
    }
    let (_, least) = distinct(data.iter().copied());
    let power = 10_f64.powf(least.log10().floor());
    let rounded = [9.9, 4.9, 1.9, 0.9].into_iter().find(|size| *size <= least / power).unwrap_or(0.9);
    let finite: Vec<f64> = data.iter().copied().filter(|value| value.is_finite()).collect();
    let number = finite.len().max(1) as f64;
    let mean = finite.iter().sum::<f64>() / number;
    let deviation = (finite.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / number).sqrt();
    let size = (2.0 * deviation / (data.len().max(1) as f64).powf(if flat { 0.25 } else { 0.4 }))
        .max(power * rounded);
    if size.is_finite() && size > 0.0 { size } else { 1.0 }
}

/// Moves the first edge of bins of months so that whole days, months, years lie within (plotly's
/// `autoShiftMonthBins`).
fn shift_months(start: f64, size: Step, data: &[f64], low: f64) -> f64 {
    let Step::Months(months) = size else { return start };
    let days: Vec<Civil> =
        data.iter().filter(|ms| ms.is_finite() && **ms % DAY == 0.0).map(|ms| Civil::of(*ms)).collect();
    let firsts = days.iter().filter(|day| day.day == 1);
    let years = firsts.clone().filter(|day| day.month == 1).count();
    let most = |count: usize| count as f64 > 0.8 * data.iter().filter(|ms| ms.is_finite()).count() as f64;
    if !most(days.len()) {
        return start;
    }
    let start = if most(years) && months % 12 == 0 {
        date::add_months(start, -6) + 1.5 * DAY
    } else if most(firsts.count()) {
        date::add_months(start, -1) + 15.5 * DAY
    } else {
        start - DAY / 2.0
    };
    let next = increment(start, size, false);
    if next <= low { next } else { start }
}

/// Moves the first edge so that values do not lie on edges (plotly's `autoShiftNumericBins`).
fn shift(start: f64, by: f64, data: &[f64], kind: AxisKind, (low, high): (f64, f64)) -> f64 {
    let near_edge = |value: f64| (1.0 + (value - start) * 100.0 / by) % 100.0 < 2.0;
    let finite = || data.iter().copied().filter(|value| value.is_finite());
    let count = finite().count();
    let whole = finite().filter(|value| value % 1.0 == 0.0).count();
    let edges = finite().filter(|value| near_edge(*value)).count();
    let middles = finite().filter(|value| near_edge(value + by / 2.0)).count();
    if whole == count && kind != AxisKind::Date {
        if by < 1.0 {
            return low - 0.5 * by;
        }
        let start = start - 0.5;
        return if start + by < low { start + by } else { start };
    }
    if (middles as f64) < count as f64 * 0.1
        && (edges as f64 > count as f64 * 0.3 || near_edge(low) || near_edge(high))
    {
        let half = by / 2.0;
        return start + if start + half < low { half } else { -half };
    }
    start
}
