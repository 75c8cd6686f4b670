//! Labels beside a pie, moved apart, with lines to their slices.

use kurbo::{BezPath, Point, Vec2};

use super::pie::place;
use crate::render::chart::draw::Canvas;
use crate::render::chart::text::{RichText, TextStyle};
use crate::render::scene::{Color, Stroke};

/// A slice as the labels see it.
#[derive(Debug)]
pub(super) struct Outer {
    /// From the pie's centre to the middle of the slice's edge and to its ends.
    pub(super) middle: Vec2,
    pub(super) ends: [Vec2; 2],
    /// The slice's own centre.
    pub(super) center: Point,
    pub(super) pull: f64,
    /// Its label, unless that lies inside.
    pub(super) label: Option<Label>,
}

/// A text beside its slice.
#[derive(Debug)]
pub(super) struct Label {
    text: RichText,
    at: Point,
    extra: Vec2,
    line: (Color, f64),
    scale: f64,
}

impl Label {
    /// Puts a text, drawn at `scale`, beyond the middle of a slice's edge.
    pub(super) fn new(text: RichText, style: &TextStyle, scale: f64, center: Point, middle: Vec2) -> Self {
        let (half_x, half_y) = (text.width() / 2.0, text.height() / 2.0);
        let side = if middle.x < 0.0 { -1.0 } else { 1.0 };
        let x = side * (half_x + half_y / 2.0);
        let lean = (middle.x / middle.y).powi(2);
        let y = if middle.y < 0.0 { -half_y } else { half_y } / (1.0 + lean);
        let line = (style.color, (style.size / 8.0).min(2.0));
        Self { text, at: center + middle + Vec2::new(x, y), extra: Vec2::ZERO, line, scale }
    }

    /// The edge of the label away from the pie's equator, or towards it.
    fn edge(&self, below: bool) -> f64 {
        let half = self.text.height() / 2.0;
        self.at.y + if below { half } else { -half }
    }
}

/// Moves labels until none lies on another, nor on a slice that is pulled farther out (plotly's `scootLabels`).
pub(super) fn scoot(outers: &mut [Outer]) {
    let mut quadrants: [[Vec<usize>; 2]; 2] = Default::default();
    for (index, outer) in outers.iter().enumerate() {
        let [left, right] = &mut quadrants[usize::from(outer.middle.y >= 0.0)];
        if outer.middle.x < 0.0 { left.push(index) } else { right.push(index) }
    }
    let pulled = outers.windows(2).any(|pair| pair[0].pull != pair[1].pull);
    for below in [false, true] {
        for right in [false, true] {
            let (half, side) = (usize::from(below), usize::from(right));
            let opposite = quadrants[1 - half][side].clone();
            let own = &mut quadrants[half][side];
            let sign = if below { 1.0 } else { -1.0 };
            own.sort_by(|a, b| (sign * outers[*a].middle.y).total_cmp(&(sign * outers[*b].middle.y)));
            let whole: Vec<usize> = opposite.iter().chain(own.iter()).copied().collect();
            let labelled = |index: &&usize| outers[**index].label.is_some();
            let members: Vec<usize> = own.iter().filter(labelled).copied().collect();
            let mut before = opposite.iter().find(labelled).copied().filter(|_| below);
            for index in members {
                avoid_label(outers, index, before, below);
                if pulled {
                    avoid_slices(outers, index, &whole, below, right);
                }
                before = Some(index);
            }
        }
    }
}

fn avoid_label(outers: &mut [Outer], index: usize, before: Option<usize>, below: bool) {
    let Some(edge) = before
        .and_then(|before| outers[before].label.as_ref())
        .map(|label| label.edge(below) + label.extra.y)
    else {
        return;
    };
    if let Some(label) = &mut outers[index].label {
        let by = edge - label.edge(!below);
        if (by > 0.0) == below && by != 0.0 {
            label.extra.y = by;
        }
    }
}

fn avoid_slices(outers: &mut [Outer], index: usize, whole: &[usize], below: bool, right: bool) {
    let (y_sign, x_sign) = (if below { 1.0 } else { -1.0 }, if right { 1.0 } else { -1.0 });
    let farthest = |a: f64, b: f64, positive: bool| if positive { a.max(b) } else { a.min(b) };
    let outer_y = |outer: &Outer| outer.center.y + farthest(outer.ends[0].y, outer.ends[1].y, below);
    let own = &outers[index];
    let Some(label) = &own.label else { return };
    let mut extra = label.extra;
    let place = whole.iter().position(|other| *other == index).unwrap_or(0);
    for (rank, other) in whole.iter().enumerate() {
        let other = &outers[*other];
        if rank == place || own.pull >= other.pull {
            continue;
        }
        if (own.middle.y - other.middle.y) * y_sign > 0.0 {
            let by = outer_y(other) - label.edge(!below) - extra.y;
            if by * y_sign > 0.0 {
                extra.y += by;
            }
        } else if (label.edge(below) + extra.y - outer_y(own)) * y_sign > 0.0 {
            // Room for the lines to the labels between.
            let buffer = 3.0 * x_sign * (rank as f64 - place as f64).abs();
            let outer_x = other.center.x + farthest(other.ends[0].x, other.ends[1].x, right);
            let by = outer_x + buffer - (own.center.x + own.middle.x) - extra.x;
            if by * x_sign > 0.0 {
                extra.x += by;
            }
        }
    }
    if let Some(label) = &mut outers[index].label {
        label.extra = extra;
    }
}

/// Writes a slice's label, with a line to it when it was moved.
pub(super) fn draw(canvas: &Canvas, outer: &Outer) {
    let Some(label) = &outer.label else { return };
    let at = label.at + label.extra;
    canvas.text(&label.text, &place(&label.text, at, label.scale, 0.0));
    if label.extra == Vec2::ZERO {
        return;
    }
    let start = outer.center + outer.middle;
    let side = if outer.middle.x < 0.0 { -1.0 } else { 1.0 };
    let tail = side * label.text.height() / 4.0;
    let mut path = BezPath::new();
    path.move_to(start);
    if label.extra.x == 0.0 {
        path.line_to((start.x, at.y));
        path.line_to((start.x + tail, at.y));
    } else {
        let slope = outer.middle.y / outer.middle.x;
        let (rise, whole) = (label.extra.x * slope, at.y - start.y);
        if rise.abs() > whole.abs() {
            path.line_to((start.x + whole / slope, at.y));
        } else {
            path.line_to((start.x + label.extra.x, start.y + rise));
            path.line_to((start.x + label.extra.x, at.y));
        }
        path.line_to((start.x + label.extra.x + tail, at.y));
    }
    canvas.path(path, None, Some(Stroke::new(label.line.0, label.line.1)));
}
