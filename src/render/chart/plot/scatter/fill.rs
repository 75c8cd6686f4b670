//! Areas: to zero, to themselves, to the trace before; with gradients and patterns.

use kurbo::{BezPath, PathEl, Point, Shape};

use super::line::{Line, backwards};
use super::{Ground, Scatter};
use crate::render::chart::axis::{Axis, Letter};
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::coat::Coat;
use crate::render::chart::plot::gradient::Direction;
use crate::render::chart::plot::pattern::Pattern;
use crate::render::chart::plot::stage::Stage;
use crate::render::scene::{Gradient, GradientKind, Paint, Stop};

impl Scatter {
    /// The area that a trace fills alone.
    pub(super) fn own_area(&self, line: &Line, ground: &Ground) -> BezPath {
        let mut path = line.edge();
        if let (true, Some((first, last))) = (self.fill.ends_with(['x', 'y']), line.ends()) {
            // An area ends near the plot even where zero is far away.
            let plot = ground.clip.bounding_box();
            let near = plot.inflate(plot.width(), plot.height());
            let (first, last) = if self.fill.ends_with('x') {
                let at = ground.zero.x.clamp(near.x0, near.x1);
                (Point::new(at, first.y), Point::new(at, last.y))
            } else {
                let at = ground.zero.y.clamp(near.y0, near.y1);
                (Point::new(first.x, at), Point::new(last.x, at))
            };
            path.line_to(last);
            path.line_to(first);
        }
        if !path.is_empty() {
            path.close_path();
        }
        path
    }

    /// The area between the line and the edge of the trace before.
    pub(super) fn area_to(&self, line: &Line, before: &BezPath) -> BezPath {
        let (mut path, back) = (line.edge(), backwards(before));
        if path.is_empty() || back.is_empty() {
            return BezPath::new();
        }
        if self.fill == "tonext" {
            path.close_path();
            path.extend(back);
        } else {
            for (index, element) in back.into_iter().enumerate() {
                match element {
                    PathEl::MoveTo(at) if index == 0 => path.line_to(at),
                    element => path.push(element),
                }
            }
        }
        path.close_path();
        path
    }

    /// Fills an area in a trace's colour, gradient or pattern.
    pub(super) fn paint_area(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, area: BezPath) {
        let axes = stage.axes_of(trace).filter(|_| trace.is_cartesian());
        let origin = axes.map_or(Point::ZERO, |(x, y)| Point::new(x.offset, y.offset));
        match axes.and_then(|axes| self.gradient_between(trace, axes)) {
            Some(paint) => canvas.path(area, Some(paint), None),
            None => Self::coat(trace, self.lines).fill(canvas, area, origin, 1.0),
        }
    }

    /// What fills the area; `lines` says whether the trace has a line.
    pub(crate) fn coat(trace: &Trace, lines: bool) -> Coat {
        let color = Self::fill_color(trace, lines);
        if let Some(pattern) = Pattern::read(&trace.attrs.at("fillpattern"), 0, color, false) {
            return Coat::Pattern(pattern);
        }
        match direction(trace) {
            Some(direction) => Coat::Gradient(direction, stops(trace)),
            None => Coat::Color(color),
        }
    }

    /// A gradient between two values on an axis, where the figure names one.
    fn gradient_between(&self, trace: &Trace, (x, y): (&Axis, &Axis)) -> Option<Paint> {
        let own = trace.attrs.at("fillgradient");
        let (start, stop) = (own.get("start"), own.get("stop"));
        if start.or(stop).is_none() || trace.attrs.has("fillpattern.shape") {
            return None;
        }
        let (axis, values) = match direction(trace)? {
            Direction::Rightwards => (x, &self.x),
            Direction::Upwards => (y, &self.y),
            _ => return None,
        };
        let (low, high) = extent(values.iter().copied()).unwrap_or((0.0, 1.0));
        let px = |end: Option<&serde_json::Value>, default: f64| {
            axis.px(end.and_then(|end| axis.locate(end)).unwrap_or(default))
        };
        let at = |px: f64| if axis.letter == Letter::X { Point::new(px, 0.0) } else { Point::new(0.0, px) };
        let kind = GradientKind::Linear { from: at(px(start, low)), to: at(px(stop, high)) };
        Some(Paint::Gradient(Gradient { kind, stops: stops(trace) }))
    }
}

fn direction(trace: &Trace) -> Option<Direction> {
    match trace.attrs.text("fillgradient.type") {
        "radial" => Some(Direction::Radial),
        "horizontal" => Some(Direction::Rightwards),
        "vertical" => Some(Direction::Upwards),
        _ => None,
    }
}

fn stops(trace: &Trace) -> Vec<Stop> {
    trace.attrs.get("fillgradient.colorscale").and_then(ColorScale::stops).unwrap_or_default()
}
