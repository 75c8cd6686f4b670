//! How the sectors of trees look, and what they say.

use serde_json::Value;

use super::Trace;
use super::font::{at_point, styled};
use super::number;
use super::stage::Stage;
use super::template::{Filling, fill, lookup};
use super::tree::{Node, Tree};
use crate::render::chart::attrs::{label, number};
use crate::render::chart::color;
use crate::render::chart::text::TextStyle;
use crate::render::scene::{Color, Stroke};

/// The entry for a sector of a value that may be one for all; a root that is not in the data has none of a list.
fn pick<'v>(value: &'v Value, item: &Node) -> Option<&'v Value> {
    match item.index {
        Some(index) => at_point(value, index),
        None => Some(value).filter(|value| !value.is_array()),
    }
}

impl Tree {
    /// The line around a sector.
    pub(super) fn line(trace: &Trace, stage: &Stage, item: &Node) -> Stroke {
        let line = trace.attrs.at("marker.line");
        let entry = |path: &str| line.get(path).and_then(|value| pick(value, item));
        let color = entry("color").and_then(Value::as_str).and_then(color::parse);
        let color = color.or(stage.layout.color("paper_bgcolor")).unwrap_or(Color::WHITE);
        Stroke::new(color, entry("width").and_then(number).unwrap_or_else(|| line.number("width")))
    }

    /// How opaque a sector of a sunburst or an icicle is: leaves are fainter unless a scale colours them.
    pub(super) fn leaf_opacity(&self, trace: &Trace, item: &Node) -> f64 {
        if !item.children.is_empty() {
            return 1.0;
        }
        trace.attrs.num_or("leaf.opacity", if self.scaled { 1.0 } else { 0.7 })
    }

    /// The font of a sector's text, readable on its colour; the root's is that of texts outside.
    pub(super) fn text_style(&self, trace: &Trace, stage: &Stage, item: &Node) -> TextStyle {
        let outside = !self.scaled && item.parent.is_none();
        let container = if outside { "outsidetextfont" } else { "insidetextfont" };
        let page = stage.layout.color("paper_bgcolor").unwrap_or(Color::WHITE);
        let readable = color::contrast(color::combine(item.color, page));
        let base = if outside { stage.font.clone() } else { stage.font.colored(readable) };
        ["textfont", container]
            .iter()
            .fold(base, |style, path| styled(&style, &trace.attrs.at(path), |value| pick(value, item)))
    }

    /// What a sector says: `texttemplate`, or the parts of `textinfo`.
    pub(super) fn text(&self, trace: &Trace, stage: &Stage, item: &Node) -> String {
        let entry = |path: &str| trace.attrs.get(path).and_then(|value| pick(value, item)).and_then(label);
        let separators = stage.layout.str_or("separators", ".,");
        let value = |value: f64| number::separated(value, 10, separators);
        let percent = |share: f64| match (100.0 * share).round() {
            0.0 => format!("{}%", number::separated(100.0 * share, 3, separators)),
            whole => format!("{whole}%"),
        };
        let parent = item.parent.and_then(|parent| self.nodes.get(parent));
        let share =
            |of: Option<&Node>| of.filter(|of| of.value > 0.0).map_or(1.0, |of| item.value / of.value);
        let (start, root) = (self.nodes.get(self.entry), self.nodes.get(self.root));
        if trace.attrs.has("texttemplate") {
            let of = |node: Option<&Node>| Some(Filling::Number(share(node), percent(share(node))));
            let named = |node: Option<&Node>| node.map(|node| Filling::Text(node.label.clone()));
            return fill(&entry("texttemplate").unwrap_or_default(), |name| match name {
                "label" => Some(Filling::Text(item.label.clone())),
                "value" => item.own.map(|own| Filling::Number(own, value(own))),
                "currentPath" => Some(Filling::Text(self.path(item))),
                "percentParent" => of(parent),
                "percentEntry" => of(start),
                "percentRoot" => of(root),
                "parent" => named(parent),
                "entry" => named(start),
                "root" => named(root),
                "color" => Some(Filling::Text(color::write(item.color))),
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
                parts.push(self.path(item));
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

    /// The labels above a sector, as a path.
    fn path(&self, item: &Node) -> String {
        let above = |at: &usize| self.nodes.get(*at).and_then(|node| node.parent);
        let labels = std::iter::successors(item.parent, above).filter_map(|at| self.nodes.get(at));
        let mut labels: Vec<&str> = labels.map(|node| node.label.as_str()).collect();
        labels.reverse();
        labels.join("/") + "/"
    }
}
