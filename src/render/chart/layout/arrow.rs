//! The arrow of an annotation: a line from its text to its point, with heads.

use kurbo::{Affine, BezPath, Point, Rect, Vec2};

use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::DARK;
use crate::render::chart::draw::Canvas;
use crate::render::scene::{Color, Stroke};

/// Outlines of plotly's heads for a line 1 px wide that points right and ends at 0, how far before the tip that is,
/// and whether they turn with the line (`arrowhead`).
const HEADS: [(&str, f64, bool); 8] = [
    ("", 0.0, true),
    ("M-2.4,-3V3L0.6,0Z", 0.6, true),
    ("M-3.7,-2.5V2.5L1.3,0Z", 1.3, true),
    ("M-4.45,-3L-1.65,-0.2V0.2L-4.45,3L1.55,0Z", 1.55, true),
    ("M-2.2,-2.2L-0.2,-0.2V0.2L-2.2,2.2L-1.4,3L1.6,0L-1.4,-3Z", 1.6, true),
    ("M-4.4,-2.1L-0.6,-0.2V0.2L-4.4,2.1L-4,3L2,0L-4,-3Z", 2.0, true),
    ("M2,0A2,2 0 1,1 0,-2A2,2 0 0,1 2,0Z", 0.0, false),
    ("M2,2V-2H-2V2Z", 0.0, false),
];

/// An end of an arrow.
#[derive(Debug, Clone, Copy)]
struct End {
    head: (&'static str, f64, bool),
    /// px per unit of the head's outline.
    scale: f64,
    /// px that the end keeps away from what it points at.
    standoff: f64,
}

impl End {
    fn new(head: f64, scale: f64, standoff: f64) -> Self {
        let head = HEADS.get(head as usize).copied().unwrap_or(HEADS[0]);
        Self { head, scale, standoff }
    }

    /// px that the line is shorter.
    fn back(self) -> f64 {
        self.head.1 * self.scale + self.standoff
    }

    fn draw(self, canvas: &Canvas, at: Point, way: Vec2, color: Color) {
        let (outline, _, turns) = self.head;
        let Ok(outline) = BezPath::from_svg(outline) else { return };
        let turn = if turns { Affine::rotate(way.atan2()) } else { Affine::IDENTITY };
        let place = Affine::translate(at.to_vec2()) * turn * Affine::scale(self.scale);
        canvas.path(place * outline, Some(color.into()), None);
    }
}

/// How an annotation's arrow looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrow {
    color: Color,
    /// px.
    width: f64,
    start: End,
    end: End,
}

impl Arrow {
    /// Reads the arrow of an annotation.
    pub(super) fn new(item: &Attrs) -> Self {
        let border = item.color("bordercolor").filter(|color| color.a > 0);
        let thick = border.map(|_| item.number("borderwidth")).filter(|width| *width > 0.0).unwrap_or(1.0);
        let width = item.num_or("arrowwidth", 2.0 * thick).max(0.1);
        let sides = item.text("arrowside");
        let (at_start, at_end) = (sides.contains("start"), sides.contains("end"));
        let end = if at_end { (item.number("arrowhead"), item.number("arrowsize")) } else { (0.0, 1.0) };
        // A start without a head of its own has the end's.
        let start = match (at_start, at_end) {
            (false, _) => (0.0, 1.0),
            (true, false) => (item.number("startarrowhead"), item.number("startarrowsize")),
            (true, true) => (item.num_or("startarrowhead", end.0), item.num_or("startarrowsize", end.1)),
        };
        Self {
            color: item.color("arrowcolor").or(border).unwrap_or(DARK),
            width,
            start: End::new(start.0, start.1 * width, item.number("startstandoff")),
            end: End::new(end.0, end.1 * width, item.number("standoff")),
        }
    }

    /// Draws it from a text's frame, which `turn` takes to the page; nothing when it would end in the frame or be too
    /// short for its heads.
    pub(super) fn draw(&self, canvas: &Canvas, (tail, tip): (Point, Point), turn: Affine, frame: Rect) {
        let (origin, target) = (turn.inverse() * tail, turn.inverse() * tip);
        let way = target - origin;
        if frame.contains(target) || way.hypot() == 0.0 {
            return;
        }
        let out = leaves(origin.x, way.x, (frame.x0, frame.x1))
            .min(leaves(origin.y, way.y, (frame.y0, frame.y1)))
            .clamp(0.0, 1.0);
        let tail = turn * (origin + way * out);
        let (length, unit) = ((tip - tail).hypot(), (tip - tail).normalize());
        if !length.is_normal() || length < self.start.back() + self.end.back() {
            return;
        }
        let (from, to) = (tail + unit * self.start.back(), tip - unit * self.end.back());
        let solid = Color { a: 255, ..self.color };
        canvas.faded(f64::from(self.color.a) / 255.0, |canvas| {
            let mut line = BezPath::new();
            line.move_to(from);
            line.line_to(to);
            canvas.path(line, None, Some(Stroke::new(solid, self.width)));
            self.start.draw(canvas, from, -unit, solid);
            self.end.draw(canvas, to, unit, solid);
        });
    }
}

/// The share of the way after which it is out of a span.
fn leaves(from: f64, way: f64, (low, high): (f64, f64)) -> f64 {
    if way > 0.0 {
        (high - from) / way
    } else if way < 0.0 {
        (low - from) / way
    } else {
        f64::INFINITY
    }
}
