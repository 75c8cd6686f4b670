//! Indicators: a number, its change and a title, alone or with a gauge.

use kurbo::Rect;

use super::Trace;
use super::gauge::Gauge;
use super::readout::Readout;
use super::stage::Stage;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement};

/// The gauge's inner radius over its outer one (plotly's `innerRadius`).
pub(super) const INNER: f64 = 0.75;
/// How much of a bullet's width its number takes (plotly's `bulletNumberDomainSize`).
pub(super) const NUMBER_SHARE: f64 = 0.25;
/// What stays free beside a bullet, as a share of its width (plotly's `bulletPadding`).
const BULLET_PAD: f64 = 0.025;
/// px between a title and what it stands above (plotly's `titlePadding`).
const TITLE_PAD: f64 = 5.0;

/// What surrounds the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    Angular,
    Bullet,
}

/// A value with its reference.
#[derive(Debug, Clone)]
pub(crate) struct Indicator {
    pub(super) value: Option<f64>,
    /// What the change is told from.
    pub(super) reference: Option<f64>,
}

impl Indicator {
    /// Reads `value` and `delta.reference`, which is the value itself unless the figure says.
    pub(crate) fn new(trace: &Trace) -> Self {
        let value = trace.attrs.num("value");
        Self { value, reference: trace.attrs.num("delta.reference").or(value) }
    }

    /// The range of numbers and gauges unless the figure says: half as much again as the value.
    pub(super) fn range(&self) -> [f64; 2] {
        [0.0, self.value.map_or(1.0, |value| 1.5 * value)]
    }

    /// Draws number, gauge and title in the trace's domain.
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let area = stage.domain(&trace.attrs);
        let shape = match trace.attrs.text("gauge.shape") {
            _ if !trace.attrs.text("mode").contains("gauge") => Shape::Plain,
            "bullet" => Shape::Bullet,
            _ => Shape::Angular,
        };
        let align = if shape == Shape::Angular { "center" } else { trace.attrs.str_or("align", "center") };
        let share = share_of(align);
        let readout = Readout::new(self, trace, stage, anchor_of(align));
        let bounds = readout.bounds;
        let radius = (area.width() / 2.0).min(area.height());
        let fit = |width: f64, height: f64| (width / bounds.width()).min(height / bounds.height());
        let center = area.center();
        let (x, scale) = match shape {
            Shape::Plain => (area.x0 + share * area.width(), fit(area.width(), area.height())),
            Shape::Angular => {
                (center.x, 0.9 * INNER * radius / (bounds.width() / 2.0).hypot(bounds.height()))
            }
            Shape::Bullet => {
                let from = 1.0 - NUMBER_SHARE + BULLET_PAD;
                let width = (NUMBER_SHARE - BULLET_PAD) * area.width();
                (area.x0 + (from + (1.0 - from) * share) * area.width(), fit(width, area.height()))
            }
        };
        let scale = if readout.scales { scale.clamp(0.0, 1.0) } else { 1.0 };
        let reference = bounds.x0 + share * bounds.width();
        let y = match shape {
            Shape::Angular => center.y + radius / 2.0 - scale * bounds.y1,
            _ => center.y - scale * bounds.center().y,
        };
        readout.draw(canvas, ((x - scale * reference).max(0.0), y), scale);
        let above = match shape {
            Shape::Plain => scale * bounds.y0 + y,
            Shape::Angular => {
                Gauge::new(self, trace, stage, stage.area.width()).draw_dial(canvas, stage, area)
            }
            Shape::Bullet => {
                let numbered = ["number", "delta"].iter().any(|part| trace.attrs.text("mode").contains(part));
                let share = if numbered { 1.0 - NUMBER_SHARE } else { 1.0 };
                let gauge = Gauge::new(self, trace, stage, share * area.width());
                gauge.draw_bullet(canvas, stage, area);
                center.y
            }
        };
        draw_title(canvas, trace, stage, (area, above), shape == Shape::Bullet);
    }
}

/// The title: above what it names, or left of a bullet.
fn draw_title(canvas: &Canvas, trace: &Trace, stage: &Stage, (area, above): (Rect, f64), beside: bool) {
    let Some(text) = trace.attrs.label("title.text").or_else(|| trace.attrs.label("title")) else { return };
    let size = Readout::size(trace) / 4.0;
    let set = stage.setter.set(&text, &stage.font.sized(size).with(&trace.attrs.at("title.font")));
    let (x, y, anchor) = if beside {
        let box_middle = set.height() / 2.0 - set.ascent();
        (area.x0 - BULLET_PAD * area.width(), above - box_middle, Anchor::End)
    } else {
        let align = trace.attrs.str_or("title.align", "center");
        let bottom = set.height() - set.ascent();
        (area.x0 + share_of(align) * area.width(), above - TITLE_PAD - bottom, anchor_of(align))
    };
    canvas.text(&set, &Placement::new(x, y, anchor));
}

fn share_of(align: &str) -> f64 {
    anchor_of(align).share()
}

fn anchor_of(align: &str) -> Anchor {
    match align {
        "left" => Anchor::Start,
        "right" => Anchor::End,
        _ => Anchor::Middle,
    }
}
