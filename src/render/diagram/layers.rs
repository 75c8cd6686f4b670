//! Which box stands in which layer, and in which order there (Sugiyama's method).

use super::Arrow;

/// Sweeps of the ordering; more change little.
const SWEEPS: usize = 8;

/// What stands in a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    /// A box, by index.
    Node(usize),
    /// Where an arrow, by index, passes between boxes of a layer that it skips.
    Pass(usize),
}

/// The layers from left to right, each from top to bottom.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Layers(pub(super) Vec<Vec<Slot>>);

impl Layers {
    /// Lays `nodes` boxes out along `arrows`, whose ends must be boxes.
    pub(super) fn new(nodes: usize, arrows: &[Arrow]) -> Self {
        let forward = without_cycles(nodes, arrows);
        let rank = ranks(nodes, arrows, &forward);
        let mut layers = vec![Vec::new(); rank.iter().max().map_or(0, |last| last + 1)];
        for (node, rank) in rank.iter().enumerate() {
            layers[*rank].push(Slot::Node(node));
        }
        // The neighbours of each slot in the next layer: arrows cut into pieces of one layer each.
        let mut pieces = Vec::new();
        for (i, arrow) in arrows.iter().enumerate() {
            let (from, to) = if forward[i] { (arrow.from, arrow.to) } else { (arrow.to, arrow.from) };
            let mut last = Slot::Node(from);
            for layer in &mut layers[rank[from] + 1..rank[to].max(rank[from] + 1)] {
                layer.push(Slot::Pass(i));
                pieces.push((last, Slot::Pass(i)));
                last = Slot::Pass(i);
            }
            pieces.push((last, Slot::Node(to)));
        }
        let mut layers = Self(layers);
        for sweep in 0..SWEEPS {
            layers.sweep(&pieces, sweep % 2 == 0);
        }
        layers
    }

    /// Orders each layer by the middle of its neighbours in the layer before (or after).
    fn sweep(&mut self, pieces: &[(Slot, Slot)], forward: bool) {
        let count = self.0.len();
        for step in 1..count {
            let (here, beside) = if forward { (step, step - 1) } else { (count - 1 - step, count - step) };
            let place = |slot: Slot| self.0[beside].iter().position(|other| *other == slot);
            let mut keyed: Vec<(f64, Slot)> = self.0[here]
                .iter()
                .enumerate()
                .map(|(own, slot)| {
                    let neighbours: Vec<usize> = pieces
                        .iter()
                        .filter_map(|(from, to)| match (forward, from == slot, to == slot) {
                            (true, _, true) => place(*from),
                            (false, true, _) => place(*to),
                            _ => None,
                        })
                        .collect();
                    let middle = if neighbours.is_empty() {
                        own as f64
                    } else {
                        neighbours.iter().sum::<usize>() as f64 / neighbours.len() as f64
                    };
                    (middle, *slot)
                })
                .collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            self.0[here] = keyed.into_iter().map(|(_, slot)| slot).collect();
        }
    }
}

/// For each arrow whether it may lead to the right: a depth-first search turns those back that close a cycle.
fn without_cycles(nodes: usize, arrows: &[Arrow]) -> Vec<bool> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        No,
        Open,
        Done,
    }
    let mut forward = vec![true; arrows.len()];
    let mut seen = vec![Seen::No; nodes];
    for start in 0..nodes {
        if seen[start] != Seen::No {
            continue;
        }
        seen[start] = Seen::Open;
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            match arrows.iter().enumerate().skip(next).find(|(_, arrow)| arrow.from == node) {
                None => seen[node] = Seen::Done,
                Some((i, arrow)) => {
                    stack.push((node, i + 1));
                    match seen[arrow.to] {
                        Seen::Open => forward[i] = false,
                        Seen::Done => {}
                        Seen::No => {
                            seen[arrow.to] = Seen::Open;
                            stack.push((arrow.to, 0));
                        }
                    }
                }
            }
        }
    }
    forward
}

/// The layer of each box: one more than the highest of those that lead to it.
fn ranks(nodes: usize, arrows: &[Arrow], forward: &[bool]) -> Vec<usize> {
    let mut rank = vec![0; nodes];
    // Without cycles the longest path has fewer arrows than there are boxes.
    for _ in 0..nodes {
        let mut changed = false;
        for (i, arrow) in arrows.iter().enumerate() {
            if arrow.from == arrow.to {
                continue;
            }
            let (from, to) = if forward[i] { (arrow.from, arrow.to) } else { (arrow.to, arrow.from) };
            if rank[to] <= rank[from] {
                rank[to] = rank[from] + 1;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrows(ends: &[(usize, usize)]) -> Vec<Arrow> {
        ends.iter().map(|(from, to)| Arrow { from: *from, to: *to, dashed: false }).collect()
    }

    #[test]
    fn a_box_stands_right_of_all_that_lead_to_it() {
        let layers = Layers::new(4, &arrows(&[(0, 1), (1, 3), (0, 2), (2, 3)]));
        assert_eq!(layers.0, [vec![Slot::Node(0)], vec![Slot::Node(1), Slot::Node(2)], vec![Slot::Node(3)]]);
    }

    #[test]
    fn an_arrow_that_skips_a_layer_has_its_own_place_there() {
        let layers = Layers::new(3, &arrows(&[(0, 1), (1, 2), (0, 2)]));
        assert!(layers.0[1].contains(&Slot::Pass(2)));
    }

    #[test]
    fn a_cycle_is_laid_out_all_the_same() {
        let layers = Layers::new(2, &arrows(&[(0, 1), (1, 0), (1, 1)]));
        assert_eq!(layers.0, [vec![Slot::Node(0)], vec![Slot::Node(1)]]);
    }

    #[test]
    fn crossings_are_undone() {
        let layers = Layers::new(4, &arrows(&[(0, 3), (1, 2)]));
        let place = |node| layers.0[1].iter().position(|slot| *slot == Slot::Node(node));
        assert!(place(3) < place(2));
    }
}
