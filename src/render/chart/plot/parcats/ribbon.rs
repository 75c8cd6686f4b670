//! The outline of a path through categories.

use kurbo::{BezPath, Point};

/// A ribbon of `height` px through columns `thick` px wide: its left upper corner at each column.
pub(super) fn ribbon(corners: &[Point], thick: f64, height: f64, curved: bool) -> BezPath {
    let mut path = BezPath::new();
    let (Some(first), Some(last)) = (corners.first(), corners.last()) else { return path };
    let bend = |path: &mut BezPath, from: Point, to: Point| {
        let middle = f64::midpoint(from.x, to.x);
        if curved {
            path.curve_to((middle, from.y), (middle, to.y), (to.x, to.y));
        } else {
            path.line_to(to);
        }
    };
    path.move_to(*first);
    path.line_to((first.x + thick, first.y));
    for pair in corners.windows(2) {
        if let [from, to] = pair {
            bend(&mut path, Point::new(from.x + thick, from.y), *to);
            path.line_to((to.x + thick, to.y));
        }
    }
    path.line_to((last.x + thick, last.y + height));
    path.line_to((last.x, last.y + height));
    for pair in corners.windows(2).rev() {
        if let [to, from] = pair {
            let to = Point::new(to.x + thick, to.y + height);
            bend(&mut path, Point::new(from.x, from.y + height), to);
            path.line_to((to.x - thick, to.y));
        }
    }
    path.close_path();
    path
}
