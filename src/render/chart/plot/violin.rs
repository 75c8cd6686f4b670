//! Violins: densities of values, mirrored or one-sided, with boxes, means and points over them.

use kurbo::{BezPath, Point};

use super::Trace;
use super::boxes::{self, BoxForm, Boxes, Stats, dashed, deviation, line_color};
use super::scatter::Curve;
use super::stage::{Stage, frame};
use crate::render::chart::attrs::{Attrs, number};
use crate::render::chart::axis::{Axes, Axis};
use crate::render::chart::draw::Canvas;
use crate::render::scene::{Color, Stroke};

/// More samples than this of one density are not taken.
const MOST_SAMPLES: f64 = 10_000.0;

/// The violins of a trace.
#[derive(Debug, Clone)]
pub(crate) struct Violins {
    /// Quartiles and places.
    pub(crate) boxes: Boxes,
    densities: Vec<Density>,
    /// The highest density of the trace' scale group, and the most values.
    group: (f64, usize),
}

/// A density estimate, sampled.
#[derive(Debug, Clone)]
struct Density {
    bandwidth: f64,
    /// Value and density.
    samples: Vec<(f64, f64)>,
}

impl Density {
    fn new(stats: &Stats, trace: &Trace) -> Self {
        let (low, high) = stats.span;
        let own = trace.attrs.num("bandwidth").filter(|width| *width > 0.0);
        let bandwidth = match own {
            _ if low == high => own.unwrap_or(0.0),
            Some(own) => own.max((high - low) / 1e4),
            None => silverman(stats).max((high - low) / 100.0),
        };
        let mut density = Self { bandwidth, samples: Vec::new() };
        let (from, to) = density.span(stats, trace);
        if bandwidth == 0.0 {
            density.samples.push((low, 1.0));
            return density;
        }
        let count = ((to - from) / (bandwidth / 3.0)).ceil().clamp(1.0, MOST_SAMPLES);
        let step = (to - from) / count;
        density.samples = (0..=count as usize)
            .map(|index| from + index as f64 * step)
            .map(|at| (at, density.at(at, &stats.values)))
            .collect();
        density
    }

    /// Where it is sampled: `spanmode`.
    fn span(&self, stats: &Stats, trace: &Trace) -> (f64, f64) {
        let (low, high) = stats.span;
        let soft = (low - 2.0 * self.bandwidth, high + 2.0 * self.bandwidth);
        let own = trace.attrs.list("span");
        let mode = trace.attrs.str_or("spanmode", if own.is_some() { "manual" } else { "soft" });
        let end = |index: usize| own.and_then(|list| list.get(index)).and_then(number);
        match mode {
            "hard" => (low, high),
            "manual" => {
                let (from, to) = (end(0).unwrap_or(soft.0), end(1).unwrap_or(soft.1));
                if from < to { (from, to) } else { soft }
            }
            _ => soft,
        }
    }

    /// The sum of Gaussians around the values.
    fn at(&self, at: f64, values: &[f64]) -> f64 {
        let kernel = |value: &f64| (-0.5 * ((at - value) / self.bandwidth).powi(2)).exp();
        let sum: f64 = values.iter().map(kernel).sum();
        sum / (values.len() as f64 * self.bandwidth * std::f64::consts::TAU.sqrt())
    }

    fn highest(&self) -> f64 {
        self.samples.iter().map(|sample| sample.1).fold(0.0, f64::max)
    }
}

/// Silverman's rule of thumb for a bandwidth.
fn silverman(stats: &Stats) -> f64 {
    let count = stats.values.len() as f64;
    let deviation = deviation(&stats.values, stats.mean) * (count / (count - 1.0).max(1.0)).sqrt();
    1.059 * deviation.min((stats.upper - stats.lower) / 1.349) * count.powf(-0.2)
}

impl Violins {
    /// Reads a violin trace; `None` without numbers.
    pub(crate) fn new(trace: &Trace, number: usize, axes: &mut Axes) -> Option<Self> {
        let mut boxes = Boxes::new(trace, number, axes)?;
        let densities: Vec<Density> = boxes.stats.iter().map(|stats| Density::new(stats, trace)).collect();
        for (stats, density) in boxes.stats.iter_mut().zip(&densities) {
            if let (Some(first), Some(last)) = (density.samples.first(), density.samples.last()) {
                stats.shown = (first.0, last.0);
            }
        }
        Some(Self { boxes, densities, group: (1.0, 1) })
    }

    fn most(&self) -> (f64, usize) {
        let highest = self.densities.iter().map(Density::highest).fold(0.0, f64::max);
        (highest, self.boxes.stats.iter().map(|stats| stats.values.len()).max().unwrap_or(0))
    }

    /// The sides that are drawn, as signs along the position axis.
    fn sides(trace: &Trace) -> &'static [f64] {
        match trace.attrs.str("side") {
            Some("positive") => &[1.0],
            Some("negative") => &[-1.0],
            _ => &[1.0, -1.0],
        }
    }

    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let (along, across) = if self.boxes.horizontal { (y, x) } else { (x, y) };
        let line = line_color(trace);
        let width = trace.attrs.number("line.width");
        let fill = trace.attrs.color("fillcolor").unwrap_or_else(|| line.faded(0.5));
        canvas.clipped(frame(x, y), |canvas| {
            canvas.faded(trace.attrs.number("opacity"), |canvas| {
                for (stats, density) in self.boxes.stats.iter().zip(&self.densities) {
                    let path = self.outline(stats, density, trace, along, across);
                    canvas.path(path, Some(fill.into()), Some(Stroke::new(line, width)));
                }
                let part = |path: &str| {
                    let attrs = trace.attrs.at(path);
                    let own = ["width", "fillcolor", "color", "line.color", "line.width"];
                    attrs.flag("visible", own.iter().any(|name| attrs.has(name))).then_some(attrs)
                };
                let inner = part("box");
                if let Some(inner) = &inner {
                    self.draw_boxes(canvas, inner, trace, (along, across), (fill, line, width));
                }
                if let Some(attrs) = part("meanline") {
                    let color = attrs.color("color").unwrap_or(line);
                    let width = attrs.num_or("width", width);
                    self.draw_means(canvas, trace, (along, across), inner.as_ref(), (color, width));
                }
                self.boxes.draw_points(canvas, trace, along, across);
            });
        });
    }

    /// How far the position axis is left at a density.
    fn reach(&self, stats: &Stats, density: f64, trace: &Trace) -> f64 {
        let (highest, most) = self.group;
        let share = if trace.attrs.str("scalemode") == Some("count") && most > 0 {
            stats.values.len() as f64 / most as f64
        } else {
            1.0
        };
        density / highest * self.boxes.half * share
    }

    fn point(&self, along: f64, across: f64) -> Point {
        if self.boxes.horizontal { Point::new(across, along) } else { Point::new(along, across) }
    }

    fn outline(
        &self,
        stats: &Stats,
        density: &Density,
        trace: &Trace,
        along: &Axis,
        across: &Axis,
    ) -> BezPath {
        let middle = along.linear(stats.position) + self.boxes.shift;
        let side = |sign: f64| -> Vec<Point> {
            let place = |(value, density): &(f64, f64)| {
                let at = along.place(middle + sign * self.reach(stats, *density, trace));
                self.point(at, across.px(*value))
            };
            let mut points: Vec<Point> = density.samples.iter().map(place).collect();
            points.retain(|point| point.is_finite());
            if sign < 0.0 {
                points.reverse();
            }
            points
        };
        let mut path = BezPath::new();
        let sides = Self::sides(trace);
        let spine = |value: Option<&(f64, f64)>| {
            value.map(|value| self.point(along.place(middle), across.px(value.0))).filter(|p| p.is_finite())
        };
        if let [sign] = sides {
            let ends = (spine(density.samples.first()), spine(density.samples.last()));
            let (Some(low), Some(high)) = ends else { return path };
            let (start, end) = if *sign > 0.0 { (low, high) } else { (high, low) };
            path.move_to(start);
            Curve::Spline(1.0).append(&mut path, &side(*sign), true);
            path.line_to(end);
            return path;
        }
        for (index, sign) in sides.iter().enumerate() {
            Curve::Spline(1.0).append(&mut path, &side(*sign), index > 0);
        }
        if !path.is_empty() {
            path.close_path();
        }
        path
    }

    /// How far an inner box reaches, in halves of the violin's width.
    fn box_reach(inner: &Attrs, trace: &Trace) -> (f64, f64) {
        let width = inner.number("width");
        match trace.attrs.str("side") {
            Some("positive") => (0.0, width / 2.0),
            Some("negative") => (width / 2.0, 0.0),
            _ => (width, width),
        }
    }

    /// The form of the inner boxes.
    fn box_form(&self, inner: &Attrs, trace: &Trace, line_width: f64) -> BoxForm {
        let page = if self.boxes.horizontal { -1.0 } else { 1.0 };
        let aside = match trace.attrs.str("side") {
            Some("positive") => line_width * page,
            Some("negative") => -line_width * page,
            _ => 0.0,
        };
        let reach = Self::box_reach(inner, trace);
        BoxForm { reach, whisker: Some(0.0), aside, ..BoxForm::default() }
    }

    fn draw_boxes(
        &self,
        canvas: &Canvas,
        inner: &Attrs,
        trace: &Trace,
        (along, across): (&Axis, &Axis),
        (fill, line, width): (Color, Color, f64),
    ) {
        let fill = inner.color("fillcolor").unwrap_or(fill);
        let width = inner.num_or("line.width", width);
        let form = self.box_form(inner, trace, width);
        let line = inner.color("line.color").unwrap_or(line);
        for stats in &self.boxes.stats {
            let path = self.boxes.outline(stats, along, across, form);
            canvas.path(path, Some(fill.into()), Some(Stroke::new(line, width)));
        }
    }

    /// Means, dashed: across the inner boxes or the whole violins.
    fn draw_means(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        (along, across): (&Axis, &Axis),
        inner: Option<&Attrs>,
        (color, width): (Color, f64),
    ) {
        let line_width = trace.attrs.number("line.width");
        for (stats, density) in self.boxes.stats.iter().zip(&self.densities) {
            let path = match inner {
                Some(inner) => {
                    let form = self.box_form(inner, trace, inner.num_or("line.width", line_width));
                    self.boxes.mean(stats, along, across, form, false)
                }
                None => self.mean_line(stats, density, trace, along, across),
            };
            canvas.path(path, None, Some(dashed(color, width)));
        }
    }

    /// A line at the mean from side to side.
    fn mean_line(
        &self,
        stats: &Stats,
        density: &Density,
        trace: &Trace,
        along: &Axis,
        across: &Axis,
    ) -> BezPath {
        let middle = along.linear(stats.position) + self.boxes.shift;
        let own = self.reach(stats, density.at(stats.mean, &stats.values), trace);
        let side = |sign: f64| if Self::sides(trace).contains(&sign) { own } else { 0.0 };
        let at = across.px(stats.mean);
        let (from, to) = (along.place(middle - side(-1.0)), along.place(middle + side(1.0)));
        let (from, to) = (self.point(from, at), self.point(to, at));
        let mut path = BezPath::new();
        if from.is_finite() && to.is_finite() {
            path.move_to(from);
            path.line_to(to);
        }
        path
    }
}

/// Gives violins their widths and places; those of one scale group share their scale.
pub(crate) fn arrange<'a>(traces: &mut [(&Trace<'a>, &mut Violins)], axes: &mut Axes<'a>, layout: &Attrs) {
    let group = |trace: &Trace| trace.attrs.label("scalegroup").unwrap_or_else(|| trace.name.clone());
    let own: Vec<(Option<String>, (f64, usize))> = traces
        .iter()
        .map(|(trace, violins)| {
            let alone = trace.attrs.num("width").is_some_and(|width| width > 0.0);
            ((!alone).then(|| group(trace)), violins.most())
        })
        .collect();
    for ((_, violins), (name, most)) in traces.iter_mut().zip(&own) {
        let shared = own.iter().filter(|(other, _)| name.is_some() && other == name);
        violins.group = shared.fold(*most, |(a, b), (_, (highest, most))| (a.max(*highest), b.max(*most)));
    }
    let mut boxes: Vec<(&Trace<'a>, &mut Boxes)> =
        traces.iter_mut().map(|(trace, violins)| (*trace, &mut violins.boxes)).collect();
    boxes::arrange(&mut boxes, axes, layout, "violin");
}
