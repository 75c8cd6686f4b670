//! Bars on the canvas.

use kurbo::{BezPath, Point, Rect, Shape};

use super::corner::Corner;
use super::flow::Flow;
use super::label::Span;
use super::{Bar, Bars};
use crate::render::chart::axis::Axis;
use crate::render::chart::color::DARK;
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::coat::Coat;
use crate::render::chart::plot::paint::{colors, each, pick};
use crate::render::chart::plot::scatter::ErrorBars;
use crate::render::chart::plot::selection::Selection;
use crate::render::chart::plot::spots::Look;
use crate::render::chart::plot::stage::{Stage, frame};
use crate::render::scene::{Color, Stroke};

/// How the bars of a trace look.
struct Looks<'a> {
    fills: Vec<Color>,
    opacities: Vec<f64>,
    lines: Vec<Color>,
    widths: Vec<f64>,
    selection: Option<Selection<'a>>,
    /// Whether bars have colours of their own.
    each: bool,
}

impl<'a> Looks<'a> {
    fn read(trace: &Trace<'a>, stage: &Stage) -> Self {
        let marker = trace.attrs.at("marker");
        Self {
            fills: colors(&marker, trace.color, stage.colors, stage.layout),
            opacities: each(&marker, "opacity", 1.0),
            lines: colors(&marker.at("line"), DARK, stage.colors, stage.layout),
            widths: each(&marker.at("line"), "width", 0.0),
            selection: Selection::read(trace),
            each: marker.get("color").and_then(Column::of).is_some(),
        }
    }

    fn of(&self, trace: &Trace, bar: &Bar, index: usize) -> Look {
        if let Flow::Waterfall(step) = &bar.flow {
            let (fill, line, width) = step.paint(trace);
            return Look { size: 0.0, fill, opacity: 1.0, line: (line, width) };
        }
        let (opacity, width) = (pick(&self.opacities, index, 1.0), pick(&self.widths, index, 0.0));
        let mut look = Look {
            size: 0.0,
            fill: pick(&self.fills, index, Color::BLACK),
            opacity: if opacity.is_finite() { opacity } else { 1.0 },
            line: (pick(&self.lines, index, DARK), if width.is_finite() { width } else { 0.0 }),
        };
        if let Some(selection) = &self.selection {
            let rows = if trace.kind == "histogram" { bar.rows.as_slice() } else { &[index] };
            let held = rows.iter().copied().find(|row| selection.holds(*row));
            selection.apply(held, &mut look);
        }
        look
    }
}

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
        let looks = Looks::read(trace, stage);
        let area = frame(x, y);
        let whole = trace.attrs.get("cliponaxis").and_then(serde_json::Value::as_bool) == Some(false);
        canvas.faded(trace.attrs.number("opacity"), |canvas| {
            canvas.clipped(area, |canvas| {
                self.draw_regions(canvas, trace, (x, y));
                for (index, bar) in self.items.iter().enumerate() {
                    let look = looks.of(trace, bar, index);
                    canvas.faded(look.opacity, |canvas| {
                        let coat = Coat::of_mark(trace, index, look.fill, looks.each);
                        self.draw_bar(canvas, trace, (bar, index), (x, y), (look, &coat));
                    });
                }
                self.draw_connectors(canvas, trace, (x, y));
            });
            let room = area.inflate(EDGE, EDGE);
            let shown = |bar: &Bar| {
                let span = self.span(bar, x, y);
                !whole || room.contains(self.end(span))
            };
            let marks = |canvas: &Canvas| {
                self.draw_errors(canvas, trace, (x, y), pick(&looks.lines, 0, DARK));
                self.draw_texts(canvas, trace, stage, &looks.fills, shown);
            };
            if whole { marks(canvas) } else { canvas.clipped(area, marks) }
        });
    }

    /// Whether plotly rounds a bar's px down: a solid one without outline.
    pub(super) fn rounds_down(trace: &Trace, index: usize, fill: Color) -> bool {
        let widths = each(&trace.attrs.at("marker.line"), "width", 0.0);
        fill.a == u8::MAX && pick(&widths, index, 0.0) <= 0.01
    }

    fn draw_bar(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        (bar, index): (&Bar, usize),
        (x, y): (&Axis, &Axis),
        (look, coat): (Look, &Coat),
    ) {
        let span = self.span(bar, x, y);
        let rect = span.rect();
        let length = if self.horizontal { rect.width() } else { rect.height() };
        let (color, width) = look.line;
        let lined = matches!(trace.kind, "bar" | "funnel") && width > 0.0;
        if ![rect.x0, rect.x1, rect.y0, rect.y1].iter().all(|edge| edge.is_finite())
            || (length == 0.0 && !lined)
        {
            return;
        }
        let span = span.lengthened(Self::overhang(trace));
        let area = frame(x, y);
        let rect = span.rect().intersect(area.inflate(area.width(), area.height()));
        let along = if self.horizontal { x } else { y };
        let corner = Corner::of(bar, span, along, self.radius, Self::rounds_down(trace, index, look.fill));
        let mut stroke = Stroke::new(color, width);
        if trace.kind == "funnel" {
            stroke = Stroke::dashed(color, width, trace.attrs.text("marker.line.dash"));
        }
        let origin = Point::new(x.offset, y.offset);
        match (corner, coat) {
            (Some(corner), coat) => {
                let outline = corner.outline(span, bar.has_base);
                coat.fill(canvas, outline.clone(), origin, 1.0);
                canvas.path(outline, None, Some(stroke));
            }
            (None, Coat::Color(fill)) if self.crisp => draw_crisp(canvas, rect, *fill, (color, width)),
            (None, Coat::Color(fill)) if width <= 0.0 => canvas.rect(rect, *fill),
            (None, Coat::Color(fill)) => {
                canvas.path(rect.to_path(0.1), Some((*fill).into()), Some(stroke));
            }
            (None, coat) => {
                coat.fill(canvas, rect.to_path(0.1), origin, 1.0);
                canvas.path(rect.to_path(0.1), None, Some(stroke));
            }
        }
    }

    /// Where a bar ends, in the middle of its width.
    fn end(&self, span: Span) -> Point {
        let middle = span.rect().center();
        if self.horizontal { Point::new(span.x1, middle.y) } else { Point::new(middle.x, span.y1) }
    }

    fn draw_errors(&self, canvas: &Canvas, trace: &Trace, (x, y): (&Axis, &Axis), color: Color) {
        let at: Vec<Point> = self.items.iter().map(|bar| self.end(self.span(bar, x, y))).collect();
        let (tops, middles) = self.ends();
        let (x_values, y_values) = if self.horizontal { (tops, middles) } else { (middles, tops) };
        let (across, up) = ErrorBars::pair(&trace.attrs, &x_values, &y_values);
        for (errors, axis, values) in [(across, x, &x_values), (up, y, &y_values)] {
            if let Some(errors) = errors {
                errors.draw(canvas, axis, &at, values, color);
            }
        }
    }
}

/// Points so many px beside the plot are still on its edge.
const EDGE: f64 = 1e-6;

/// Paints whole pixels: those whose middle lies inside, as browsers do for `shape-rendering: crispEdges`.
fn draw_crisp(canvas: &Canvas, rect: Rect, fill: Color, (color, width): (Color, f64)) {
    let snap = |px: f64| (px - 0.5).ceil();
    let snapped = |rect: Rect| Rect::new(snap(rect.x0), snap(rect.y0), snap(rect.x1), snap(rect.y1));
    canvas.rect(snapped(rect), fill);
    if width <= 0.0 {
        return;
    }
    let outer = snapped(rect.inflate(width / 2.0, width / 2.0));
    let inner = snapped(rect.inflate(-width / 2.0, -width / 2.0));
    let mut ring: BezPath = outer.to_path(0.1);
    if inner.width() > 0.0 && inner.height() > 0.0 {
        ring.extend(inner.to_path(0.1).reverse_subpaths());
    }
    canvas.path(ring, Some(color.into()), None);
}
