//! Polar subplots: a radial axis from the centre outwards, an angular one around (plotly's `polar`).

use std::f64::consts::{PI, TAU};

use kurbo::{Affine, Point, Rect};

use super::arm::{Arm, draw_labels};
use super::disc::Disc;
use super::polygon;
use super::rim::Rim;
use super::ring_axis::{Container, background, draw_line, grid_stroke, is_below};
use super::sector::{Sector, delta};
use super::subplots::Dial;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, Axis, AxisKind, Course, PlacedText, Side};
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::Trace;
use crate::render::chart::text::{Anchor, Placement, Typesetter};

/// How values of the angular axis become angles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    /// 1 counterclockwise, -1 clockwise.
    direction: f64,
    /// Radians.
    rotation: f64,
    /// Calculation coordinates of a full turn: radians, or categories.
    pub(super) period: f64,
}

impl Turn {
    /// The angle on the page of a value in calculation coordinates, in radians.
    pub(super) fn angle(self, value: f64) -> f64 {
        self.direction * value / self.period * TAU + self.rotation
    }

    /// The value at an angle on the page.
    fn value(self, angle: f64) -> f64 {
        (angle - self.rotation) / self.direction * self.period / TAU
    }
}

/// A polar subplot.
#[derive(Debug, Clone)]
pub(super) struct Polar<'a> {
    pub(super) attrs: Attrs<'a>,
    /// The angular and the radial axis.
    pub(super) axes: Axes<'a>,
    pub(super) turn: Turn,
    pub(super) disc: Disc,
    /// The angles of the angular axis' ticks.
    angles: Vec<f64>,
    radial_labels: Vec<PlacedText>,
    angular_labels: Vec<PlacedText>,
    title: Option<PlacedText>,
}

/// The ids of its axes.
pub(super) const ANGULAR: &str = "angularaxis";
pub(super) const RADIAL: &str = "radialaxis";

impl<'a> Polar<'a> {
    /// A subplot with its axes, before its data are read; `traces` are those that draw in it.
    pub(super) fn new(container: &Container<'a, '_>, traces: &[&Trace<'a>], strict: bool) -> Self {
        let attrs = container.attrs.clone();
        let mut angular = container.axis(ANGULAR, "x");
        angular.course = Course::Turn;
        angular.kind = Self::kind(&angular, traces, "theta", strict);
        // There are no dates around a circle.
        if angular.kind != AxisKind::Category {
            angular.kind = AxisKind::Linear;
        }
        let mut radial = container.axis(RADIAL, "x");
        radial.course = Course::Radius;
        radial.kind = Self::kind(&radial, traces, "r", strict);
        let clockwise_side = radial.attrs.text("side") != "counterclockwise";
        radial.side = if clockwise_side { Side::Bottom } else { Side::Top };
        radial.read_range();
        if radial.is_automatic() && radial.kind != AxisKind::Date && radial.ends("range") == [None, None] {
            radial.range = [0.0, 1.0];
        }
        let sector = Sector::read(&attrs);
        // Labels left of the centre would stand on their heads.
        if radial.tick_style.angle.is_none() && sector.turns_left() {
            radial.tick_style.angle = Some(180.0);
        }
        let clockwise = angular.attrs.text("direction") == "clockwise";
        let rotation = angular.attrs.num_or("rotation", if clockwise { 90.0 } else { 0.0 });
        let turn = Turn {
            direction: if clockwise { -1.0 } else { 1.0 },
            rotation: rotation.to_radians(),
            period: TAU,
        };
        angular.sort_categories(traces.iter().filter_map(|trace| trace.column("theta")));
        radial.sort_categories(traces.iter().filter_map(|trace| trace.column("r")));
        let mut axes = Axes::new(vec![angular, radial]);
        axes.list_categories();
        let disc = Disc::fit(Rect::ZERO, sector, 0.0);
        let (angles, radial_labels, angular_labels) = (Vec::new(), Vec::new(), Vec::new());
        Self { attrs, axes, turn, disc, angles, radial_labels, angular_labels, title: None }
    }

    /// The axis' own type, or what the first plot trace's data call for.
    fn kind(axis: &Axis, traces: &[&Trace], path: &str, strict: bool) -> AxisKind {
        let strict = axis.attrs.str("autotypenumbers").map_or(strict, |own| own == "strict");
        let detect = || {
            let column = traces.first()?.column(path)?;
            Some(match crate::render::chart::axis::autotype(&column, strict) {
                AxisKind::MultiCategory => AxisKind::Category,
                kind => kind,
            })
        };
        axis.attrs.str("type").and_then(AxisKind::named).or_else(detect).unwrap_or(AxisKind::Linear)
    }

    pub(super) fn radial(&self) -> Option<&Axis<'a>> {
        self.axes.get(RADIAL)
    }

    pub(super) fn angular(&self) -> Option<&Axis<'a>> {
        self.axes.get(ANGULAR)
    }

    /// A full turn holds all categories, or more when `period` asks for it.
    pub(super) fn count_categories(&mut self) {
        let Some(angular) = self.angular().filter(|axis| axis.kind == AxisKind::Category) else { return };
        let own = angular.attrs.num("period").unwrap_or(0.0);
        self.turn.period = own.max(angular.categories.len() as f64).max(1.0);
    }

    /// Places the subplot in a rectangle, chooses ranges and ticks, and sets its texts. `width` is the plot area's.
    pub(super) fn place(&mut self, rect: Rect, width: f64, setter: &Typesetter) {
        let hole = self.attrs.number("hole").clamp(0.0, 1.0);
        self.disc = Disc::fit(rect, self.disc.sector, hole);
        self.set_radial_ticks();
        self.set_angular_ticks(width);
        let spoke = self.spoke_angle();
        if let (Some(angular), Some(radial)) = (self.axes.get(ANGULAR), self.axes.get(RADIAL)) {
            let rim = Rim { axis: angular, disc: &self.disc, angles: &self.angles };
            self.angular_labels = rim.labels(setter);
            let arm = Self::arm(radial, &self.disc, spoke);
            let room = Self::room(radial, &arm, setter);
            self.radial_labels = arm.labels(setter, 0.0);
            self.title = Self::place_title(radial, setter, arm.along, self.disc.radius, room);
            if self.disc.inner >= self.disc.radius {
                self.radial_labels.clear();
            }
        }
    }

    fn set_radial_ticks(&mut self) {
        let (inner, radius) = (self.disc.inner, self.disc.radius);
        let Some(radial) = self.axes.get_mut(RADIAL) else { return };
        (radial.offset, radial.length) = (inner, (radius - inner).max(1.0));
        let extremes = radial.extremes.clone();
        radial.autorange(&extremes);
        radial.set_ticks();
    }

    fn set_angular_ticks(&mut self, width: f64) {
        let (turn, sector) = (self.turn, self.disc.sector);
        let round = self.attrs.text("gridshape") != "linear";
        let Some(angular) = self.axes.get_mut(ANGULAR) else { return };
        let categorical = angular.kind == AxisKind::Category;
        angular.range = match sector {
            _ if categorical => [0.0, turn.period],
            whole if whole.is_whole() => [whole.from, whole.from + 360.0],
            part => [part.from, part.to].map(|end| turn.value(end.to_radians()).to_degrees()),
        };
        angular.length = PI * width;
        angular.set_ticks();
        let angle = |value: f64| turn.angle(if categorical { value } else { value.to_radians() });
        let mut corners: Vec<f64> = angular.ticks.iter().map(|tick| angle(tick.value)).collect();
        if categorical {
            angular.ticks.retain(|tick| sector.holds(angle(tick.value)));
        }
        self.angles = angular.ticks.iter().map(|tick| angle(tick.value)).collect();
        if let [first, second, ..] = corners[..]
            && delta(first, second) < 0.0
        {
            corners.reverse();
        }
        self.disc.corners = (categorical && !round && !corners.is_empty()).then_some(corners);
    }

    /// The angle that the radial axis is drawn at.
    /// How it stands.
    pub(super) fn dial(&self) -> Dial {
        let own = self.radial().and_then(|radial| radial.attrs.num("angle"));
        Dial {
            inner: self.disc.inner,
            radius: self.disc.radius,
            angle: own.unwrap_or(self.disc.sector.from),
            rotation: self.turn.rotation.to_degrees(),
        }
    }

    fn spoke_angle(&self) -> f64 {
        let angle = self.dial().angle.to_radians();
        self.disc.corners.as_ref().map_or(angle, |corners| polygon::snap(corners, angle))
    }

    fn arm<'s>(radial: &'s Axis<'a>, disc: &Disc, angle: f64) -> Arm<'s, 'a> {
        let along = Affine::translate(disc.center.to_vec2()) * Affine::rotate(-angle);
        Arm { axis: radial, along, lean: 0.0 }
    }

    /// px that the ticks and labels of the radial axis take across it.
    fn room(radial: &Axis, arm: &Arm, setter: &Typesetter) -> f64 {
        let flat = Arm { along: Affine::IDENTITY, ..*arm };
        let labels = flat.labels(setter, 0.0);
        let mut bounds: Vec<(f64, f64)> = labels
            .iter()
            .filter(|label| !label.text.is_empty())
            .map(|label| (label.bounds.y0, label.bounds.y1))
            .collect();
        if let Some(inside) = radial.tick_style.marks.filter(|_| radial.visible && !radial.ticks.is_empty()) {
            let sign = if inside { -radial.side.sign() } else { radial.side.sign() };
            let start = sign * radial.line_width() / 2.0;
            let end = start + sign * radial.tick_style.length;
            bounds.push((start.min(end), start.max(end)));
        }
        let both = |a: (f64, f64), b: (f64, f64)| (a.0.min(b.0), a.1.max(b.1));
        bounds.into_iter().reduce(both).map_or(0.0, |(low, high)| high - low)
    }

    fn place_title(
        radial: &Axis,
        setter: &Typesetter,
        along: Affine,
        radius: f64,
        room: f64,
    ) -> Option<PlacedText> {
        let title = radial.title.as_deref().filter(|_| radial.visible)?;
        let size = radial.title_style.size;
        let drop = if radial.side == Side::Top { -(room + size * 0.4) } else { room + size * 0.8 };
        let text = setter.set(title.trim(), &radial.title_style);
        Some(PlacedText::new(text, Placement::new(radius / 2.0, drop, Anchor::Middle).within(along)))
    }

    /// Draws everything under the plot traces.
    pub(super) fn draw_below(&self, canvas: &Canvas, layout: &Attrs) {
        let (Some(angular), Some(radial)) = (self.angular(), self.radial()) else { return };
        canvas.path(self.disc.outline(), Some(background(&self.attrs).into()), None);
        if let Some(stroke) = grid_stroke(angular, &self.attrs, layout) {
            for angle in &self.angles {
                let line = kurbo::Line::new(
                    self.disc.at(*angle, self.disc.inner),
                    self.disc.at(*angle, self.disc.radius),
                );
                canvas.path(kurbo::Shape::to_path(&line, 0.1), None, Some(stroke.clone()));
            }
        }
        let has_room = self.disc.inner < self.disc.radius;
        if let Some(stroke) = grid_stroke(radial, &self.attrs, layout).filter(|_| has_room) {
            for tick in radial.ticks.iter().filter(|tick| radial.within(tick.value)) {
                canvas.path(self.disc.ring(radial.place(tick.value)), None, Some(stroke.clone()));
            }
        }
        self.draw_axes(canvas, true);
    }

    /// Draws everything over the plot traces.
    pub(super) fn draw_above(&self, canvas: &Canvas) {
        self.draw_axes(canvas, false);
        draw_labels(canvas, self.title.as_slice());
    }

    fn draw_axes(&self, canvas: &Canvas, below: bool) {
        let (Some(angular), Some(radial)) = (self.angular(), self.radial()) else { return };
        let turn = is_below(angular) == below;
        let spoke = is_below(radial) == below && self.disc.inner < self.disc.radius;
        let arm = Self::arm(radial, &self.disc, self.spoke_angle());
        if turn {
            draw_line(canvas, angular, self.disc.outline());
        }
        if spoke {
            let ends = [self.disc.inner, self.disc.radius].map(|at| arm.along * Point::new(at, 0.0));
            draw_line(canvas, radial, kurbo::Shape::to_path(&kurbo::Line::new(ends[0], ends[1]), 0.1));
        }
        if turn {
            Rim { axis: angular, disc: &self.disc, angles: &self.angles }.draw_marks(canvas);
            draw_labels(canvas, &self.angular_labels);
        }
        if spoke {
            arm.draw_marks(canvas, |_| true);
            draw_labels(canvas, &self.radial_labels);
        }
    }
}
