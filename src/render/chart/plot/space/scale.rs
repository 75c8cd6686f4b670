//! The three axes of a scene: kinds, ranges, ticks, and how data lie in its box.

use super::camera::Camera;
use super::cube::Cube;
use super::vector::Vector;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axis, AxisKind, autotype};
use crate::render::chart::column::Column;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::stage::Stage;

/// The axes' letters, in order.
pub(super) const LETTERS: [&str; 3] = ["x", "y", "z"];
/// A range reaches so much of the data further at each end.
const ROOM: f64 = 1.0 / 32.0;
/// Lengths that differ by no more than this factor keep their relation.
const MOST_UNEVEN: f64 = 4.0;

/// The axes of a scene.
#[derive(Debug)]
pub(super) struct Scale<'a> {
    pub(super) axes: [Axis<'a>; 3],
    /// The lengths of the box.
    pub(super) aspect: Vector,
    /// The lengths of the data.
    spans: Vector,
}

impl<'a> Scale<'a> {
    /// The axes of a scene for the plot traces in it.
    pub(super) fn new(scene: &Attrs<'a>, members: &[&Trace], stage: &Stage) -> Self {
        let axes = LETTERS.map(|letter| {
            let attrs = scene.at(&format!("{letter}axis"));
            let mut axis = Axis::new("yscene", attrs.clone(), attrs, stage.font);
            axis.kind = kind(&axis.attrs, letter, members);
            axis
        });
        Self { axes, aspect: Vector([1.0; 3]), spans: Vector([1.0; 3]) }
    }

    /// A column of data in linear coordinates.
    pub(super) fn read(&mut self, axis: usize, column: &Column) -> Vec<f64> {
        let axis = &mut self.axes[axis];
        let values = axis.read(column);
        values.into_iter().map(|value| axis.linear(value)).collect()
    }

    /// Chooses ranges that show everything between `low` and `high`, and the box's lengths for data that reach
    /// from `data.0` to `data.1`.
    pub(super) fn fit(&mut self, scene: &Attrs, data: (Vector, Vector), (low, high): (Vector, Vector)) {
        self.spans = Vector::each(|axis| {
            let span = data.1[axis] - data.0[axis];
            if span > 0.0 && span.is_finite() { span } else { 1.0 }
        });
        for (index, axis) in self.axes.iter_mut().enumerate() {
            axis.read_range();
            if !axis.is_automatic() {
                continue;
            }
            let (mut from, mut to) = (low[index], high[index]);
            if axis.attrs.text("rangemode") == "tozero" {
                (from, to) = (from.min(0.0), to.max(0.0));
            }
            let room = (to - from) * ROOM;
            axis.range = if from > to || !room.is_finite() { [-1.0, 1.0] } else { [from - room, to + room] };
            axis.apply_options();
            if axis.range[0] == axis.range[1] {
                axis.range = [axis.range[0] - 1.0, axis.range[1] + 1.0];
            }
            if matches!(axis.attrs.str("autorange"), Some("reversed")) {
                axis.range.reverse();
            }
        }
        self.aspect = self.lengths(scene);
    }

    fn lengths(&self, scene: &Attrs) -> Vector {
        let own = Vector(LETTERS.map(|axis| scene.num(&format!("aspectratio.{axis}")).unwrap_or(0.0)));
        let given = own.0.iter().all(|length| *length > 0.0);
        match scene.str_or("aspectmode", if given { "manual" } else { "auto" }) {
            "cube" => Vector([1.0; 3]),
            "manual" if given => own,
            mode => {
                let even = Vector::each(|axis| {
                    let alike = |other: &usize| self.axes[*other].kind == self.axes[axis].kind;
                    let kin: Vec<usize> = (0..3).filter(alike).collect();
                    let product: f64 = kin.iter().map(|other| 1.0 / self.spans[*other]).product();
                    product.powf(1.0 / kin.len() as f64) * self.spans[axis]
                });
                let most = even.0.iter().copied().fold(0.0, f64::max);
                let least = even.0.iter().copied().fold(f64::INFINITY, f64::min);
                if mode == "data" || most / least <= MOST_UNEVEN { even } else { Vector([1.0; 3]) }
            }
        }
    }

    /// A point of linear coordinates in the box, which lies about the origin.
    pub(super) fn place(&self, point: Vector) -> Vector {
        Vector::each(|axis| self.place_on(axis, point[axis]))
    }

    /// A point of the box in plotly's own coordinates: the data's, divided by how far they reach.
    pub(super) fn unit(&self, point: Vector) -> Vector {
        Vector::each(|axis| {
            let [from, to] = self.axes[axis].range;
            let value = from + (point[axis] / self.aspect[axis] + 0.5) * (to - from);
            value / self.spans[axis]
        })
    }

    /// A value on one axis in the box.
    pub(super) fn place_on(&self, axis: usize, value: f64) -> f64 {
        let [from, to] = self.axes[axis].range;
        self.aspect[axis] * ((value - from) / (to - from) - 0.5)
    }

    /// Chooses the ticks: as many as px allow, as plotly counts them.
    pub(super) fn set_ticks(&mut self, camera: &Camera, cube: &Cube) {
        for index in 0..3 {
            let [from, to] = self.axes[index].range;
            // One unit of data, which spans 1 in plotly's scene, in the box.
            let unit = self.aspect[index] / (to - from).abs() * self.spans[index];
            let dense = density(camera, cube, index, unit);
            let axis = &mut self.axes[index];
            axis.range = [from.min(to), from.max(to)];
            // plotly divides px by its scale once too often: wide ranges get more ticks.
            let length = dense * (to - from).abs();
            axis.tick_count = Some((length / 40.0).clamp(4.0, 9.0));
            axis.set_ticks();
            axis.range = [from, to];
            for tick in &mut axis.ticks {
                tick.text = tick.text.replace("<br>", " ");
            }
        }
    }
}

/// The fewest px that a unit of data takes at the corners of the back walls.
fn density(camera: &Camera, cube: &Cube, index: usize, unit: f64) -> f64 {
    let half = cube.half();
    let mut least = f64::INFINITY;
    for wall in (0..3).filter(|wall| *wall != index) {
        for corner in 0..8_usize {
            let point = Vector::each(|axis| if corner >> axis & 1 == 1 { half[axis] } else { -half[axis] });
            if point[wall] != cube.wall(wall) {
                continue;
            }
            let step = Vector::along(index, unit);
            let (ahead, back) = (camera.clip(point + step), camera.clip(point - step));
            let view = camera.view();
            let (dx, dy) = ((ahead[0] - back[0]) * view.width(), (ahead[1] - back[1]) * view.height());
            least = least.min(0.25 * dx.hypot(dy));
        }
    }
    least
}

fn kind(attrs: &Attrs, letter: &str, members: &[&Trace]) -> AxisKind {
    let named = attrs.str("type").and_then(AxisKind::named);
    named.unwrap_or_else(|| {
        let strict = attrs.str("autotypenumbers") == Some("strict");
        let column = members.iter().find_map(|trace| trace.column(letter).filter(|column| column.len() > 0));
        match column {
            Some(column) if column.is_nested() => AxisKind::Linear,
            Some(column) => autotype(&column, strict),
            None => AxisKind::Linear,
        }
    })
}
