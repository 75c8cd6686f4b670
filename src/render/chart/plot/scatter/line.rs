//! The line through a scatter trace's points.

use kurbo::{BezPath, PathEl, Point, Rect};

use super::Scatter;
use super::curve::Curve;
use super::simplify::simplify;
use crate::render::chart::axis::{Axis, AxisKind};
use crate::render::chart::draw::symbol;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::paint::{each, pick};

/// A point on a log axis that has no place there lies so many lengths of the axis below.
const FAR: f64 = 10_000.0;

/// What lies so many plots beside the plot is cut off.
const SCREENS: f64 = 20.0;

/// What a line goes through, in pieces between gaps.
#[derive(Debug, Clone)]
pub(super) struct Line {
    curve: Curve,
    pieces: Vec<Vec<Point>>,
    /// Whether an area bridges the gaps: it reaches along one axis.
    bridged: bool,
}

impl Line {
    /// The line through points, which are not finite at gaps, on a plot in `frame`.
    pub(super) fn new(scatter: &Scatter, trace: &Trace, points: &[Point], frame: Rect) -> Self {
        let line = trace.attrs.at("line");
        let curve = Curve::read(&line);
        let points: Vec<Option<Point>> =
            points.iter().map(|point| Some(*point).filter(|point| point.is_finite())).collect();
        let backoffs = scatter.backoffs(trace, curve);
        let stepped = !matches!(curve, Curve::Linear | Curve::Spline(_));
        let split = |list: &[Option<Point>]| -> Vec<Point> { list.iter().copied().flatten().collect() };
        let mut pieces: Vec<Vec<Point>> = match &backoffs {
            Some(backoffs) if !stepped => short(&points, backoffs),
            _ if trace.attrs.is("connectgaps") => vec![split(&points)],
            _ => points.split(Option::is_none).map(split).collect(),
        };
        pieces.retain(|piece| !piece.is_empty());
        let curve = match backoffs {
            Some(backoffs) if stepped => {
                let last = backoffs.last().copied().unwrap_or(0.0);
                for piece in &mut pieces {
                    *piece = short_steps(piece, last, curve);
                }
                Curve::Linear
            }
            Some(_) => curve,
            None => {
                Self::thin(&mut pieces, scatter, trace, frame, curve);
                curve
            }
        };
        for piece in &mut pieces {
            clip(piece, frame);
        }
        Self { curve, pieces, bridged: scatter.fill.ends_with(['x', 'y']) }
    }

    /// Leaves out points that would not be seen.
    fn thin(pieces: &mut [Vec<Point>], scatter: &Scatter, trace: &Trace, frame: Rect, curve: Curve) {
        let line = trace.attrs.at("line");
        if curve != Curve::Linear || trace.kind != "scatter" || scatter.lines && !line.is("simplify") {
            return;
        }
        let width = if scatter.lines { line.number("width") } else { 1.0 };
        for piece in pieces {
            *piece = simplify(piece, frame, width.max(3.0) / 4.0, scatter.fill != "none");
        }
    }

    /// The line, with its gaps.
    pub(super) fn path(&self) -> BezPath {
        let mut path = BezPath::new();
        for piece in &self.pieces {
            self.append(&mut path, piece, false);
        }
        path
    }

    fn append(&self, path: &mut BezPath, piece: &[Point], joined: bool) {
        match piece {
            // A smooth line that comes back to its start has no kink there.
            [first, rest @ ..] if self.curve.is_smooth() && rest.last() == Some(first) => {
                self.curve.append_closed(path, rest, joined);
            }
            piece => self.curve.append(path, piece, joined),
        }
    }

    /// The edge of an area: one line across all gaps, or a closed one for each piece.
    pub(super) fn edge(&self) -> BezPath {
        let mut path = BezPath::new();
        for (index, piece) in self.pieces.iter().enumerate() {
            let joined = index > 0 && self.bridged;
            if index > 0 && !joined {
                path.close_path();
            }
            self.append(&mut path, piece, joined);
        }
        path
    }

    /// The first and the last point.
    pub(super) fn ends(&self) -> Option<(Point, Point)> {
        Some((*self.pieces.first()?.first()?, *self.pieces.last()?.last()?))
    }
}

/// The point so many px before `to`.
fn before(from: Point, to: Point, backoff: f64) -> Point {
    let line = to - from;
    if backoff >= line.hypot() { to } else { to - line / line.hypot() * backoff }
}

/// A line's pieces that end before the markers that they lead to.
fn short(points: &[Option<Point>], backoffs: &[f64]) -> Vec<Vec<Point>> {
    let steps = points.windows(2).zip(backoffs.iter().skip(1));
    steps
        .filter_map(|(pair, backoff)| {
            let (from, to) = (pair[0]?, pair[1]?);
            Some(vec![from, before(from, to, *backoff)])
        })
        .collect()
}

/// The corners of a stepped line, the last of them before its marker.
fn short_steps(points: &[Point], backoff: f64, curve: Curve) -> Vec<Point> {
    let mut path = BezPath::new();
    curve.append(&mut path, points, false);
    let mut corners: Vec<Point> = path.elements().iter().filter_map(PathEl::end_point).collect();
    if let [.., from, to] = corners.as_mut_slice() {
        *to = before(*from, *to, backoff);
    }
    corners
}

/// Cuts off what lies very far beside the plot, so that what is seen stays the same.
fn clip(points: &mut Vec<Point>, frame: Rect) {
    let near = frame.inflate(SCREENS * frame.width(), SCREENS * frame.height());
    if points.iter().all(|point| near.contains(*point)) {
        return;
    }
    let pinned = |point: Point| Point::new(point.x.clamp(near.x0, near.x1), point.y.clamp(near.y0, near.y1));
    let mut kept: Vec<Point> = points.first().map(|first| pinned(*first)).into_iter().collect();
    for pair in points.windows(2) {
        kept.extend(crossings(pair[0], pair[1], near));
        kept.push(pinned(pair[1]));
    }
    *points = kept;
}

/// Where a line crosses the edges of a rectangle, in order.
fn crossings(from: Point, to: Point, rect: Rect) -> Vec<Point> {
    let way = to - from;
    let mut shares: Vec<f64> = [
        (rect.x0 - from.x) / way.x,
        (rect.x1 - from.x) / way.x,
        (rect.y0 - from.y) / way.y,
        (rect.y1 - from.y) / way.y,
    ]
    .into_iter()
    .filter(|share| *share > 0.0 && *share < 1.0)
    .collect();
    shares.sort_by(f64::total_cmp);
    let room = rect.inflate(1.0, 1.0);
    shares.into_iter().map(|share| from + way * share).filter(|at| room.contains(*at)).collect()
}

impl Scatter {
    /// How far before each point the line ends, px; `None` when it goes through all points.
    fn backoffs(&self, trace: &Trace, curve: Curve) -> Option<Vec<f64>> {
        let turned = trace.attrs.num("marker.angle").is_some_and(|angle| angle % 360.0 != 0.0);
        if !self.lines || !self.markers || curve.is_smooth() || turned {
            return None;
        }
        let own = trace.attrs.num("line.backoff");
        let marker = trace.attrs.at("marker");
        let symbols = marker.get("symbol");
        let list = symbols.and_then(serde_json::Value::as_array);
        let standoffs = each(&marker, "standoff", 0.0);
        let backoffs: Vec<f64> = (0..self.x.len())
            .map(|index| {
                let symbol = symbol(list.map_or(symbols, |list| list.get(index)));
                let radius = pick(&self.radii, index, 0.0);
                own.unwrap_or_else(|| symbol.backoff() * 2.0 * radius + pick(&standoffs, index, 0.0))
            })
            .collect();
        backoffs.iter().any(|backoff| *backoff > 0.0).then_some(backoffs)
    }
}

/// The px of a value; far below for numbers that have no logarithm.
pub(super) fn reach(axis: &Axis, value: f64) -> Option<f64> {
    let px = axis.px(value);
    if px.is_finite() {
        return Some(px);
    }
    let hidden = axis.kind == AxisKind::Log && value <= 0.0;
    let low = axis.slope().signum() * FAR * axis.length;
    hidden.then(|| axis.place(axis.span().0) - low)
}

/// A path backwards: the last part first.
pub(super) fn backwards(path: &BezPath) -> BezPath {
    let mut parts: Vec<BezPath> = Vec::new();
    for element in path.elements() {
        match (element, parts.last_mut()) {
            (PathEl::MoveTo(_), _) | (_, None) => parts.push(BezPath::from_vec(vec![*element])),
            (element, Some(part)) => part.push(*element),
        }
    }
    let mut back = BezPath::new();
    for part in parts.into_iter().rev() {
        // A lone point has no way to reverse.
        back.extend(if part.elements().len() > 1 { part.reverse_subpaths() } else { part });
    }
    back
}
