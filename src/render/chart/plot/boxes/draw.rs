//! Boxes on the canvas (plotly's `box/plot`).

use kurbo::{BezPath, Point};

use super::{Boxes, Stats};
use crate::render::chart::axis::Axis;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::stage::{Stage, frame};
use crate::render::scene::{Color, Stroke};

/// How one box is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BoxForm {
    /// How far it reaches below and above its middle, in halves of its width.
    pub(crate) reach: (f64, f64),
    /// Width of the whiskers' caps, in widths of the box; `None` without whiskers.
    pub(crate) whisker: Option<f64>,
    /// Whether the whiskers end at the fences rather than at the outermost values.
    pub(crate) fenced: bool,
    /// How much narrower the box is at its median, as a share of its width.
    pub(crate) notch: Option<f64>,
    /// Whether the box shows mean and standard deviation, not quartiles.
    pub(crate) deviation: bool,
    /// px that it is moved along the page.
    pub(crate) aside: f64,
}

impl Default for BoxForm {
    /// A whole box with whiskers.
    fn default() -> Self {
        Self {
            reach: (1.0, 1.0),
            whisker: Some(0.5),
            fenced: true,
            notch: None,
            deviation: false,
            aside: 0.0,
        }
    }
}

impl BoxForm {
    fn of(trace: &Trace, boxes: &Boxes) -> Self {
        let deviation = trace.attrs.text("sizemode") == "sd";
        Self {
            whisker: trace.attrs.flag("showwhiskers", !deviation).then(|| trace.attrs.number("whiskerwidth")),
            fenced: boxes.points.shown != super::points::Shown::None && !deviation,
            notch: notch_width(trace),
            deviation,
            ..Self::default()
        }
    }
}

/// The depth of notches, as a share of a box' width; `None` without notches.
pub(super) fn notch_width(trace: &Trace) -> Option<f64> {
    let path = if super::is_summarised(trace) { "notchspan" } else { "notchwidth" };
    trace.attrs.flag("notched", trace.attrs.has(path)).then(|| trace.attrs.number("notchwidth"))
}

/// The outline's colour.
pub(crate) fn line_color(trace: &Trace) -> Color {
    trace.attrs.color("line.color").or(trace.attrs.color("marker.color")).unwrap_or(trace.color)
}

/// Places of a box on its page.
struct Placing<'x, 'a> {
    along: &'x Axis<'a>,
    middle: f64,
    half: f64,
    form: BoxForm,
}

impl Placing<'_, '_> {
    fn at(&self, offset: f64) -> f64 {
        self.along.place(self.middle + self.half * offset) + self.form.aside
    }

    /// The two edges, drawn in by a share.
    fn edges(&self, share: f64) -> (f64, f64) {
        (self.at(-self.form.reach.0 * share), self.at(self.form.reach.1 * share))
    }

    /// The middle; where time is cut out that of the edges.
    fn center(&self) -> f64 {
        let (from, to) = self.edges(1.0);
        if self.along.breaks.is_empty() { self.at(0.0) } else { f64::midpoint(from, to) }
    }

    /// The ends of the whiskers' caps.
    fn cap(&self, width: f64) -> (f64, f64) {
        if self.along.breaks.is_empty() {
            return (self.at(-width), self.at(width));
        }
        let ((from, to), center) = (self.edges(1.0), self.center());
        (from * width + (1.0 - width) * center, to * width + (1.0 - width) * center)
    }
}

impl Boxes {
    fn placing<'x, 'a>(&self, stats: &Stats, along: &'x Axis<'a>, form: BoxForm) -> Placing<'x, 'a> {
        Placing { along, middle: along.linear(stats.position) + self.shift, half: self.half, form }
    }

    fn point(&self, along: f64, across: f64) -> Point {
        if self.horizontal { Point::new(across, along) } else { Point::new(along, across) }
    }

    /// A box: its body, its median and its whiskers.
    pub(crate) fn outline(&self, stats: &Stats, along: &Axis, across: &Axis, form: BoxForm) -> BezPath {
        let placing = self.placing(stats, along, form);
        let (p0, p1) = placing.edges(1.0);
        let (n0, n1) = placing.edges(1.0 - 2.0 * form.notch.unwrap_or(0.0));
        let (lower, middle, upper) = if form.deviation {
            (stats.mean - stats.deviation, stats.mean, stats.mean + stats.deviation)
        } else {
            (stats.lower, stats.median, stats.upper)
        };
        let (q1, q3) = (across.px(lower), across.px(upper));
        // The median stays visible beside the quartiles.
        let median = across.px(middle).min(q1.max(q3) - 1.0).max(q1.min(q3) + 1.0);
        let mut body = BezPath::new();
        body.move_to(self.point(p0, q1));
        body.line_to(self.point(p1, q1));
        let notch = form
            .notch
            .map(|_| (across.px(stats.median - stats.notch), across.px(stats.median + stats.notch)));
        if let Some((from, to)) = notch {
            body.line_to(self.point(p1, from));
            body.line_to(self.point(n1, median));
            body.line_to(self.point(p1, to));
        }
        body.line_to(self.point(p1, q3));
        body.line_to(self.point(p0, q3));
        if let Some((from, to)) = notch {
            body.line_to(self.point(p0, to));
            body.line_to(self.point(n0, median));
            body.line_to(self.point(p0, from));
        }
        body.close_path();
        let mut line = |from: Point, to: Point| {
            body.move_to(from);
            body.line_to(to);
        };
        line(self.point(n0, median), self.point(n1, median));
        if let Some(width) = form.whisker {
            let (low, high) = if form.fenced { stats.fences } else { stats.span };
            let (low, high) = (across.px(low), across.px(high));
            let center = placing.center();
            line(self.point(center, q1), self.point(center, low));
            line(self.point(center, q3), self.point(center, high));
            if width != 0.0 {
                let (w0, w1) = placing.cap(width);
                line(self.point(w0, low), self.point(w1, low));
                line(self.point(w0, high), self.point(w1, high));
            }
        }
        body
    }

    /// The line of a box' mean, and the diamond of its standard deviation.
    pub(crate) fn mean(
        &self,
        stats: &Stats,
        along: &Axis,
        across: &Axis,
        form: BoxForm,
        diamond: bool,
    ) -> BezPath {
        let placing = self.placing(stats, along, form);
        let ((p0, p1), center) = (placing.edges(1.0), placing.center());
        let mean = across.px(stats.mean);
        let mut path = BezPath::new();
        path.move_to(self.point(p0, mean));
        path.line_to(self.point(p1, mean));
        if diamond {
            path.move_to(self.point(p1, mean));
            path.line_to(self.point(center, across.px(stats.mean - stats.deviation)));
            path.line_to(self.point(p0, mean));
            path.line_to(self.point(center, across.px(stats.mean + stats.deviation)));
            path.close_path();
        }
        path
    }

    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let (along, across) = if self.horizontal { (y, x) } else { (x, y) };
        let line = line_color(trace);
        let width = trace.attrs.number("line.width");
        let fill = trace.attrs.color("fillcolor").unwrap_or_else(|| line.faded(0.5));
        let form = BoxForm::of(trace, self);
        canvas.clipped(frame(x, y), |canvas| {
            canvas.faded(trace.attrs.number("opacity"), |canvas| {
                for stats in &self.stats {
                    let path = self.outline(stats, along, across, form);
                    canvas.path(path, Some(fill.into()), Some(Stroke::new(line, width)));
                }
                self.draw_points(canvas, trace, along, across);
                if let Some(diamond) = shown_mean(trace) {
                    for stats in &self.stats {
                        let path = self.mean(stats, along, across, form, diamond);
                        canvas.path(path, None, Some(dashed(line, width)));
                    }
                }
            });
        });
    }
}

/// Whether means are shown, and if so whether with their deviations.
fn shown_mean(trace: &Trace) -> Option<bool> {
    if trace.attrs.text("sizemode") == "sd" {
        return None;
    }
    let given = |path: &str| trace.column(path).is_some_and(|column| column.len() > 0);
    match trace.attrs.get("boxmean") {
        Some(own) if own.as_str() == Some("sd") => Some(true),
        Some(own) => (own.as_bool() == Some(true)).then_some(false),
        None => (super::is_summarised(trace) && given("mean")).then(|| given("sd")),
    }
}

/// The line of a mean: dashes twice as long as the line is wide.
pub(crate) fn dashed(color: Color, width: f64) -> Stroke {
    Stroke::dashed(color, width, &format!("{}px,{width}px", 2.0 * width))
}
