//! Which links go back.

use std::collections::BTreeSet;

use super::graph::Sankey;

/// Steps after which the search for circles ends: their number grows exponentially with the links.
const MOST_STEPS: usize = 200_000;

impl Sankey {
    /// Marks the links that close a circle at its first node, and those of a node to itself.
    pub(super) fn find_circular_links(&mut self) {
        let mut after: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for link in &self.links {
            if !after[link.source].contains(&link.target) {
                after[link.source].push(link.target);
            }
        }
        let mut closing = BTreeSet::new();
        let mut steps = 0;
        for start in 0..after.len() {
            let component = component(&after, start);
            if component.len() > 1 {
                search(&after, &component, start, &mut closing, &mut steps);
            }
        }
        for link in &mut self.links {
            link.circular = link.is_self() || closing.contains(&(link.source, link.target));
        }
        for link in self.links.iter().filter(|link| link.circular) {
            self.nodes[link.source].in_circle = true;
            self.nodes[link.target].in_circle = true;
        }
    }
}

/// The nodes from `start` on that are reached from it and reach it, by way of such nodes only.
fn component(after: &[Vec<usize>], start: usize) -> BTreeSet<usize> {
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); after.len()];
    for (node, list) in after.iter().enumerate() {
        for other in list {
            before[*other].push(node);
        }
    }
    let reach = |lists: &[Vec<usize>]| {
        let (mut seen, mut open) = (BTreeSet::from([start]), vec![start]);
        while let Some(node) = open.pop() {
            open.extend(lists[node].iter().filter(|other| **other >= start && seen.insert(**other)));
        }
        seen
    };
    reach(after).intersection(&reach(&before)).copied().collect()
}

/// Walks the paths from `start` and notes the links that come back to it.
///
/// As in the layout's own search, a node from which the last link tried found no way back is not tried again.
fn search(
    after: &[Vec<usize>],
    component: &BTreeSet<usize>,
    start: usize,
    closing: &mut BTreeSet<(usize, usize)>,
    steps: &mut usize,
) {
    struct Visit {
        node: usize,
        next: usize,
        found: bool,
    }
    let mut blocked = BTreeSet::from([start]);
    let mut path = vec![Visit { node: start, next: 0, found: false }];
    while let Some(visit) = path.last_mut() {
        *steps += 1;
        if *steps > MOST_STEPS {
            return;
        }
        let next = after[visit.node].get(visit.next).copied();
        visit.next += 1;
        match next {
            Some(node) if node == start => {
                closing.insert((visit.node, start));
                visit.found = true;
            }
            Some(node) if component.contains(&node) && blocked.insert(node) => {
                path.push(Visit { node, next: 0, found: false });
            }
            Some(_) => {}
            None => {
                let Visit { node, found, .. } = *visit;
                if found {
                    blocked.remove(&node);
                }
                path.pop();
                if let Some(outer) = path.last_mut() {
                    outer.found = found;
                }
            }
        }
    }
}
