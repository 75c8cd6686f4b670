//! Box plots: quartiles, whiskers, outliers.

use kurbo::{BezPath, Point};

use super::Trace;
use super::bar::distinct;
use super::stage::{Stage, frame};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Axis, Pads};
use crate::render::chart::column::Column;
use crate::render::chart::draw::{Canvas, symbol};
use crate::render::scene::{Color, Markers, Stroke};

/// One box.
#[derive(Debug, Clone)]
pub(crate) struct Stats {
    pub(crate) position: f64,
    /// Sorted.
    pub(crate) values: Vec<f64>,
    pub(crate) lower: f64,
    pub(crate) median: f64,
    pub(crate) upper: f64,
    /// The last values within one and a half spans of the box.
    pub(crate) fences: (f64, f64),
    /// What the value axis must show.
    pub(super) span: (f64, f64),
}

/// The boxes of a trace.
#[derive(Debug, Clone)]
pub(crate) struct Boxes {
    pub(crate) stats: Vec<Stats>,
    pub(crate) horizontal: bool,
    /// From a position to its box' middle.
    pub(crate) shift: f64,
    /// Half a box' width.
    pub(crate) half: f64,
    points: bool,
}

/// How one box is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct BoxForm {
    /// How far it reaches below and above its middle, in halves of its width.
    pub(super) reach: (f64, f64),
    /// Width of the whiskers' caps, in widths of the box.
    pub(super) whisker: f64,
    /// Whether the whiskers end at the fences rather than at the outermost values.
    pub(super) fenced: bool,
}

/// The value below which a share of sorted values lies (plotly's `Lib.interp`).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = (share * sorted.len() as f64 - 0.5).clamp(0.0, last as f64);
    let (low, part) = (at.floor() as usize, at.fract());
    part * sorted[(low + 1).min(last)] + (1.0 - part) * sorted[low]
}

impl Stats {
    /// A box that is given by its ends, and its lower, middle and upper value.
    pub(super) fn given(position: f64, span: (f64, f64), [lower, median, upper]: [f64; 3]) -> Self {
        Self { position, values: vec![span.0, span.1], lower, median, upper, fences: span, span }
    }

    fn new(position: f64, mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let [lower, median, upper] = [0.25, 0.5, 0.75].map(|share| quantile(&values, share));
        let reach = 1.5 * (upper - lower);
        let inner = |value: &&f64| **value >= lower - reach && **value <= upper + reach;
        let low = values.iter().find(inner).copied().unwrap_or(lower).min(lower);
        let high = values.iter().rev().find(inner).copied().unwrap_or(upper).max(upper);
        let span = values.first().copied().zip(values.last().copied()).unwrap_or((f64::NAN, f64::NAN));
        Self { position, values, lower, median, upper, fences: (low, high), span }
    }
}

impl Boxes {
    /// Boxes that lie along the x axis, from what is known of them.
    pub(super) fn of_stats(stats: Vec<Stats>, points: bool) -> Self {
        Self { stats, horizontal: false, shift: 0.0, half: 0.25, points }
    }

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
        let points =
            !matches!(trace.attrs.get(points_path(trace)), Some(value) if value.as_bool() == Some(false));
        (!stats.is_empty()).then_some(Self { stats, horizontal, shift: 0.0, half: 0.25, points })
    }

    /// A box' body, and its median and whiskers.
    pub(super) fn outline(
        &self,
        stats: &Stats,
        along: &Axis,
        across: &Axis,
        form: BoxForm,
    ) -> (BezPath, BezPath) {
        let middle = along.linear(stats.position) + self.shift;
        let at = |offset: f64| along.place(middle + self.half * offset);
        let (p0, p1, center) = (at(-form.reach.0), at(form.reach.1), at(0.0));
        let (w0, w1) = (at(-form.whisker), at(form.whisker));
        let (q1, q3) = (across.px(stats.lower), across.px(stats.upper));
        // The median stays visible beside the quartiles.
        let median = across.px(stats.median).min(q1.max(q3) - 1.0).max(q1.min(q3) + 1.0);
        let (low, high) = if form.fenced {
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
        let line = line_color(trace);
        let width = trace.attrs.number("line.width");
        let fill = trace.attrs.color("fillcolor").unwrap_or_else(|| line.faded(0.5));
        let form =
            BoxForm { reach: (1.0, 1.0), whisker: trace.attrs.number("whiskerwidth"), fenced: self.points };
        canvas.clipped(frame(x, y), |canvas| {
            canvas.faded(trace.attrs.number("opacity"), |canvas| {
                for stats in &self.stats {
                    let (body, lines) = self.outline(stats, along, across, form);
                    canvas.path(body, Some(fill.into()), Some(Stroke::new(line, width)));
                    canvas.path(lines, None, Some(Stroke::new(line, width)));
                }
                self.draw_points(canvas, trace, along, across);
            });
        });
    }

    /// Draws the outliers, or all values.
    pub(super) fn draw_points(&self, canvas: &Canvas, trace: &Trace, along: &Axis, across: &Axis) {
        if !self.points {
            return;
        }
        let marker = trace.attrs.at("marker");
        let color = marker.color("color").unwrap_or(line_color(trace)).faded(marker.number("opacity"));
        let (all, offset, jitter) = scatter(trace);
        let mut random = Random::new();
        for stats in &self.stats {
            let (low, high) = stats.fences;
            let mut positions = Vec::new();
            for value in stats.values.iter().filter(|value| all || **value < low || **value > high) {
                let noise = if jitter > 0.0 { (random.next() - 0.5) * jitter } else { 0.0 };
                let middle = along.linear(stats.position) + self.shift + self.half * (offset + noise * 2.0);
                let (p, v) = (along.place(middle), across.px(*value));
                positions.push(if self.horizontal { Point::new(v, p) } else { Point::new(p, v) });
            }
            let kind = symbol(marker.get("symbol"));
            canvas.markers(Markers {
                shape: kind.outline(),
                open: kind.open,
                positions,
                sizes: vec![marker.number("size")],
                fills: vec![color],
                strokes: if kind.open { vec![(color, 1.0)] } else { Vec::new() },
            });
        }
    }
}

/// The attribute that says which points are drawn.
fn points_path(trace: &Trace) -> &'static str {
    if trace.kind == "violin" { "points" } else { "boxpoints" }
}

/// Whether all points are drawn, how far from the middle, and how far apart.
fn scatter(trace: &Trace) -> (bool, f64, f64) {
    let all = trace.attrs.str(points_path(trace)) == Some("all");
    let offset = trace.attrs.num_or("pointpos", if all { -1.5 } else { 0.0 });
    (all, offset, trace.attrs.num_or("jitter", if all { 0.3 } else { 0.0 }))
}

/// The outline's colour.
pub(super) fn line_color(trace: &Trace) -> Color {
    trace.attrs.color("line.color").or(trace.attrs.color("marker.color")).unwrap_or(trace.color)
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
///
/// The traces are all boxes or all violins: `family` is `box` or `violin`.
pub(crate) fn arrange(traces: &mut [(&Trace, &mut Boxes)], axes: &mut Axes, layout: &Attrs, family: &str) {
    let group = layout.str(&format!("{family}mode")) == Some("group") && traces.len() > 1;
    let gap = layout.number(&format!("{family}gap"));
    let group_gap = layout.number(&format!("{family}groupgap"));
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
            let id = if own.2 { &own.1 } else { &own.0 };
            if axes.get(id).is_some_and(|axis| axis.kind.is_categorical()) {
                return 1.0;
            }
            let all = traces.iter().zip(&subplots).filter(|(_, other)| *other == own);
            let positions = all.flat_map(|((_, boxes), _)| boxes.stats.iter().map(|stats| stats.position));
            let linear = |position| axes.get(id).map_or(position, |axis| axis.linear(position));
            distinct(positions.map(linear)).1
        })
        .collect();
    for ((trace, boxes), spacing) in traces.iter_mut().zip(spacing) {
        let mut half_step = spacing / 2.0;
        let number = if group { names.len() as f64 } else { 1.0 };
        let index = names.iter().position(|name| *name == slot(trace)).unwrap_or(0) as f64;
        boxes.half = half_step * (1.0 - gap) * (1.0 - group_gap) / number;
        if group {
            boxes.shift = 2.0 * half_step * (-0.5 + (index + 0.5) / number) * (1.0 - gap);
        }
        let own_width = trace.attrs.num("width").filter(|width| *width > 0.0);
        if let Some(width) = own_width {
            half_step = width / 2.0;
            boxes.half = half_step;
            boxes.shift = 0.0;
        }
        let (value_id, position_id) =
            if boxes.horizontal { (&trace.x_axis, &trace.y_axis) } else { (&trace.y_axis, &trace.x_axis) };
        if let Some(axis) = axes.get_mut(position_id) {
            let first = boxes.stats.first().map_or(0.0, |stats| stats.position);
            axis.need_step(spacing, first, true);
            let ((below, above), pads) = boxes.room(trace, half_step, own_width.is_some());
            for stats in &boxes.stats {
                let at = axis.linear(stats.position);
                axis.extremes.add_span(at - below, at + above, pads);
            }
        }
        if let Some(axis) = axes.get_mut(value_id) {
            for stats in &boxes.stats {
                let (low, high) = (axis.linear(stats.span.0), axis.linear(stats.span.1));
                axis.extremes.add_span(low, high, Pads { extra: true, ..Pads::default() });
            }
        }
    }
}

impl Boxes {
    /// What the position axis must show below and above a position, and px for points that stand there
    /// (the end of plotly's `box/cross_trace_calc`).
    fn room(&self, trace: &Trace, half_step: f64, own_width: bool) -> ((f64, f64), Pads) {
        let edge = self.shift + self.half;
        let one_side = if own_width { 1.0 } else { 0.5 } * half_step;
        let (push, edges) = match trace.attrs.str("side") {
            Some("positive") => ((self.shift, one_side), (f64::INFINITY, self.shift)),
            Some("negative") => ((one_side, self.shift), (edge, self.shift)),
            _ => ((half_step, half_step), (edge, edge)),
        };
        let mut pads = Pads { extra: own_width, ..Pads::default() };
        let mut room = push;
        let (all, offset, jitter) = scatter(trace);
        let outside = |stats: &Stats| {
            let (low, high) = stats.fences;
            stats.values.first().is_some_and(|v| *v < low) || stats.values.last().is_some_and(|v| *v > high)
        };
        if !self.points || !(all || self.stats.iter().any(outside)) {
            return (room, pads);
        }
        let radius = trace.attrs.number("marker.size") / 2.0;
        let reach = |side: f64| if side >= 0.0 { edge * side } else { 0.0 };
        let (below, above) = (reach(jitter - offset), reach(offset + jitter));
        for (reach, push, edge, room, pad) in [
            (below, push.0, edges.0, &mut room.0, &mut pads.minus),
            (above, push.1, edges.1, &mut room.1, &mut pads.plus),
        ] {
            if reach > push {
                pads.extra = true;
                *room = reach;
            }
            if reach > push || reach > edge {
                *pad = radius;
            }
        }
        (room, pads)
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
