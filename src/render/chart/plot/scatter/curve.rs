//! Lines through points: straight, stepped, smoothed.

use kurbo::{BezPath, Point};

/// How a line goes from point to point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Curve {
    /// Straight.
    Linear,
    /// Catmull-Rom splines, by smoothness.
    Spline(f64),
    /// Across, then up.
    Hv,
    /// Up, then across.
    Vh,
    /// Across in halves.
    Hvh,
    /// Up in halves.
    Vhv,
}

impl Curve {
    /// Reads `line.shape` and `line.smoothing`.
    pub(crate) fn read(line: &crate::render::chart::attrs::Attrs) -> Self {
        match line.text("shape") {
            "spline" => Self::Spline(line.number("smoothing").clamp(0.0, 1.3)),
            "hv" => Self::Hv,
            "vh" => Self::Vh,
            "hvh" => Self::Hvh,
            "vhv" => Self::Vhv,
            _ => Self::Linear,
        }
    }

    /// Appends a line through `points`, beginning with a move, or with a line when `joined`.
    pub(crate) fn append(self, path: &mut BezPath, points: &[Point], joined: bool) {
        let Some(first) = points.first() else { return };
        if joined {
            path.line_to(*first);
        } else {
            path.move_to(*first);
        }
        match self {
            Self::Spline(smoothness) if points.len() > 2 => spline(path, points, smoothness),
            _ => {
                for pair in points.windows(2) {
                    let (from, to) = (pair[0], pair[1]);
                    let corner = self.corner(from, to);
                    match self {
                        Self::Hvh => path.line_to((corner.x, from.y)),
                        Self::Vhv => path.line_to((from.x, corner.y)),
                        _ => {}
                    }
                    if corner != from {
                        path.line_to(corner);
                    }
                    path.line_to(to);
                }
            }
        }
    }

    /// Whether it bends between its points.
    pub(crate) fn is_smooth(self) -> bool {
        matches!(self, Self::Spline(_))
    }

    /// The last corner on the way between two points.
    pub(crate) fn corner(self, from: Point, to: Point) -> Point {
        let middle = from.midpoint(to);
        match self {
            Self::Hv => Point::new(to.x, from.y),
            Self::Vh => Point::new(from.x, to.y),
            Self::Hvh => Point::new(middle.x, to.y),
            Self::Vhv => Point::new(to.x, middle.y),
            Self::Linear | Self::Spline(_) => from,
        }
    }

    /// Appends a closed line through `points`, beginning with a move, or with a line when `joined`.
    pub(crate) fn append_closed(self, path: &mut BezPath, points: &[Point], joined: bool) {
        let last = points.len().saturating_sub(1);
        match self {
            Self::Spline(smoothness) if points.len() > 2 => {
                let tangents: Vec<(Point, Point)> = (0..points.len())
                    .map(|index| {
                        let before = if index == 0 { last } else { index - 1 };
                        let after = if index == last { 0 } else { index + 1 };
                        tangent(points[before], points[index], points[after], smoothness)
                    })
                    .collect();
                if joined {
                    path.line_to(points[0]);
                } else {
                    path.move_to(points[0]);
                }
                for index in 1..=last {
                    path.curve_to(tangents[index - 1].1, tangents[index].0, points[index]);
                }
                path.curve_to(tangents[last].1, tangents[0].0, points[0]);
            }
            _ => self.append(path, points, joined),
        }
        if !points.is_empty() {
            path.close_path();
        }
    }
}

fn spline(path: &mut BezPath, points: &[Point], smoothness: f64) {
    let tangents: Vec<(Point, Point)> =
        points.windows(3).map(|three| tangent(three[0], three[1], three[2], smoothness)).collect();
    let last = points.len() - 1;
    path.quad_to(tangents[0].0, points[1]);
    for index in 2..last {
        path.curve_to(tangents[index - 2].1, tangents[index - 1].0, points[index]);
    }
    path.quad_to(tangents[last - 2].1, points[last]);
}

/// The control points before and after `at` of a centripetal Catmull-Rom spline.
fn tangent(before: Point, at: Point, after: Point, smoothness: f64) -> (Point, Point) {
    let (d1, d2) = (before - at, after - at);
    let (a, b) = (d1.hypot().sqrt(), d2.hypot().sqrt());
    let numerator = (b * b * d1 - a * a * d2) * smoothness;
    let (low, high) = (3.0 * b * (a + b), 3.0 * a * (a + b));
    let round =
        |point: Point| Point::new((point.x * 100.0).round() / 100.0, (point.y * 100.0).round() / 100.0);
    (
        round(if low == 0.0 { at } else { at + numerator / low }),
        round(if high == 0.0 { at } else { at - numerator / high }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_turn_at_the_corner() {
        let mut path = BezPath::new();
        Curve::Hv.append(&mut path, &[Point::new(0.0, 0.0), Point::new(2.0, 3.0)], false);
        assert_eq!(path.to_svg(), "M0,0 L2,0 L2,3");
    }
}
