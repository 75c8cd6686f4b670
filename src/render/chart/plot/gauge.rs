//! Gauges: the axis, the bands and the threshold that indicators show their value on.

use super::Trace;
use super::indicator::Indicator;
use super::stage::Stage;
use crate::render::chart::attrs::{Attrs, number};
use crate::render::chart::axis::Axis;
use crate::render::chart::color::{self, DARK};
use crate::render::scene::{Color, Stroke};

/// A stretch of the axis, filled.
#[derive(Debug)]
pub(super) struct Band {
    /// Along the axis.
    pub(super) range: [f64; 2],
    /// As a share of the gauge's own.
    pub(super) thickness: f64,
    pub(super) fill: Color,
    pub(super) line: Stroke,
}

/// A gauge, not yet bent or stretched.
#[derive(Debug)]
pub(super) struct Gauge<'a> {
    pub(super) axis: Axis<'a>,
    pub(super) value: Option<f64>,
    /// The background, then the steps.
    pub(super) bands: Vec<Band>,
    /// The value's bar; its range is not used.
    pub(super) bar: Band,
    pub(super) threshold: Option<Band>,
    pub(super) outline: Band,
}

impl<'a> Gauge<'a> {
    /// Reads a gauge whose axis is `length` px long.
    pub(super) fn new(indicator: &Indicator, trace: &Trace<'a>, stage: &Stage, length: f64) -> Self {
        let attrs = trace.attrs.at("gauge");
        let ends = attrs.list("axis.range").unwrap_or_default();
        let [low, high] = indicator.range();
        let end = |index: usize, default: f64| ends.get(index).and_then(number).unwrap_or(default);
        let range = [end(0, low), end(1, high)];
        let range = if range[0] == range[1] { [range[0] - 1.0, range[1] + 1.0] } else { range };
        let color = |attrs: &Attrs, path: &str| color::parse(attrs.text(path)).unwrap_or(DARK);
        let line = |attrs: &Attrs, path: &str| {
            let line = attrs.at(path);
            Stroke::new(color(&line, "color"), line.number("width"))
        };
        let paper = stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
        let background = Band {
            range,
            thickness: 1.0,
            fill: attrs.color("bgcolor").unwrap_or(paper),
            line: Stroke::new(DARK, 0.0),
        };
        let steps = attrs.items("steps", "stepdefaults").into_iter().filter_map(|step| {
            Some(Band {
                range: step.pair("range")?,
                thickness: step.number("thickness"),
                fill: step.color("color").unwrap_or(DARK),
                line: line(&step, "line"),
            })
        });
        let bullet = attrs.text("shape") == "bullet";
        let bar = Band {
            range,
            thickness: attrs.num_or("bar.thickness", if bullet { 0.25 } else { 0.5 }),
            fill: color(&attrs, "bar.color"),
            line: line(&attrs, "bar.line"),
        };
        let threshold = attrs.num("threshold.value").map(|value| Band {
            range: [value, value],
            thickness: attrs.number("threshold.thickness"),
            fill: Color::TRANSPARENT,
            line: line(&attrs, "threshold.line"),
        });
        let outline = Band {
            range,
            thickness: 1.0,
            fill: Color::TRANSPARENT,
            line: Stroke::new(color(&attrs, "bordercolor"), attrs.number("borderwidth")),
        };
        Self {
            axis: axis(attrs.at("axis"), stage, range, length),
            value: indicator.value,
            bands: std::iter::once(background).chain(steps).collect(),
            bar,
            threshold,
            outline,
        }
    }
}

/// The gauge's axis: its ticks stand outside unless the figure says.
fn axis<'a>(attrs: Attrs<'a>, stage: &Stage, range: [f64; 2], length: f64) -> Axis<'a> {
    let marks = match attrs.text("ticks") {
        "inside" => Some(true),
        "outside" => Some(false),
        _ => None,
    };
    let mut axis = Axis::new("x", attrs.clone(), attrs, stage.font);
    axis.range = range;
    axis.length = length.max(1.0);
    axis.line = Some((DARK, 1.0));
    axis.tick_style.marks = marks;
    axis.set_ticks();
    axis
}
