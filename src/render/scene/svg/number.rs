//! Numbers as short as their precision allows.

use kurbo::{Affine, BezPath, PathEl, Point};

/// At most three decimals, no trailing zeros, no negative zero; what is no number is 0.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".into();
    }
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// A path's `d` attribute.
pub(super) fn path(path: &BezPath) -> String {
    let mut d = String::new();
    let mut put = |letter: char, points: &[Point]| {
        d.push(letter);
        for (index, point) in points.iter().enumerate() {
            let gap = if index > 0 { " " } else { "" };
            d.extend([gap, &number(point.x), " ", &number(point.y)]);
        }
    };
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => put('M', &[p]),
            PathEl::LineTo(p) => put('L', &[p]),
            PathEl::QuadTo(c, p) => put('Q', &[c, p]),
            PathEl::CurveTo(c, d, p) => put('C', &[c, d, p]),
            PathEl::ClosePath => put('Z', &[]),
        }
    }
    d
}

/// A `transform` attribute with its leading space; nothing for the identity.
pub(super) fn transform(affine: Affine) -> String {
    let [a, b, c, d, e, f] = affine.as_coeffs();
    if [a, b, c, d] == [1.0, 0.0, 0.0, 1.0] {
        return if (e, f) == (0.0, 0.0) {
            String::new()
        } else {
            format!(" transform=\"translate({} {})\"", number(e), number(f))
        };
    }
    // Six decimals: a rounded rotation moves what is far from its centre.
    let fine = |value: f64| format!("{:.6}", if value.is_finite() { value } else { 0.0 });
    let fine = |value: f64| fine(value).trim_end_matches('0').trim_end_matches('.').to_owned();
    let linear = [a, b, c, d].map(fine).join(" ");
    format!(" transform=\"matrix({linear} {} {})\"", number(e), number(f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([1.0, 0.5, -0.0001, 1.23456, f64::NAN].map(number), ["1", "0.5", "0", "1.235", "0"]);
    }

    #[test]
    fn a_path_keeps_its_curves() {
        let curved = BezPath::from_svg("M0 0Q1 2 3 4C1 1 2 2 3 3Z").expect("a path");
        assert_eq!(path(&curved), "M0 0Q1 2 3 4C1 1 2 2 3 3Z");
    }
}
