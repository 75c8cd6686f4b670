//! Where points of a and b lie in the plane (plotly's carpet `setConvert`).

use kurbo::{BezPath, Point, Vec2};

use super::control::net;
use crate::render::chart::axis::Axis;

/// A carpet's points in calculation coordinates of the axes it lies on, and the curves between them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cloth {
    /// At least two, one after the other, rising or falling.
    pub(super) a: Vec<f64>,
    pub(super) b: Vec<f64>,
    /// Rows of points along a, one for each b, with control points between where that way is smoothed.
    net: Vec<Vec<Point>>,
    /// Whether lines along a and along b are curved.
    curved: [bool; 2],
}

/// A place between the points of a carpet: a cell, and shares of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) cell: (usize, usize),
    pub(super) shares: (f64, f64),
}

/// One of a carpet's two directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    A,
    B,
}

impl Way {
    /// The one across.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// Scatter points this share of the range beyond the carpet are still seen.
const BEYOND: f64 = 1e-6;

impl Cloth {
    /// Weaves rows of points, as long as `a` and as many as in `b`; `smoothing` is that of a and of b.
    pub(super) fn new(a: Vec<f64>, b: Vec<f64>, grid: &[Vec<Point>], smoothing: [f64; 2]) -> Self {
        let smoothing =
            [if a.len() < 3 { 0.0 } else { smoothing[0] }, if b.len() < 3 { 0.0 } else { smoothing[1] }];
        let net = net(grid, smoothing);
        Self { a, b, net, curved: smoothing.map(|smoothing| smoothing > 0.0) }
    }

    /// The points that were woven.
    pub(super) fn knots(&self) -> impl Iterator<Item = Point> {
        let stride = self.curved.map(|curved| if curved { 3 } else { 1 });
        self.net.iter().step_by(stride[1]).flat_map(move |row| row.iter().step_by(stride[0]).copied())
    }

    /// The points at one entry of `way`, along the other, with control points between when that is curved.
    pub(super) fn line(&self, way: Way, index: usize) -> Vec<Point> {
        let stride = if self.is_curved(way) { 3 } else { 1 };
        match way {
            Way::A => self.net.iter().filter_map(|row| row.get(index * stride)).copied().collect(),
            Way::B => self.net.get(index * stride).cloned().unwrap_or_default(),
        }
    }

    /// From the first to the last a and b.
    pub(crate) fn span(&self) -> Vec2 {
        let length = |list: &[f64]| (list[list.len() - 1] - list[0]).abs();
        Vec2::new(length(&self.a), length(&self.b))
    }

    /// The first and last value along one way.
    pub(crate) fn ends(&self, way: Way) -> (f64, f64) {
        let list = self.values(way);
        (list[0], list[list.len() - 1])
    }

    /// The values along one way.
    pub(super) fn values(&self, way: Way) -> &[f64] {
        match way {
            Way::A => &self.a,
            Way::B => &self.b,
        }
    }

    /// Whether lines along one way are curved.
    pub(super) fn is_curved(&self, way: Way) -> bool {
        match way {
            Way::A => self.curved[0],
            Way::B => self.curved[1],
        }
    }

    /// The index of a value, with the share of the step behind it; values outside count as the ends.
    pub(super) fn index(&self, way: Way, value: f64) -> f64 {
        let list = self.values(way);
        let last = (list.len() - 1) as f64;
        let at = find(value, list).min(list.len() - 2);
        (at as f64 + (value - list[at]) / (list[at + 1] - list[at])).clamp(0.0, last)
    }

    /// The cell of a place given as indices.
    pub(super) fn spot(&self, i: f64, j: f64) -> Spot {
        let cell = |index: f64, list: &[f64]| (index.max(0.0) as usize).min(list.len() - 2);
        let cell = (cell(i, &self.a), cell(j, &self.b));
        let share = |index: f64, cell: usize| (index - cell as f64).clamp(0.0, 1.0);
        Spot { cell, shares: (share(i, cell.0), share(j, cell.1)) }
    }

    /// The point at a place.
    pub(super) fn at(&self, spot: Spot) -> Point {
        let across = weights(self.curved[0], spot.shares.0);
        let up = weights(self.curved[1], spot.shares.1);
        // Where only a is curved, plotly.js takes one control point of the upper row for all behind it.
        let skewed = self.curved == [true, false];
        self.sum(
            spot.cell,
            &across,
            &up,
            |row, column| if skewed && row == 1 { column.min(1) } else { column },
        )
    }

    /// How the point moves with the index along one way.
    pub(super) fn slope(&self, way: Way, spot: Spot) -> Vec2 {
        let (across, up) = match way {
            Way::A => (changes(self.curved[0], spot.shares.0), weights(self.curved[1], spot.shares.1)),
            Way::B => (weights(self.curved[0], spot.shares.0), changes(self.curved[1], spot.shares.1)),
        };
        self.sum(spot.cell, &across, &up, |_, column| column).to_vec2()
    }

    fn sum(
        &self,
        (column, row): (usize, usize),
        across: &[f64],
        up: &[f64],
        pick: impl Fn(usize, usize) -> usize,
    ) -> Point {
        let stride = |curved: bool| if curved { 3 } else { 1 };
        let (column, row) = (column * stride(self.curved[0]), row * stride(self.curved[1]));
        let mut sum = Vec2::ZERO;
        for (y, height) in up.iter().enumerate() {
            for (x, width) in across.iter().enumerate() {
                let point = self.net.get(row + y).and_then(|row| row.get(column + pick(y, x)));
                sum += point.map_or(Vec2::ZERO, |point| point.to_vec2()) * *width * *height;
            }
        }
        sum.to_point()
    }

    /// The point of values of a and b; outside it goes straight on.
    pub(crate) fn place(&self, a: f64, b: f64) -> Point {
        let (i, past_a) = self.beyond(Way::A, a);
        let (j, past_b) = self.beyond(Way::B, b);
        let spot = self.spot(i, j);
        let mut point = self.at(spot);
        if past_a != 0.0 {
            point += self.slope(Way::A, spot) * past_a;
        }
        if past_b != 0.0 {
            point += self.slope(Way::B, spot) * past_b;
        }
        point
    }

    /// The index of a value, and how many steps it lies past the ends.
    fn beyond(&self, way: Way, value: f64) -> (f64, f64) {
        let list = self.values(way);
        let last = list.len() - 1;
        let past = if value < list[0] {
            (value - list[0]) / (list[1] - list[0])
        } else if value > list[last] {
            (value - list[last]) / (list[last] - list[last - 1])
        } else {
            0.0
        };
        (self.index(way, value), past)
    }

    /// Whether a point of a and b lies on the carpet.
    pub(crate) fn covers(&self, a: f64, b: f64) -> bool {
        [(Way::A, a), (Way::B, b)].into_iter().all(|(way, value)| {
            let list = self.values(way);
            let (first, last) = (list[0], list[list.len() - 1]);
            let slack = (last - first) * BEYOND;
            value > first - slack && value < last + slack
        })
    }

    /// The direction that a line along one way has about a point, within a share of the range.
    pub(crate) fn direction(&self, way: Way, a: f64, b: f64, share: f64) -> Vec2 {
        let list = self.values(way);
        let reach = (list[list.len() - 1] - list[0]) * share;
        let (ahead, behind) = match way {
            Way::A => (self.place(a + reach, b), self.place(a - reach, b)),
            Way::B => (self.place(a, b + reach), self.place(a, b - reach)),
        };
        (ahead - behind) * 0.5 / reach
    }

    /// The edge on the page: up the last a, back along the last b, home to the first point.
    pub(crate) fn outline(&self, axes: (&Axis, &Axis)) -> BezPath {
        let (first, last) = (0, self.net.len() - 1);
        let column = |at: fn(&Vec<Point>) -> Option<&Point>| -> Vec<Point> {
            self.net.iter().filter_map(|row| at(row).copied()).collect()
        };
        let backwards = |mut points: Vec<Point>| {
            points.reverse();
            points
        };
        let sides = [
            (self.net[first].clone(), self.curved[0]),
            (column(|row| row.last()), self.curved[1]),
            (backwards(self.net[last].clone()), self.curved[0]),
            (backwards(column(|row| row.first())), self.curved[1]),
        ];
        let mut path = BezPath::new();
        for (side, curved) in sides {
            draw(&mut path, &side, curved, axes);
        }
        path.close_path();
        path
    }

    /// Goes on from a point of a and b to another of the same a or b, along the carpet's edge.
    pub(crate) fn edge_to(&self, path: &mut BezPath, way: Way, from: Point, to: Point, axes: (&Axis, &Axis)) {
        let (fixed, from, to) = match way {
            Way::A => (f64::midpoint(from.y, to.y), from.x, to.x),
            Way::B => (f64::midpoint(from.x, to.x), from.y, to.y),
        };
        let row = self.index(way.other(), fixed).floor();
        let (from, to) = (self.index(way, from), self.index(way, to));
        let place = |along: f64| match way {
            Way::A => self.spot(along, row),
            Way::B => self.spot(row, along),
        };
        let slack = (to - from) * 1e-8;
        let (mut at, end) = if from < to {
            ((from + slack).floor(), (to - slack).ceil())
        } else {
            ((from + slack).ceil(), (to - slack).floor())
        };
        let step = if from < to { 1.0 } else { -1.0 };
        let clamp = |index: f64| index.clamp(from.min(to), from.max(to));
        while at * step < end * step {
            let (start, stop) = (clamp(at), clamp(at + step));
            let target = self.at(place(stop));
            if self.is_curved(way) {
                let cell = (f64::midpoint(start, stop).max(0.0) as usize).min(self.values(way).len() - 2);
                let slope = |index: f64| {
                    let mut spot = place(index);
                    match way {
                        Way::A => (spot.cell.0, spot.shares.0) = (cell, index - cell as f64),
                        Way::B => (spot.cell.1, spot.shares.1) = (cell, index - cell as f64),
                    }
                    self.slope(way, spot) / 3.0 * (stop - start)
                };
                let begin = self.at(place(start));
                path.curve_to(
                    on_page(begin + slope(start), axes),
                    on_page(target - slope(stop), axes),
                    on_page(target, axes),
                );
            } else {
                path.line_to(on_page(target, axes));
            }
            at += step;
        }
    }
}

/// A point in calculation coordinates on the page.
pub(crate) fn on_page(point: Point, (x, y): (&Axis, &Axis)) -> Point {
    Point::new(x.px(point.x), y.px(point.y))
}

/// Appends a line through points, with control points between them when it is curved.
pub(super) fn draw(path: &mut BezPath, points: &[Point], curved: bool, axes: (&Axis, &Axis)) {
    let mut points = points.iter().map(|point| on_page(*point, axes));
    let Some(first) = points.next() else { return };
    if path.is_empty() {
        path.move_to(first);
    } else {
        path.line_to(first);
    }
    if !curved {
        points.for_each(|point| path.line_to(point));
        return;
    }
    while let (Some(a), Some(b), Some(to)) = (points.next(), points.next(), points.next()) {
        path.curve_to(a, b, to);
    }
}

/// The entry that `value` lies behind, in a list that rises or falls (`Lib.findBin`).
fn find(value: f64, list: &[f64]) -> usize {
    let (first, last) = (list[0], list[list.len() - 1]);
    let step = (last - first) / (list.len() - 1) as f64;
    let value = value + step.abs() * 1e-9;
    list.partition_point(|entry| if step >= 0.0 { *entry <= value } else { *entry > value }).saturating_sub(1)
}

/// The shares of a cubic curve's four points, or of a line's two.
fn weights(curved: bool, share: f64) -> Vec<f64> {
    let rest = 1.0 - share;
    if curved {
        vec![rest.powi(3), 3.0 * rest * rest * share, 3.0 * rest * share * share, share.powi(3)]
    } else {
        vec![rest, share]
    }
}

/// How those shares change.
fn changes(curved: bool, share: f64) -> Vec<f64> {
    let rest = 1.0 - share;
    if curved {
        let mixed = 2.0 * rest * share;
        vec![
            -3.0 * rest * rest,
            3.0 * (rest * rest - mixed),
            3.0 * (mixed - share * share),
            3.0 * share * share,
        ]
    } else {
        vec![-1.0, 1.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane(smoothing: f64) -> Cloth {
        let values = vec![0.0, 1.0, 2.0, 3.0];
        let grid: Vec<Vec<Point>> =
            values.iter().map(|b| values.iter().map(|a| Point::new(2.0 * a - b, *b)).collect()).collect();
        Cloth::new(values.clone(), values, &grid, [smoothing; 2])
    }

    #[test]
    fn points_of_a_plane_lie_in_it_inside_and_outside() {
        for cloth in [plane(0.0), plane(1.0)] {
            for (a, b) in [(0.5, 1.25), (3.0, 0.0), (4.0, -1.0)] {
                let point = cloth.place(a, b);
                assert!(point.distance(Point::new(2.0 * a - b, b)) < 1e-9, "{point:?}");
            }
        }
        assert!(plane(1.0).covers(3.0, 0.0) && !plane(1.0).covers(3.1, 0.0));
    }
}
