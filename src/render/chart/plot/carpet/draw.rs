//! How carpets are drawn: lines, labels, titles.

use kurbo::{BezPath, Point, Vec2};

use super::cloth::{self, Cloth, Way, on_page};
use super::data;
use super::grid::{Line, color};
use super::label::Label;
use super::trace::Carpet;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axis, MID_SHIFT};
use crate::render::chart::color::DARK;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::stage::{Stage, frame};
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement, TextStyle};

/// How far below its anchor a label's baseline lies, of its height.
const BASELINE: f64 = 0.3;

/// A direction on the page that text runs along.
#[derive(Debug, Clone, Copy)]
struct Bearing {
    /// Degrees, between -90 and 90.
    angle: f64,
    /// Whether that is against the direction asked for.
    turned: bool,
}

impl Bearing {
    fn new(direction: Vec2, (x, y): (&Axis, &Axis)) -> Self {
        let angle = (direction.y * y.slope()).atan2(direction.x * x.slope()).to_degrees();
        if angle < -90.0 {
            Self { angle: angle + 180.0, turned: true }
        } else if angle > 90.0 {
            Self { angle: angle - 180.0, turned: true }
        } else {
            Self { angle, turned: false }
        }
    }

    /// The direction itself, degrees.
    fn true_angle(self) -> f64 {
        self.angle + if self.turned { 180.0 } else { 0.0 }
    }
}

/// How an axis' texts look.
struct Fonts {
    ticks: TextStyle,
    title: TextStyle,
}

impl Fonts {
    fn read(trace: &Trace, axis: &Attrs, stage: &Stage) -> Self {
        let font = stage.font.with(&trace.attrs.at("font"));
        let own = axis.color("color");
        let general = own.unwrap_or_else(|| color(&trace.attrs));
        let ticks = if general == DARK { font.clone() } else { font.colored(general) };
        let title = own.map_or_else(|| font.clone(), |color| font.colored(color));
        Self {
            ticks: ticks.with(&axis.at("tickfont")),
            title: title.sized((font.size * 1.2).round()).with(&axis.at("title.font")),
        }
    }
}

impl Carpet {
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let Some(axes) = stage.axes_of(trace) else { return };
        canvas.clipped(frame(axes.0, axes.1), |canvas| {
            canvas.faded(trace.attrs.num_or("opacity", 1.0), |canvas| {
                for lines in [
                    self.lines.each_ref().map(|lines| &lines.minor),
                    self.lines.each_ref().map(|lines| &lines.major),
                    self.lines.each_ref().map(|lines| &lines.ends),
                ] {
                    lines.into_iter().flatten().for_each(|line| line.draw(canvas, axes));
                }
                let labels = [(Way::A, &self.labels[0]), (Way::B, &self.labels[1])]
                    .map(|(way, labels)| draw_labels(canvas, (trace, way), labels, stage, axes));
                for (way, (bearing, room)) in [Way::A, Way::B].into_iter().zip(labels) {
                    self.draw_title(canvas, (trace, way), (bearing, room), stage, axes);
                }
            });
        });
    }

    /// An axis' title, beside the labels; `bearing` is that of the first of them, `room` what they take, px.
    fn draw_title(
        &self,
        canvas: &Canvas,
        (trace, way): (&Trace, Way),
        (bearing, room): (Option<Bearing>, f64),
        stage: &Stage,
        axes: (&Axis, &Axis),
    ) {
        let attrs = data::attrs(trace, way);
        let Some(title) = attrs.label("title.text").filter(|title| !title.is_empty()) else { return };
        let style = Fonts::read(trace, &attrs, stage).title;
        let text = stage.setter.set(&title, &style);
        let (a, b) = middle(&self.cloth, way);
        let own = Bearing::new(self.cloth.direction(way, a, b, 0.1), axes);
        let across = bearing
            .unwrap_or_else(|| Bearing::new(self.cloth.direction(way.other(), a, b, 0.1), axes))
            .true_angle();
        let labelled = matches!(attrs.text("showticklabels"), "start" | "both");
        let offset = if labelled { room } else { 0.0 } + style.size + attrs.number("title.offset");
        let difference = (across - own.angle + 450.0).rem_euclid(360.0);
        let offset = if difference > 90.0 && difference < 270.0 {
            let middle = (1.0 - MID_SHIFT) / LINE_SPACING + 1.0;
            (middle - text.line_count() as f64) * LINE_SPACING * style.size - offset
        } else {
            offset
        };
        let at = on_page(self.cloth.place(a, b), axes);
        let placement = Placement::new(at.x, at.y + offset, Anchor::Middle).turned(own.angle, at);
        canvas.text(&text, &placement);
    }
}

/// The middle of the edge where an axis' labels stand: of all a at the lowest b, or of all b at the lowest a.
fn middle(cloth: &Cloth, way: Way) -> (f64, f64) {
    let ends = |way: Way| {
        cloth
            .values(way)
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (at.min(low), at.max(high)))
    };
    let ((a, a_end), (b, b_end)) = (ends(Way::A), ends(Way::B));
    match way {
        Way::A => (f64::midpoint(a, a_end), b),
        Way::B => (a, f64::midpoint(b, b_end)),
    }
}

/// Writes labels; gives the bearing of the first, and the px that the widest takes.
fn draw_labels(
    canvas: &Canvas,
    (trace, way): (&Trace, Way),
    labels: &[Label],
    stage: &Stage,
    axes: (&Axis, &Axis),
) -> (Option<Bearing>, f64) {
    let attrs = data::attrs(trace, way);
    let style = Fonts::read(trace, &attrs, stage).ticks;
    let padding = attrs.number("labelpadding");
    let fixed = attrs.num("tickangle").map(|angle| Vec2::from_angle((angle + 180.0).to_radians()));
    let (mut first, mut room) = (None, 0.0_f64);
    for label in labels {
        let bearing = Bearing::new(fixed.unwrap_or(label.along), axes);
        first = first.or(Some(bearing));
        let text = stage.setter.set(&label.text, &style);
        let forward = label.before == bearing.turned;
        let (anchor, shift) = if forward { (Anchor::Start, padding) } else { (Anchor::End, -padding) };
        let at: Point = on_page(label.at, axes);
        let placement = Placement::new(at.x + shift, at.y + text.height() * BASELINE, anchor);
        canvas.text(&text, &placement.turned(bearing.angle, at));
        room = room.max(text.width() + padding);
    }
    (first, room)
}

impl Line {
    fn draw(&self, canvas: &Canvas, axes: (&Axis, &Axis)) {
        let mut path = BezPath::new();
        cloth::draw(&mut path, &self.points, self.curved, axes);
        canvas.path(path, None, self.stroke.clone());
    }
}
