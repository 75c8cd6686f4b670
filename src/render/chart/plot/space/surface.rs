//! Surface traces: a grid of points with faces between.

use super::face::{Brush, Corner, Tint};
use super::raster::Raster;
use super::scale::Scale;
use super::vector::Vector;
use crate::render::chart::column::rows;
use crate::render::chart::plot::Trace;

/// A surface's points, in linear coordinates.
#[derive(Debug)]
pub(super) struct Surface {
    /// Rows of one length; a row for each y.
    points: Vec<Vec<Vector>>,
    /// What the colours are for.
    values: Vec<Vec<f64>>,
}

impl Surface {
    /// Reads the grid; `None` without one.
    pub(super) fn new(trace: &Trace, scale: &mut Scale) -> Option<Self> {
        let z = rows(trace.attrs.get("z")?)?;
        let width = z.first()?.len();
        let mut grid = |axis: usize, letter: &str| -> Vec<Vec<f64>> {
            let nested = trace.attrs.get(letter).and_then(rows);
            if let Some(rows) = nested {
                return rows;
            }
            let column = trace.column(letter).map(|column| scale.read(axis, &column));
            let at = |index: usize| match &column {
                Some(column) => column.get(index).copied().unwrap_or(f64::NAN),
                None => index as f64,
            };
            (0..z.len())
                .map(|row| (0..width).map(|column| at(if axis == 0 { column } else { row })).collect())
                .collect()
        };
        let (x, y) = (grid(0, "x"), grid(1, "y"));
        let cell = |rows: &[Vec<f64>], row: usize, column: usize| {
            rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(f64::NAN)
        };
        let points = (0..z.len())
            .map(|row| {
                let linear = |axis: usize, value: f64| scale.axes[axis].linear(value);
                (0..width)
                    .map(|column| {
                        Vector([
                            cell(&x, row, column),
                            cell(&y, row, column),
                            linear(2, cell(&z, row, column)),
                        ])
                    })
                    .collect()
            })
            .collect();
        let own = trace.attrs.get("surfacecolor").and_then(rows);
        let of = |value: &f64| scale.axes[2].linear(*value);
        // Without colours of their own, heights are coloured as their axis counts them.
        let values = own.unwrap_or_else(|| z.iter().map(|row| row.iter().map(of).collect()).collect());
        Some(Self { points, values })
    }

    /// All points that have their three coordinates.
    pub(super) fn points(&self) -> impl Iterator<Item = Vector> + '_ {
        self.points.iter().flatten().copied().filter(|point| point.is_finite())
    }

    /// Draws the faces between points; one that lacks a corner is left out.
    pub(super) fn draw(&self, raster: &mut Raster, brush: &Brush) {
        let corners: Vec<Vec<Corner>> = (0..self.points.len())
            .map(|row| (0..self.points[row].len()).map(|column| self.corner(brush, row, column)).collect())
            .collect();
        for pair in corners.windows(2) {
            for (low, high) in pair[0].windows(2).zip(pair[1].windows(2)) {
                let four = [low[0], low[1], high[0], high[1]];
                if four.iter().all(|corner| corner.at.is_finite()) {
                    brush.draw(raster, [low[0], low[1], high[0]]);
                    brush.draw(raster, [high[1], high[0], low[1]]);
                }
            }
        }
    }

    fn corner(&self, brush: &Brush, row: usize, column: usize) -> Corner {
        let at = |row: usize, column: usize| {
            let point = self.points.get(row).and_then(|row| row.get(column)).copied();
            point.filter(|point| point.is_finite()).map(|point| brush.scale.place(point))
        };
        let own = at(row, column).unwrap_or(Vector([f64::NAN; 3]));
        // The differences to both neighbours, or to the one there is.
        let slope =
            |before: Option<Vector>, after: Option<Vector>| after.unwrap_or(own) - before.unwrap_or(own);
        let across = slope(column.checked_sub(1).and_then(|column| at(row, column)), at(row, column + 1));
        let up = slope(row.checked_sub(1).and_then(|row| at(row, column)), at(row + 1, column));
        let value = self.values.get(row).and_then(|row| row.get(column)).copied().unwrap_or(f64::NAN);
        Corner { at: own, normal: across.cross(up), tint: Tint::Value(value) }
    }
}
