//! Control points of the curves through a grid of points (plotly's `computeControlPoints`).

use kurbo::{Point, Vec2};

/// The grid with the control points of cubic curves between its points, along the directions that are smoothed.
///
/// `smoothing` is that of rows and of columns; 0 leaves straight lines, and no control points between. Rows have
/// one length, of no less than three points where they are smoothed; so have columns.
pub(super) fn net(grid: &[Vec<Point>], smoothing: [f64; 2]) -> Vec<Vec<Point>> {
    let [along, up] = smoothing;
    let mut net: Vec<Vec<Point>> =
        grid.iter().map(|row| if along > 0.0 { curve(row, along) } else { row.clone() }).collect();
    if up > 0.0 {
        let columns: Vec<Vec<Point>> = transposed(&net).iter().map(|column| curve(column, up)).collect();
        net = transposed(&columns);
    }
    if along > 0.0 && up > 0.0 {
        // Control points between rows are found from both directions; the middle of the two is taken.
        for row in net.iter_mut().enumerate().filter(|(index, _)| index % 3 != 0).map(|(_, row)| row) {
            let knots: Vec<Point> = row.iter().step_by(3).copied().collect();
            let last = row.len() - 1;
            let mut own = row.clone();
            for index in 1..knots.len() - 1 {
                let (before, after) = controls(knots[index - 1], knots[index], knots[index + 1], along);
                own[3 * index - 1] = row[3 * index - 1].midpoint(before);
                own[3 * index + 1] = row[3 * index + 1].midpoint(after);
            }
            own[1] = row[1].midpoint(outer(own[0], own[2], own[3]));
            own[last - 1] = row[last - 1].midpoint(outer(own[last], own[last - 2], own[last - 3]));
            *row = own;
        }
    }
    net
}

/// The points with two control points between each two.
fn curve(points: &[Point], smoothing: f64) -> Vec<Point> {
    let last = 3 * (points.len() - 1);
    let mut curve = vec![Point::ZERO; last + 1];
    for (index, point) in points.iter().enumerate() {
        curve[3 * index] = *point;
    }
    for (index, three) in points.windows(3).enumerate() {
        let (before, after) = controls(three[0], three[1], three[2], smoothing);
        curve[3 * index + 2] = before;
        curve[3 * index + 4] = after;
    }
    curve[1] = outer(curve[0], curve[2], curve[3]);
    curve[last - 1] = outer(curve[last], curve[last - 2], curve[last - 3]);
    curve
}

/// The control points before and after `at` of a centripetal Catmull-Rom spline.
fn controls(before: Point, at: Point, after: Point, smoothing: f64) -> (Point, Point) {
    let (d1, d2) = (before - at, after - at);
    let (a, b) = (d1.hypot().sqrt(), d2.hypot().sqrt());
    let numerator = (b * b * d1 - a * a * d2) * smoothing;
    let share = |unit: f64| if unit == 0.0 { Vec2::ZERO } else { numerator / unit };
    (at + share(3.0 * b * (a + b)), at - share(3.0 * a * (a + b)))
}

/// The control point beside an end: a quadratic curve's, whose own control point lies half as far again from the
/// next point as the cubic's.
fn outer(end: Point, control: Point, next: Point) -> Point {
    let quadratic = next.to_vec2() * -0.5 + control.to_vec2() * 1.5;
    ((quadratic * 2.0 + end.to_vec2()) / 3.0).to_point()
}

fn transposed(rows: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|column| rows.iter().map(|row| row[column]).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_in_a_line_have_control_points_at_thirds() {
        let row: Vec<Point> = (0..3).map(|at| Point::new(f64::from(at) * 3.0, 0.0)).collect();
        let grid = vec![row.clone(), row.clone(), row];
        let net = net(&grid, [1.0, 0.0]);
        let expected: Vec<f64> = (0..7).map(f64::from).collect();
        assert_eq!(net[0].iter().map(|point| point.x).collect::<Vec<_>>(), expected);
    }
}
