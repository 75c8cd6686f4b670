//! Texts in and at bars (plotly's `toMoveInsideBar`, `toMoveOutsideBar`).

use kurbo::{Affine, Point, Rect, Size};

use crate::render::chart::text::{Anchor, Placement, RichText};

/// px between a text and the edges of its bar.
pub(crate) const TEXT_PAD: f64 = 3.0;

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
}

/// Where a text goes, by its middle.
#[derive(Debug, Clone, Copy)]
struct Move {
    center: Point,
    scale: f64,
    degrees: f64,
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

/// Whether a text fits a bar, upright, turned or shrunk.
pub(crate) fn fits(text: &RichText, span: Span) -> bool {
    let rect = span.rect();
    let (width, height) = (rect.width() - 2.0 * TEXT_PAD, rect.height() - 2.0 * TEXT_PAD);
    let (w, h) = (text.width(), text.height());
    let shrunk = if span.horizontal { width >= w * (height / h) } else { height >= h * (width / w) };
    w > 0.0 && h > 0.0 && ((w <= width && h <= height) || (w <= height && h <= width) || shrunk)
}

/// Places a text inside its bar at `anchor`: `start`, `middle` or `end`.
pub(crate) fn inside(
    text: &RichText,
    span: Span,
    anchor: &str,
    angle: Option<f64>,
    shrink: bool,
) -> Placement {
    let size = Size::new(text.width(), text.height());
    let rect = span.rect();
    let pad = if rect.width() > 2.0 * TEXT_PAD && rect.height() > 2.0 * TEXT_PAD { TEXT_PAD } else { 0.0 };
    let (lx, ly) = (rect.width() - 2.0 * pad, rect.height() - 2.0 * pad);
    let mut degrees = angle.unwrap_or(0.0);
    let too_big = size.width > lx || size.height > ly;
    let worth = !(size.width > ly || size.height > lx) || ((size.width < size.height) != (lx < ly));
    if angle.is_none() && too_big && worth {
        degrees += 90.0;
    }
    let box_size = turned(size, degrees);
    let scale = if shrink { (lx / box_size.width).min(ly / box_size.height).min(1.0) } else { 1.0 };
    let scale = scale.max(0.0);
    let mut center = rect.center();
    if anchor == "start" || anchor == "end" {
        let end = anchor == "end";
        if span.horizontal {
            let way = direction(span.x0, span.x1);
            let half = scale * box_size.width / 2.0 + pad;
            center.x = if end { span.x1 - way * half } else { span.x0 + way * half };
        } else {
            let way = direction(span.y0, span.y1);
            let half = scale * box_size.height / 2.0 + pad;
            center.y = if end { span.y1 - way * half } else { span.y0 + way * half };
        }
    }
    Move { center, scale, degrees }.place(text)
}

/// Places a text beyond the end of its bar.
pub(crate) fn outside(text: &RichText, span: Span, angle: Option<f64>, shrink: bool) -> Placement {
    let size = Size::new(text.width(), text.height());
    let rect = span.rect();
    let across = if span.horizontal { rect.height() } else { rect.width() };
    let pad = if across > 2.0 * TEXT_PAD { TEXT_PAD } else { 0.0 };
    let extent = if span.horizontal { size.height } else { size.width };
    let scale = if shrink && extent > 0.0 { (across / extent).min(1.0) } else { 1.0 };
    let degrees = angle.unwrap_or(0.0);
    let box_size = turned(size, degrees);
    let mut center = rect.center();
    if span.horizontal {
        center.x = span.x1 + direction(span.x0, span.x1) * (pad + scale * box_size.width / 2.0);
    } else {
        center.y = span.y1 + direction(span.y0, span.y1) * (pad + scale * box_size.height / 2.0);
    }
    Move { center, scale, degrees }.place(text)
}

impl Move {
    fn place(self, text: &RichText) -> Placement {
        let middle = Point::new(0.0, text.height() / 2.0 - text.ascent());
        let transform = Affine::translate(self.center.to_vec2())
            * Affine::rotate(self.degrees.to_radians())
            * Affine::scale(self.scale)
            * Affine::translate(-middle.to_vec2());
        Placement { at: Point::ZERO, anchor: Anchor::Middle, transform }
    }
}
