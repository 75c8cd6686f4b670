//! Paths and numbers in PDF's terms.

use kurbo::{Affine, BezPath, PathEl, Point};
use printpdf::{Line, LinePoint, PolygonRing, Pt};

/// Three decimals: a thousandth of a point is less than any printer's dot.
pub(super) fn short(value: f64) -> f32 {
    ((value * 1000.0).round() / 1000.0) as f32
}

/// A transform as a PDF matrix; its linear part keeps six decimals.
pub(super) fn matrix(affine: Affine) -> [f32; 6] {
    let [a, b, c, d, e, f] = affine.as_coeffs();
    let fine = |value: f64| ((value * 1e6).round() / 1e6) as f32;
    [fine(a), fine(b), fine(c), fine(d), short(e), short(f)]
}

fn at(point: Point, bezier: bool) -> LinePoint {
    LinePoint { p: printpdf::Point { x: Pt(short(point.x)), y: Pt(short(point.y)) }, bezier }
}

/// The path's pieces; nothing when it is empty or not finite. Each is a line and says whether it is closed.
pub(super) fn lines(path: &BezPath) -> Vec<Line> {
    if !path.is_finite() {
        return Vec::new();
    }
    let mut lines: Vec<Line> = Vec::new();
    let (mut start, mut pen) = (Point::ZERO, Point::ZERO);
    for element in path.elements() {
        if let PathEl::MoveTo(point) = *element {
            (start, pen) = (point, point);
            lines.push(Line { points: vec![at(point, false)], is_closed: false });
            continue;
        }
        // What follows a closed piece without a move begins where that piece began.
        if lines.last().is_none_or(|line| line.is_closed) {
            pen = start;
            lines.push(Line { points: vec![at(start, false)], is_closed: false });
        }
        let Some(line) = lines.last_mut() else { continue };
        match *element {
            PathEl::LineTo(to) => {
                line.points.push(at(to, false));
                pen = to;
            }
            PathEl::QuadTo(control, to) => {
                let cubic = kurbo::QuadBez::new(pen, control, to).raise();
                line.points.extend([at(cubic.p1, true), at(cubic.p2, true), at(to, false)]);
                pen = to;
            }
            PathEl::CurveTo(first, second, to) => {
                line.points.extend([at(first, true), at(second, true), at(to, false)]);
                pen = to;
            }
            PathEl::ClosePath => line.is_closed = true,
            PathEl::MoveTo(_) => {}
        }
    }
    lines.retain(|line| line.points.len() > 1);
    lines
}

/// The path's pieces, for filling and clipping.
pub(super) fn rings(path: &BezPath) -> Vec<PolygonRing> {
    lines(path).into_iter().map(|line| PolygonRing { points: line.points }).collect()
}

/// The path as the text of a content stream, without a painting operator.
pub(super) fn stream(path: &BezPath) -> String {
    let mut text = String::new();
    let put = |point: &LinePoint| format!("{} {} ", point.p.x.0, point.p.y.0);
    for line in lines(path) {
        let mut waiting = 0;
        for (index, point) in line.points.iter().enumerate() {
            text += &put(point);
            waiting += u8::from(point.bezier);
            if index == 0 {
                text += "m ";
            } else if !point.bezier {
                text += if waiting > 0 { "c " } else { "l " };
                waiting = 0;
            }
        }
        if line.is_closed {
            text += "h ";
        }
    }
    text
}
