//! Box plots: quartiles, whiskers, outliers.

use kurbo::{BezPath, Point};

use super::Trace;
use super::bar::distinct;
use super::stage::{Stage, frame};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Axis, Pads};
use crate::render::chart::column::Column;
use crate::render::chart::draw::{Canvas, symbol};
use crate::render::scene::{Markers, Stroke};

/// One box.
#[derive(Debug, Clone)]
struct Stats {
    position: f64,
    /// Sorted.
    values: Vec<f64>,
    lower: f64,
    median: f64,
    upper: f64,
    /// The last values within one and a half spans of the box.
    fences: (f64, f64),
}

/// The boxes of a trace.
#[derive(Debug, Clone)]
pub(crate) struct Boxes {
    stats: Vec<Stats>,
    pub(crate) horizontal: bool,
    /// From a position to its box' middle.
    shift: f64,
    /// Half a box' width.
    half: f64,
    points: bool,
}

/// The value below which a share of sorted values lies (plotly's `Lib.interp`).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = (share * sorted.len() as f64 - 0.5).clamp(0.0, last as f64);
    let (low, part) = (at.floor() as usize, at.fract());
    sorted[low] + part * (sorted[(low + 1).min(last)] - sorted[low])
}

impl Stats {
    fn new(position: f64, mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let [lower, median, upper] = [0.25, 0.5, 0.75].map(|share| quantile(&values, share));
        let reach = 1.5 * (upper - lower);
        let inner = |value: &&f64| **value >= lower - reach && **value <= upper + reach;
        let low = values.iter().find(inner).copied().unwrap_or(lower).min(lower);
        let high = values.iter().rev().find(inner).copied().unwrap_or(upper).max(upper);
        Self { position, values, lower, median, upper, fences: (low, high) }
    }
}

impl Boxes {
    /// Reads a box trace; `None` without numbers.
    pub(crate) fn new(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let horizontal = trace.is_horizontal();
        let (value_path, position_path) = if horizontal { ("x", "y") } else { ("y", "x") };
        let (value_id, position_id) =
            if horizontal { (&trace.x_axis, &trace.y_axis) } else { (&trace.y_axis, &trace.x_axis) };
        let values = axes.get_mut(value_id)?.read(&trace.column(value_path)?);
        let axis = axes.get_mut(position_id)?;
        let positions = if let Some(column) = trace.column(position_path) {
            axis.read(&column)
        } else {
            let own = trace.attrs.get(&format!("{position_path}0")).cloned();
            let name = own.unwrap_or_else(|| trace.name.clone().into());
            let names = [name];
            let position = axis.read(&Column::Values(&names)).first().copied().filter(|p| p.is_finite());
            vec![position.unwrap_or(0.0); values.len()]
        };
        let (places, _) = distinct(positions.iter().copied());
        let stats: Vec<Stats> = places
            .iter()
            .map(|place| {
                let near = |position: f64| (position - place).abs() <= (place.abs() * 1e-9).max(1e-9);
                let own = positions
                    .iter()
                    .zip(&values)
                    .filter(|(p, v)| near(**p) && v.is_finite())
                    .map(|(_, v)| *v);
                Stats::new(*place, own.collect())
            })
            .filter(|stats| !stats.values.is_empty())
            .collect();
        let points = !matches!(trace.attrs.get("boxpoints"), Some(value) if value.as_bool() == Some(false));
        (!stats.is_empty()).then_some(Self { stats, horizontal, shift: 0.0, half: 0.25, points })
    }

    fn draw_box(&self, stats: &Stats, along: &Axis, across: &Axis, whisker: f64) -> (BezPath, BezPath) {
        let middle = along.linear(stats.position) + self.shift;
        let at = |offset: f64| along.place(middle + offset);
        let (p0, p1, center) = (at(-self.half), at(self.half), at(0.0));
        let (w0, w1) = (at(-self.half * whisker), at(self.half * whisker));
        let (q1, q3) = (across.px(stats.lower), across.px(stats.upper));
        // The median stays visible beside the quartiles.
        let median = across.px(stats.median).min(q1.max(q3) - 1.0).max(q1.min(q3) + 1.0);
        let (low, high) = if self.points {
            stats.fences
        } else {
            (
                stats.values.first().copied().unwrap_or(stats.lower),
                stats.values.last().copied().unwrap_or(stats.upper),
            )
        };
        let (low, high) = (across.px(low), across.px(high));
        let point = |p: f64, v: f64| if self.horizontal { Point::new(v, p) } else { Point::new(p, v) };
        let mut body = BezPath::new();
        body.move_to(point(p0, q1));
        body.line_to(point(p1, q1));
        body.line_to(point(p1, q3));
        body.line_to(point(p0, q3));
        body.close_path();
        let mut lines = BezPath::new();
        for (from, to) in [
            (point(p0, median), point(p1, median)),
            (point(center, q1), point(center, low)),
            (point(center, q3), point(center, high)),
            (point(w0, low), point(w1, low)),
            (point(w0, high), point(w1, high)),
        ] {
            lines.move_to(from);
            lines.line_to(to);
        }
        (body, lines)
    }

    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let (along, across) = if self.horizontal { (y, x) } else { (x, y) };
        let marker = trace.attrs.at("marker");
        let line = trace.attrs.color("line.color").or(marker.color("color")).unwrap_or(trace.color);
        let width = trace.attrs.num_or("line.width", 2.0);
        let fill = trace.attrs.color("fillcolor").unwrap_or_else(|| line.faded(0.5));
        let marker_color = marker.color("color").unwrap_or(trace.color).faded(marker.num_or("opacity", 1.0));
        let all = trace.attrs.str("boxpoints") == Some("all");
        let offset = trace.attrs.num_or("pointpos", if all { -1.5 } else { 0.0 });
        let jitter = trace.attrs.num_or("jitter", if all { 0.3 } else { 0.0 });
        canvas.clipped(frame(x, y), |canvas| {
            canvas.faded(trace.attrs.num_or("opacity", 1.0), |canvas| {
                let mut random = Random::new();
                for stats in &self.stats {
                    let (body, lines) =
                        self.draw_box(stats, along, across, trace.attrs.num_or("whiskerwidth", 0.5));
                    canvas.path(body, Some(fill.into()), Some(Stroke::new(line, width)));
                    canvas.path(lines, None, Some(Stroke::new(line, width)));
                    if !self.points {
                        continue;
                    }
                    let (low, high) = stats.fences;
                    let mut positions = Vec::new();
                    for value in stats.values.iter().filter(|value| all || **value < low || **value > high) {
                        let noise = if jitter > 0.0 { (random.next() - 0.5) * jitter } else { 0.0 };
                        let middle =
                            along.linear(stats.position) + self.shift + self.half * (offset + noise * 2.0);
                        let (p, v) = (along.place(middle), across.px(*value));
                        positions.push(if self.horizontal { Point::new(v, p) } else { Point::new(p, v) });
                    }
                    let kind = symbol(marker.get("symbol"));
                    canvas.markers(Markers {
                        shape: kind.outline(),
                        open: kind.open,
                        positions,
                        sizes: vec![marker.num_or("size", 6.0)],
                        fills: vec![marker_color],
                        strokes: if kind.open { vec![(marker_color, 1.0)] } else { Vec::new() },
                    });
                }
            });
        });
    }
}

/// plotly's repeatable scatter of points.
struct Random(u64);

impl Random {
    fn new() -> Self {
        Self(2_000_000_000)
    }

    fn next(&mut self) -> f64 {
        // A step too near to the last one is skipped; a handful of tries is always enough.
        for _ in 0..16 {
            let last = self.0;
            self.0 = (69_069 * self.0 + 1) % 4_294_967_296;
            if self.0.abs_diff(last) >= 429_496_729 {
                break;
            }
        }
        self.0 as f64 / 4_294_967_296.0
    }
}

/// Gives boxes their widths and places, and adds what the axes must show.
pub(crate) fn arrange(traces: &mut [(&Trace, &mut Boxes)], axes: &mut Axes, layout: &Attrs) {
    let group = layout.str("boxmode") == Some("group");
    let (gap, group_gap) = (layout.num_or("boxgap", 0.3), layout.num_or("boxgroupgap", 0.3));
    let mut names: Vec<String> = Vec::new();
    for (trace, _) in traces.iter() {
        let name = slot(trace);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let subplots: Vec<(String, String, bool)> = traces
        .iter()
        .map(|(trace, boxes)| (trace.x_axis.clone(), trace.y_axis.clone(), boxes.horizontal))
        .collect();
    let spacing: Vec<f64> = subplots
        .iter()
        .map(|own| {
            let all = traces.iter().zip(&subplots).filter(|(_, other)| *other == own);
            let positions = all.flat_map(|((_, boxes), _)| boxes.stats.iter().map(|stats| stats.position));
            distinct(positions).1
        })
        .collect();
    for ((trace, boxes), spacing) in traces.iter_mut().zip(spacing) {
        let half_step = spacing / 2.0;
        let number = if group { names.len() as f64 } else { 1.0 };
        let index = names.iter().position(|name| *name == slot(trace)).unwrap_or(0) as f64;
        boxes.half = half_step * (1.0 - gap) * (1.0 - group_gap) / number;
        if group {
            boxes.shift = 2.0 * half_step * (-0.5 + (index + 0.5) / number) * (1.0 - gap);
        }
        if let Some(width) = trace.attrs.num("width").filter(|width| *width > 0.0) {
            boxes.half = width / 2.0;
            boxes.shift = 0.0;
        }
        let (value_id, position_id) =
            if boxes.horizontal { (&trace.x_axis, &trace.y_axis) } else { (&trace.y_axis, &trace.x_axis) };
        if let Some(axis) = axes.get_mut(position_id) {
            let first = boxes.stats.first().map_or(0.0, |stats| stats.position);
            axis.need_step(spacing, first, true);
            for stats in &boxes.stats {
                let at = axis.linear(stats.position);
                axis.extremes.add_span(at - half_step, at + half_step, Pads::default());
            }
        }
        if let Some(axis) = axes.get_mut(value_id) {
            for value in boxes.stats.iter().flat_map(|stats| &stats.values) {
                let value = axis.linear(*value);
                axis.extremes.add(value, Pads { extra: true, ..Pads::default() });
            }
        }
    }
}

/// Traces of one offset group stand at the same place.
fn slot(trace: &Trace) -> String {
    trace
        .attrs
        .label("offsetgroup")
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| format!("#{}", trace.index))
}
