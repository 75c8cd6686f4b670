//! The lines of parallel coordinates.
//!
//! plotly draws them in WebGL, a pixel wide at twice the resolution: half a px.

use kurbo::{BezPath, Point, Vec2};

use super::dimension::Parcoords;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::parse;
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::plot::{Stage, Trace};
use crate::render::scene::Color;

/// Half of a line's width, px.
const HALF: f64 = 0.25;
/// Colours that a scale is told apart by.
const COLORS: f64 = 256.0;

/// A line's colour, and how far in front of others it lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    pub(super) color: Color,
    depth: f64,
}

impl Parcoords {
    /// The scale that numbers in `line.color` are coloured by; `None` when the lines have one colour.
    pub(crate) fn scale(trace: &Trace, layout: &Attrs) -> Option<ColorScale> {
        let line = trace.attrs.at("line");
        let data = extent(trace.column("line.color")?.numbers())?;
        let mut scale = ColorScale::of(&line, "c", Some(data), &layout.at("colorscale"));
        if !line.has("colorscale") && !line.is("autocolorscale") {
            let name = if line.is("reversescale") { "Viridis_r" } else { "Viridis" };
            scale.stops = ColorScale::stops(&name.into())?;
        }
        Some(scale)
    }

    /// The rows that are selected, from the hindmost to the foremost, with their ink.
    ///
    /// Higher colour numbers lie in front; among equals the first row does.
    pub(super) fn selected(&self, trace: &Trace, stage: &Stage) -> Vec<(usize, Ink)> {
        let shared = trace.attrs.str("line.coloraxis").map(|id| stage.colors.scale(id, stage.layout));
        let scale = shared.or_else(|| Self::scale(trace, stage.layout));
        let numbers = trace.column("line.color").filter(|_| scale.is_some()).map(|colors| colors.numbers());
        let own = trace.attrs.color("line.color").unwrap_or(trace.color);
        let ink = |row: usize| match (&scale, &numbers) {
            (Some(scale), Some(numbers)) => {
                let share =
                    (numbers.get(row).copied().unwrap_or(f64::NAN) - scale.min) / (scale.max - scale.min);
                let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
                let step = (share * COLORS).floor().min(COLORS - 1.0) / (COLORS - 1.0);
                Ink { color: Color { a: 255, ..scale.at(step) }, depth: share }
            }
            _ => Ink { color: own, depth: 0.0 },
        };
        let mut rows: Vec<(usize, Ink)> =
            (0..self.count).rev().filter(|row| self.selects(*row)).map(|row| (row, ink(row))).collect();
        rows.sort_by(|a, b| a.1.depth.total_cmp(&b.1.depth));
        rows
    }

    /// The colour of all rows behind the selected ones.
    pub(super) fn faint(&self, trace: &Trace) -> Color {
        let color = trace.attrs.str("unselected.line.color").and_then(parse);
        let color = color.unwrap_or(Color::rgb(0x7f, 0x7f, 0x7f));
        let auto = (1.0 / self.count as f64).cbrt().max(1.0 / 255.0);
        match trace.attrs.num("unselected.line.opacity") {
            Some(opacity) => color.faded(opacity),
            None => Color { a: 255, ..color }.faded(auto),
        }
    }

    /// The pieces of a row's line across axes `step` px apart; the first begins at `corner`, `height` px high.
    pub(super) fn pieces(&self, row: usize, corner: Point, (step, height): (f64, f64)) -> Vec<Piece> {
        let place = |at: usize| {
            let dimension = self.dimensions.get(at)?;
            let y = dimension.place(*dimension.values.get(row)?, height);
            y.is_finite().then(|| corner + Vec2::new(at as f64 * step, y))
        };
        let piece = |at: usize| Some(Piece { from: place(at - 1)?, to: place(at)? });
        (1..self.dimensions.len()).filter_map(piece).collect()
    }
}

/// A line's piece between two axes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    from: Point,
    to: Point,
}

impl Piece {
    /// Tells equal pieces.
    pub(super) fn key(self) -> [u64; 4] {
        [self.from.x, self.from.y, self.to.x, self.to.y].map(f64::to_bits)
    }

    /// Adds its outline.
    pub(super) fn append(self, path: &mut BezPath) {
        let along = self.to - self.from;
        let half = Vec2::new(-along.y, along.x) * (HALF / along.hypot());
        path.move_to(self.from - half);
        path.line_to(self.to - half);
        path.line_to(self.to + half);
        path.line_to(self.from + half);
        path.close_path();
    }
}
