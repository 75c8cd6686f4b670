//! Nodes and links as the figure gives them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::links::{Link, Side};
use crate::render::chart::attrs::{Attrs, label};
use crate::render::chart::color;
use crate::render::chart::color_scale::ColorScale;
use crate::render::chart::column::Column;
use crate::render::chart::plot::trace::{Trace, colorway};
use crate::render::scene::Color;

/// Numbers of nodes from here on are none.
const MOST_ID: f64 = 4_294_967_296.0;

/// A node: links that leave it and links that reach it, by index, and its place.
///
/// All px are along the flow (x) and across it (y), from the corner where the flow begins.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) label: String,
    pub(super) color: Color,
    pub(super) sources: Vec<usize>,
    pub(super) targets: Vec<usize>,
    pub(super) value: f64,
    /// Steps from the first nodes.
    pub(super) depth: usize,
    /// Steps to the last nodes.
    pub(super) height: usize,
    /// The column that it stands in.
    pub(super) column: i64,
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) y0: f64,
    pub(super) y1: f64,
    /// Whether a circular link touches it, and on which side those pass.
    pub(super) in_circle: bool,
    pub(super) side: Option<Side>,
    /// Stands behind a group, unseen.
    pub(super) hidden: bool,
}

impl Node {
    fn new(label: String, color: Color) -> Self {
        Self {
            label,
            color,
            sources: Vec::new(),
            targets: Vec::new(),
            value: 0.0,
            depth: 0,
            height: 0,
            column: 0,
            x0: 0.0,
            x1: 0.0,
            y0: 0.0,
            y1: 0.0,
            in_circle: false,
            side: None,
            hidden: false,
        }
    }

    pub(super) fn center(&self) -> f64 {
        f64::midpoint(self.y0, self.y1)
    }

    pub(super) fn shift(&mut self, by: f64) {
        self.y0 += by;
        self.y1 += by;
    }
}

/// A Sankey diagram's data.
#[derive(Debug, Clone)]
pub(crate) struct Sankey {
    pub(super) nodes: Vec<Node>,
    pub(super) links: Vec<Link>,
    /// For each member of a group, the group's node.
    pub(super) members: Vec<usize>,
    pub(super) circular: bool,
}

impl Sankey {
    /// Reads `node` and `link`; `None` when no link has a value.
    pub(crate) fn new(trace: &Trace, layout: &Attrs) -> Option<Self> {
        let attrs = &trace.attrs;
        let values = trace.column("link.value")?;
        let (sources, targets) = (trace.column("link.source")?, trace.column("link.target")?);
        let index = |column: &Column, at: usize| {
            column.num(at).filter(|id| (0.0..MOST_ID).contains(id) && id.fract() == 0.0).map(|id| id as usize)
        };
        let ends = (0..values.len()).flat_map(|at| [index(&sources, at), index(&targets, at)]);
        let count = ends.flatten().max()? + 1;
        let group_of = groups(attrs, count);
        let painter = Painter::new(attrs, layout);
        let mut found = Vec::new();
        for at in 0..values.len() {
            let (Some(source), Some(target)) = (index(&sources, at), index(&targets, at)) else { continue };
            let value = values.num(at).filter(|value| *value > 0.0);
            let (from, to) = (group_of.get(&source), group_of.get(&target));
            let (Some(value), false) = (value, from.is_some() && from == to) else { continue };
            found.push((*from.unwrap_or(&source), *to.unwrap_or(&target), at, value));
        }
        let used: BTreeSet<usize> =
            found.iter().flat_map(|(source, target, ..)| [*source, *target]).collect();
        let place: BTreeMap<usize, usize> = used.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let labels = trace.column("node.label");
        let node = |id: &usize| {
            let label = labels.as_ref().and_then(|labels| labels.text(*id)).unwrap_or_default();
            Node::new(label, painter.node(*id, labels.as_ref().map_or(0, Column::len)))
        };
        let names = trace.column("link.label");
        let link = |(source, target, at, value): &(usize, usize, usize, f64)| {
            let mut link = Link::new(*place.get(source)?, *place.get(target)?, *value);
            link.label = names.as_ref().and_then(|names| names.text(*at)).unwrap_or_default();
            link.color = painter.link(*at);
            Some(link)
        };
        let members = group_of.values().filter_map(|group| place.get(group).copied()).collect();
        let mut sankey = Self {
            nodes: used.iter().map(node).collect(),
            links: found.iter().filter_map(link).collect(),
            members,
            circular: false,
        };
        sankey.join();
        sankey.circular = sankey.has_circle();
        sankey.blend(attrs);
        (!sankey.links.is_empty()).then_some(sankey)
    }

    /// Tells the nodes their links and values.
    fn join(&mut self) {
        for (index, link) in self.links.iter().enumerate() {
            if let Some(source) = self.nodes.get_mut(link.source) {
                source.sources.push(index);
            }
            if let Some(target) = self.nodes.get_mut(link.target) {
                target.targets.push(index);
            }
        }
        for node in &mut self.nodes {
            let sum = |list: &[usize]| list.iter().map(|link| self.links[*link].value).sum::<f64>();
            node.value = sum(&node.sources).max(sum(&node.targets));
        }
    }

    /// Whether some path of links comes back to where it began.
    fn has_circle(&self) -> bool {
        let mut open: Vec<usize> = self.nodes.iter().map(|node| node.targets.len()).collect();
        let mut ready: Vec<usize> = (0..open.len()).filter(|index| open[*index] == 0).collect();
        let mut done = 0;
        while let Some(node) = ready.pop() {
            done += 1;
            for link in &self.nodes[node].sources {
                let target = self.links[*link].target;
                open[target] -= 1;
                if open[target] == 0 {
                    ready.push(target);
                }
            }
        }
        done < self.nodes.len()
    }

    /// Colours the links of `link.colorscales` by their label's share in what flows between two nodes.
    fn blend(&mut self, attrs: &Attrs) {
        let default = || ColorScale::stops(&serde_json::json!([[0, "white"], [1, "black"]]));
        let scales: BTreeMap<String, ColorScale> = attrs
            .items("link.colorscales", "link.colorscaledefaults")
            .iter()
            .filter_map(|item| {
                let stops = item.get("colorscale").and_then(ColorScale::stops).or_else(default)?;
                let (min, max) = (item.number("cmin"), item.number("cmax"));
                Some((item.label("label").unwrap_or_default(), ColorScale { stops, min, max }))
            })
            .collect();
        let mut flows: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let mut labels: BTreeMap<(usize, usize, &str), f64> = BTreeMap::new();
        for link in &self.links {
            *flows.entry((link.source, link.target)).or_default() += link.value;
            *labels.entry((link.source, link.target, &link.label)).or_default() += link.value;
        }
        let shade = |link: &Link| {
            let scale = scales.get(&link.label).filter(|_| !link.label.is_empty())?;
            let own = labels.get(&(link.source, link.target, link.label.as_str()))?;
            Some(scale.color(own / flows.get(&(link.source, link.target))?))
        };
        let shades: Vec<Option<Color>> = self.links.iter().map(shade).collect();
        for (link, shade) in self.links.iter_mut().zip(shades) {
            link.color = shade.unwrap_or(link.color);
        }
    }
}

/// The group's id of each node that is in one.
fn groups(attrs: &Attrs, count: usize) -> BTreeMap<usize, usize> {
    let mut group_of = BTreeMap::new();
    for (index, group) in attrs.list("node.groups").unwrap_or_default().iter().enumerate() {
        for member in group.as_array().into_iter().flatten().filter_map(Value::as_u64) {
            group_of.entry(member as usize).or_insert(count + index);
        }
    }
    group_of
}

/// The colours of nodes and links: one for all, or one each.
struct Painter<'a> {
    node: Option<&'a Value>,
    link: Option<&'a Value>,
    default_link: Color,
    colorway: Vec<Color>,
}

impl<'a> Painter<'a> {
    fn new(attrs: &Attrs<'a>, layout: &Attrs) -> Self {
        let paper = layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
        let shade = |level: u8, alpha: f64| Color::rgb(level, level, level).faded(alpha);
        Self {
            node: attrs.get("node.color"),
            link: attrs.get("link.color"),
            default_link: if color::luminance(paper) < 0.333 { shade(255, 0.6) } else { shade(0, 0.2) },
            colorway: colorway(layout),
        }
    }

    /// `labels` is how many nodes have a label: only those take a colour of the colorway.
    fn node(&self, id: usize, labels: usize) -> Color {
        match self.node {
            None if id < labels => self.colorway[id % self.colorway.len()].faded(0.8),
            None => Color::BLACK,
            Some(value) => pick(value, id),
        }
    }

    fn link(&self, at: usize) -> Color {
        self.link.map_or(self.default_link, |value| pick(value, at))
    }
}

/// A colour of one for all or one each; black where there is none.
fn pick(value: &Value, index: usize) -> Color {
    let entry = match value {
        Value::Array(list) => list.get(index),
        one => Some(one),
    };
    entry.and_then(label).and_then(|text| color::parse(&text)).unwrap_or(Color::BLACK)
}
