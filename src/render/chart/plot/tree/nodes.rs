//! Trees of labelled values.

use std::collections::BTreeMap;

use crate::render::chart::column::Column;
use crate::render::chart::plot::Trace;
use crate::render::scene::Color;

/// A sector of the tree.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    /// What names it, also to the trees of other plot traces.
    pub(super) id: String,
    pub(super) label: String,
    /// Its place in the data; the root that plotly adds has none.
    pub(super) index: Option<usize>,
    pub(super) value: f64,
    /// What the figure says, before children are added.
    pub(super) own: Option<f64>,
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    /// Levels below the root.
    pub(super) depth: usize,
    /// Levels below it.
    pub(super) height: usize,
    /// Its own colour, or the one that it takes in turn or from above.
    pub(super) color: Option<Color>,
    /// Where its colour lies on a scale.
    pub(super) shade: Option<f64>,
}

/// A tree of labelled values.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) root: usize,
    /// The sector that is shown as if it were the root: `level`.
    pub(super) entry: usize,
    /// Whether a colour scale colours it.
    pub(super) scaled: bool,
    /// The lowest and highest of the numbers that the scale is for.
    pub(super) extent: Option<(f64, f64)>,
}

impl Tree {
    /// Reads `labels`, `parents`, `ids` and `values`; `None` when they make no tree.
    pub(crate) fn new(trace: &Trace) -> Option<Self> {
        let (labels, ids, values) = (trace.column("labels"), trace.column("ids"), trace.column("values"));
        let parents = trace.column("parents")?;
        let keys = ids.as_ref().or(labels.as_ref())?;
        let mut count = keys.len().min(parents.len());
        if let Some(values) = &values {
            count = count.min(values.len());
        }
        let name = |column: &Column, index: usize| column.text(index).unwrap_or_default();
        let mut nodes: Vec<Node> = Vec::new();
        // A name that stands twice can't be anyone's parent.
        let mut places: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for index in 0..count {
            let own = values.as_ref().and_then(|values| values.num(index)).filter(|value| *value >= 0.0);
            let id = name(keys, index);
            if id.is_empty() || (values.is_some() && own.is_none()) {
                continue;
            }
            let label = labels.as_ref().map(|labels| name(labels, index)).unwrap_or_default();
            places.entry(id.clone()).and_modify(|place| *place = None).or_insert(Some(nodes.len()));
            let value = own.unwrap_or(0.0);
            nodes.push(Node { id, label, index: Some(index), own, value, ..Node::default() });
        }
        let mut roots = Vec::new();
        let mut missing: Vec<(String, Vec<usize>)> = Vec::new();
        for at in 0..nodes.len() {
            let parent = nodes.get(at)?.index.map(|index| name(&parents, index)).unwrap_or_default();
            match places.get(&parent) {
                _ if parent.is_empty() => roots.push(at),
                Some(None) => return None,
                Some(Some(parent)) if *parent == at => return None,
                Some(Some(parent)) => nodes.get_mut(*parent)?.children.push(at),
                None => match missing.iter_mut().find(|(name, _)| *name == parent) {
                    Some((_, children)) => children.push(at),
                    None => missing.push((parent, vec![at])),
                },
            }
        }
        // A parent that the figure doesn't list is the root when there is no other.
        let added = match (roots.as_slice(), missing.as_slice()) {
            ([_], []) => None,
            ([_, ..], []) => Some(Node { children: roots.clone(), ..Node::default() }),
            ([], [(name, children)]) => Some(Node {
                id: name.clone(),
                label: name.clone(),
                children: children.clone(),
                ..Node::default()
            }),
            _ => return None,
        };
        let root = if added.is_some() { nodes.len() } else { *roots.first()? };
        nodes.extend(added);
        let mut tree = Self { nodes, root, entry: root, scaled: false, extent: None };
        let order = tree.link()?;
        tree.sum(trace, values.is_some(), &order)?;
        if trace.attrs.is("sort") {
            for node in &order {
                let mut sorted = std::mem::take(&mut tree.nodes[*node].children);
                sorted.sort_by(|a, b| tree.nodes[*b].value.total_cmp(&tree.nodes[*a].value));
                tree.nodes[*node].children = sorted;
            }
        }
        tree.shade(trace, values);
        let level = trace.attrs.str("level").and_then(|level| places.get(level).copied().flatten());
        tree.entry = level.unwrap_or(root);
        Some(tree)
    }

    /// Adds values up from the leaves; `None` when a total is less than its parts.
    fn sum(&mut self, trace: &Trace, has_values: bool, order: &[usize]) -> Option<()> {
        let counts = trace.attrs.text("count");
        let [branch, leaf] = ["branches", "leaves"].map(|what| f64::from(u8::from(counts.contains(what))));
        let total = trace.attrs.str("branchvalues") == Some("total");
        for node in order.iter().rev() {
            let item = self.nodes.get(*node)?;
            let children = item.children.iter().filter_map(|child| self.nodes.get(*child));
            let (sum, height) = children
                .fold((0.0, 0), |(sum, height), child| (sum + child.value, height.max(child.height + 1)));
            let stated = total && item.index.is_some();
            let value = match (has_values, item.children.is_empty()) {
                (false, true) => leaf,
                (false, false) => sum + branch,
                // plotly refuses totals that fall short by more than rounding.
                (true, _) if stated && item.value < sum * (1.0 - 1e-6) => return None,
                (true, _) if stated => item.value,
                (true, _) => item.value + sum,
            };
            let item = self.nodes.get_mut(*node)?;
            (item.value, item.height) = (value, height);
        }
        Some(())
    }

    /// Tells all nodes their parent and depth; their order from the root down. `None` when some can't be reached
    /// (a loop).
    fn link(&mut self) -> Option<Vec<usize>> {
        let mut order = vec![self.root];
        let mut at = 0;
        while let Some(node) = order.get(at).copied() {
            at += 1;
            for child in self.nodes[node].children.clone() {
                self.nodes[child].depth = self.nodes[node].depth + 1;
                self.nodes[child].parent = Some(node);
                order.push(child);
            }
            if order.len() > self.nodes.len() {
                return None;
            }
        }
        (order.len() == self.nodes.len()).then_some(order)
    }

    /// All nodes from the root down, level by level.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order = vec![self.root];
        let mut at = 0;
        while let Some(node) = order.get(at).and_then(|node| self.nodes.get(*node)) {
            at += 1;
            order.extend(&node.children);
        }
        order
    }

    /// The lowest and highest number of the tree's colour scale.
    pub(crate) fn scale_extent(&self) -> Option<(f64, f64)> {
        self.extent.filter(|_| self.scaled)
    }

    /// 1 when the entry is a root that plotly added to several, which has no sector.
    pub(super) fn hidden_levels(&self) -> usize {
        let added = |node: &Node| node.index.is_none() && node.label.is_empty();
        usize::from(self.nodes.get(self.entry).is_some_and(added))
    }

    /// A sector's value.
    pub(super) fn value(&self, node: usize) -> f64 {
        self.nodes.get(node).map_or(0.0, |node| node.value)
    }

    /// The sectors above another, the root first.
    pub(super) fn above(&self, item: &Node) -> Vec<&Node> {
        let parent = |at: &usize| self.nodes.get(*at).and_then(|node| node.parent);
        let path = std::iter::successors(item.parent, parent);
        let mut path: Vec<&Node> = path.filter_map(|at| self.nodes.get(at)).collect();
        path.reverse();
        path
    }

    /// All nodes, each with its share of `from` to `to`; children share what their parent has.
    pub(super) fn spread(&self, from: f64, to: f64) -> Vec<(usize, f64, f64)> {
        let mut spans = vec![(self.entry, from, to)];
        let mut at = 0;
        while let Some((node, from, to)) = spans.get(at).copied() {
            at += 1;
            let Some(item) = self.nodes.get(node).filter(|item| item.value > 0.0) else { continue };
            let mut start = from;
            for child in &item.children {
                let end = start + (to - from) * self.value(*child) / item.value;
                spans.push((*child, start, end));
                start = end;
            }
        }
        spans
    }
}
