//! The outlines of links.

use kurbo::{Arc, BezPath, Point, SvgArc, Vec2};

use super::circular::{MARGIN, RADIUS};
use super::graph::Sankey;
use super::links::{Link, Side};
use super::order::sort_by;

/// px that a circular link runs straight at its nodes.
const STRAIGHT: f64 = 5.0;

/// The way of a link that goes back: out of its source to the right, around, and into its target from the left.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Loop {
    /// px between its middle and the innermost link around the diagram.
    pub(super) buffer: f64,
    /// Radius of its middle in the bends next to the source (`left`) and next to the target.
    left: f64,
    right: f64,
    /// Its middle where it runs back.
    outside: f64,
}

impl Sankey {
    /// Finds the ways of all circular links, one around the other.
    pub(super) fn route(&mut self, breadth: f64) {
        for side in [Side::Top, Side::Bottom] {
            self.buffer(side);
        }
        let top = self.links.iter().map(|link| self.nodes[link.source].y0).fold(f64::INFINITY, f64::min);
        for index in 0..self.links.len() {
            let link = &self.links[index];
            let (Some(side), true) = (link.side, link.circular) else { continue };
            let (source, target) = (&self.nodes[link.source], &self.nodes[link.target]);
            let bend = RADIUS + link.width / 2.0;
            let mut way = Loop { buffer: link.way.buffer, left: bend, right: bend, outside: 0.0 };
            let lonely = self.is_lonely_self(link);
            if !lonely {
                way.left = self.bend(index, side, |link| (link.source, link.y0));
                way.right = self.bend(index, side, |link| (link.target, link.y1));
            }
            let away = MARGIN + way.buffer;
            way.outside = match side {
                Side::Bottom if lonely => source.y1 + away,
                Side::Bottom => breadth.max(source.y1).max(target.y1) + away,
                Side::Top if lonely => source.y0 - away,
                Side::Top => top - away,
            };
            self.links[index].way = way;
        }
    }

    /// Whether a link comes back to its node and no other circular link touches that.
    fn is_lonely_self(&self, link: &Link) -> bool {
        let circular = |list: &[usize]| list.iter().filter(|link| self.links[**link].circular).count();
        link.is_self()
            && circular(&self.nodes[link.source].sources) <= 1
            && circular(&self.nodes[link.target].targets) <= 1
    }

    /// Puts the links around one side outside of each other, those that go back the least innermost.
    fn buffer(&mut self, side: Side) {
        let columns = |link: &Link| (self.nodes[link.source].column, self.nodes[link.target].column);
        let mut list: Vec<usize> =
            (0..self.links.len()).filter(|index| self.links[*index].side == Some(side)).collect();
        sort_by(&mut list, |a, b| {
            let (a, b) = (&self.links[a], &self.links[b]);
            let back = |link: &Link| columns(link).1 - columns(link).0;
            match (back(b) - back(a), side) {
                (0, Side::Bottom) => b.y0 - a.y0,
                (0, Side::Top) => a.y0 - b.y0,
                (more, _) => more as f64,
            }
        });
        let mut buffers: Vec<f64> = Vec::with_capacity(list.len());
        for index in &list {
            let link = &self.links[*index];
            let (from, to) = columns(link);
            let inner = list.iter().zip(&buffers).filter(|(other, _)| {
                let (other_from, other_to) = columns(&self.links[**other]);
                from >= other_to && to <= other_from
            });
            let edge = inner.map(|(other, buffer)| buffer + self.links[*other].width / 2.0);
            let edge = if self.is_lonely_self(link) { 0.0 } else { edge.fold(0.0, f64::max) };
            buffers.push(edge + link.width / 2.0);
        }
        for (index, buffer) in list.into_iter().zip(buffers) {
            self.links[index].way.buffer = buffer;
        }
    }

    /// The radius of a bend next to a column: around the links that bend inside it.
    fn bend(&self, index: usize, side: Side, end: impl Fn(&Link) -> (usize, f64)) -> f64 {
        let column = |link: usize| self.nodes[end(&self.links[link]).0].column;
        let mut list: Vec<usize> = (0..self.links.len())
            .filter(|other| self.links[*other].side == Some(side) && column(*other) == column(index))
            .collect();
        let sign = if side == Side::Bottom { -1.0 } else { 1.0 };
        sort_by(&mut list, |a, b| sign * (end(&self.links[a]).1 - end(&self.links[b]).1));
        let inside: f64 =
            list.iter().take_while(|other| **other != index).map(|other| self.links[*other].width).sum();
        RADIUS + self.links[index].width / 2.0 + inside
    }

    /// A link's outline, with an arrow of `arrow` px at its target.
    pub(super) fn outline(&self, link: &Link, arrow: f64) -> BezPath {
        let (source, target) = (self.nodes[link.source].x1, self.nodes[link.target].x0);
        match link.side.filter(|_| link.circular) {
            Some(side) => around(link, side, (source, target), arrow),
            None => {
                let arrow = arrow.min((target - source).abs() / 2.0);
                straight(link, (source, target - arrow), arrow)
            }
        }
    }
}

fn straight(link: &Link, (x0, x1): (f64, f64), arrow: f64) -> BezPath {
    let (middle, half) = (f64::midpoint(x0, x1), link.width / 2.0);
    let mut path = BezPath::new();
    path.move_to((x0, link.y0 - half));
    path.curve_to((middle, link.y0 - half), (middle, link.y1 - half), (x1, link.y1 - half));
    if arrow > 0.0 {
        path.line_to((x1 + arrow, link.y1));
    }
    path.line_to((x1, link.y1 + half));
    path.curve_to((middle, link.y1 + half), (middle, link.y0 + half), (x0, link.y0 + half));
    path.close_path();
    path
}

/// Draws a link around the top; one around the bottom is its mirror.
struct Pen {
    path: BezPath,
    /// -1 around the bottom.
    mirror: f64,
}

impl Pen {
    fn line(&mut self, x: f64, y: f64) {
        let to = Point::new(x, y * self.mirror);
        if self.path.is_empty() { self.path.move_to(to) } else { self.path.line_to(to) }
    }

    /// A quarter of a circle, to the right as seen along the way or to the left.
    fn arc(&mut self, radius: f64, right: bool, x: f64, y: f64) {
        let Some(from) = self.path.elements().last().and_then(kurbo::PathEl::end_point) else { return };
        let arc = SvgArc {
            from,
            to: Point::new(x, y * self.mirror),
            radii: Vec2::new(radius.abs(), radius.abs()),
            x_rotation: 0.0,
            large_arc: false,
            sweep: right == (self.mirror > 0.0),
        };
        match Arc::from_svg_arc(&arc) {
            Some(arc) => self.path.extend(arc.append_iter(0.01)),
            None => self.line(x, y),
        }
    }
}

/// The outline of a circular link: from the target back to the source along its outer edge, and back again.
fn around(link: &Link, side: Side, (source, target): (f64, f64), arrow: f64) -> BezPath {
    let mirror = if side == Side::Top { 1.0 } else { -1.0 };
    let (way, half) = (&link.way, link.width / 2.0);
    // Everything is as if it ran around the top.
    let (source_y, target_y, outside) = (link.y0 * mirror, link.y1 * mirror, way.outside * mirror);
    let (left_inner, right_inner) = (source + STRAIGHT, target - STRAIGHT - arrow);
    let (left_full, right_full) = (left_inner + way.left, right_inner - way.right);
    let (left_y, right_y) = (outside + way.left, outside + way.right);
    let (left_wide, left_narrow) = (way.left + half, way.left - half);
    let (wide, narrow) = (way.right + half, way.right - half);
    let forward = source + way.buffer < target;
    let overlapped = right_full - way.right <= left_full - half;
    let mut pen = Pen { path: BezPath::new(), mirror };
    pen.line(target - arrow, target_y + half);
    pen.line(right_inner, target_y + half);
    pen.arc(wide, true, right_full - half, target_y - way.right);
    pen.line(right_full - half, right_y);
    match (forward, overlapped, side) {
        (true, true, Side::Top) => {
            pen.arc(wide, true, right_full + half - narrow, outside - half);
            pen.arc(left_wide, true, left_full + half, right_y);
        }
        (true, true, Side::Bottom) => {
            pen.arc(wide, true, right_inner - half, outside - half);
            pen.line(right_full + half - narrow, outside - half);
            pen.arc(wide, true, left_full + half, left_y);
        }
        (true, false, _) => {
            pen.arc(narrow, false, right_full - half - narrow, outside + half);
            pen.line(left_full + half + narrow, outside + half);
            let last = if side == Side::Top { left_narrow } else { narrow };
            pen.arc(last, false, left_full + half, left_y);
        }
        (false, ..) => {
            pen.arc(wide, true, right_inner, outside - half);
            pen.line(left_inner, outside - half);
            pen.arc(left_wide, true, left_full + half, left_y);
        }
    }
    pen.line(left_full + half, source_y - way.left);
    pen.arc(left_wide, true, left_inner, source_y + half);
    pen.line(source, source_y + half);
    pen.line(source, source_y - half);
    pen.line(left_inner, source_y - half);
    pen.arc(left_narrow, false, left_full - half, source_y - way.left);
    pen.line(left_full - half, left_y);
    let end = right_full + half;
    match (forward, overlapped, side) {
        (true, true, Side::Top) => {
            pen.arc(left_wide, false, left_full - half, outside + half);
            pen.line(end, outside + half);
            pen.arc(left_wide, false, end, right_y);
        }
        (true, true, Side::Bottom) => {
            pen.arc(narrow, false, left_full - half - narrow, outside + half);
            pen.line(end + narrow, outside + half);
            pen.arc(narrow, false, end, right_y);
        }
        (true, false, _) => {
            let radius = if side == Side::Top { left_wide } else { wide };
            pen.arc(radius, true, left_full + half, outside - half);
            pen.line(right_full - half, outside - half);
            pen.arc(radius, true, end, right_y);
        }
        (false, ..) => {
            pen.arc(left_narrow, false, left_inner, outside + half);
            pen.line(right_inner, outside + half);
            pen.arc(narrow, false, end, right_y);
        }
    }
    pen.line(end, target_y - way.right);
    pen.arc(narrow, false, right_inner, target_y - half);
    pen.line(target - arrow, target_y - half);
    if arrow > 0.0 {
        pen.line(target, target_y);
    }
    pen.path.close_path();
    pen.path
}
