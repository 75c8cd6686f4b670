//! Parallel coordinates on the canvas.

use std::collections::HashSet;

use kurbo::{Affine, BezPath, Point, Rect};

use super::dimension::{Dimension, Parcoords};
use crate::render::chart::color;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::{Stage, Trace};
use crate::render::chart::text::{Anchor, Placement, TextStyle};
use crate::render::scene::Color;

/// px between an axis and its title.
const TITLE_OFFSET: f64 = 28.0;
/// px between an axis and the ends of its range.
const ENDS_OFFSET: f64 = 10.0;
/// px of a tick, and between it and its text.
const TICK: (f64, f64) = (4.0, 3.0);
/// px of the ticks at an axis' ends.
const END_TICK: f64 = 2.0;
/// px of the line that marks what is selected, and of its background.
const SELECTION: (f64, f64) = (3.0, 5.0);
/// Up to so many rows, the faint lines of selected ones are drawn too.
const FEW: usize = 1000;
const MAGENTA: Color = Color::rgb(255, 0, 255);

/// How the axes of a trace are labelled.
struct Labels {
    title: TextStyle,
    tick: TextStyle,
    ends: TextStyle,
    /// Degrees.
    angle: f64,
    at_bottom: bool,
    /// The page's colour.
    paper: Color,
}

impl Parcoords {
    /// Draws lines, then axes.
    pub(crate) fn draw(&self, canvas: &Canvas, trace: &Trace, stage: &Stage) {
        let domain = stage.domain(&trace.attrs);
        let (width, height) = (domain.width().floor(), domain.height().floor());
        let step = width / (self.dimensions.len() as f64 - 1.0).max(1.0);
        let of_lines = Point::new(domain.x0, domain.y1 - height);
        let clip = Rect::from_origin_size(of_lines, (width + 0.5, height));
        canvas.clipped(clip, |canvas| self.draw_lines(canvas, trace, stage, of_lines, (step, height)));
        let font = stage.font.sized((stage.font.size / 1.2).round());
        let style = |path: &str| font.with(&trace.attrs.at(path));
        let labels = Labels {
            title: style("labelfont"),
            tick: style("tickfont"),
            ends: style("rangefont"),
            angle: trace.attrs.number("labelangle"),
            at_bottom: trace.attrs.text("labelside") == "bottom",
            paper: stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE),
        };
        for (index, dimension) in self.dimensions.iter().enumerate() {
            let top = Point::new(domain.x0 + index as f64 * step, domain.y0);
            dimension.draw(canvas, stage, &labels, top, height);
        }
    }

    fn draw_lines(
        &self,
        canvas: &Canvas,
        trace: &Trace,
        stage: &Stage,
        corner: Point,
        (step, height): (f64, f64),
    ) {
        let faint = self.faint(trace);
        // Faint lines hardly show below their selected ones where there are many.
        for row in (0..self.count).filter(|row| self.count <= FEW || !self.selects(*row)) {
            let mut path = BezPath::new();
            for piece in self.pieces(row, corner, (step, height)) {
                piece.append(&mut path);
            }
            canvas.path(path, Some(faint.into()), None);
        }
        // Of equal pieces only the foremost shows, as a depth buffer has it.
        let mut seen = HashSet::new();
        let mut layers: Vec<(Color, BezPath)> = Vec::new();
        for (row, ink) in self.selected(trace, stage).into_iter().rev() {
            if layers.last().is_none_or(|(color, _)| *color != ink.color) {
                layers.push((ink.color, BezPath::new()));
            }
            let Some((_, path)) = layers.last_mut() else { continue };
            for piece in self.pieces(row, corner, (step, height)) {
                if seen.insert(piece.key()) {
                    piece.append(path);
                }
            }
        }
        for (color, path) in layers.into_iter().rev() {
            canvas.path(path, Some(color.into()), None);
        }
    }
}

impl Dimension {
    fn draw(&self, canvas: &Canvas, stage: &Stage, labels: &Labels, top: Point, height: f64) {
        let whole = |at: f64| (at + 0.5).floor();
        let dark = Color::BLACK.faded(0.25);
        // A line of one px, on whole pixels.
        let line = |from: Point, to: Point| {
            let rect = if from.x == to.x {
                Rect::new(whole(from.x - 0.5), whole(from.y), whole(from.x - 0.5) + 1.0, whole(to.y))
            } else {
                Rect::new(whole(from.x), whole(from.y - 0.5), whole(to.x), whole(from.y - 0.5) + 1.0)
            };
            canvas.rect(rect, dark);
        };
        let at = |x: f64, y: f64| Point::new(top.x + x, top.y + y);
        for (y, text) in self.ticks(height) {
            line(at(-TICK.0, y), at(0.0, y));
            let set = stage.setter.set(&text, &labels.tick);
            let baseline = top.y + y + 0.32 * labels.tick.size;
            let place = Placement::new(top.x - TICK.0 - TICK.1, baseline, Anchor::End);
            canvas.shadowed_text(&set, &place, color::contrast(labels.tick.color));
        }
        line(at(0.0, 2.0), at(0.0, height - 2.0));
        line(at(-END_TICK, 2.0), at(0.0, 2.0));
        line(at(-END_TICK, height - 2.0), at(0.0, height - 2.0));
        self.draw_title(canvas, stage, labels, top, height);
        let offset = height + ENDS_OFFSET + 0.75 * labels.ends.size;
        for (text, y) in self.ends().into_iter().zip([-ENDS_OFFSET, offset]) {
            let set = stage.setter.set(&text, &labels.ends);
            canvas.text(&set, &Placement::new(top.x, top.y + y, Anchor::Middle));
        }
        for [from, to] in self.selected(height) {
            for (width, color) in [(SELECTION.1, labels.paper), (SELECTION.0, MAGENTA)] {
                let left = whole(top.x - width / 2.0);
                canvas.rect(Rect::new(left, whole(top.y + from), left + width, whole(top.y + to)), color);
            }
        }
    }

    fn draw_title(&self, canvas: &Canvas, stage: &Stage, labels: &Labels, top: Point, height: f64) {
        let (dx, dy) = labels.angle.to_radians().sin_cos();
        let leans_back = (dx < 0.0) != labels.at_bottom;
        let anchor = match 2.0 * dx.abs() > dy.abs() {
            true if leans_back => Anchor::Start,
            true => Anchor::End,
            false => Anchor::Middle,
        };
        let down = if labels.at_bottom { 2.0 * TITLE_OFFSET + height } else { 0.0 };
        let transform = Affine::translate(top.to_vec2())
            * Affine::translate((0.0, down))
            * Affine::rotate(labels.angle.to_radians())
            * Affine::translate((-TITLE_OFFSET * dx, -TITLE_OFFSET * dy));
        let set = stage.setter.set(&self.label, &labels.title);
        canvas.text(&set, &Placement { transform, ..Placement::new(0.0, 0.0, anchor) });
    }
}
