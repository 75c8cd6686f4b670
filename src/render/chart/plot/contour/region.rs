//! The area on the higher side of a level.

use kurbo::{BezPath, Point};

use super::super::scatter::Curve;
use super::ground::Ground;
use super::isoline::Isoline;

/// The outline of what the lines enclose, going on along the grid's edge where they end.
///
/// `corners` are those of the grid on the ground, clockwise from the top left; `whole` adds the grid itself.
pub(super) fn outline(
    line: &Isoline,
    (ground, corners): (&Ground, &[Point; 4]),
    whole: bool,
    curve: Curve,
) -> BezPath {
    let mut path = if whole { ground.perimeter(corners) } else { BezPath::new() };
    let mut left: Vec<usize> = (0..line.open.len()).collect();
    let mut current = 0;
    let mut fresh = true;
    while let Some(points) = line.open.get(current).filter(|_| !left.is_empty()) {
        curve.append(&mut path, &ground.all_on_page(points), !fresh);
        left.retain(|index| *index != current);
        let Some(mut end) = points.last().copied() else { break };
        let mut next = None;
        // Four sides at most.
        for _ in 0..4 {
            let Some((at, start)) = further(line, (ground, corners), end) else { break };
            ground.edge_to(&mut path, corners, end, at);
            end = at;
            next = start;
            if next.is_some() {
                break;
            }
        }
        fresh = next.is_none_or(|next| !left.contains(&next));
        match next.filter(|_| !fresh).or(left.first().copied()) {
            Some(next) => current = next,
            None => current = usize::MAX,
        }
        if fresh {
            path.close_path();
        }
    }
    for points in &line.closed {
        curve.append_closed(&mut path, &ground.all_on_page(points), false);
    }
    path
}

/// From a point on the edge clockwise to the next corner, or to the start of a line before it.
fn further(
    line: &Isoline,
    (ground, corners): (&Ground, &[Point; 4]),
    from: Point,
) -> Option<(Point, Option<usize>)> {
    let slack = ground.slack().1;
    let near_x = |a: f64, b: f64| (a - b).abs() < slack.x;
    let near_y = |a: f64, b: f64| (a - b).abs() < slack.y;
    let (top_left, bottom_right) = (corners[0], corners[2]);
    let mut to = if near_y(from.y, top_left.y) && !near_x(from.x, bottom_right.x) {
        corners[1]
    } else if near_x(from.x, top_left.x) {
        corners[0]
    } else if near_y(from.y, bottom_right.y) {
        corners[3]
    } else if near_x(from.x, bottom_right.x) {
        corners[2]
    } else {
        return None;
    };
    let mut found = None;
    for (index, start) in
        line.open.iter().enumerate().filter_map(|(index, path)| Some((index, *path.first()?)))
    {
        let on_the_way = if near_x(from.x, to.x) {
            near_x(from.x, start.x) && (start.y - from.y) * (to.y - start.y) >= 0.0
        } else {
            near_y(from.y, to.y) && near_y(from.y, start.y) && (start.x - from.x) * (to.x - start.x) >= 0.0
        };
        if on_the_way {
            to = start;
            found = Some(index);
        }
    }
    Some((to, found))
}
