//! Points that crowd together where a line passes close to a corner of the grid.

use kurbo::Point;

use super::isoline::Mark;

/// Points nearer than this share of the mean distance are drawn together, per unit of smoothing.
const CROWDED: f64 = 0.2;

/// Puts one point for each crowd: its middle, or the end of the line in it.
///
/// Distances are those on the grid, since the page's may be distorted by log axes and uneven positions.
pub(super) fn thin(marks: Vec<Mark>, closed: bool, smoothing: f64) -> Vec<Point> {
    let gaps: Vec<f64> = marks.windows(2).map(|pair| pair[0].cell.distance(pair[1].cell)).collect();
    let least = gaps.iter().sum::<f64>() / gaps.len().max(1) as f64 * CROWDED * smoothing;
    let mut points: Vec<Point> = marks.into_iter().map(|mark| mark.at).collect();
    let mut crop = 0;
    let mut at = points.len().checked_sub(2);
    while let Some(last) = at.filter(|at| *at >= crop) {
        at = last.checked_sub(1);
        let Some(mut width) = gaps.get(last).copied().filter(|gap| *gap < least) else { continue };
        let ends_line = last + 2 == points.len();
        // The first point of the crowd.
        let mut first = last;
        while first > crop && width + gaps[first - 1] < least {
            first -= 1;
            width += gaps[first];
        }
        // A closed line's crowd may go on behind its start.
        let mut wrapped = 0;
        if closed && ends_line {
            while wrapped + 1 < first && width + gaps[wrapped] < least {
                width += gaps[wrapped];
                wrapped += 1;
            }
        }
        let count = last + 2 - first + wrapped;
        let middle = (last + first + wrapped).div_ceil(2);
        let point = |index: usize| points[index % points.len()];
        let point = if !closed && ends_line {
            point(last + 1)
        } else if !closed && first == 0 {
            point(0)
        } else if count % 2 == 1 {
            point(middle)
        } else {
            point(middle).midpoint(point(middle + 1))
        };
        points.splice(first..=last + 1, [point]);
        at = first.checked_sub(1);
        if wrapped > 0 {
            crop = wrapped;
        }
        if closed && let Some(end) = points.last().copied() {
            if first + 2 == points.len() {
                points[wrapped] = end;
            } else if first == 0 {
                let begin = points[0];
                if let Some(last) = points.last_mut() {
                    *last = begin;
                }
            }
        }
    }
    points.drain(..crop.min(points.len()));
    points
}
