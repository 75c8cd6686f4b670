//! Places of nodes where no link goes back: columns by depth, and nodes drawn towards their neighbours
//! (d3-sankey's layout).

use super::graph::Sankey;
use super::order::sort_by;

/// How often nodes are drawn towards their neighbours.
const ROUNDS: i32 = 50;
/// Share of the space that gaps between nodes may take at most.
const MOST_GAPS: f64 = 2.0 / 3.0;

/// What the figure asks of a layout.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wishes<'a> {
    /// px along the flow.
    pub(super) length: f64,
    /// px across it.
    pub(super) breadth: f64,
    /// px between the nodes of a column.
    pub(super) gap: f64,
    /// px of a node along the flow.
    pub(super) thickness: f64,
    /// `justify`, `left`, `right` or `center`.
    pub(super) align: &'a str,
    /// Whether nodes keep the figure's order in their column.
    pub(super) keep_nodes: bool,
    /// Whether links keep the figure's order at their nodes.
    pub(super) keep_links: bool,
}

impl Sankey {
    /// Puts nodes and links where they belong.
    pub(super) fn lay_out_columns(&mut self, wishes: &Wishes) {
        self.measure_depths();
        let mut columns = self.columns(wishes);
        let most = columns.iter().map(Vec::len).max().unwrap_or(0);
        let gap = wishes.gap.min(MOST_GAPS * wishes.breadth / (most as f64 - 1.0));
        let mut relaxation = Relaxation { graph: self, wishes, gap };
        relaxation.begin(&columns);
        for round in 0..ROUNDS {
            let pull = 0.99_f64.powi(round);
            let push = (1.0 - pull).max(f64::from(round + 1) / f64::from(ROUNDS));
            relaxation.run(&mut columns, pull, push);
        }
        self.place_links();
    }

    /// Steps from the first nodes and to the last ones; links that go back don't count.
    pub(super) fn measure_depths(&mut self) {
        for forward in [true, false] {
            let mut current: Vec<usize> = (0..self.nodes.len()).collect();
            for step in 0..=self.nodes.len() {
                let mut reached = vec![false; self.nodes.len()];
                let mut next = Vec::new();
                for index in std::mem::take(&mut current) {
                    let node = &mut self.nodes[index];
                    if forward {
                        node.depth = step;
                    } else {
                        node.height = step;
                    }
                    let links = if forward { &node.sources } else { &node.targets };
                    for link in links.iter().map(|link| &self.links[*link]).filter(|link| !link.circular) {
                        let other = if forward { link.target } else { link.source };
                        if !std::mem::replace(&mut reached[other], true) {
                            next.push(other);
                        }
                    }
                }
                if next.is_empty() {
                    break;
                }
                current = next;
            }
        }
    }

    /// The column that `align` puts a node in, of `count`.
    pub(super) fn column_of(&self, index: usize, count: usize, align: &str) -> i64 {
        let node = &self.nodes[index];
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let (depth, last) = (whole(node.depth), whole(count) - 1);
        match align {
            "left" => depth,
            "right" => last - whole(node.height),
            "center" if !node.targets.is_empty() => depth,
            "center" => {
                let depths =
                    node.sources.iter().map(|link| whole(self.nodes[self.links[*link].target].depth));
                depths.min().map_or(0, |nearest| nearest - 1)
            }
            _ if node.sources.is_empty() => last,
            _ => depth,
        }
    }

    fn columns(&mut self, wishes: &Wishes) -> Vec<Vec<usize>> {
        let count = self.nodes.iter().map(|node| node.depth).max().unwrap_or(0) + 1;
        let step = (wishes.length - wishes.thickness) / (count as f64 - 1.0);
        let mut columns = vec![Vec::new(); count];
        for index in 0..self.nodes.len() {
            let column = usize::try_from(self.column_of(index, count, wishes.align)).unwrap_or(0);
            let column = column.min(count - 1);
            columns[column].push(index);
            let node = &mut self.nodes[index];
            node.column = i64::try_from(column).unwrap_or(0);
            node.x0 = column as f64 * step;
            node.x1 = node.x0 + wishes.thickness;
        }
        columns.retain(|column| !column.is_empty());
        columns
    }

    /// Stacks the links at each node in their order.
    pub(super) fn place_links(&mut self) {
        for node in &self.nodes {
            let (mut leaving, mut reaching) = (node.y0, node.y0);
            for index in &node.sources {
                let link = &mut self.links[*index];
                link.y0 = leaving + link.width / 2.0;
                leaving += link.width;
            }
            for index in &node.targets {
                let link = &mut self.links[*index];
                link.y1 = reaching + link.width / 2.0;
                reaching += link.width;
            }
        }
    }

    /// Sorts the links that leave a node by where they go.
    fn sort_sources(&mut self, node: usize) {
        let mut list = std::mem::take(&mut self.nodes[node].sources);
        let top = |link: usize| self.nodes[self.links[link].target].y0;
        sort_by(&mut list, |a, b| by_place(top(a), top(b), a, b));
        self.nodes[node].sources = list;
    }

    /// Sorts the links that reach a node by where they come from.
    fn sort_targets(&mut self, node: usize) {
        let mut list = std::mem::take(&mut self.nodes[node].targets);
        let top = |link: usize| self.nodes[self.links[link].source].y0;
        sort_by(&mut list, |a, b| by_place(top(a), top(b), a, b));
        self.nodes[node].targets = list;
    }
}

/// By place, then by the figure's order.
fn by_place(a: f64, b: f64, first: usize, second: usize) -> f64 {
    if a == b { first as f64 - second as f64 } else { a - b }
}

/// Nodes on their way to their places.
struct Relaxation<'s, 'w> {
    graph: &'s mut Sankey,
    wishes: &'w Wishes<'w>,
    /// px between the nodes of a column.
    gap: f64,
}

impl Relaxation<'_, '_> {
    /// Scales values to px, and spreads each column.
    fn begin(&mut self, columns: &[Vec<usize>]) {
        let room = |column: &Vec<usize>| {
            let total: f64 = column.iter().map(|node| self.graph.nodes[*node].value).sum();
            (self.wishes.breadth - (column.len() as f64 - 1.0) * self.gap) / total
        };
        let scale = columns.iter().map(room).fold(f64::INFINITY, f64::min);
        for link in &mut self.graph.links {
            link.width = link.value * scale;
        }
        for column in columns {
            let mut y = 0.0;
            for index in column {
                let node = &mut self.graph.nodes[*index];
                (node.y0, node.y1) = (y, y + node.value * scale);
                y = node.y1 + self.gap;
            }
            let rest = (self.wishes.breadth - y + self.gap) / (column.len() as f64 + 1.0);
            for (at, index) in column.iter().enumerate() {
                self.graph.nodes[*index].shift(rest * (at as f64 + 1.0));
            }
            for index in column {
                self.sort_links(*index, *index);
            }
        }
    }

    fn sort_links(&mut self, sources: usize, targets: usize) {
        if !self.wishes.keep_links {
            self.graph.sort_sources(sources);
            self.graph.sort_targets(targets);
        }
    }

    /// One round: right to left, then left to right.
    fn run(&mut self, columns: &mut [Vec<usize>], pull: f64, push: f64) {
        let last = columns.len().saturating_sub(1);
        for column in columns.iter_mut().take(last).rev() {
            self.relax(column, true, pull, push);
        }
        for column in columns.iter_mut().skip(1) {
            self.relax(column, false, pull, push);
        }
    }

    /// Draws a column's nodes towards the targets, or the sources, of their links.
    fn relax(&mut self, column: &mut [usize], to_targets: bool, pull: f64, push: f64) {
        for index in column.iter() {
            let node = &self.graph.nodes[*index];
            let links = if to_targets { &node.sources } else { &node.targets };
            let (mut sum, mut weight) = (0.0, 0.0);
            for link in links.iter().map(|link| &self.graph.links[*link]) {
                let (source, target) = (&self.graph.nodes[link.source], &self.graph.nodes[link.target]);
                let share = link.value * (target.column - source.column) as f64;
                sum += self.ideal_top(link.source, link.target, to_targets) * share;
                weight += share;
            }
            if weight > 0.0 {
                let by = (sum / weight - node.y0) * pull;
                self.graph.nodes[*index].shift(by);
                self.sort_neighbours(*index);
            }
        }
        if !self.wishes.keep_nodes {
            sort_by(column, |a, b| self.graph.nodes[a].y0 - self.graph.nodes[b].y0);
        }
        self.part(column, push);
    }

    fn sort_neighbours(&mut self, index: usize) {
        if self.wishes.keep_links {
            return;
        }
        let node = &self.graph.nodes[index];
        let before: Vec<usize> = node.targets.iter().map(|link| self.graph.links[*link].source).collect();
        let after: Vec<usize> = node.sources.iter().map(|link| self.graph.links[*link].target).collect();
        for node in before {
            self.graph.sort_sources(node);
        }
        for node in after {
            self.graph.sort_targets(node);
        }
    }

    /// Where a link's source (or target) would begin for the link to run straight.
    fn ideal_top(&self, source: usize, target: usize, of_source: bool) -> f64 {
        let (nodes, links) = (&self.graph.nodes, &self.graph.links);
        let (sources, targets) = (&nodes[source].sources, &nodes[target].targets);
        let above_at_source = |gap: f64| -> f64 {
            let before = sources.iter().map(|link| &links[*link]).take_while(|link| link.target != target);
            before.map(|link| link.width + gap).sum()
        };
        let above_at_target = |gap: f64| -> f64 {
            let before = targets.iter().map(|link| &links[*link]).take_while(|link| link.source != source);
            before.map(|link| link.width + gap).sum()
        };
        let spread = |links: &[usize]| (links.len() as f64 - 1.0) * self.gap / 2.0;
        if of_source {
            nodes[target].y0 - spread(targets) + above_at_target(self.gap) - above_at_source(0.0)
        } else {
            nodes[source].y0 - spread(sources) + above_at_source(self.gap) - above_at_target(0.0)
        }
    }

    /// Parts nodes that overlap, from the middle one outwards, then back from both ends.
    fn part(&mut self, column: &[usize], push: f64) {
        let middle = column.len() / 2;
        let Some(subject) = column.get(middle).map(|index| &self.graph.nodes[*index]) else { return };
        let (above, below) = (subject.y0 - self.gap, subject.y1 + self.gap);
        self.push_up(&column[..middle], above, push);
        self.push_down(&column[middle + 1..], below, push);
        self.push_up(column, self.wishes.breadth, push);
        self.push_down(column, 0.0, push);
    }

    fn push_down(&mut self, column: &[usize], mut y: f64, push: f64) {
        for index in column {
            let node = &mut self.graph.nodes[*index];
            let by = (y - node.y0) * push;
            if by > 1e-6 {
                node.shift(by);
            }
            y = node.y1 + self.gap;
        }
    }

    fn push_up(&mut self, column: &[usize], mut y: f64, push: f64) {
        for index in column.iter().rev() {
            let node = &mut self.graph.nodes[*index];
            let by = (node.y1 - y) * push;
            if by > 1e-6 {
                node.shift(-by);
            }
            y = node.y0 - self.gap;
        }
    }
}
