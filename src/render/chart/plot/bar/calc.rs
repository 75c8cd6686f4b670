//! A bar trace's bars.

use super::corner::Radius;
use super::flow::Flow;
use crate::render::chart::axis::{Axes, AxisKind};
use crate::render::chart::column::Column;
use crate::render::chart::plot::Trace;

/// One bar: `position` ± half a width along one axis, `base` to `base + size` along the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bar {
    /// In calculation coordinates of the position axis, as are the two below.
    pub(crate) position: f64,
    /// From the position to the bar's lower side.
    pub(crate) offset: f64,
    pub(crate) width: f64,
    /// In calculation coordinates of the size axis, as is the size.
    pub(crate) base: f64,
    pub(crate) size: f64,
    /// Whether the figure gives the base.
    pub(crate) has_base: bool,
    /// The lowest and the highest end of all bars stacked with it.
    pub(crate) stack: (f64, f64),
    /// Whether nothing is stacked upon it.
    pub(crate) outmost: bool,
    /// What it has from the bars before it, in funnels and waterfalls.
    pub(crate) flow: Flow,
    /// The rows of the data that a histogram counts in it.
    pub(crate) rows: Vec<usize>,
}

/// The bars of a trace.
#[derive(Debug, Clone)]
pub(crate) struct Bars {
    pub(crate) items: Vec<Bar>,
    pub(crate) horizontal: bool,
    /// Bin width of a histogram with a single bin.
    pub(crate) lone_width: Option<f64>,
    /// Calculation coordinates of the position axis for one unit of `width` and `offset`.
    pub(crate) unit: f64,
    /// Whether they are painted in whole pixels, so that no gap shows between them.
    pub(super) crisp: bool,
    pub(super) radius: Option<Radius>,
}

impl Bars {
    /// Reads a bar trace; `None` when it has no data.
    pub(crate) fn new(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let horizontal = trace.is_horizontal();
        let (position_id, size_id) = Self::ids(trace, horizontal);
        let (position_letter, size_path) = if horizontal { ('y', "x") } else { ('x', "y") };
        let sizes = trace.column(size_path)?;
        let size_axis = axes.get_mut(&size_id)?;
        let linear_sizes = size_axis.kind == AxisKind::Date;
        // Sizes on a date axis are durations in ms.
        let sizes =
            if linear_sizes && trace.attrs.has("base") { sizes.numbers() } else { size_axis.read(&sizes) };
        let base_kind = size_axis.kind;
        let read_base = |index: usize| -> Option<f64> {
            if base_kind.is_categorical() {
                return None;
            }
            let value = trace.attrs.get("base")?;
            match Column::of(value) {
                Some(list) => match list.value(index) {
                    Some(value) => size_axis.locate(value),
                    None => list.num(index),
                },
                None => size_axis.locate(value),
            }
        };
        let bases: Vec<Option<f64>> = (0..sizes.len()).map(read_base).collect();
        let axis = axes.get_mut(&position_id)?;
        let positions = trace.coordinates(axis, position_letter, sizes.len());
        let bars: Vec<Bar> = positions
            .iter()
            .zip(&sizes)
            .zip(bases)
            .map(|((position, size), base)| Bar {
                position: *position,
                size: *size,
                base: base.unwrap_or(0.0),
                has_base: base.is_some(),
                outmost: true,
                ..Bar::default()
            })
            .collect();
        if bars.is_empty() {
            return None;
        }
        let bars = Self::plain(bars, horizontal);
        Some(match trace.kind {
            "funnel" => bars.into_funnel(),
            "waterfall" => bars.into_waterfall(trace),
            _ => bars,
        })
    }

    /// Bars before they are arranged.
    pub(crate) fn plain(items: Vec<Bar>, horizontal: bool) -> Self {
        Self { items, horizontal, lone_width: None, unit: 1.0, crisp: false, radius: None }
    }

    /// Where each bar ends, along its size and along its position.
    pub(crate) fn ends(&self) -> (Vec<f64>, Vec<f64>) {
        let tops = self.items.iter().map(|bar| bar.base + bar.size);
        let middles = self.items.iter().map(|bar| bar.position + bar.offset + bar.width / 2.0);
        (tops.collect(), middles.collect())
    }

    /// The ids of the position and the size axis.
    pub(crate) fn ids(trace: &Trace, horizontal: bool) -> (String, String) {
        if horizontal {
            (trace.y_axis.clone(), trace.x_axis.clone())
        } else {
            (trace.x_axis.clone(), trace.y_axis.clone())
        }
    }
}
