//! Error bars.

use kurbo::{BezPath, Point};

use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axis, Extremes, Letter, Pads};
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::scene::{Color, Stroke};

/// Distances below and above each value.
#[derive(Debug, Clone)]
pub(crate) struct ErrorBars {
    minus: Vec<f64>,
    plus: Vec<f64>,
    thickness: f64,
    /// Half the length of the caps, px.
    cap: f64,
    color: Option<Color>,
}

impl ErrorBars {
    /// Reads `error_x`, `error_y` or `error_z`; `None` when it is not to be seen.
    pub(crate) fn new(attrs: &Attrs, values: &[f64]) -> Option<Self> {
        let array = attrs.get("array").and_then(Column::of);
        let known = array.is_some() || attrs.has("value") || attrs.str("type") == Some("sqrt");
        if !attrs.flag("visible", known) || !known {
            return None;
        }
        let kind = attrs.str_or("type", if array.is_some() { "data" } else { "percent" });
        let symmetric =
            attrs.flag("symmetric", !attrs.has(if kind == "data" { "arrayminus" } else { "valueminus" }));
        let distances = |array: Option<Column>, value: f64| -> Vec<f64> {
            values
                .iter()
                .enumerate()
                .map(|(index, at)| match kind {
                    "data" => array.as_ref().and_then(|array| array.num(index)).unwrap_or(f64::NAN),
                    "percent" => (at * value / 100.0).abs(),
                    "sqrt" => at.abs().sqrt(),
                    _ => value.abs(),
                })
                .collect()
        };
        let value = attrs.number("value");
        let plus = distances(array, value);
        let minus = if symmetric {
            plus.clone()
        } else {
            distances(attrs.get("arrayminus").and_then(Column::of), attrs.number("valueminus"))
        };
        Some(Self {
            minus,
            plus,
            thickness: attrs.number("thickness"),
            cap: attrs.num_or("width", 4.0),
            color: attrs.color("color"),
        })
    }

    /// The values at both ends; NaN where there is no bar.
    pub(crate) fn ends(&self, index: usize, value: f64) -> (f64, f64) {
        let distance = |list: &[f64]| {
            list.get(index).copied().filter(|d| d.is_finite() && *d >= 0.0).unwrap_or(f64::NAN)
        };
        (value - distance(&self.minus), value + distance(&self.plus))
    }

    /// `error_x` and `error_y` of a trace; the first takes the second's looks unless it has some of its own.
    pub(crate) fn pair(trace: &Attrs, x: &[f64], y: &[f64]) -> (Option<Self>, Option<Self>) {
        let (along, up) = (trace.at("error_x"), trace.at("error_y"));
        let styled = ["color", "thickness", "width"].iter().any(|name| along.has(name));
        let (across, up) = (Self::new(&along, x), Self::new(&up, y));
        let across = match (across, &up) {
            (Some(own), Some(up)) if along.flag("copy_ystyle", !styled) => {
                Some(Self { thickness: up.thickness, cap: up.cap, color: up.color, ..own })
            }
            (own, _) => own,
        };
        (across, up)
    }

    /// Adds the bars' ends to an axis' extremes.
    pub(crate) fn stretch(&self, values: &[f64], axis: &Axis, extremes: &mut Extremes) {
        let pads = Pads { extra: true, ..Pads::default() };
        for (index, value) in values.iter().enumerate() {
            let (low, high) = self.ends(index, *value);
            extremes.add_span(axis.linear(low), axis.linear(high), pads);
        }
    }

    /// Draws the bars along `axis`; `at` gives the points' places, `values` their values on it.
    pub(crate) fn draw(&self, canvas: &Canvas, axis: &Axis, at: &[Point], values: &[f64], default: Color) {
        let mut path = BezPath::new();
        for (index, (point, value)) in at.iter().zip(values).enumerate() {
            let (low, high) = self.ends(index, *value);
            let low =
                if low.is_finite() && axis.linear(low).is_nan() { axis.unlinear(axis.span().0) } else { low };
            for end in [low, high].map(|end| axis.px(end)).into_iter().filter(|end| end.is_finite()) {
                if !point.x.is_finite() || !point.y.is_finite() {
                    continue;
                }
                let (tip, a, b) = match axis.letter {
                    Letter::X => (Point::new(end, point.y), (0.0, -self.cap), (0.0, self.cap)),
                    Letter::Y => (Point::new(point.x, end), (-self.cap, 0.0), (self.cap, 0.0)),
                };
                path.move_to(*point);
                path.line_to(tip);
                path.move_to(tip + a);
                path.line_to(tip + b);
            }
        }
        canvas.path(path, None, Some(Stroke::new(self.color.unwrap_or(default), self.thickness)));
    }
}
