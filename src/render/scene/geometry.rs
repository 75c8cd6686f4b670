//! Questions about paths and transforms that every sink asks.

use kurbo::{Affine, BezPath, PathEl, Point, Rect};

/// The rectangle that a path draws, if it is one with sides along the axes.
pub(super) fn rectangle(path: &BezPath) -> Option<Rect> {
    let (corners, rest) = path.elements().split_at_checked(4)?;
    let at = |element: &PathEl| match element {
        PathEl::MoveTo(point) | PathEl::LineTo(point) => Some(*point),
        _ => None,
    };
    let [PathEl::MoveTo(a), PathEl::LineTo(b), PathEl::LineTo(c), PathEl::LineTo(d)] = corners else {
        return None;
    };
    let closed = match rest {
        [] | [PathEl::ClosePath] => true,
        [last, ..] => {
            rest.len() <= 2 && at(last) == Some(*a) && matches!(rest.get(1), None | Some(PathEl::ClosePath))
        }
    };
    let turns =
        |a: &Point, b: &Point, c: &Point, d: &Point| a.x == b.x && b.y == c.y && c.x == d.x && d.y == a.y;
    (closed && (turns(a, b, c, d) || turns(b, c, d, a))).then(|| Rect::from_points(*a, *c))
}

/// Whether horizontal stays horizontal or becomes vertical.
pub(super) fn is_axis_aligned(transform: Affine) -> bool {
    let [a, b, c, d, ..] = transform.as_coeffs();
    (b == 0.0 && c == 0.0) || (a == 0.0 && d == 0.0)
}

/// How much a transform enlarges lengths, on average.
pub(super) fn mean_scale(transform: Affine) -> f64 {
    transform.determinant().abs().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::Shape;

    #[test]
    fn a_rectangle_is_known_whichever_way_it_is_drawn() {
        let rect = Rect::new(1.0, 2.0, 30.0, 40.0);
        assert_eq!(rectangle(&rect.to_path(0.1)), Some(rect));
        let other_way = BezPath::from_svg("M1 2V40H30V2Z").expect("a path");
        assert_eq!(rectangle(&other_way), Some(rect));
        assert_eq!(rectangle(&BezPath::from_svg("M1 2V40H30V2L1 2Z").expect("a path")), Some(rect));
    }

    #[test]
    fn a_slanted_or_longer_path_is_no_rectangle() {
        for path in ["M0 0L10 1L10 10L0 10Z", "M0 0H10V10H0V5H3", "M0 0H10V10", ""] {
            assert_eq!(rectangle(&BezPath::from_svg(path).expect("a path")), None, "{path}");
        }
    }
}
