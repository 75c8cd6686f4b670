//! Heatmaps and two-dimensional histograms: cells of colour.

use std::sync::Arc;

use kurbo::{Point, Rect};

use super::super::Trace;
use super::super::stage::{Stage, frame};
use super::labels::Cells;
use super::lattice::{Lattice, is_flat};
use super::smooth::{Interpolation, blend, pixels, visible};
use super::{fill_gaps, tally};
use crate::render::chart::axis::{Axes, Axis, Pads};
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::draw::Canvas;
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
    /// Where the columns' and the rows' middles are, when the figure tells them.
    centers: (Option<Vec<f64>>, Option<Vec<f64>>),
    order: Option<Vec<Vec<Option<usize>>>>,
    extent: Option<(f64, f64)>,
}

impl Grid {
    /// Reads a heatmap; `None` without numbers.
    pub(crate) fn heatmap(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let mut lattice = Lattice::read(trace, axes)?;
        let flat = trace.attrs.get("z").is_some_and(is_flat);
        let smooth = matches!(trace.attrs.str("zsmooth"), Some("fast" | "best"));
        if trace.attrs.flag("connectgaps", flat && smooth) {
            fill_gaps(&mut lattice.z);
        }
        Self::new(lattice, trace, axes)
    }

    /// Bins a two-dimensional histogram, one of `all` traces.
    pub(crate) fn histogram(trace: &Trace, all: &[Trace], axes: &mut Axes) -> Option<Self> {
        let lattice = tally(trace, all, axes)?;
        let mut grid = Self::new(lattice, trace, axes)?;
        // Bins with nothing to tell do not count for the scale, but are painted as zero.
        grid.z.iter_mut().flatten().filter(|cell| cell.is_nan()).for_each(|cell| *cell = 0.0);
        Some(grid)
    }

    fn new(lattice: Lattice, trace: &Trace, axes: &Axes) -> Option<Self> {
        let columns = lattice.width();
        let rows = lattice.z.len();
        let x_axis = axes.get(&trace.x_axis)?;
        let y_axis = axes.get(&trace.y_axis)?;
        Some(Self {
            x: lattice.x.edges(columns, x_axis),
            y: lattice.y.edges(rows, y_axis),
            centers: (
                lattice.x.known_centers(columns).map(<[f64]>::to_vec),
                lattice.y.known_centers(rows).map(<[f64]>::to_vec),
            ),
            extent: extent(lattice.z.iter().flatten().copied()),
            order: lattice.order,
            z: lattice.z,
        })
    }

    /// The lowest and highest number.
    pub(crate) fn extent(&self) -> Option<(f64, f64)> {
        self.extent
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
        let gap = |name: &str| trace.attrs.num(name).unwrap_or(0.0);
        let gaps = (gap("xgap"), gap("ygap"));
        canvas.clipped(frame(x, y), |canvas| {
            canvas.faded(trace.attrs.number("opacity"), |canvas| {
                match trace.attrs.str("zsmooth") {
                    Some("best") => self.draw_blended(canvas, (x, y), &scale),
                    Some("fast") => self.draw_pixels(canvas, (x, y), &scale),
                    _ => self.draw_cells(canvas, (x, y), &scale, gaps),
                }
                let middles = |edges: &[f64]| -> Vec<f64> {
                    edges.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect()
                };
                let cells = Cells {
                    z: &self.z,
                    x: &self.centers.0.clone().unwrap_or_else(|| middles(&self.x)),
                    y: &self.centers.1.clone().unwrap_or_else(|| middles(&self.y)),
                    order: self.order.as_deref(),
                    inner: false,
                    gaps,
                };
                cells.write(canvas, trace, stage, &scale);
            });
        });
    }

    fn draw_cells(&self, canvas: &Canvas, (x, y): (&Axis, &Axis), scale: &ColorScale, gaps: (f64, f64)) {
        let place = |axis: &Axis, edges: &[f64]| -> Vec<f64> {
            edges.iter().map(|edge| axis.px(*edge).round()).collect()
        };
        let (columns, lines) = (place(x, &self.x), place(y, &self.y));
        if self.z.iter().map(Vec::len).sum::<usize>() > MOST_CELLS {
            self.draw_image(canvas, frame(x, y), scale, &columns, &lines);
            return;
        }
        for (row, pair) in self.z.iter().zip(lines.windows(2)) {
            for (value, across) in row.iter().zip(columns.windows(2)) {
                if !value.is_finite() {
                    continue;
                }
                let cell = Rect::new(across[0], pair[0], across[1], pair[1]).abs();
                let from = Point::new(cell.x0 + (gaps.0 / 2.0).floor(), cell.y0 + (gaps.1 / 2.0).floor());
                let (width, height) = (cell.width() - gaps.0, cell.height() - gaps.1);
                if width > 0.0 && height > 0.0 {
                    canvas.rect(Rect::from_origin_size(from, (width, height)), scale.color(*value));
                }
            }
        }
    }

    fn span(&self, (x, y): (&Axis, &Axis)) -> Rect {
        let ends = |axis: &Axis, edges: &[f64]| {
            let mut seen = edges.iter().map(|edge| axis.px(*edge)).filter(|px| px.is_finite());
            let first = seen.next().unwrap_or(f64::NAN);
            (first, seen.next_back().unwrap_or(first))
        };
        let (left, right) = ends(x, &self.x);
        let (top, bottom) = ends(y, &self.y);
        Rect::new(left, top, right, bottom)
    }

    /// One picture, smoothed by the drawing.
    fn draw_pixels(&self, canvas: &Canvas, axes: (&Axis, &Axis), scale: &ColorScale) {
        let span = self.span(axes);
        let flip = (span.x1 < span.x0, span.y1 < span.y0);
        let image = pixels(&self.z, self.x.len().saturating_sub(1), flip, scale);
        let rect = span.abs();
        if rect.is_finite() && !rect.is_zero_area() && !image.rgba.is_empty() {
            canvas.image(Arc::new(image), rect, true);
        }
    }

    fn draw_blended(&self, canvas: &Canvas, (x, y): (&Axis, &Axis), scale: &ColorScale) {
        let Some(seen) = visible(self.span((x, y)), frame(x, y)) else { return };
        let along = |axis: &Axis, edges: &[f64], centers: Option<&Vec<f64>>, from: f64, count: f64| {
            let place =
                |list: &[f64]| -> Vec<f64> { list.iter().map(|at| (axis.px(*at) - from).round()).collect() };
            let (edges, centers) = (place(edges), centers.map(|centers| place(centers)));
            (0..count as usize)
                .map(|px| match &centers {
                    Some(centers) => Interpolation::from_centers(px as f64, centers),
                    None => Interpolation::from_edges(px as f64, &edges),
                })
                .collect::<Vec<_>>()
        };
        let across = along(x, &self.x, self.centers.0.as_ref(), seen.x0, seen.width());
        let down = along(y, &self.y, self.centers.1.as_ref(), seen.y0, seen.height());
        canvas.image(Arc::new(blend(&self.z, &across, &down, scale)), seen, false);
    }

    fn draw_image(&self, canvas: &Canvas, area: Rect, scale: &ColorScale, columns: &[f64], lines: &[f64]) {
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
}
