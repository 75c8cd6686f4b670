//! Funnels and waterfalls: bars that follow from each other, their connectors and what they say.

use kurbo::{BezPath, Point};

use super::label::Span;
use super::{Bar, Bars};
use crate::render::chart::axis::Axis;
use crate::render::chart::color::DARK;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::template::{self, Filling};
use crate::render::scene::{Color, Stroke};

/// What a bar has from those before it.
#[derive(Debug, Clone, Default)]
pub(crate) enum Flow {
    /// Nothing: an ordinary bar.
    #[default]
    None,
    /// A stage of a funnel.
    Funnel(Shares),
    /// A step of a waterfall.
    Waterfall(Step),
}

/// A funnel's stage, as fractions of others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shares {
    pub(crate) initial: f64,
    pub(crate) previous: f64,
    pub(crate) total: f64,
}

/// A waterfall's step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// `increasing`, `decreasing` or `totals`: the container that styles it.
    direction: &'static str,
    pub(crate) delta: f64,
    /// The sum after it.
    pub(crate) end: f64,
    /// The sum before it; 0 for totals, which stand on the base.
    start: f64,
}

const INCREASING: Color = Color::rgb(0x3d, 0x99, 0x70);
const DECREASING: Color = Color::rgb(0xff, 0x41, 0x36);
const TOTALS: Color = Color::rgb(0x44, 0x99, 0xff);

/// The fill, line colour and line width of a waterfall's steps of a direction.
pub(crate) fn step_paint(trace: &Trace, direction: &str) -> (Color, Color, f64) {
    let marker = trace.attrs.at(&format!("{direction}.marker"));
    let default = match direction {
        "increasing" => INCREASING,
        "decreasing" => DECREASING,
        _ => TOTALS,
    };
    (
        marker.color("color").unwrap_or(default),
        marker.color("line.color").unwrap_or(DARK),
        marker.number("line.width"),
    )
}

impl Step {
    /// Its fill, line colour and line width.
    pub(super) fn paint(&self, trace: &Trace) -> (Color, Color, f64) {
        step_paint(trace, self.direction)
    }
}

impl Bars {
    /// Stands a funnel's bars about the axis and compares them.
    pub(super) fn into_funnel(mut self) -> Self {
        for bar in self.items.iter_mut().filter(|bar| bar.size < 0.0) {
            bar.size = f64::NAN;
        }
        let known = |size: f64| if size.is_finite() { size } else { 0.0 };
        let total: f64 = self.items.iter().map(|bar| known(bar.size)).sum();
        let first = self.items.first().map_or(0.0, |bar| known(bar.size));
        let mut before = None;
        for bar in self.items.iter_mut().filter(|bar| bar.size.is_finite()) {
            bar.flow = Flow::Funnel(Shares {
                initial: bar.size / first,
                previous: before.map_or(1.0, |before| bar.size / before),
                total: bar.size / total,
            });
            bar.base = -0.5 * bar.size;
            bar.has_base = true;
            before = Some(bar.size);
        }
        self
    }

    /// Sums a waterfall's bars up; until [`Bars::settle`] their sizes are the sums.
    pub(super) fn into_waterfall(mut self, trace: &Trace) -> Self {
        let measures = trace.column("measure");
        let mut sum = 0.0;
        for (index, bar) in self.items.iter_mut().enumerate() {
            let measure = measures.as_ref().and_then(|list| list.text(index)).unwrap_or_default();
            let amount = if bar.size.is_finite() { bar.size } else { 0.0 };
            let (direction, start) = match measure.as_str() {
                "a" | "absolute" => {
                    sum = amount;
                    ("totals", 0.0)
                }
                "t" | "total" => ("totals", 0.0),
                _ => {
                    let start = sum;
                    sum += amount;
                    (if amount < 0.0 { "decreasing" } else { "increasing" }, start)
                }
            };
            bar.size = sum;
            let delta = if amount == 0.0 { sum } else { amount };
            bar.flow = Flow::Waterfall(Step { direction, delta, end: bar.base + sum, start });
        }
        self
    }

    /// Lifts a waterfall's steps onto those before them, once all have their places.
    pub(super) fn settle(&mut self) {
        for bar in &mut self.items {
            if let Flow::Waterfall(step) = &bar.flow {
                bar.base += step.start;
                bar.size -= step.start;
            }
        }
    }

    /// The text of a bar that `textinfo` composes.
    pub(super) fn compose(
        &self,
        bar: &Bar,
        own: Option<&str>,
        trace: &Trace,
        (x, y): (&Axis, &Axis),
    ) -> Option<String> {
        let texts = trace.column("text").is_some();
        let default = (trace.kind == "funnel").then_some(if texts { "text+value" } else { "value" });
        let info = trace.attrs.str("textinfo").or(default)?;
        let (across, along) = if self.horizontal { (y, x) } else { (x, y) };
        let has = |flag: &str| info.split('+').any(|part| part == flag);
        let number = |value: f64| written(template::on_axis(along, value));
        let mut parts = Vec::new();
        if has("label") {
            parts.push(written(template::on_axis(across, bar.position)));
        }
        if has("text") {
            parts.extend(own.map(str::to_owned));
        }
        match &bar.flow {
            Flow::None => return None,
            Flow::Waterfall(step) => {
                let values = [("initial", step.end - step.delta), ("delta", step.delta), ("final", step.end)];
                parts.extend(values.iter().filter(|(flag, _)| has(flag)).map(|(_, value)| number(*value)));
            }
            Flow::Funnel(shares) => {
                if has("value") {
                    parts.push(number(bar.size));
                }
                let shares =
                    [("initial", shares.initial), ("previous", shares.previous), ("total", shares.total)];
                let shown: Vec<_> =
                    shares.iter().filter(|(name, _)| has(&format!("percent {name}"))).collect();
                for (name, share) in &shown {
                    let of = if shown.len() > 1 { format!(" of {name}") } else { String::new() };
                    parts.push(format!("{}{of}", percent(*share)));
                }
            }
        }
        Some(parts.join("<br>"))
    }

    /// A variable of `texttemplate` that only these bars have.
    pub(super) fn flow_variable(bar: &Bar, name: &str, along: &Axis) -> Option<Filling> {
        match (&bar.flow, name) {
            (Flow::Waterfall(step), "initial") => Some(template::on_axis(along, step.end - step.delta)),
            (Flow::Waterfall(step), "delta") => Some(template::on_axis(along, step.delta)),
            (Flow::Waterfall(step), "final") => Some(template::on_axis(along, step.end)),
            (Flow::Funnel(shares), name) => {
                let share = match name {
                    "percentInitial" => shares.initial,
                    "percentPrevious" => shares.previous,
                    "percentTotal" => shares.total,
                    _ => return None,
                };
                Some(Filling::Number(share, percent(share)))
            }
            _ => None,
        }
    }

    /// Fills between a funnel's stages, and their edges.
    pub(super) fn draw_regions(&self, canvas: &Canvas, trace: &Trace, (x, y): (&Axis, &Axis)) {
        if trace.kind != "funnel" || !trace.attrs.is("connector.visible") {
            return;
        }
        let connector = trace.attrs.at("connector");
        let own = match trace.attrs.get("marker.color") {
            Some(serde_json::Value::Array(_)) => Color::rgb(0, 0, 0),
            _ => trace.attrs.color("marker.color").unwrap_or(trace.color),
        };
        let fill = connector.color("fillcolor").unwrap_or(own.faded(0.5));
        let width = connector.number("line.width");
        let line = connector.color("line.color").unwrap_or(DARK);
        for (from, to) in self.neighbours(x, y) {
            let corners = self.facing(from, to);
            let mut region = BezPath::new();
            region.move_to(corners[0]);
            region.line_to(corners[1]);
            region.line_to(corners[2]);
            region.line_to(corners[3]);
            region.close_path();
            canvas.path(region, Some(fill.into()), None);
            let mut edges = BezPath::new();
            for [from, to] in [[corners[0], corners[1]], [corners[3], corners[2]]] {
                edges.move_to(from);
                edges.line_to(to);
            }
            let dash = connector.text("line.dash");
            canvas.path(edges, None, Some(Stroke::dashed(line, width, dash)));
        }
    }

    /// The corners that two bars turn to each other: from first start, second start, second end, first end.
    fn facing(&self, from: Span, to: Span) -> [Point; 4] {
        if self.horizontal {
            [
                Point::new(from.x0, from.y1),
                Point::new(to.x0, to.y0),
                Point::new(to.x1, to.y0),
                Point::new(from.x1, from.y1),
            ]
        } else {
            [
                Point::new(from.x1, from.y0),
                Point::new(to.x0, to.y0),
                Point::new(to.x0, to.y1),
                Point::new(from.x1, from.y1),
            ]
        }
    }

    /// Bars and those that follow, on the page, without gaps in the data.
    fn neighbours(&self, x: &Axis, y: &Axis) -> Vec<(Span, Span)> {
        let spans: Vec<Span> = self.items.iter().map(|bar| self.span(bar, x, y)).collect();
        spans
            .windows(2)
            .map(|pair| (pair[0], pair[1]))
            .filter(|(from, to)| from.rect().is_finite() && to.rect().is_finite())
            .collect()
    }

    /// Lines between a waterfall's steps.
    pub(super) fn draw_connectors(&self, canvas: &Canvas, trace: &Trace, (x, y): (&Axis, &Axis)) {
        if trace.kind != "waterfall" || !trace.attrs.is("connector.visible") {
            return;
        }
        let connector = trace.attrs.at("connector");
        let mut lines = BezPath::new();
        let mut line = |from: (f64, f64), to: (f64, f64)| {
            let point =
                |(p, s): (f64, f64)| if self.horizontal { Point::new(s, p) } else { Point::new(p, s) };
            lines.move_to(point(from));
            lines.line_to(point(to));
        };
        let ends = |span: Span| {
            if self.horizontal {
                (span.y0, span.y1, span.x0, span.x1)
            } else {
                (span.x0, span.x1, span.y0, span.y1)
            }
        };
        let spanning = connector.str("mode") == Some("spanning");
        let last = self.items.len().saturating_sub(1);
        for (index, bar) in self.items.iter().enumerate() {
            let (p0, p1, s0, s1) = ends(self.span(bar, x, y));
            if !(p0 + p1 + s0 + s1).is_finite() {
                continue;
            }
            let total = matches!(&bar.flow, Flow::Waterfall(step) if step.direction == "totals");
            if spanning && !total && index > 0 {
                line((p1, s0), (p0, s0));
            }
            if spanning && (total || index < last) {
                line((p0, s1), (p1, s1));
            }
            if let Some(next) = self.items.get(index + 1) {
                let next = ends(self.span(next, x, y)).0;
                if next.is_finite() {
                    line((p1, s1), (next, s1));
                }
            }
        }
        let color = connector.color("line.color").unwrap_or(DARK);
        let width = connector.number("line.width");
        let dash = connector.text("line.dash");
        canvas.path(lines, None, Some(Stroke::dashed(color, width, dash)));
    }

    /// How much longer a waterfall's bars are drawn at both ends, to meet the connectors' edges.
    pub(super) fn overhang(trace: &Trace) -> f64 {
        let connector = trace.attrs.at("connector");
        let between = trace.kind == "waterfall" && connector.str("mode") != Some("spanning");
        if between && connector.is("visible") { connector.number("line.width") / 2.0 } else { 0.0 }
    }
}

impl Span {
    /// The bar, longer by `px` at both ends.
    pub(super) fn lengthened(self, px: f64) -> Self {
        let way = |from: f64, to: f64| if from < to { px } else { -px };
        if self.horizontal {
            let px = way(self.x0, self.x1);
            Self { x0: self.x0 - px, x1: self.x1 + px, ..self }
        } else {
            let px = way(self.y0, self.y1);
            Self { y0: self.y0 - px, y1: self.y1 + px, ..self }
        }
    }
}

/// What stands for a value without a format.
fn written(filling: Filling) -> String {
    match filling {
        Filling::Number(_, text) | Filling::Date(_, text) | Filling::Text(text) => text,
    }
}

fn percent(share: f64) -> String {
    format!("{}%", (share * 100.0).round())
}
