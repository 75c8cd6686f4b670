//! How a tree's plot trace shows its sectors: colours, lines, fonts and what they say.

use serde_json::Value;

use super::nodes::{Node, Tree};
use crate::render::chart::attrs::{label, number};
use crate::render::chart::color;
use crate::render::chart::color_scale::ColorScale;
use crate::render::chart::draw::Canvas;
use crate::render::chart::plot::font::{at_point, styled};
use crate::render::chart::plot::template::{Filling, fill, lookup};
use crate::render::chart::plot::{Stage, Trace, number as written};
use crate::render::chart::text::TextStyle;
use crate::render::scene::{Color, Stroke};

/// A tree with the plot trace that shows it.
#[derive(Debug)]
pub(crate) struct Look<'s> {
    pub(super) tree: &'s Tree,
    pub(super) trace: &'s Trace<'s>,
    pub(super) stage: &'s Stage<'s, 's>,
    /// What colours the sectors, unless they have colours of their own.
    pub(super) scale: Option<ColorScale>,
    /// How many levels are shown from the entry on.
    pub(super) limit: usize,
}

/// The entry for a sector of a value that may be one for all; a root that is not in the data has none of a list.
fn pick<'v>(value: &'v Value, item: &Node) -> Option<&'v Value> {
    match item.index {
        Some(index) => at_point(value, index),
        None => Some(value).filter(|value| !value.is_array()),
    }
}

impl<'s> Look<'s> {
    /// Reads `maxdepth` and the colour scale.
    pub(crate) fn new(tree: &'s Tree, trace: &'s Trace<'s>, stage: &'s Stage<'s, 's>) -> Self {
        let marker = trace.attrs.at("marker");
        let scale = tree.scaled.then(|| stage.colors.of(&marker, "c", tree.extent, stage.layout));
        let most = trace.attrs.num("maxdepth").filter(|depth| *depth >= 0.0);
        let most = most.map_or(usize::MAX, |depth| depth as usize);
        Self { tree, trace, stage, scale, limit: most.saturating_add(tree.hidden_levels()) }
    }

    /// Draws the tree as its type does.
    pub(crate) fn draw(&self, canvas: &Canvas) {
        match self.trace.kind {
            "sunburst" => self.draw_sunburst(canvas),
            "icicle" => self.draw_icicle(canvas),
            _ => self.draw_treemap(canvas),
        }
    }

    /// A sector's level below the entry's.
    pub(super) fn depth(&self, item: &Node) -> usize {
        item.depth.saturating_sub(self.tree.nodes.get(self.tree.entry).map_or(0, |entry| entry.depth))
    }

    /// How many levels there are to see.
    pub(super) fn shown_levels(&self) -> usize {
        self.tree.nodes.get(self.tree.entry).map_or(0, |entry| entry.height + 1).min(self.limit)
    }

    /// A sector's colour.
    pub(super) fn color(&self, item: &Node) -> Color {
        let scaled = self.scale.as_ref().zip(item.shade).map(|(scale, shade)| scale.color(shade));
        scaled.or(item.color).unwrap_or(color::DARK)
    }

    /// The line around a sector that is so opaque.
    pub(super) fn line(&self, item: &Node, opacity: f64) -> Stroke {
        let line = self.trace.attrs.at("marker.line");
        let entry = |path: &str| line.get(path).and_then(|value| pick(value, item));
        let color = entry("color").and_then(Value::as_str).and_then(color::parse);
        let color = color.or(self.stage.layout.color("paper_bgcolor")).unwrap_or(Color::WHITE);
        Stroke::new(
            color.faded(opacity),
            entry("width").and_then(number).unwrap_or_else(|| line.number("width")),
        )
    }

    /// How opaque a sector of a sunburst or an icicle is: leaves are fainter unless a scale colours them.
    pub(super) fn leaf_opacity(&self, item: &Node) -> f64 {
        if !item.children.is_empty() {
            return 1.0;
        }
        self.trace.attrs.num_or("leaf.opacity", if self.scale.is_some() { 1.0 } else { 0.7 })
    }

    /// The font of a sector's text, readable on its colour; the root's is that of texts outside.
    pub(super) fn style(&self, item: &Node, inside: &str) -> TextStyle {
        let outside = self.scale.is_none() && item.parent.is_none();
        let container = if outside { "outsidetextfont" } else { inside };
        let readable = color::contrast(self.color(item));
        let base = if outside { self.stage.font.clone() } else { self.stage.font.colored(readable) };
        let styled = ["textfont", container]
            .iter()
            .fold(base, |style, path| styled(&style, &self.trace.attrs.at(path), |value| pick(value, item)));
        self.stage.uniform.enlarge(styled)
    }

    /// What a sector says: `texttemplate`, or the parts of `textinfo`.
    pub(super) fn text(&self, item: &Node) -> String {
        let (trace, stage, tree) = (self.trace, self.stage, self.tree);
        let entry = |path: &str| trace.attrs.get(path).and_then(|value| pick(value, item)).and_then(label);
        let separators = stage.layout.str_or("separators", ".,");
        let value = |value: f64| written::separated(value, 10, separators);
        let percent = |share: f64| match (100.0 * share).round() {
            0.0 => format!("{}%", written::separated(100.0 * share, 3, separators)),
            whole => format!("{whole}%"),
        };
        let parent = item.parent.and_then(|parent| tree.nodes.get(parent));
        let share =
            |of: Option<&Node>| of.filter(|of| of.value > 0.0).map_or(1.0, |of| item.value / of.value);
        let path = || {
            let labels: Vec<&str> = tree.above(item).iter().map(|node| node.label.as_str()).collect();
            labels.join("/") + "/"
        };
        let (start, root) = (tree.nodes.get(tree.entry), tree.nodes.get(tree.root));
        if trace.attrs.has("texttemplate") {
            let of = |node: Option<&Node>| Some(Filling::Number(share(node), percent(share(node))));
            let named = |node: Option<&Node>| node.map(|node| Filling::Text(node.label.clone()));
            return fill(&trace.attrs, &entry("texttemplate").unwrap_or_default(), |name| match name {
                "label" => Some(Filling::Text(item.label.clone())),
                "value" => item.own.map(|own| Filling::Number(own, value(own))),
                "currentPath" => Some(Filling::Text(path())),
                "percentParent" => of(parent),
                "percentEntry" => of(start),
                "percentRoot" => of(root),
                "parent" => named(parent),
                "entry" => named(start),
                "root" => named(root),
                "color" => Some(Filling::Text(color::write(self.color(item)))),
                "text" => entry("text").map(Filling::Text),
                name => lookup(&trace.attrs, name, item.index?),
            });
        }
        let default = if trace.column("text").is_some() { "text+label" } else { "label" };
        let info = trace.attrs.str_or("textinfo", default);
        let has = |word: &str| info.split('+').any(|part| part == word);
        let mut parts = Vec::new();
        if has("label") {
            parts.push(item.label.clone());
        }
        parts.extend(item.own.filter(|_| has("value")).map(value));
        if item.parent.is_some() {
            if has("current path") {
                parts.push(path());
            }
            let wholes = [("parent", parent), ("entry", start), ("root", root)];
            let shown: Vec<_> = wholes.iter().filter(|(name, _)| has(&format!("percent {name}"))).collect();
            for (name, whole) in &shown {
                let of = if shown.len() > 1 { format!(" of {name}") } else { String::new() };
                parts.push(format!("{}{of}", percent(share(*whole))));
            }
        }
        parts.extend(entry("text").filter(|_| has("text")));
        parts.retain(|part| !part.is_empty());
        parts.join("<br>")
    }
}
