//! The number of an indicator, and its change beside it.

use kurbo::{Affine, Point, Rect};
use serde_json::json;

use super::Trace;
use super::indicator::Indicator;
use super::number;
use super::stage::Stage;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::Axis;
use crate::render::chart::draw::Canvas;
use crate::render::chart::schema::Schema;
use crate::render::chart::text::{Anchor, Placement, RichText};
use crate::render::scene::Color;

/// px per em of a number that nothing else sizes (plotly's `defaultNumberFontSize`).
const SIZE: f64 = 80.0;

/// The measured texts, about a point at the number's baseline.
#[derive(Debug)]
pub(super) struct Readout {
    texts: Vec<(RichText, Point)>,
    anchor: Anchor,
    /// The box around all of it.
    pub(super) bounds: Rect,
    /// Whether it shrinks to fit: no font size is given.
    pub(super) scales: bool,
}

impl Readout {
    /// px per em of the number, or of the change where there is none: what the title's size follows.
    pub(super) fn size(trace: &Trace) -> f64 {
        let mode = trace.attrs.text("mode");
        let part = ["number", "delta"].into_iter().find(|part| mode.contains(part));
        part.and_then(|part| trace.attrs.num(&format!("{part}.font.size"))).unwrap_or(SIZE)
    }

    /// Writes and measures what `mode` asks for.
    pub(super) fn new(indicator: &Indicator, trace: &Trace, stage: &Stage, anchor: Anchor) -> Self {
        let mode = trace.attrs.text("mode");
        let origin = Placement::new(0.0, 0.0, anchor);
        let number = mode.contains("number").then(|| {
            let style = stage.font.sized(SIZE).with(&trace.attrs.at("number.font"));
            stage.setter.set(&number_text(indicator, trace, stage), &style)
        });
        let delta = mode.contains("delta").then(|| {
            let size = number.as_ref().map_or(SIZE, |number| number.size() / 2.0);
            let (text, color) = delta_text(indicator, trace, stage);
            let style = stage.font.sized(size).with(&trace.attrs.at("delta.font")).colored(color);
            stage.setter.set(&text, &style)
        });
        let free = |part: &str| !mode.contains(part) || !trace.attrs.has(&format!("{part}.font.size"));
        let mut readout =
            Self { texts: Vec::new(), anchor, bounds: Rect::ZERO, scales: free("number") && free("delta") };
        match (number, delta) {
            (Some(number), Some(delta)) => {
                let (own, other) = (number.bounds(&origin), delta.bounds(&origin));
                let at = beside(trace.attrs.text("delta.position"), own, other, anchor, delta.size());
                let place = |by: Point| Rect::from_origin_size(other.origin() + by.to_vec2(), other.size());
                readout.bounds = match trace.attrs.text("delta.position") {
                    // plotly stacks the boxes, whatever the baselines do.
                    "top" => {
                        Rect::new(own.x0.min(other.x0), own.y0 - other.height(), own.x1.max(other.x1), own.y1)
                    }
                    "left" | "right" => own.union(place(at)),
                    _ => {
                        Rect::new(own.x0.min(other.x0), own.y0, own.x1.max(other.x1), own.y1 + other.height())
                    }
                };
                readout.texts = vec![(number, Point::ZERO), (delta, at)];
            }
            (Some(one), None) | (None, Some(one)) => {
                readout.bounds = one.bounds(&origin);
                readout.texts = vec![(one, Point::ZERO)];
            }
            (None, None) => {}
        }
        readout
    }

    /// Draws it at a place, scaled.
    pub(super) fn draw(&self, canvas: &Canvas, (x, y): (f64, f64), scale: f64) {
        let transform = Affine::translate((x, y)) * Affine::scale(scale);
        for (text, at) in &self.texts {
            canvas.text(text, &Placement { at: *at, anchor: self.anchor, transform });
        }
    }
}

/// Where the change stands from the number.
fn beside(position: &str, number: Rect, delta: Rect, anchor: Anchor, size: f64) -> Point {
    let (pad, share) = (0.75 * size, anchor.share());
    let level = number.center().y - delta.center().y;
    match position {
        "left" => Point::new(-(number.width() * share + delta.width() * (1.0 - share) + pad), level),
        "right" => Point::new(number.width() * (1.0 - share) + delta.width() * share + pad, level),
        "top" => Point::new(0.0, number.y0),
        _ => Point::new(0.0, delta.height()),
    }
}

fn number_text(indicator: &Indicator, trace: &Trace, stage: &Stage) -> String {
    let Some(value) = indicator.value else { return "-".into() };
    let number = trace.attrs.at("number");
    let text = written(value, number.text("valueformat"), indicator, stage);
    format!("{}{text}{}", number.text("prefix"), number.text("suffix"))
}

fn delta_text(indicator: &Indicator, trace: &Trace, stage: &Stage) -> (String, Color) {
    let delta = trace.attrs.at("delta");
    let (change, relative) = match (indicator.value, indicator.reference) {
        (Some(value), Some(reference)) => (value - reference, delta.is("relative")),
        _ => (f64::NAN, false),
    };
    let shown = if relative { change / indicator.reference.unwrap_or(1.0) } else { change };
    let by_color = if change >= 0.0 { "increasing" } else { "decreasing" };
    let color = delta.at(by_color).text("color");
    let color = crate::render::chart::color::parse(color).unwrap_or(stage.font.color);
    if shown == 0.0 || shown.is_nan() {
        return ("-".into(), color);
    }
    let direction = if shown > 0.0 { "increasing" } else { "decreasing" };
    let format = delta.str_or("valueformat", if relative { "2%" } else { "" });
    let text = written(shown, format, indicator, stage);
    let symbol = delta.at(direction).text("symbol");
    (format!("{symbol}{}{text}{}", delta.text("prefix"), delta.text("suffix")), color)
}

/// A number as an axis as wide as the plot would label it.
fn written(value: f64, format: &str, indicator: &Indicator, stage: &Stage) -> String {
    let own = json!({
        "tickformat": number::adjust(format),
        "separators": stage.layout.str_or("separators", ".,"),
    });
    let schema = Schema::of("layout").and_then(|layout| layout.at("xaxis"));
    let mut axis = Axis::new("x", Attrs::new([&own]).checked(schema), Attrs::new([&own]), stage.font);
    axis.range = indicator.range();
    if axis.range[0] == axis.range[1] {
        axis.range = [-1.0, 1.0];
    }
    axis.length = stage.area.width().max(1.0);
    axis.set_ticks();
    axis.write_as_tick(value)
}
