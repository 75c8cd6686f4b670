//! Texts in the cells: `texttemplate`.

use serde_json::Value;

use super::super::stage::Stage;
use super::super::{Trace, template};
use crate::render::chart::axis::write_plainly;
use crate::render::chart::color;
use crate::render::chart::color_scale::ColorScale;
use crate::render::chart::column::Column;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, LINE_SPACING, Placement};

/// What the labels of a grid are made from.
#[derive(Debug)]
pub(crate) struct Cells<'g> {
    pub(crate) z: &'g [Vec<f64>],
    /// Centres, in calculation coordinates.
    pub(crate) x: &'g [f64],
    pub(crate) y: &'g [f64],
    /// Where a table's texts went.
    pub(crate) order: Option<&'g [Vec<Option<usize>>]>,
    /// The rows and columns at the edges have no label (contours).
    pub(crate) inner: bool,
    /// px between cells, which no text covers.
    pub(crate) gaps: (f64, f64),
}

struct Label {
    text: String,
    lines: usize,
    letters: usize,
    x: f64,
    y: f64,
    z: f64,
}

impl Cells<'_> {
    /// Writes the labels over the cells.
    pub(crate) fn write(&self, canvas: &Canvas, trace: &Trace, stage: &Stage, scale: &ColorScale) {
        let pattern = trace.attrs.text("texttemplate");
        if pattern.is_empty() {
            return;
        }
        let labels = self.labels(trace, stage, pattern);
        let font = stage.font.with(&trace.attrs.at("textfont"));
        let size = trace.attrs.num("textfont.size").unwrap_or_else(|| self.fitting(&labels, stage.font.size));
        if size <= 0.0 || !size.is_finite() {
            return;
        }
        let own_color = trace.attrs.color("textfont.color");
        let plot = stage.layout.color("plot_bgcolor").unwrap_or(crate::render::scene::Color::WHITE);
        for label in labels {
            let ground = if label.z.is_nan() { plot } else { scale.color(label.z) };
            let style = font.sized(size).colored(own_color.unwrap_or_else(|| color::contrast(ground)));
            let text = stage.setter.set(&label.text, &style);
            let y = label.y - size * (label.lines as f64 * LINE_SPACING / 2.0 - 1.0);
            canvas.text(&text, &Placement::new(label.x, y, Anchor::Middle));
        }
    }

    fn labels(&self, trace: &Trace, stage: &Stage, pattern: &str) -> Vec<Label> {
        let Some((x_axis, y_axis)) = stage.axes_of(trace) else { return Vec::new() };
        let texts = trace.attrs.get("text");
        let (lines, columns) = (self.z.len(), self.z.iter().map(Vec::len).max().unwrap_or(0));
        let edge = usize::from(self.inner);
        let mut labels = Vec::new();
        for row in edge..lines.saturating_sub(edge) {
            let Some(y) = self.y.get(row) else { continue };
            let py = y_axis.px(*y).round();
            if !(y_axis.offset..=y_axis.offset + y_axis.length).contains(&py) {
                continue;
            }
            for column in edge..columns.saturating_sub(edge) {
                let Some(x) = self.x.get(column) else { continue };
                let px = x_axis.px(*x).round();
                if !(x_axis.offset..=x_axis.offset + x_axis.length).contains(&px) {
                    continue;
                }
                let z = self.z[row].get(column).copied().unwrap_or(f64::NAN);
                let own = || self.text(texts, row, column).unwrap_or_default();
                let text = template::fill(&trace.attrs, pattern, |name| match name {
                    "z" if z.is_nan() => Some(template::Filling::Text(String::new())),
                    "z" => Some(template::Filling::Number(z, write_plainly(z))),
                    "text" => Some(template::Filling::Text(own())),
                    "x" => Some(template::on_axis(x_axis, *x)),
                    "y" => Some(template::on_axis(y_axis, *y)),
                    _ => None,
                });
                if text.is_empty() {
                    continue;
                }
                let parts = || text.split("<br>");
                let letters = parts().map(|line| line.encode_utf16().count()).max().unwrap_or(0);
                labels.push(Label { lines: parts().count(), letters, x: px, y: py, z, text });
            }
        }
        labels
    }

    fn text(&self, texts: Option<&Value>, row: usize, column: usize) -> Option<String> {
        match self.order {
            Some(order) => Column::of(texts?)?.text((*order.get(row)?.get(column)?)?),
            None => Column::of(texts?.get(row)?)?.text(column),
        }
    }

    /// The size at which the longest text fits the smallest distance, no more than the figure's font.
    fn fitting(&self, labels: &[Label], most: f64) -> f64 {
        let apart = |of: fn(&Label) -> f64| {
            labels
                .windows(2)
                .map(|pair| (of(&pair[1]) - of(&pair[0])).abs())
                .filter(|distance| *distance > 0.0)
                .fold(f64::INFINITY, f64::min)
        };
        let (width, height) = (apart(|label| label.x), apart(|label| label.y));
        if !width.is_finite() || !height.is_finite() {
            return most;
        }
        let letters = labels.iter().map(|label| label.letters).max().unwrap_or(1) as f64;
        let lines = labels.iter().map(|label| label.lines).max().unwrap_or(1) as f64;
        let by_width = ((width - self.gaps.0) / letters / (LINE_SPACING / 2.0)).floor();
        let by_height = ((height - self.gaps.1) / lines / LINE_SPACING).floor();
        by_width.min(by_height).min(most)
    }
}
