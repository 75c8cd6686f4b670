//! Trees of labelled values: what treemaps, sunbursts and icicles show.

use std::collections::BTreeMap;

use super::Trace;
use super::stage::Stage;

use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::{self, COLORWAY};
use crate::render::chart::color_scale::{ColorScale, extent};
use crate::render::chart::column::Column;
use crate::render::chart::text::TextStyle;
use crate::render::scene::{Color, Stroke};

/// A sector of the tree.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) label: String,
    /// Its place in the data; the root that plotly adds has none.
    pub(super) index: Option<usize>,
    pub(super) value: f64,
    /// What the figure says, before children are added.
    own: Option<f64>,
    pub(super) children: Vec<usize>,
    pub(super) depth: usize,
    pub(super) color: Color,
}

/// A tree of labelled values.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) root: usize,
    /// Levels, the root's included.
    pub(super) levels: usize,
    /// Whether a colour scale colours it.
    scaled: bool,
}

impl Tree {
    /// Reads `labels`, `parents`, `ids` and `values`; `None` when they make no tree.
    pub(crate) fn new(trace: &Trace, layout: &Attrs) -> Option<Self> {
        let labels = trace.column("labels").or_else(|| trace.column("ids"))?;
        let parents = trace.column("parents")?;
        let (ids, values) = (trace.column("ids"), trace.column("values"));
        let count = labels.len().min(parents.len());
        let name = |column: &Column, index: usize| column.text(index).unwrap_or_default();
        let id = |index: usize| ids.as_ref().map_or_else(|| name(&labels, index), |ids| name(ids, index));
        let places: BTreeMap<String, usize> = (0..count).rev().map(|index| (id(index), index)).collect();
        let mut nodes: Vec<Node> = (0..count)
            .map(|index| Node {
                label: name(&labels, index),
                index: Some(index),
                value: values.as_ref().and_then(|values| values.num(index)).unwrap_or(0.0).max(0.0),
                own: values.as_ref().and_then(|values| values.num(index)),
                children: Vec::new(),
                depth: 0,
                color: Color::TRANSPARENT,
            })
            .collect();
        let mut roots = Vec::new();
        for index in 0..count {
            match (name(&parents, index), places.get(&name(&parents, index))) {
                (parent, _) if parent.is_empty() => roots.push(index),
                (_, Some(parent)) if *parent != index => nodes[*parent].children.push(index),
                _ => return None,
            }
        }
        let root = match roots.as_slice() {
            [] => return None,
            [one] => *one,
            many => {
                let children = many.to_vec();
                nodes.push(Node {
                    label: String::new(),
                    index: None,
                    value: 0.0,
                    own: None,
                    children,
                    depth: 0,
                    color: Color::TRANSPARENT,
                });
                nodes.len() - 1
            }
        };
        let mut tree = Self { nodes, root, levels: 1, scaled: false };
        let order = tree.order()?;
        let counts = trace.attrs.text("count");
        let total = trace.attrs.str("branchvalues") == Some("total");
        for node in order.iter().rev() {
            let children = tree.nodes[*node].children.clone();
            let sum: f64 = children.iter().map(|child| tree.nodes[*child].value).sum();
            let own = tree.nodes[*node].value;
            tree.nodes[*node].value = if values.is_none() {
                let branch = if counts.contains("branches") { 1.0 } else { 0.0 };
                if children.is_empty() {
                    f64::from(u8::from(counts.contains("leaves"))).max(branch * 0.0)
                } else {
                    sum + branch
                }
            } else if total && tree.nodes[*node].index.is_some() {
                own.max(sum)
            } else {
                own + sum
            };
            let mut sorted = children;
            if trace.attrs.is("sort") {
                sorted.sort_by(|a, b| tree.nodes[*b].value.total_cmp(&tree.nodes[*a].value));
            }
            tree.nodes[*node].children = sorted;
        }
        tree.levels = tree.nodes.iter().map(|node| node.depth + 1).max().unwrap_or(1);
        tree.paint(trace, layout, &order);
        Some(tree)
    }

    /// All nodes from the root down; `None` when some can't be reached (a loop).
    fn order(&mut self) -> Option<Vec<usize>> {
        let mut order = vec![self.root];
        let mut at = 0;
        while let Some(node) = order.get(at).copied() {
            at += 1;
            for child in self.nodes[node].children.clone() {
                self.nodes[child].depth = self.nodes[node].depth + 1;
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
        let colorway: Vec<Color> = layout
            .list(&format!("{}colorway", trace.kind))
            .or(layout.list("colorway"))
            .unwrap_or_default()
            .iter()
            .filter_map(|c| color::parse(c.as_str()?))
            .collect();
        let colorway = if colorway.is_empty() { COLORWAY.to_vec() } else { colorway };
        let root_color = trace.attrs.color("root.color").unwrap_or(Color::TRANSPARENT);
        let mut turn = 0;
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
                self.nodes[child].color = if is_root {
                    turn += 1;
                    colorway[(turn - 1) % colorway.len()]
                } else {
                    color
                };
            }
        }
    }

    /// 1 when the root is plotly's own, which isn't shown.
    pub(super) fn hidden_levels(&self) -> usize {
        usize::from(self.nodes.get(self.root).is_some_and(|root| root.index.is_none()))
    }

    /// Levels that can be shown.
    pub(super) fn visible_levels(&self) -> usize {
        self.levels - self.hidden_levels()
    }

    /// All nodes, each with its share of `from` to `to`; children share what their parent has.
    pub(super) fn spread(&self, from: f64, to: f64) -> Vec<(usize, f64, f64)> {
        let mut spans = vec![(self.root, from, to)];
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

    /// The line around sectors.
    pub(super) fn line(trace: &Trace, stage: &Stage) -> Stroke {
        let color = trace.attrs.color("marker.line.color");
        let color = color.or(stage.layout.color("paper_bgcolor")).unwrap_or(Color::WHITE);
        Stroke::new(color, trace.attrs.number("marker.line.width"))
    }

    /// How opaque a sector of a sunburst or an icicle is: leaves are fainter unless a scale colours them.
    pub(super) fn leaf_opacity(&self, trace: &Trace, item: &Node) -> f64 {
        if !item.children.is_empty() {
            return 1.0;
        }
        trace.attrs.num_or("leaf.opacity", if self.scaled { 1.0 } else { 0.7 })
    }

    /// The font of a sector's text, readable on its colour.
    pub(super) fn text_style(trace: &Trace, stage: &Stage, item: &Node) -> TextStyle {
        let fonts = ["textfont", "insidetextfont"].map(|path| trace.attrs.at(path));
        let style = fonts.iter().fold(stage.font.clone(), |style, font| style.with(font));
        if fonts.iter().any(|font| font.has("color")) {
            return style;
        }
        let page = stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
        style.colored(color::contrast(color::combine(item.color, page)))
    }

    /// What a sector says: `textinfo`.
    pub(super) fn text(&self, trace: &Trace, item: &Node) -> String {
        let texts = trace.column("text");
        let own = item.index.and_then(|index| texts.as_ref()?.text(index));
        let default = if texts.is_some() { "text+label" } else { "label" };
        let info = trace.attrs.str_or("textinfo", default);
        let has = |word: &str| info.split('+').any(|part| part == word);
        let share = |whole: f64| format!("{}%", (100.0 * item.value / whole).round());
        let mut parts = Vec::new();
        if has("label") && !item.label.is_empty() {
            parts.push(item.label.clone());
        }
        if let Some(own) = item.own.filter(|_| has("value")) {
            parts.push(crate::number_format::format(own, ",.12~r", ('.', ',')));
        }
        if item.depth > 0 {
            let parent = self
                .nodes
                .iter()
                .find(|node| node.children.iter().any(|child| self.nodes[*child].index == item.index));
            let root = self.nodes[self.root].value;
            let wholes =
                [("parent", parent.map_or(root, |parent| parent.value)), ("entry", root), ("root", root)];
            let shown: Vec<_> = wholes.iter().filter(|(name, _)| has(&format!("percent {name}"))).collect();
            for (name, whole) in &shown {
                let of = if shown.len() > 1 { format!(" of {name}") } else { String::new() };
                parts.push(format!("{}{of}", share(*whole)));
            }
        }
        if has("text") {
            parts.extend(own);
        }
        parts.join("<br>")
    }
}

/// How many levels `maxdepth` shows.
pub(super) fn limit(trace: &Trace) -> usize {
    trace.attrs.num("maxdepth").filter(|depth| *depth >= 0.0).map_or(usize::MAX, |depth| depth as usize)
}
