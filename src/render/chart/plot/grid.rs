//! Heatmaps and two-dimensional histograms: cells of colour.

use std::sync::Arc;

use kurbo::Rect;

use super::bins::read_bins;
use super::stage::{Stage, frame};
use super::{Trace, template};
use crate::render::chart::axis::{Axes, Axis, AxisKind, Pads};
use crate::render::chart::color;
use crate::render::chart::color_scale::extent;
use crate::render::chart::column::{Column, rows};
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{Anchor, Placement};
use crate::render::scene::Image;

/// More cells than this are drawn as one picture.
const MOST_CELLS: usize = 20_000;

/// A grid of numbers between edges.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    /// Rows of `z`, from the first y on; NaN is a hole.
    pub(crate) z: Vec<Vec<f64>>,
    /// One more than columns, in calculation coordinates.
    pub(crate) x: Vec<f64>,
    /// One more than rows.
    pub(crate) y: Vec<f64>,
}

impl Grid {
    /// Reads a heatmap; `None` without numbers.
    pub(crate) fn heatmap(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let mut z = rows(trace.attrs.get("z")?)?;
        if trace.attrs.is("transpose") {
            let width = z.iter().map(Vec::len).max().unwrap_or(0);
            z = (0..width)
                .map(|column| z.iter().map(|row| row.get(column).copied().unwrap_or(f64::NAN)).collect())
                .collect();
        }
        let columns = z.iter().map(Vec::len).max().filter(|columns| *columns > 0)?;
        let x = edges(axes.get_mut(&trace.x_axis)?, trace, 'x', columns);
        let y = edges(axes.get_mut(&trace.y_axis)?, trace, 'y', z.len());
        Some(Self { z, x, y })
    }

    /// Bins a two-dimensional histogram.
    pub(crate) fn histogram(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let (x, y) = (trace.column("x")?, trace.column("y")?);
        let x = axes.get_mut(&trace.x_axis)?.read(&x);
        let y = axes.get_mut(&trace.y_axis)?.read(&y);
        let x_bins = read_bins(axes.get(&trace.x_axis)?, &trace.attrs, 'x', &x, true);
        let y_bins = read_bins(axes.get(&trace.y_axis)?, &trace.attrs, 'y', &y, true);
        let (x_edges, y_edges) = (x_bins.edges(), y_bins.edges());
        let (width, height) = (x_edges.len().saturating_sub(1), y_edges.len().saturating_sub(1));
        if width == 0 || height == 0 || width * height > 4_000_000 {
            return None;
        }
        let weights = trace.column("z");
        let function = trace.attrs.text("histfunc");
        let function = if weights.is_some() { function } else { "count" };
        let extreme = matches!(function, "min" | "max");
        let mut z = vec![vec![if extreme { f64::NAN } else { 0.0 }; width]; height];
        let mut counts = vec![vec![0.0; width]; height];
        for (index, (x, y)) in x.iter().zip(&y).enumerate() {
            let (Some(column), Some(row)) = (x_bins.find(*x, &x_edges), y_bins.find(*y, &y_edges)) else {
                continue;
            };
            let weight = weights.as_ref().and_then(|weights| weights.num(index));
            let cell = &mut z[row][column];
            match (function, weight) {
                ("count", _) => *cell += 1.0,
                ("min", Some(weight)) => *cell = cell.min(weight),
                ("max", Some(weight)) => *cell = cell.max(weight),
                (_, Some(weight)) => {
                    *cell += weight;
                    counts[row][column] += 1.0;
                }
                (_, None) => {}
            }
        }
        if function == "avg" {
            for (cell, count) in z.iter_mut().flatten().zip(counts.iter().flatten()) {
                *cell = if *count > 0.0 { *cell / count } else { f64::NAN };
            }
        }
        let total: f64 = z.iter().flatten().filter(|cell| cell.is_finite()).sum();
        let scale = match trace.attrs.text("histnorm") {
            "percent" => 100.0 / total,
            "probability" => 1.0 / total,
            _ => 1.0,
        };
        z.iter_mut().flatten().for_each(|cell| *cell *= scale);
        Some(Self { z, x: x_edges, y: y_edges })
    }

    /// The lowest and highest number.
    pub(crate) fn extent(&self) -> Option<(f64, f64)> {
        extent(self.z.iter().flatten().copied())
    }

    pub(crate) fn stretch(&self, trace: &Trace, axes: &mut Axes) {
        for (id, edges) in [(&trace.x_axis, &self.x), (&trace.y_axis, &self.y)] {
            if let Some(axis) = axes.get_mut(id) {
                for edge in edges {
                    let edge = axis.linear(*edge);
                    axis.extremes.add(edge, Pads::default());
                }
            }
        }
    }

    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let scale = stage.colors.of(&trace.attrs, "z", self.extent(), stage.layout);
        let place = |axis: &Axis, edges: &[f64]| -> Vec<f64> {
            edges.iter().map(|edge| axis.px(*edge).round()).collect()
        };
        let (columns, lines) = (place(x, &self.x), place(y, &self.y));
        let (gap_x, gap_y) = (trace.attrs.number("xgap") / 2.0, trace.attrs.number("ygap") / 2.0);
        let cells = self.z.iter().map(Vec::len).sum::<usize>();
        canvas.clipped(frame(x, y), |canvas| {
            canvas.faded(trace.attrs.number("opacity"), |canvas| {
                if cells > MOST_CELLS {
                    self.draw_image(canvas, frame(x, y), &scale, &columns, &lines);
                    return;
                }
                for (row, pair) in self.z.iter().zip(lines.windows(2)) {
                    for (value, across) in row.iter().zip(columns.windows(2)) {
                        if value.is_finite() {
                            let rect = Rect::new(across[0], pair[0], across[1], pair[1]).abs();
                            canvas.rect(rect.inflate(-gap_x, -gap_y), scale.color(*value));
                        }
                    }
                }
            });
            self.draw_texts(canvas, trace, stage, &scale);
        });
    }

    fn draw_image(
        &self,
        canvas: &Canvas,
        area: Rect,
        scale: &crate::render::chart::color_scale::ColorScale,
        columns: &[f64],
        lines: &[f64],
    ) {
        let area = area.round();
        let (width, height) = (area.width() as usize, area.height() as usize);
        let find = |edges: &[f64], at: f64| {
            let rising = edges.first() <= edges.last();
            let index = edges.partition_point(|edge| if rising { *edge <= at } else { *edge > at });
            index.checked_sub(1).filter(|index| index + 1 < edges.len())
        };
        let across: Vec<Option<usize>> =
            (0..width).map(|px| find(columns, area.x0 + px as f64 + 0.5)).collect();
        let mut rgba = vec![0; width * height * 4];
        for (line, out) in rgba.chunks_exact_mut(width.max(1) * 4).enumerate() {
            let Some(row) = find(lines, area.y0 + line as f64 + 0.5).and_then(|row| self.z.get(row)) else {
                continue;
            };
            for (column, pixel) in across.iter().zip(out.chunks_exact_mut(4)) {
                if let Some(value) =
                    column.and_then(|column| row.get(column)).filter(|value| value.is_finite())
                {
                    let color = scale.color(*value);
                    pixel.copy_from_slice(&[color.r, color.g, color.b, color.a]);
                }
            }
        }
        canvas.image(Arc::new(Image { width: width as u32, height: height as u32, rgba }), area, false);
    }

    fn draw_texts(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        scale: &crate::render::chart::color_scale::ColorScale,
    ) {
        let Some(pattern) = trace.attrs.str("texttemplate").filter(|pattern| !pattern.is_empty()) else {
            return;
        };
        let Some((x, y)) = stage.axes_of(trace) else { return };
        let font = stage.font.with(&trace.attrs.at("textfont"));
        let texts = trace.attrs.list("text").unwrap_or_default();
        for (row, (values, lines)) in self.z.iter().zip(self.y.windows(2)).enumerate() {
            for (column, (value, across)) in values.iter().zip(self.x.windows(2)).enumerate() {
                if !value.is_finite() {
                    continue;
                }
                let own = texts.get(row).and_then(Column::of).and_then(|texts| texts.text(column));
                let text = template::fill(pattern, |name| match name {
                    "z" => Some(template::Filling::Number(
                        *value,
                        crate::render::chart::attrs::write_number(*value),
                    )),
                    "text" => own.clone().map(template::Filling::Text),
                    "x" => Some(template::on_axis(x, f64::midpoint(across[0], across[1]))),
                    "y" => Some(template::on_axis(y, f64::midpoint(lines[0], lines[1]))),
                    _ => None,
                });
                let fill = scale.color(*value);
                let style = if trace.attrs.has("textfont.color") {
                    font.clone()
                } else {
                    font.colored(color::contrast(fill))
                };
                let text = stage.setter.set(&text, &style);
                let at = (x.px(f64::midpoint(across[0], across[1])), y.px(f64::midpoint(lines[0], lines[1])));
                let middle = text.height() / 2.0 - text.ascent();
                canvas.text(&text, &Placement::new(at.0, at.1 - middle, Anchor::Middle));
            }
        }
    }
}

/// The edges of `count` cells along an axis: given as edges, or around centres.
fn edges(axis: &mut Axis, trace: &Trace, letter: char, count: usize) -> Vec<f64> {
    let centers = trace.coordinates(axis, letter, count);
    if axis.kind == AxisKind::Category {
        let centers: Vec<f64> =
            (0..count).map(|index| centers.get(index).copied().unwrap_or(index as f64)).collect();
        let mut edges: Vec<f64> = centers.iter().map(|center| center - 0.5).collect();
        edges.push(centers.last().map_or(0.5, |last| last + 0.5));
        return edges;
    }
    if centers.len() > count {
        return centers.into_iter().take(count + 1).collect();
    }
    if centers.len() < 2 {
        let center = centers.first().copied().unwrap_or(0.0);
        return (0..=count).map(|index| center - 0.5 + index as f64).collect();
    }
    let mut edges = vec![1.5 * centers[0] - 0.5 * centers[1]];
    edges.extend(centers.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])));
    let last = centers.len() - 1;
    edges.push(1.5 * centers[last] - 0.5 * centers[last - 1]);
    while edges.len() <= count {
        let step = edges[edges.len() - 1] - edges[edges.len() - 2];
        edges.push(edges[edges.len() - 1] + step);
    }
    edges
}
