//! Smith subplots: complex impedances in the unit disc of their reflection (plotly's `smith`).

use kurbo::{Affine, Arc, BezPath, Circle, Point, Rect, Shape, SvgArc};

use super::arm::{Arm, draw_labels};
use super::disc::Disc;
use super::polar_data::raw;
use super::rim::Rim;
use super::ring_axis::{Container, background, draw_line, grid_stroke, is_below};
use super::sector::Sector;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axis, PlacedText, Side, Tick};
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::template::Filling;
use crate::render::chart::plot::{Ground, Scatter, Stage, Trace};
use crate::render::chart::text::Typesetter;

/// How near arcs come to circles, px.
const TOLERANCE: f64 = 0.005;
/// How much larger the sign of infinity is than other labels.
const INFINITY_SCALE: f64 = 1.75;
/// The real axis' ticks unless the figure lists some.
const TICKS: [f64; 5] = [0.2, 0.5, 1.0, 2.0, 5.0];

/// A Smith subplot.
#[derive(Debug, Clone)]
pub(super) struct Smith<'a> {
    attrs: Attrs<'a>,
    /// Across the disc; its ticks lie between -1 and 1.
    real: Axis<'a>,
    /// Around the disc.
    imaginary: Axis<'a>,
    disc: Disc,
    /// Resistances and reactances that have a tick.
    resistances: Vec<f64>,
    reactances: Vec<f64>,
    real_labels: Vec<PlacedText>,
    imaginary_labels: Vec<PlacedText>,
}

/// The place of an impedance in the unit disc, y upwards.
fn reflect(resistance: f64, reactance: f64) -> Point {
    if !resistance.is_finite() || !reactance.is_finite() {
        return Point::new(1.0, 0.0);
    }
    let below = (resistance + 1.0).powi(2) + reactance * reactance;
    Point::new((resistance * resistance + reactance * reactance - 1.0) / below, 2.0 * reactance / below)
}

impl<'a> Smith<'a> {
    pub(super) fn new(container: &Container<'a, '_>) -> Self {
        let listed = |axis: &Axis| axis.attrs.get("tickvals").and_then(Column::of).map(|list| list.numbers());
        let mut real = container.axis("realaxis", "x");
        real.side = if real.attrs.text("side") == "bottom" { Side::Bottom } else { Side::Top };
        real.range = [-1.0, 1.0];
        let angle = real.attrs.number("tickangle");
        real.tick_style.angle = Some(if angle.is_finite() { angle } else { 0.0 });
        real.tick_style.marks = None;
        let mut imaginary = container.axis("imaginaryaxis", "x");
        if !imaginary.attrs.has("ticks") {
            imaginary.tick_style.marks = None;
        }
        let own = listed(&real).unwrap_or_else(|| TICKS.to_vec());
        let mirrored =
            || own.iter().rev().map(|value| -value).chain([0.0]).chain(own.iter().copied()).collect();
        let reactances: Vec<f64> = listed(&imaginary).unwrap_or_else(mirrored);
        let resistances: Vec<f64> = own.iter().copied().filter(|value| *value >= 0.0).collect();
        let tick = |axis: &Axis, value: f64, at: f64| Tick {
            value: at,
            label_at: at,
            text: axis.say_exactly(value),
            size: axis.tick_style.font.size,
            nudge: (0.0, 0.0),
            drawn: true,
            minor: false,
        };
        real.ticks = resistances.iter().map(|value| tick(&real, *value, reflect(*value, 0.0).x)).collect();
        let far = tick(&imaginary, 0.0, f64::INFINITY);
        let far = Tick { text: "∞".into(), size: far.size * INFINITY_SCALE, ..far };
        let near = reactances.iter().map(|value| tick(&imaginary, *value, *value));
        imaginary.ticks = std::iter::once(far).chain(near).collect();
        let reactances = std::iter::once(f64::INFINITY).chain(reactances).collect();
        Self {
            attrs: container.attrs.clone(),
            real,
            imaginary,
            disc: Disc::fit(Rect::ZERO, Sector::WHOLE, 0.0),
            resistances,
            reactances,
            real_labels: Vec::new(),
            imaginary_labels: Vec::new(),
        }
    }

    /// Reads a scatter trace: real and imaginary parts.
    pub(super) fn scatter(trace: &Trace) -> Option<Scatter> {
        let (mut real, mut imaginary) = (trace.column("real")?.numbers(), trace.column("imag")?.numbers());
        let count = real.len().min(imaginary.len());
        real.truncate(count);
        imaginary.truncate(count);
        Scatter::at(trace, real, imaginary)
    }

    fn at(&self, resistance: f64, reactance: f64) -> Point {
        let unit = reflect(resistance, reactance);
        let Disc { center, radius, .. } = self.disc;
        Point::new(center.x + unit.x * radius, center.y - unit.y * radius)
    }

    fn angles(&self) -> Vec<f64> {
        let angle = |reactance: &f64| {
            let unit = reflect(0.0, *reactance);
            unit.y.atan2(unit.x)
        };
        self.reactances.iter().map(angle).collect()
    }

    fn arm(&self) -> Arm<'_, 'a> {
        Arm { axis: &self.real, along: Affine::translate(self.disc.center.to_vec2()), lean: 0.0 }
    }

    /// Places the subplot in a rectangle and sets its labels.
    pub(super) fn place(&mut self, rect: Rect, setter: &Typesetter) {
        self.disc = Disc::fit(rect, Sector::WHOLE, 0.0);
        (self.real.offset, self.real.length) = (-self.disc.radius, 2.0 * self.disc.radius);
        let length = self.real.tick_style.length;
        let shift = match (self.real.attrs.str("ticks"), self.real.side) {
            (Some("top"), Side::Top) => -length,
            (Some("bottom"), Side::Bottom) => length,
            _ => 0.0,
        };
        self.real_labels = self.arm().labels(setter, shift);
        let angles = self.angles();
        self.imaginary_labels =
            Rim { axis: &self.imaginary, disc: &self.disc, angles: &angles }.labels(setter);
    }

    /// The line of all impedances with one reactance.
    fn reactance_line(&self, reactance: f64) -> BezPath {
        let (from, to) = (self.at(0.0, reactance), self.at(f64::INFINITY, reactance));
        let mut path = BezPath::new();
        path.move_to(from);
        if reactance == 0.0 {
            path.line_to(to);
            return path;
        }
        let radius = self.disc.radius / reactance.abs();
        let arc = SvgArc {
            from,
            to,
            radii: (radius, radius).into(),
            x_rotation: 0.0,
            large_arc: false,
            sweep: reactance < 0.0,
        };
        if let Some(arc) = Arc::from_svg_arc(&arc).filter(|_| reactance.is_finite()) {
            path.extend(arc.append_iter(TOLERANCE));
        }
        path
    }

    /// The circle of all impedances with one resistance.
    fn resistance_circle(&self, resistance: f64) -> BezPath {
        let radius = self.disc.radius / (resistance + 1.0);
        let Disc { center, radius: whole, .. } = self.disc;
        Circle::new((center.x + whole - radius, center.y), radius).to_path(TOLERANCE)
    }

    /// Draws everything under the plot traces.
    pub(super) fn draw_below(&self, canvas: &Canvas, layout: &Attrs) {
        canvas.path(self.disc.outline(), Some(background(&self.attrs).into()), None);
        if let Some(stroke) = grid_stroke(&self.imaginary, &self.attrs, layout) {
            for reactance in &self.reactances {
                canvas.path(self.reactance_line(*reactance), None, Some(stroke.clone()));
            }
        }
        if let Some(stroke) = grid_stroke(&self.real, &self.attrs, layout) {
            let inner = self.resistances.iter().zip(&self.real.ticks);
            for (resistance, _) in inner.filter(|(_, tick)| self.real.within(tick.value)) {
                canvas.path(self.resistance_circle(*resistance), None, Some(stroke.clone()));
            }
        }
        self.draw_axes(canvas, true);
    }

    /// Draws everything over the plot traces.
    pub(super) fn draw_above(&self, canvas: &Canvas) {
        self.draw_axes(canvas, false);
    }

    fn draw_axes(&self, canvas: &Canvas, below: bool) {
        let (around, across) = (is_below(&self.imaginary) == below, is_below(&self.real) == below);
        if around {
            draw_line(canvas, &self.imaginary, self.disc.outline());
        }
        if across {
            let Disc { center, radius, .. } = self.disc;
            let ends = ((center.x - radius, center.y), (center.x + radius, center.y));
            draw_line(canvas, &self.real, kurbo::Line::new(ends.0, ends.1).to_path(0.1));
        }
        if around {
            let angles = self.angles();
            Rim { axis: &self.imaginary, disc: &self.disc, angles: &angles }.draw_marks(canvas);
            draw_labels(canvas, &self.imaginary_labels);
        }
        if across {
            let sign = match self.real.attrs.str("ticks") {
                Some("top") => Some(-1.0),
                Some("bottom") => Some(1.0),
                _ => None,
            };
            if let Some(sign) = sign {
                self.arm().draw_marks_towards(canvas, sign, |_| true);
            }
            draw_labels(canvas, &self.real_labels);
        }
    }

    /// Draws a scatter trace; gives the line that a next trace's fill goes to.
    pub(super) fn draw_scatter(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        scatter: &Scatter,
        stage: &Stage,
        before: Option<&BezPath>,
    ) -> BezPath {
        let place = |(real, imaginary): (&f64, &f64)| {
            let known = real.is_finite() && imaginary.is_finite();
            if known { self.at(*real, *imaginary) } else { Point::new(f64::NAN, f64::NAN) }
        };
        let points: Vec<Point> = scatter.x.iter().zip(&scatter.y).map(place).collect();
        let fill = |name: &str, index: usize| {
            let (axis, value) = match name {
                "real" => (&self.real, scatter.x.get(index)?),
                "imag" => (&self.imaginary, scatter.y.get(index)?),
                _ => return None,
            };
            Some(raw(trace, name, index, Filling::Number(*value, axis.say_exactly(*value))))
        };
        let ground = Ground {
            points: &points,
            clip: self.disc.outline(),
            line_clip: None,
            zero: self.disc.center,
            shows: &|_| true,
            angles: None,
            fill: &fill,
        };
        scatter.draw_on(canvas, trace, stage, &ground, before);
        scatter.edge(trace, &ground)
    }
}
