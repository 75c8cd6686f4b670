//! Scatter traces on the canvas (plotly's `scatter/plot`).

use std::borrow::Cow;
use std::cell::LazyCell;

use kurbo::{BezPath, Point, Shape};

use super::line::{Line, reach};
use super::link::Linked;
use super::{Ground, Scatter};
use crate::render::chart::axis::Axis;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::stage::{Stage, frame};
use crate::render::chart::plot::template;
use crate::render::scene::{LineJoin, Stroke};

/// px that a point may lie beside the plot and still be on its edge.
const EDGE: f64 = 0.01;

impl Linked<'_, '_> {
    /// Draws on x and y axes.
    pub(crate) fn draw(&self, canvas: &Canvas, stage: &Stage) {
        let (trace, scatter) = (self.trace, self.scatter);
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let (to_x, to_y) = (x.to_px(), y.to_px());
        let points: Vec<Point> = scatter.places(|at| Some(to_x(at)), |value| Some(to_y(value)));
        let area = frame(x, y);
        let ground = Ground {
            points: &points,
            clip: area.to_path(0.1),
            line_clip: scatter.carpet.as_ref().map(|carpet| carpet.cloth.outline((x, y))),
            zero: Point::new(zero(x), zero(y)),
            shows: &|index| points.get(index).is_some_and(|point| area.inflate(EDGE, EDGE).contains(*point)),
            angles: None,
            fill: &|name, index| match name {
                "x" => Some(template::on_axis(x, *scatter.x.get(index)?)),
                "y" => Some(template::on_axis(y, *scatter.y.get(index)?)),
                _ => None,
            },
        };
        // Markers alone need no line.
        let line = LazyCell::new(|| Self::line(trace, scatter, (x, y)));
        // Areas keep their own opacity, and so do traces that others are filled to.
        let solid = !matches!(scatter.fill, "none" | "toself")
            || self.next.is_some_and(|(_, next)| matches!(next.fill, "tonextx" | "tonexty"));
        let opacity = if solid { 1.0 } else { trace.attrs.number("opacity") };
        canvas.faded(opacity, |canvas| {
            canvas.clipped(area, |canvas| {
                if self.alone {
                    scatter.paint_area(canvas, trace, stage, scatter.own_area(&line, &ground));
                }
                if let Some((trace, next)) = self.next.filter(|_| scatter.lines || scatter.fill != "none") {
                    let edge = Self::line(trace, next, (x, y));
                    next.paint_area(canvas, trace, stage, next.area_to(&edge, &line.edge()));
                }
            });
            scatter.draw_marks(canvas, trace, stage, &ground, || line.path());
        });
    }

    fn line(trace: &Trace, scatter: &Scatter, (x, y): (&Axis, &Axis)) -> Line {
        let points = scatter.places(|at| reach(x, at), |value| reach(y, value));
        Line::new(scatter, trace, &points, frame(x, y))
    }
}

/// The px of zero, or of what is nearest to it.
fn zero(axis: &Axis) -> f64 {
    let zero = axis.linear(0.0);
    axis.place(if zero.is_finite() { zero } else { axis.range[0].min(axis.range[1]) })
}

impl Scatter {
    /// Draws a trace on x and y axes that no other is linked to.
    pub(crate) fn draw_alone(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        Linked { trace, scatter: self, alone: self.fill != "none", next: None }.draw(canvas, stage);
    }

    /// Where the points lie; not finite where there is none.
    fn places(&self, x: impl Fn(f64) -> Option<f64>, y: impl Fn(f64) -> Option<f64>) -> Vec<Point> {
        let place =
            |(at, value): (&f64, &f64)| Point::new(x(*at).unwrap_or(f64::NAN), y(*value).unwrap_or(f64::NAN));
        self.x.iter().zip(&self.y).map(place).collect()
    }

    /// The edge of the area, which a next trace's area may reach to.
    pub(crate) fn edge(&self, trace: &Trace, ground: &Ground) -> BezPath {
        Line::new(self, trace, ground.points, ground.clip.bounding_box()).edge()
    }

    /// Draws the area, the error bars, the line, the markers, the text; `before` is the edge of the last trace.
    pub(crate) fn draw_on(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        ground: &Ground,
        before: Option<&BezPath>,
    ) {
        let line = LazyCell::new(|| Line::new(self, trace, ground.points, ground.clip.bounding_box()));
        canvas.faded(trace.attrs.number("opacity"), |canvas| {
            canvas.clipped_to(ground.clip.clone(), |canvas| {
                let area = match (self.fill, before) {
                    ("none", _) => return,
                    ("tonexty" | "tonextx" | "tonext", Some(before)) => self.area_to(&line, before),
                    _ => self.own_area(&line, ground),
                };
                self.paint_area(canvas, trace, stage, area);
            });
            self.draw_marks(canvas, trace, stage, ground, || line.path());
        });
    }

    /// Draws all but the area.
    fn draw_marks(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        ground: &Ground,
        line: impl Fn() -> BezPath,
    ) {
        let cut = trace.attrs.is("cliponaxis") || trace.kind.ends_with("gl") || !self.has_marks();
        let marks = |canvas: &Canvas| {
            self.draw_errors(canvas, trace, stage, ground.points);
            if self.lines {
                let clip = ground.line_clip.as_ref().unwrap_or(&ground.clip).clone();
                canvas.clipped_to(clip, |canvas| {
                    canvas.path(line(), None, Some(Self::stroke(trace)));
                });
            }
            if cut {
                return self.draw_points(canvas, trace, stage, ground, ground.points);
            }
            let shown = |(index, point): (usize, &Point)| {
                if (ground.shows)(index) { *point } else { Point::new(f64::NAN, f64::NAN) }
            };
            let shown: Vec<Point> = ground.points.iter().enumerate().map(shown).collect();
            self.draw_points(canvas, trace, stage, ground, &shown);
        };
        if cut { canvas.clipped_to(ground.clip.clone(), marks) } else { marks(canvas) }
    }

    fn has_marks(&self) -> bool {
        self.markers || self.texts
    }

    /// Draws the markers and the texts.
    pub(crate) fn draw_points(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        ground: &Ground,
        points: &[Point],
    ) {
        let points = &self.covered(points);
        if self.markers {
            self.draw_markers(canvas, trace, stage, ground, points);
        }
        if self.texts {
            self.draw_texts(canvas, trace, stage, ground, points);
        }
    }

    /// Points beside a carpet are not there.
    fn covered<'p>(&self, points: &'p [Point]) -> Cow<'p, [Point]> {
        let Some(carpet) = &self.carpet else { return Cow::Borrowed(points) };
        let seen = |(point, covered): (&Point, &bool)| {
            if *covered { *point } else { Point::new(f64::NAN, f64::NAN) }
        };
        points.iter().zip(&carpet.covered).map(seen).collect()
    }

    fn stroke(trace: &Trace) -> Stroke {
        let (width, dash) = (trace.attrs.number("line.width"), trace.attrs.text("line.dash"));
        let mut stroke = Stroke::dashed(Self::line_color(trace), width, dash);
        stroke.miter_limit = 2.0;
        stroke.join = LineJoin::Miter;
        stroke
    }

    fn draw_errors(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, points: &[Point]) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let color = Self::error_color(trace, self.lines, stage.colors, stage.layout);
        for (errors, axis, values) in [(&self.error_x, x, &self.x), (&self.error_y, y, &self.y)] {
            if let Some(errors) = errors {
                errors.draw(canvas, axis, points, values, color);
            }
        }
    }
}
