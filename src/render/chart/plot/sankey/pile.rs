//! The order of links at the nodes of a circular diagram.

use super::graph::Sankey;
use super::links::{Link, Side};
use super::order::sort_by;

/// One of a link's ends: where it leaves its source, or where it reaches its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Source,
    Target,
}

impl Sankey {
    /// Sorts the links at every node so that they cross as little as may be, and stacks them.
    pub(super) fn sort_all_links(&mut self) {
        for end in [End::Source, End::Target] {
            for index in 0..self.nodes.len() {
                let node = &self.nodes[index];
                let mut list = if end == End::Source { node.sources.clone() } else { node.targets.clone() };
                list.sort_unstable();
                sort_by(&mut list, |a, b| self.compare(&self.links[a], &self.links[b], end));
                self.stack(index, &list, end);
            }
        }
    }

    /// Stacks links downwards; those that run around the bottom stand at the node's bottom.
    fn stack(&mut self, index: usize, list: &[usize], end: End) {
        let node = &self.nodes[index];
        let mut offset = node.y0;
        let mut below: f64 = list.iter().map(|link| self.links[*link].width).sum();
        for link in list {
            let link = &mut self.links[*link];
            below -= link.width;
            let place = if link.side == Some(Side::Bottom) {
                node.y1 - below - link.width / 2.0
            } else {
                offset + link.width / 2.0
            };
            offset += link.width;
            *(if end == End::Source { &mut link.y0 } else { &mut link.y1 }) = place;
        }
    }

    /// The column at a link's other end, its height there, and the bottom of the node there.
    fn far(&self, link: &Link, end: End) -> (i64, f64, f64) {
        let (node, y) = match end {
            End::Source => (&self.nodes[link.target], link.y1),
            End::Target => (&self.nodes[link.source], link.y0),
        };
        (node.column, y, node.y1)
    }

    fn compare(&self, a: &Link, b: &Link, end: End) -> f64 {
        let above = |link: &Link| if link.side == Some(Side::Top) { -1.0 } else { 1.0 };
        match (a.circular, b.circular) {
            (false, false) => self.compare_straight(a, b, end),
            (true, false) => above(a),
            (false, true) => -above(b),
            (true, true) if a.side != b.side => above(a),
            (true, true) => {
                let ((column_a, _, bottom_a), (column_b, _, bottom_b)) = (self.far(a, end), self.far(b, end));
                // Links around the bottom that reach one node are stacked like those around the top.
                let turned = |turn: bool, value: f64| if turn { -value } else { value };
                let bottom = a.side == Some(Side::Bottom);
                if column_a == column_b {
                    turned(bottom && end == End::Source, bottom_a - bottom_b)
                } else {
                    turned(bottom != (end == End::Source), (column_a - column_b) as f64)
                }
            }
        }
    }

    fn compare_straight(&self, a: &Link, b: &Link, end: End) -> f64 {
        let ((column_a, y_a, _), (column_b, y_b, _)) = (self.far(a, end), self.far(b, end));
        let rises = |link: &Link| link.y0 > link.y1;
        if column_a == column_b || rises(a) != rises(b) {
            return y_a - y_b;
        }
        // The farther link is cut above or below the nearer one's end.
        if column_a > column_b { y_a - self.cut(b, a, end) } else { self.cut(a, b, end) - y_b }
    }

    /// The height of a link at another's length, if it ran straight.
    fn cut(&self, link: &Link, other: &Link, end: End) -> f64 {
        let length = |link: &Link| self.nodes[link.target].x0 - self.nodes[link.source].x1;
        let angle = (length(link).abs() / (link.y1 - link.y0).abs()).atan();
        let height = length(other) / angle.tan();
        let up = link.y0 > link.y1;
        if up == (end == End::Target) { link.y1 + height } else { link.y1 - height }
    }
}
