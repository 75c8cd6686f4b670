//! Where texts stand in and at bars (plotly's `toMoveInsideBar`, `toMoveOutsideBar`).

use kurbo::{Affine, Point, Rect, Size, Vec2};

use super::corner::Corner;
use crate::render::chart::text::{Anchor, Placement, RichText};

/// px between a text and the edges of its bar.
const TEXT_PAD: f64 = 3.0;

/// A bar on the page: from its base to its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) x0: f64,
    pub(crate) x1: f64,
    pub(crate) y0: f64,
    pub(crate) y1: f64,
    pub(crate) horizontal: bool,
}

impl Span {
    pub(crate) fn rect(self) -> Rect {
        Rect::new(self.x0, self.y0, self.x1, self.y1).abs()
    }

    /// The px left for a text.
    fn room(self) -> Size {
        let rect = self.rect();
        Size::new(rect.width() - 2.0 * TEXT_PAD, rect.height() - 2.0 * TEXT_PAD)
    }
}

/// Where a text goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    /// A point that the text's middle leans away from.
    target: Point,
    /// How far, before scaling.
    lean: Vec2,
    pub(super) scale: f64,
    degrees: f64,
}

/// What a text's place depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner<'a> {
    /// `start`, `middle` or `end` of the bar.
    pub(super) anchor: &'a str,
    /// Degrees; turned where that helps when there are none.
    pub(super) angle: Option<f64>,
    /// Whether it is made smaller to fit.
    pub(super) shrinks: bool,
    pub(super) corner: Option<Corner>,
    /// Whether the bar has a base of its own.
    pub(super) floating: bool,
    /// Which way a bar without length points.
    pub(super) flat: f64,
}

fn direction(from: f64, to: f64) -> f64 {
    if from < to { 1.0 } else { -1.0 }
}

fn turned(size: Size, degrees: f64) -> Size {
    let (sin, cos) = degrees.to_radians().sin_cos();
    Size::new(
        size.width * cos.abs() + size.height * sin.abs(),
        size.width * sin.abs() + size.height * cos.abs(),
    )
}

/// Whether a text fits so much room, upright, turned or shrunk.
fn fits_room(text: Size, room: Size, horizontal: bool) -> bool {
    let (w, h) = (text.width, text.height);
    let shrunk =
        if horizontal { room.width >= w * (room.height / h) } else { room.height >= h * (room.width / w) };
    let fits = (w <= room.width && h <= room.height) || (w <= room.height && h <= room.width);
    room.width >= 0.0 && room.height >= 0.0 && (fits || shrunk)
}

/// Whether a text fits a bar, between its round corners.
pub(super) fn fits(text: &RichText, span: Span, manner: &Manner) -> bool {
    let size = Size::new(text.width(), text.height());
    if size.width <= 0.0 || size.height <= 0.0 {
        return false;
    }
    let room = span.room();
    let fits = |x: f64, y: f64| {
        let room = Size::new(room.width - x, room.height - y);
        fits_room(size, room, span.horizontal)
    };
    let Some(Corner { radius, above }) = manner.rounded() else { return fits(0.0, 0.0) };
    let end = radius - above;
    match (manner.floating, span.horizontal) {
        (true, _) => fits(2.0 * radius, 0.0) || fits(0.0, 2.0 * radius),
        (false, true) => fits(end, 0.0) || fits(0.0, 2.0 * end),
        (false, false) => fits(0.0, end) || fits(2.0 * end, 0.0),
    }
}

impl Manner<'_> {
    /// The corner, when it takes room from a text.
    fn rounded(&self) -> Option<Corner> {
        self.corner.filter(|corner| corner.radius - corner.above > TEXT_PAD)
    }
}

/// Places a text inside its bar.
pub(super) fn inside(text: &RichText, span: Span, manner: &Manner) -> Move {
    let size = Size::new(text.width(), text.height());
    let rect = span.rect();
    let mut pad =
        if rect.width() > 2.0 * TEXT_PAD && rect.height() > 2.0 * TEXT_PAD { TEXT_PAD } else { 0.0 };
    let (lx, ly) = (rect.width() - 2.0 * pad, rect.height() - 2.0 * pad);
    let mut degrees = manner.angle.unwrap_or(0.0);
    let too_big = size.width > lx || size.height > ly;
    let worth = !(size.width > ly || size.height > lx) || ((size.width < size.height) != (lx < ly));
    if manner.angle.is_none() && too_big && worth {
        degrees += 90.0;
    }
    let turned = turned(size, degrees);
    let (scale, extra) = match manner.rounded() {
        Some(corner) => between_corners(turned, span, corner, manner.floating),
        None if manner.shrinks => ((lx / turned.width).min(ly / turned.height).min(1.0), 0.0),
        None => (1.0, 0.0),
    };
    let mut target = rect.center();
    let mut lean = Vec2::ZERO;
    if manner.anchor == "start" || manner.anchor == "end" {
        let end = manner.anchor == "end";
        if manner.corner.is_some() && (end || manner.floating) {
            pad += extra;
        }
        let (x, y) = if end { (span.x1, span.y1) } else { (span.x0, span.y0) };
        if span.horizontal {
            let way = direction(span.x0, span.x1) * if end { -1.0 } else { 1.0 };
            target.x = x + way * pad;
            lean.x = way * turned.width / 2.0;
        } else {
            let way = direction(span.y0, span.y1) * if end { -1.0 } else { 1.0 };
            target.y = y + way * pad;
            lean.y = way * turned.height / 2.0;
        }
    }
    Move { target, lean, scale: scale.max(0.0), degrees }
}

/// The scale at which a text fits between round corners, and px that it keeps from the bar's end.
fn between_corners(text: Size, span: Span, corner: Corner, floating: bool) -> (f64, f64) {
    let room = span.room();
    let (width, height) = (room.width.max(0.0), room.height.max(0.0));
    let radius = corner.radius - TEXT_PAD;
    let above = corner.above;
    let clipped = if above > 0.0 {
        radius - (radius * radius - (radius - above).powi(2)).max(0.0).sqrt()
    } else {
        radius
    };
    let (rx, ry) = match (floating, span.horizontal) {
        (true, _) => (2.0 * radius, 2.0 * radius),
        (false, true) => (radius - above, 2.0 * clipped),
        (false, false) => (2.0 * clipped, radius - above),
    };
    let (tx, ty) = (text.width, text.height);
    let scale = if ty / tx >= height / (width - rx) {
        height / ty
    } else if ty / tx <= (height - ry) / width {
        width / tx
    } else {
        // Its corner lies on the arc: the greater root of a quadratic.
        let (share_x, share_y) = match (floating, span.horizontal) {
            (true, _) => (0.5, 0.5),
            (false, true) => (1.0, 0.5),
            (false, false) => (0.5, 1.0),
        };
        let (x, y) = (width * share_x - radius, height * share_y - radius);
        let a = (tx * share_x).powi(2) + (ty * share_y).powi(2);
        let b = -2.0 * (tx * share_x * x + ty * share_y * y);
        let c = x * x + y * y - radius * radius;
        (-b + (b * b - 4.0 * a * c).max(0.0).sqrt()) / (2.0 * a)
    };
    let scale = scale.min(1.0);
    let side = if span.horizontal { (height - ty * scale) / 2.0 } else { (width - tx * scale) / 2.0 };
    let arc = (radius * radius - (radius - side).powi(2)).max(0.0).sqrt();
    (scale, (radius - arc - above).max(0.0))
}

/// Places a text beyond the end of its bar.
pub(super) fn outside(text: &RichText, span: Span, manner: &Manner) -> Move {
    let size = Size::new(text.width(), text.height());
    let rect = span.rect();
    let across = if span.horizontal { rect.height() } else { rect.width() };
    let pad = if across > 2.0 * TEXT_PAD { TEXT_PAD } else { 0.0 };
    let extent = if span.horizontal { size.height } else { size.width };
    let scale = if manner.shrinks && extent > 0.0 { (across / extent).min(1.0) } else { 1.0 };
    let degrees = manner.angle.unwrap_or(0.0);
    let turned = turned(size, degrees);
    let way = |from: f64, to: f64| {
        if from == to && manner.flat != 0.0 { manner.flat } else { direction(from, to) }
    };
    let mut target = rect.center();
    let mut lean = Vec2::ZERO;
    if span.horizontal {
        let way = way(span.x0, span.x1);
        target.x = span.x1 + way * pad;
        lean.x = way * turned.width / 2.0;
    } else {
        let way = way(span.y0, span.y1);
        target.y = span.y1 + way * pad;
        lean.y = way * turned.height / 2.0;
    }
    Move { target, lean, scale, degrees }
}

impl Move {
    /// The text's place at a scale.
    pub(super) fn place(self, text: &RichText, scale: f64) -> Placement {
        let middle = Point::new(0.0, text.height() / 2.0 - text.ascent());
        let transform = Affine::translate(self.target.to_vec2() + self.lean * scale)
            * Affine::rotate(self.degrees.to_radians())
            * Affine::scale(scale)
            * Affine::translate(-middle.to_vec2());
        Placement { at: Point::ZERO, anchor: Anchor::Middle, transform }
    }
}
