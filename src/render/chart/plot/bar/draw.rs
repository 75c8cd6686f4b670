//! Bars on the canvas.

use kurbo::{BezPath, Point, Rect, RoundedRect, Shape};

use super::flow::Flow;
use super::label::{Span, fits, inside, outside};
use super::{Bar, Bars};
use crate::render::chart::axis::Axis;
use crate::render::chart::color::{self, DARK};
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::paint::{colors, each, pick};
use crate::render::chart::plot::scatter::ErrorBars;
use crate::render::chart::plot::stage::{Stage, frame};
use crate::render::chart::plot::{Trace, template};
use crate::render::scene::{Color, Stroke};

impl Bars {
    /// A bar on the page.
    pub(crate) fn span(&self, bar: &Bar, x: &Axis, y: &Axis) -> Span {
        let (along, across) = if self.horizontal { (y, x) } else { (x, y) };
        let low = bar.position + bar.offset;
        let (p0, p1) = (along.px(low), along.px(low + bar.width));
        let place = |value: f64| {
            let at = across.px(value);
            // A base of zero on a log axis lies below everything.
            if at.is_nan() && value <= 0.0 {
                across.place(across.span().0 - (across.range[1] - across.range[0]).abs())
            } else {
                at
            }
        };
        let (s0, s1) = (place(bar.base), place(bar.base + bar.size));
        if self.horizontal {
            Span { x0: s0, x1: s1, y0: p0, y1: p1, horizontal: true }
        } else {
            Span { x0: p0, x1: p1, y0: s0, y1: s1, horizontal: false }
        }
    }

    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let marker = trace.attrs.at("marker");
        let fills = colors(&marker, trace.color, stage.colors, stage.layout);
        let opacities = each(&marker, "opacity", 1.0);
        let line_colors = colors(&marker.at("line"), DARK, stage.colors, stage.layout);
        let line_widths = each(&marker.at("line"), "width", 0.0);
        let area = frame(x, y);
        canvas.faded(trace.attrs.number("opacity"), |canvas| {
            canvas.clipped(area, |canvas| {
                self.draw_regions(canvas, trace, (x, y));
                for (index, bar) in self.items.iter().enumerate() {
                    let span = self.span(bar, x, y).lengthened(Self::overhang(trace));
                    if let Flow::Waterfall(step) = &bar.flow {
                        let (fill, line, width) = step.paint(trace);
                        self.draw_bar(canvas, trace, span, area, fill, (line, width));
                        continue;
                    }
                    let fill = pick(&fills, index, trace.color).faded(pick(&opacities, index, 1.0));
                    let width = pick(&line_widths, index, 0.0);
                    let line = pick(&line_colors, index, DARK);
                    self.draw_bar(canvas, trace, span, area, fill, (line, width));
                }
                self.draw_connectors(canvas, trace, (x, y));
            });
            self.draw_errors(canvas, trace, (x, y), pick(&line_colors, 0, DARK));
            self.draw_labels(canvas, trace, stage, (x, y), &fills);
        });
    }

    fn draw_bar(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        span: Span,
        area: Rect,
        fill: Color,
        line: (Color, f64),
    ) {
        let rect = span.rect();
        let length = if self.horizontal { rect.width() } else { rect.height() };
        if ![rect.x0, rect.x1, rect.y0, rect.y1].iter().all(|edge| edge.is_finite()) || length == 0.0 {
            return;
        }
        let near = area.inflate(area.width(), area.height());
        let rect = rect.intersect(near);
        let (color, width) = line;
        if let Some(radius) = corner_radius(trace, rect, self.horizontal) {
            let radii = match (self.horizontal, span.x1 > span.x0, span.y1 > span.y0) {
                (true, true, _) => (0.0, radius, radius, 0.0),
                (true, false, _) => (radius, 0.0, 0.0, radius),
                (false, _, true) => (0.0, 0.0, radius, radius),
                (false, _, false) => (radius, radius, 0.0, 0.0),
            };
            let path: BezPath = RoundedRect::from_rect(rect, radii).to_path(0.01);
            canvas.path(path, Some(fill.into()), Some(Stroke::new(color, width)));
        } else if width > 0.0 {
            canvas.path(rect.to_path(0.1), Some(fill.into()), Some(Stroke::new(color, width)));
        } else {
            canvas.rect(rect, fill);
        }
    }

    fn draw_errors(&self, canvas: &Canvas, trace: &Trace, (x, y): (&Axis, &Axis), color: Color) {
        let end = |bar: &Bar| {
            let span = self.span(bar, x, y);
            let middle = span.rect().center();
            if self.horizontal { Point::new(span.x1, middle.y) } else { Point::new(middle.x, span.y1) }
        };
        let at: Vec<Point> = self.items.iter().map(end).collect();
        let (tops, middles) = self.ends();
        let (x_values, y_values) = if self.horizontal { (tops, middles) } else { (middles, tops) };
        let (across, up) = ErrorBars::pair(&trace.attrs, &x_values, &y_values);
        canvas.clipped(frame(x, y), |canvas| {
            for (errors, axis, values) in [(across, x, &x_values), (up, y, &y_values)] {
                if let Some(errors) = errors {
                    errors.draw(canvas, axis, &at, values, color);
                }
            }
        });
    }

    fn draw_labels(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        (x, y): (&Axis, &Axis),
        fills: &[Color],
    ) {
        let texts = trace.column("text");
        let one = trace.attrs.label("text");
        let pattern = trace.attrs.str("texttemplate");
        let composed = trace.kind == "funnel" || trace.kind == "waterfall";
        if texts.is_none() && one.is_none() && pattern.is_none() && !composed {
            return;
        }
        let positions = trace.column("textposition");
        let base = stage.font.with(&trace.attrs.at("textfont"));
        let own_color = trace.attrs.has("textfont.color");
        let constrain = trace.attrs.text("constraintext");
        let angle = trace.attrs.num("textangle").or((trace.kind == "funnel").then_some(0.0));
        let anchor = trace.attrs.text("insidetextanchor");
        for (index, bar) in self.items.iter().enumerate() {
            let own = texts.as_ref().map_or(one.clone(), |texts| texts.text(index));
            let text = match pattern {
                Some(pattern) => Some(self.fill_template(pattern, index, own.as_deref(), trace, (x, y))),
                None => self.compose(bar, own.as_deref(), trace, (x, y)).or(own),
            };
            let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
            let span = self.span(bar, x, y);
            let rect = span.rect();
            if !(rect.x0 + rect.x1 + rect.y0 + rect.y1).is_finite() {
                continue;
            }
            let position = positions
                .as_ref()
                .and_then(|positions| positions.text(index))
                .unwrap_or_else(|| trace.attrs.text("textposition").to_owned());
            let inner = base.with(&trace.attrs.at("insidetextfont"));
            let fill = match &bar.flow {
                Flow::Waterfall(step) => step.paint(trace).0,
                _ => pick(fills, index, trace.color),
            };
            let fill = color::combine(fill, Color::WHITE);
            let inner = if own_color || trace.attrs.has("insidetextfont.color") {
                inner
            } else {
                inner.colored(color::contrast(fill))
            };
            let set = stage.setter.set(&text, &inner);
            let into = match position.as_str() {
                "none" => continue,
                "inside" => true,
                "outside" => !bar.outmost,
                _ => !bar.outmost || fits(&set, span),
            };
            if into && (rect.width() == 0.0 || rect.height() == 0.0) {
                continue;
            }
            if into {
                canvas.text(&set, &inside(&set, span, anchor, angle, matches!(constrain, "both" | "inside")));
            } else {
                let set = stage.setter.set(&text, &base.with(&trace.attrs.at("outsidetextfont")));
                canvas.text(&set, &outside(&set, span, angle, matches!(constrain, "both" | "outside")));
            }
        }
    }

    fn fill_template(
        &self,
        pattern: &str,
        index: usize,
        text: Option<&str>,
        trace: &Trace,
        (x, y): (&Axis, &Axis),
    ) -> String {
        let Some(bar) = self.items.get(index) else { return String::new() };
        let (across, along) =
            if self.horizontal { (bar.size, bar.position) } else { (bar.position, bar.size) };
        template::fill(&trace.attrs, pattern, |name| match name {
            "x" | "label" if !self.horizontal || name == "x" => Some(template::on_axis(x, across)),
            "y" | "label" => Some(template::on_axis(y, along)),
            "value" => Some(template::on_axis(if self.horizontal { x } else { y }, bar.size)),
            "text" => text.map(|text| template::Filling::Text(text.to_owned())),
            other => Self::flow_variable(bar, other, if self.horizontal { x } else { y })
                .or_else(|| template::lookup(&trace.attrs, other, index)),
        })
    }
}

fn corner_radius(trace: &Trace, rect: Rect, horizontal: bool) -> Option<f64> {
    let radius = trace.attrs.get("marker.cornerradius")?;
    let across = if horizontal { rect.height() } else { rect.width() };
    let length = if horizontal { rect.width() } else { rect.height() };
    let px = match radius.as_str().and_then(|text| text.trim().strip_suffix('%')) {
        Some(percent) => percent.parse::<f64>().ok()?.min(50.0) / 100.0 * across,
        None => crate::render::chart::attrs::number(radius)?,
    };
    Some(px.min(across / 2.0).min(length)).filter(|px| *px > 0.0)
}
