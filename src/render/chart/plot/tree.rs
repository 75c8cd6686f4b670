//! Trees of labelled values: what treemaps, sunbursts and icicles show.

use std::collections::BTreeMap;

use super::Trace;
use super::slices::palette;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color;
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::column::Column;
use crate::render::scene::Color;

/// A sector of the tree.
#[derive(Debug, Clone)]
pub(super) struct Node {
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
    pub(super) color: Color,
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
}

impl Tree {
    /// Reads `labels`, `parents`, `ids` and `values`; `None` when they make no tree.
    pub(crate) fn new(trace: &Trace, layout: &Attrs) -> Option<Self> {
        let (labels, ids, values) = (trace.column("labels"), trace.column("ids"), trace.column("values"));
        let parents = trace.column("parents")?;
        let keys = ids.as_ref().or(labels.as_ref())?;
        let mut count = keys.len().min(parents.len());
        if let Some(values) = &values {
            count = count.min(values.len());
        }
        let name = |column: &Column, index: usize| column.text(index).unwrap_or_default();
        let mut nodes: Vec<Node> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for index in 0..count {
            let own = values.as_ref().and_then(|values| values.num(index)).filter(|value| *value >= 0.0);
            let id = name(keys, index);
            if id.is_empty() || (values.is_some() && own.is_none()) {
                continue;
            }
            let label = labels.as_ref().map(|labels| name(labels, index)).unwrap_or_default();
            places.entry(id).or_insert(nodes.len());
            nodes.push(Node { own, value: own.unwrap_or(0.0), ..Node::named(label, Some(index)) });
        }
        let mut roots = Vec::new();
        let mut missing: Vec<(String, Vec<usize>)> = Vec::new();
        for at in 0..nodes.len() {
            let parent = nodes.get(at)?.index.map(|index| name(&parents, index)).unwrap_or_default();
            match places.get(&parent) {
                _ if parent.is_empty() => roots.push(at),
                Some(parent) if *parent == at => return None,
                Some(parent) => nodes.get_mut(*parent)?.children.push(at),
                None => match missing.iter_mut().find(|(name, _)| *name == parent) {
                    Some((_, children)) => children.push(at),
                    None => missing.push((parent, vec![at])),
                },
            }
        }
        // A parent that the figure doesn't list is the root when there is no other.
        let added = match (roots.as_slice(), missing.as_slice()) {
            ([_], []) => None,
            ([_, ..], []) => Some(Node { children: roots.clone(), ..Node::named(String::new(), None) }),
            ([], [(name, children)]) => {
                Some(Node { children: children.clone(), ..Node::named(name.clone(), None) })
            }
            _ => return None,
        };
        let root = if added.is_some() { nodes.len() } else { *roots.first()? };
        nodes.extend(added);
        let mut tree = Self { nodes, root, entry: root, scaled: false };
        let order = tree.order()?;
        tree.sum(trace, values.is_some(), &order)?;
        if trace.attrs.is("sort") {
            for node in &order {
                let mut sorted = std::mem::take(&mut tree.nodes[*node].children);
                sorted.sort_by(|a, b| tree.nodes[*b].value.total_cmp(&tree.nodes[*a].value));
                tree.nodes[*node].children = sorted;
            }
        }
        let order = tree.order()?;
        tree.paint(trace, layout, &order);
        let level = trace.attrs.label("level").and_then(|level| places.get(&level).copied());
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

    /// All nodes from the root down; `None` when some can't be reached (a loop).
    fn order(&mut self) -> Option<Vec<usize>> {
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

    /// Colours: by scale, as listed, or the first level's in turn, inherited downwards.
    fn paint(&mut self, trace: &Trace, layout: &Attrs, order: &[usize]) {
        let marker = trace.attrs.at("marker");
        let listed = marker.get("colors").and_then(Column::of);
        let scaled = listed.as_ref().filter(|list| (0..list.len()).any(|index| list.num(index).is_some()));
        let shared = marker.str("coloraxis").map(|id| layout.at(id));
        let data = scaled.and_then(|list| extent(list.numbers()));
        let scale = data.map(|data| {
            ColorScale::of(shared.as_ref().unwrap_or(&marker), "c", Some(data), &layout.at("colorscale"))
        });
        self.scaled = scale.is_some();
        let colorway = palette(trace.kind, layout);
        let root_color = trace.attrs.color("root.color").unwrap_or(Color::TRANSPARENT);
        let mut turn = colorway.iter().cycle();
        let mut own: Vec<Option<Color>> = vec![None; self.nodes.len()];
        for node in order {
            let index = self.nodes[*node].index;
            own[*node] = match (&scale, &listed, index) {
                (Some(scale), Some(list), Some(index)) => list.num(index).map(|value| scale.color(value)),
                (None, Some(list), Some(index)) => list.text(index).and_then(|text| color::parse(&text)),
                _ => None,
            };
        }
        for node in order {
            let is_root = *node == self.root;
            let inherited = self.nodes[*node].color;
            let color = own[*node].unwrap_or(if is_root { root_color } else { inherited });
            self.nodes[*node].color = color;
            for child in self.nodes[*node].children.clone() {
                // Sectors of the first level that have no colour of their own take the next one.
                let next = if is_root && own[child].is_none() { turn.next() } else { None };
                self.nodes[child].color = next.copied().unwrap_or(color);
            }
        }
    }

    /// 1 when the entry is a root that plotly added to several, which has no sector.
    pub(super) fn hidden_levels(&self) -> usize {
        let added = |node: &Node| node.index.is_none() && node.label.is_empty();
        usize::from(self.nodes.get(self.entry).is_some_and(added))
    }

    /// Levels that can be shown.
    pub(super) fn visible_levels(&self) -> usize {
        self.nodes.get(self.entry).map_or(0, |entry| entry.height + 1) - self.hidden_levels()
    }

    /// How many levels `maxdepth` shows.
    pub(super) fn limit(trace: &Trace) -> usize {
        trace.attrs.num("maxdepth").filter(|depth| *depth >= 0.0).map_or(usize::MAX, |depth| depth as usize)
    }

    /// A sector's level below the entry's.
    pub(super) fn level(&self, item: &Node) -> usize {
        item.depth - self.nodes.get(self.entry).map_or(0, |entry| entry.depth)
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
                let end = start + (to - from) * self.nodes[*child].value / item.value;
                spans.push((*child, start, end));
                start = end;
            }
        }
        spans
    }
}

impl Node {
    /// A sector without value, place and colour.
    fn named(label: String, index: Option<usize>) -> Self {
        Self {
            label,
            index,
            value: 0.0,
            own: None,
            parent: None,
            children: Vec::new(),
            depth: 0,
            height: 0,
            color: Color::TRANSPARENT,
        }
    }
}
