//! The box around a scene: walls, grid lines, axis lines, labels and titles (gl-axes3d).

use kurbo::{BezPath, Vec2};

use super::camera::Camera;
use super::cube::{Cube, Edge};
use super::scale::{LETTERS, Scale};
use super::sign::Sign;
use super::vector::Vector;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::Axis;
use crate::render::chart::color::{DARK, combine, mix};
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::stage::Stage;
use crate::render::scene::{Color, Stroke};

/// px from an axis to its labels, and from there to its title.
const LABEL_ROOM: f64 = 18.0;
const TITLE_ROOM: f64 = 30.0;
/// How wide plotly draws lines in scenes, of what they are asked for.
pub(super) const LINE: f64 = 0.5;
/// px per em that the sizes of single labels are relative to.
const BASE_SIZE: f64 = 12.0;
/// A title with more letters runs along its axis.
const SHORT_TITLE: usize = 4;
/// How much of the background is in grid lines.
const GRID: f64 = (204.0 - 68.0) / (255.0 - 68.0);

/// What a scene's box is drawn with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'f, 'a> {
    pub(super) scale: &'f Scale<'a>,
    pub(super) camera: &'f Camera,
    pub(super) cube: &'f Cube,
    /// Behind the scene.
    pub(super) background: Color,
}

impl Frame<'_, '_> {
    /// Everything but the words.
    pub(super) fn draw(&self, canvas: &Canvas) {
        for (index, axis) in self.visible() {
            if axis.attrs.is("showbackground") {
                self.draw_wall(canvas, index, axis.attrs.shade("backgroundcolor"));
            }
        }
        for wall in 0..3 {
            for (across, along) in [((wall + 1) % 3, (wall + 2) % 3), ((wall + 2) % 3, (wall + 1) % 3)] {
                self.draw_grid(canvas, wall, across, along);
            }
            for (along, across) in [((wall + 1) % 3, (wall + 2) % 3), ((wall + 2) % 3, (wall + 1) % 3)] {
                self.draw_zero(canvas, wall, across, along);
            }
        }
        for (index, axis) in self.visible() {
            self.draw_line(canvas, index, axis);
        }
    }

    fn visible(&self) -> impl Iterator<Item = (usize, &Axis<'_>)> {
        self.scale.axes.iter().enumerate().filter(|(_, axis)| axis.visible)
    }

    /// A wall's colour is laid over the background as the browser takes it: already multiplied by its opacity.
    fn draw_wall(&self, canvas: &Canvas, index: usize, color: Color) {
        let rest = 1.0 - f64::from(color.a) / 255.0;
        let over = |own: u8, under: u8| (f64::from(own) + rest * f64::from(under)).min(255.0).round() as u8;
        let under = self.background;
        let color =
            Color { r: over(color.r, under.r), g: over(color.g, under.g), b: over(color.b, under.b), a: 255 };
        let half = self.cube.half();
        let (u, v) = ((index + 1) % 3, (index + 2) % 3);
        let base = Vector::along(index, self.cube.wall(index));
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        let corners = corners.map(|(a, b)| base.with(u, a * half[u]).with(v, b * half[v]));
        let mut path = BezPath::new();
        let seen = self.camera.see_polygon(&corners);
        let Some((first, rest)) = seen.split_first() else { return };
        path.move_to(first.at);
        for seen in rest {
            path.line_to(seen.at);
        }
        path.close_path();
        canvas.path(path, Some(color.into()), None);
    }

    /// The ticks' lines of the axis `across`, on a wall.
    fn draw_grid(&self, canvas: &Canvas, wall: usize, across: usize, along: usize) {
        let axis = &self.scale.axes[across];
        if !axis.visible || !axis.attrs.flag("showgrid", true) {
            return;
        }
        let base = axis.attrs.color("color").unwrap_or(DARK);
        let color = axis.attrs.color("gridcolor").unwrap_or_else(|| mix(base, self.background, GRID));
        let width = axis.attrs.number("gridwidth");
        for tick in &axis.ticks {
            let at = self.scale.place_on(across, tick.value);
            let from = Vector::along(wall, self.cube.wall(wall)).with(across, at);
            self.draw_span(canvas, from, along, Stroke::new(color, width));
        }
    }

    /// The line where `across` is 0, on a wall.
    fn draw_zero(&self, canvas: &Canvas, wall: usize, across: usize, along: usize) {
        let axis = &self.scale.axes[across];
        let (low, high) = axis.span();
        let numbers = axis.kind != crate::render::chart::axis::AxisKind::Log;
        if !axis.visible || !numbers || !axis.attrs.flag("zeroline", true) || low > 0.0 || high < 0.0 {
            return;
        }
        let color = axis.attrs.color("zerolinecolor").or(axis.attrs.color("color")).unwrap_or(DARK);
        let at = self.scale.place_on(across, 0.0);
        let from = Vector::along(wall, self.cube.wall(wall)).with(across, at);
        self.draw_span(canvas, from, along, Stroke::new(color, axis.attrs.number("zerolinewidth")));
    }

    /// A line through the whole box along an axis.
    fn draw_span(&self, canvas: &Canvas, at: Vector, along: usize, stroke: Stroke) {
        let half = self.cube.half()[along];
        self.draw_between(canvas, at.with(along, -half), at.with(along, half), stroke);
    }

    fn draw_between(&self, canvas: &Canvas, from: Vector, to: Vector, stroke: Stroke) {
        let Some((from, to)) = self.camera.see_line(from, to) else { return };
        let mut path = BezPath::new();
        path.move_to(from.at);
        path.line_to(to.at);
        let stroke = Stroke { width: stroke.width * LINE, ..stroke };
        canvas.path(path, None, Some(stroke));
    }

    /// The axis' own line and its tick marks.
    fn draw_line(&self, canvas: &Canvas, index: usize, axis: &Axis) {
        let edge = self.cube.edge(index);
        let mirror = axis.attrs.get("mirror");
        let named = mirror.and_then(serde_json::Value::as_str);
        let mirrored = named.is_some() || mirror.and_then(serde_json::Value::as_bool) == Some(true);
        let mut lines = vec![(edge.at, edge.outwards, true, axis.tick_style.marks.is_some())];
        if mirrored {
            lines.push((edge.mirror, edge.mirror_outwards, true, named.is_some()));
        }
        for (at, outwards, line, ticks) in lines {
            if let Some((color, width)) = axis.line.filter(|_| line) {
                self.draw_span(canvas, at, index, Stroke::new(color, width));
            }
            if ticks {
                let reach = outwards * (axis.tick_style.length * self.camera.pixel());
                for tick in &axis.ticks {
                    let from = at.with(index, self.scale.place_on(index, tick.value));
                    let stroke = Stroke::new(axis.tick_style.color, axis.tick_style.width);
                    self.draw_between(canvas, from, from + reach, stroke);
                }
            }
        }
    }

    /// Labels and titles.
    pub(super) fn write(&self, canvas: &Canvas, stage: &Stage) {
        let px = self.camera.pixel();
        for (index, axis) in self.visible() {
            let edge = self.cube.edge(index);
            let mut at = edge.at;
            if axis.tick_style.marks.is_some() {
                at = at + edge.outwards * (axis.tick_style.length.max(0.0) * px);
            }
            if axis.attrs.is("showticklabels") {
                at = at + edge.outwards * (LABEL_ROOM * px);
                self.write_labels(canvas, stage, (index, axis), at, &edge);
            }
            self.write_title(canvas, stage, (index, axis), at + edge.outwards * (TITLE_ROOM * px));
        }
    }

    fn write_labels(
        &self,
        canvas: &Canvas,
        stage: &Stage,
        (index, axis): (usize, &Axis),
        at: Vector,
        edge: &Edge,
    ) {
        for tick in &axis.ticks {
            let at = at.with(index, self.scale.place_on(index, tick.value));
            let Some(seen) = self.camera.see(at) else { continue };
            let angle = match axis.tick_style.angle {
                Some(angle) => angle,
                None => aligned(index, edge).map_or(0.0, |along| self.slope(at, along)),
            };
            let size = axis.tick_style.font.size;
            let style = axis.tick_style.font.sized(size * tick.size / BASE_SIZE);
            Sign::new(&tick.text, stage.setter, &style).write(canvas, seen.at, angle);
        }
    }

    fn write_title(&self, canvas: &Canvas, stage: &Stage, (index, axis): (usize, &Axis), at: Vector) {
        let title = axis.title.clone().or_else(|| {
            let named = axis.attrs.has("title.text") || axis.attrs.str("title").is_some();
            (!named).then(|| LETTERS[index].to_owned())
        });
        let (Some(title), Some(seen)) = (title, self.camera.see(at)) else { return };
        let long = title.chars().count() > SHORT_TITLE;
        let angle = if long { self.slope(at, index) } else { 0.0 };
        Sign::new(&title, stage.setter, &axis.title_style).write(canvas, seen.at, angle);
    }

    /// The slope that a direction of the box has on the page, upright, degrees clockwise.
    fn slope(&self, at: Vector, along: usize) -> f64 {
        let view = self.camera.view();
        let (from, to) = (self.camera.clip(at), self.camera.clip(at + Vector::along(along, 1e-3)));
        let way = Vec2::new((to[0] - from[0]) * view.width(), (to[1] - from[1]) * view.height());
        let angle = way.atan2().to_degrees().rem_euclid(180.0);
        -(if angle > 90.0 { angle - 180.0 } else { angle })
    }
}

/// The axis whose direction labels take; `None` lays them flat.
fn aligned(index: usize, edge: &Edge) -> Option<usize> {
    let (first, second) = ((index + 1) % 3, (index + 2) % 3);
    let (minor, major) = (edge.outwards, edge.mirror_outwards);
    if minor[first] != 0.0 && major[second] != 0.0 {
        Some(first)
    } else if minor[second] != 0.0 && major[first] != 0.0 {
        Some(second)
    } else {
        None
    }
}

/// What lies behind a scene: its own background over the paper's.
pub(super) fn background(scene: &Attrs, paper: Color) -> Color {
    combine(scene.color("bgcolor").unwrap_or(Color::TRANSPARENT), paper)
}
