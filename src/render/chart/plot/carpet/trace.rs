//! A carpet trace.

use std::sync::Arc;

use super::cloth::{Cloth, Way};
use super::data;
use super::grid::{Lines, color};
use super::label::{Label, labels};
use crate::render::chart::axis::{Axes, Pads};
use crate::render::chart::plot::contour::Contours;
use crate::render::chart::plot::{Marks, Scatter, Trace, Visible};

/// How much further than its points an axis reaches, for the labels' sake.
const ROOM: f64 = 1.3;

/// Two axes woven into the plane.
#[derive(Debug, Clone)]
pub(crate) struct Carpet {
    pub(crate) cloth: Arc<Cloth>,
    /// Those of a, then those of b.
    pub(super) lines: [Lines; 2],
    pub(super) labels: [Vec<Label>; 2],
}

impl Carpet {
    /// Reads a carpet and tells its axes where it lies; `None` without points.
    pub(crate) fn new(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let cloth = data::cloth(trace, axes)?;
        let color = color(&trace.attrs);
        let lines = [Way::A, Way::B].map(|way| Lines::new(&cloth, way, &data::attrs(trace, way), color));
        let labels = [(Way::A, &lines[0]), (Way::B, &lines[1])]
            .map(|(way, lines)| labels(&cloth, way, &lines.major, &data::axis(trace, way)));
        let carpet = Self { cloth: Arc::new(cloth), lines, labels };
        carpet.stretch(trace, axes);
        Some(carpet)
    }

    fn stretch(&self, trace: &Trace, axes: &mut Axes) {
        let points: Vec<kurbo::Point> = self.cloth.knots().collect();
        let values = [
            (&trace.x_axis, points.iter().map(|point| point.x).collect::<Vec<f64>>()),
            (&trace.y_axis, points.iter().map(|point| point.y).collect()),
        ];
        for (id, values) in values {
            let Some(axis) = axes.get_mut(id) else { continue };
            let (low, high) = values
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (at.min(low), at.max(high)));
            let (middle, reach) = (f64::midpoint(low, high), (high - low) / 2.0 * ROOM);
            let (low, high) = (axis.linear(middle - reach), axis.linear(middle + reach));
            axis.extremes.add_span(low, high, Pads { extra: true, ..Pads::default() });
        }
    }
}

/// Reads the traces that lie on carpets.
pub(crate) fn lay_on(traces: &[Trace], marks: &mut [Marks]) {
    for trace in traces.iter().filter(|trace| trace.visible == Visible::Shown) {
        if !matches!(trace.kind, "contourcarpet" | "scattercarpet") {
            continue;
        }
        let carpet = traces.iter().zip(marks.iter()).find_map(|(other, marks)| match marks {
            Marks::Carpet(carpet) if other.attrs.label("carpet") == trace.attrs.label("carpet") => {
                Some((other, Arc::clone(&carpet.cloth)))
            }
            _ => None,
        });
        let read = carpet.and_then(|(carpet, cloth)| match trace.kind {
            "contourcarpet" => Contours::on_carpet(trace, carpet, cloth).map(Marks::Contours),
            _ => Scatter::on_carpet(trace, cloth).map(Marks::Scatter),
        });
        if let Some(slot) = marks.get_mut(trace.index) {
            *slot = read.unwrap_or(Marks::Empty);
        }
    }
}
