//! Places of nodes where links go back: those run around the diagram, above it or below it
//! (d3-sankey-circular's layout).

use super::columns::Wishes;
use super::graph::{Node, Sankey};
use super::links::{Link, Side};
use super::order::sort_by;

/// How often nodes are drawn towards their neighbours.
const ROUNDS: i32 = 50;
/// How often links are sorted at their nodes, and nodes moved off links.
const SORTINGS: usize = 4;
/// px between the diagram and the links around it.
pub(super) const MARGIN: f64 = 25.0;
/// px of the smallest bend.
pub(super) const RADIUS: f64 = 10.0;
/// How much of the height that nodes could have they get.
const SCALE: f64 = 0.3;
/// Share of a round's pull that the next one has.
const COOLING: f64 = 0.99;

/// The part of the diagram that nodes stand in, px.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    x0: f64,
    x1: f64,
    pub(super) y0: f64,
    pub(super) y1: f64,
}

impl Sankey {
    /// Puts nodes and links where they belong; gives the part of the diagram that is left to the nodes.
    pub(super) fn lay_out_circular(&mut self, wishes: &Wishes) -> Frame {
        self.find_circular_links();
        self.measure_depths();
        let count = self.nodes.iter().map(|node| node.height).max().unwrap_or(0) + 1;
        for index in 0..self.nodes.len() {
            self.nodes[index].column = self.column_of(index, count, wishes.align);
        }
        self.choose_sides();
        let mut frame = Frame { x0: 0.0, x1: wishes.length, y0: 0.0, y1: wishes.breadth };
        let mut columns = self.nests();
        self.begin(wishes, &mut frame, &columns);
        self.part(&mut columns, frame, wishes.gap);
        let mut pull = 1.0;
        for _ in 0..ROUNDS {
            pull *= COOLING;
            self.relax(&columns, frame, pull);
            self.part(&mut columns, frame, wishes.gap);
        }
        self.stack_links();
        for _ in 0..SORTINGS {
            self.sort_all_links();
            self.clear_links(frame);
            self.sort_all_links();
        }
        self.fill(frame);
        self.route(frame.y1);
        frame
    }

    /// The nodes of each column; the columns in the order of their numbers as text.
    fn nests(&self) -> Vec<Vec<usize>> {
        let mut numbers: Vec<i64> = self.nodes.iter().map(|node| node.column).collect();
        numbers.sort_by_cached_key(i64::to_string);
        numbers.dedup();
        let members = |column: &i64| {
            (0..self.nodes.len()).filter(|index| self.nodes[*index].column == *column).collect()
        };
        numbers.iter().map(members).collect()
    }

    /// The side that each circular link runs along: that of its nodes, or the one with fewer links.
    pub(super) fn choose_sides(&mut self) {
        let (mut tops, mut bottoms) = (0, 0);
        for index in 0..self.links.len() {
            let Link { source, target, circular: true, .. } = self.links[index] else { continue };
            let fewer = if tops < bottoms { Side::Top } else { Side::Bottom };
            let side = self.nodes[source].side.or(self.nodes[target].side).unwrap_or(fewer);
            *(if side == Side::Top { &mut tops } else { &mut bottoms }) += 1;
            self.links[index].side = Some(side);
            self.nodes[source].side = Some(side);
            self.nodes[target].side = Some(side);
        }
        for link in self.links.iter_mut().filter(|link| link.circular) {
            if self.nodes[link.source].side == self.nodes[link.target].side {
                link.side = self.nodes[link.source].side;
            }
        }
    }

    /// px that the links around the diagram take at its top, bottom, left and right.
    fn margins(&self) -> [f64; 4] {
        let last = self.nodes.iter().map(|node| node.column).max().unwrap_or(0);
        let mut widths = [0.0; 4];
        for link in self.links.iter().filter(|link| link.circular) {
            let touches = [
                link.side == Some(Side::Top),
                link.side != Some(Side::Top),
                self.nodes[link.target].column == 0,
                self.nodes[link.source].column == last,
            ];
            for (width, touches) in widths.iter_mut().zip(touches) {
                *width += if touches { link.width } else { 0.0 };
            }
        }
        widths.map(|width| if width > 0.0 { width + MARGIN + RADIUS } else { 0.0 })
    }

    /// Scales values to px, makes room for the links around, and gives every node a first place.
    fn begin(&mut self, wishes: &Wishes, frame: &mut Frame, columns: &[Vec<usize>]) {
        let room = |column: &Vec<usize>| {
            let total: f64 = column.iter().map(|node| self.nodes[*node].value).sum();
            (wishes.breadth - (column.len() as f64 - 1.0) * wishes.gap) / total
        };
        let mut scale = columns.iter().map(room).fold(f64::INFINITY, f64::min) * SCALE;
        for link in &mut self.links {
            link.width = link.value * scale;
        }
        let [top, bottom, left, right] = self.margins();
        let scale_x = wishes.length / (wishes.length + left + right);
        let scale_y = wishes.breadth / (wishes.breadth + top + bottom);
        frame.x0 = left;
        frame.x1 *= if right == 0.0 { 1.0 } else { scale_x };
        (frame.y0, frame.y1) = (top, frame.y1 * scale_y);
        let last = self.nodes.iter().map(|node| node.column).max().unwrap_or(0);
        let step = (frame.x1 - frame.x0 - wishes.thickness) / last as f64;
        for node in &mut self.nodes {
            node.x0 = frame.x0 + node.column as f64 * step;
            node.x1 = node.x0 + wishes.thickness;
        }
        scale *= scale_y;
        for link in &mut self.links {
            link.width = link.value * scale;
        }
        let open = top == 0.0 || bottom == 0.0;
        for column in columns {
            let members = column.len() as f64;
            for (at, index) in column.iter().enumerate() {
                let (at, node) = (at as f64, &self.nodes[*index]);
                let height = node.value * scale;
                let y0 = if column.len() == 1 && (node.depth + 1 == columns.len() || node.depth == 0) {
                    frame.y1 / 2.0 - height
                } else if !node.in_circle {
                    let (room, half) = (frame.y1 - frame.y0, members / 2.0);
                    if open { room / members * at } else { room / 2.0 - half + at }
                } else if self.circles_through(*index) == 0 {
                    frame.y1 / 2.0 + at
                } else if node.side == Some(Side::Top) {
                    frame.y0 + at
                } else {
                    frame.y1 - height - at
                };
                let node = &mut self.nodes[*index];
                (node.y0, node.y1) = (y0, y0 + height);
            }
        }
    }

    /// How many circular links touch a node, without those that come back to it at once.
    fn circles_through(&self, index: usize) -> usize {
        let node = &self.nodes[index];
        let links = node.sources.iter().chain(&node.targets).map(|link| &self.links[*link]);
        links.filter(|link| link.circular && !link.is_self()).count()
    }

    /// Draws nodes towards the middle of their neighbours.
    fn relax(&mut self, columns: &[Vec<usize>], frame: Frame, pull: f64) {
        for column in columns {
            let Some(depth) = column.first().map(|first| self.nodes[*first].depth) else { continue };
            for index in column {
                let node = &self.nodes[*index];
                if node.in_circle && self.circles_through(*index) > 0 {
                    continue;
                }
                let by = if column.len() == 1 && (depth == 0 || depth + 1 == columns.len()) {
                    frame.y1 / 2.0 - (node.y1 - node.y0) / 2.0 - node.y0
                } else {
                    (self.middle_of_neighbours(node) - node.center()) * pull
                };
                self.nodes[*index].shift(by);
            }
        }
    }

    fn middle_of_neighbours(&self, node: &Node) -> f64 {
        let mean = |list: &[usize], other: fn(&Link) -> usize| {
            let sum: f64 = list.iter().map(|link| self.nodes[other(&self.links[*link])].center()).sum();
            Some(sum / list.len() as f64).filter(|mean| !mean.is_nan() && *mean != 0.0)
        };
        match (mean(&node.sources, |link| link.target), mean(&node.targets, |link| link.source)) {
            (Some(after), Some(before)) => f64::midpoint(after, before),
            (one, other) => one.or(other).unwrap_or(0.0),
        }
    }

    /// By height, but nodes with links around the diagram next to the side where those run.
    fn compare_nodes(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (&self.nodes[a], &self.nodes[b]);
        if a.in_circle == b.in_circle {
            a.y0 - b.y0
        } else if a.side == Some(Side::Top) || b.side == Some(Side::Bottom) {
            -1.0
        } else {
            1.0
        }
    }

    /// Parts nodes that overlap, downwards, then up from the bottom.
    fn part(&mut self, columns: &mut [Vec<usize>], frame: Frame, gap: f64) {
        for column in columns {
            sort_by(column, |a, b| self.compare_nodes(a, b));
            let mut y = frame.y0;
            for index in column.iter() {
                let node = &mut self.nodes[*index];
                node.shift((y - node.y0).max(0.0));
                y = node.y1 + gap;
            }
            let over = y - gap - frame.y1;
            if over <= 0.0 {
                continue;
            }
            let mut below = None;
            for index in column.iter().rev() {
                let node = &mut self.nodes[*index];
                let by = below.map_or(over, |below| node.y1 + gap - below);
                node.shift(-by.max(0.0));
                below = Some(node.y0);
            }
        }
    }

    /// Stacks links at their nodes: circular ones from the bottom.
    pub(super) fn stack_links(&mut self) {
        for index in 0..self.nodes.len() {
            let sort = |mut list: Vec<usize>, end: fn(&Link) -> usize| {
                sort_by(&mut list, |a, b| {
                    let order = self.compare_nodes(end(&self.links[a]), end(&self.links[b]));
                    if order == 0.0 || order.is_nan() { a as f64 - b as f64 } else { order }
                });
                list
            };
            let sources = sort(self.nodes[index].sources.clone(), |link| link.target);
            let targets = sort(self.nodes[index].targets.clone(), |link| link.source);
            let node = &mut self.nodes[index];
            let (mut down, mut up) = (node.y0, node.y1);
            for link in &sources {
                let link = &mut self.links[*link];
                link.y0 = next_place(link, &mut down, &mut up);
            }
            (down, up) = (node.y0, node.y1);
            for link in &targets {
                let link = &mut self.links[*link];
                link.y1 = next_place(link, &mut down, &mut up);
            }
            (node.sources, node.targets) = (sources, targets);
        }
    }

    /// Moves nodes off the links that pass their column.
    fn clear_links(&mut self, frame: Frame) {
        for index in 0..self.links.len() {
            let Link { source, target, circular: false, .. } = self.links[index] else { continue };
            let (first, last) = (self.nodes[source].column + 1, self.nodes[target].column - 1);
            for column in first..=last {
                let share = (column - first + 1) as f64 / (last - first + 2) as f64;
                for node in 0..self.nodes.len() {
                    if self.nodes[node].column == column {
                        self.clear_link(index, node, share, frame);
                    }
                }
            }
        }
    }

    /// Moves a node off a link, which passes it at a `share` of its way, and its neighbours off the node.
    fn clear_link(&mut self, link: usize, index: usize, share: f64, frame: Frame) {
        let (link, rest) = (&self.links[link], 1.0 - share);
        let from = rest.powi(3) + 3.0 * share * rest.powi(2);
        let to = 3.0 * share.powi(2) * rest + share.powi(3);
        let middle = from * link.y0 + to * link.y1;
        let (top, bottom) = (middle - link.width / 2.0, middle + link.width / 2.0);
        let node = &self.nodes[index];
        let inside = |y: f64| y > node.y0 && y < node.y1;
        let top_inside = inside(top);
        let by = if top_inside {
            let up = node.y1 - top + 10.0;
            if node.side == Some(Side::Bottom) { up } else { -up }
        } else if inside(bottom) || top < node.y0 && bottom > node.y1 {
            bottom - node.y0 + 10.0
        } else {
            return;
        };
        self.move_node(index, by, frame);
        for other in 0..self.nodes.len() {
            let (node, neighbour) = (&self.nodes[index], &self.nodes[other]);
            let hit = if top_inside {
                overlap(node, neighbour)
            } else {
                neighbour.y0 < node.y1 && neighbour.y1 > node.y1
            };
            if other != index && node.column == neighbour.column && hit {
                self.move_node(other, by, frame);
            }
        }
    }

    /// Moves a node with its links, unless it would leave the frame.
    fn move_node(&mut self, index: usize, by: f64, frame: Frame) {
        let node = &mut self.nodes[index];
        if node.y0 + by < frame.y0 || node.y1 + by > frame.y1 {
            return;
        }
        node.shift(by);
        for link in &node.targets {
            self.links[*link].y1 += by;
        }
        for link in &node.sources {
            self.links[*link].y0 += by;
        }
    }

    /// Stretches the diagram to its height when links run around it on one side only.
    fn fill(&mut self, frame: Frame) {
        let has = |side| self.links.iter().any(|link| link.side == Some(side));
        if has(Side::Top) && has(Side::Bottom) {
            return;
        }
        let low = self.nodes.iter().map(|node| node.y0).fold(f64::INFINITY, f64::min);
        let high = self.nodes.iter().map(|node| node.y1).fold(f64::NEG_INFINITY, f64::max);
        let ratio = (frame.y1 - frame.y0) / (high - low);
        for node in &mut self.nodes {
            (node.y0, node.y1) = ((node.y0 - low) * ratio, (node.y1 - low) * ratio);
        }
        for link in &mut self.links {
            (link.y0, link.y1) = ((link.y0 - low) * ratio, (link.y1 - low) * ratio);
            link.width *= ratio;
        }
    }
}

/// The middle of the next link at a node: circular ones fill up from the bottom.
fn next_place(link: &Link, down: &mut f64, up: &mut f64) -> f64 {
    if link.circular {
        *up -= link.width;
        *up + link.width / 2.0
    } else {
        *down += link.width;
        *down - link.width / 2.0
    }
}

fn overlap(a: &Node, b: &Node) -> bool {
    a.y0 > b.y0 && a.y0 < b.y1 || a.y1 > b.y0 && a.y1 < b.y1 || a.y0 < b.y0 && a.y1 > b.y1
}
