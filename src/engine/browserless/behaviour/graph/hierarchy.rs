//! Treemaps, sunbursts and icicles: nodes with a parent.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::curve::Curve;
use super::event::{Event, Row};
use super::point::Point;
use super::scale::parsed;
use crate::engine::browserless::behaviour::text::{number, scalar_text};

/// Deeper than this is a circle.
const DEEPEST: usize = 1000;

/// The nodes of a tree; the top is the last one when plotly adds it.
struct Tree {
    labels: Vec<Value>,
    ids: Vec<String>,
    /// Of each node, its parent; `None` at the top.
    parents: Vec<Option<usize>>,
    values: Vec<f64>,
    /// How many nodes the data have.
    given: usize,
}

/// The nodes of a hierarchy, seen from the level that is entered.
pub(super) fn nodes(curve: &Curve<'_>) -> Vec<Point> {
    let tree = Tree::read(curve);
    let Some(root) = tree.parents.iter().position(Option::is_none) else { return Vec::new() };
    let level = curve.trace.attrs.label("level").filter(|level| !level.is_empty());
    let entry = level.and_then(|level| tree.ids.iter().position(|id| *id == level)).unwrap_or(root);
    let label = |node: usize| scalar_text(&tree.labels[node]);
    let shown = (0..tree.labels.len()).filter(|node| *node == entry || tree.is_within(*node, entry));
    shown
        .map(|node| {
            let value = tree.values[node];
            let parent = tree.parents[node];
            let row = if node < tree.given { Row::One(node) } else { Row::None };
            let mut event = Event::of_rows(curve, row.clone(), Vec::new());
            if node < tree.given {
                event.set("pointNumber", json!(node));
            }
            event.set("currentPath", json!(tree.path(node)));
            event.set("root", json!(label(root)));
            event.set("entry", json!(label(entry)));
            let wholes = [("Root", root), ("Entry", entry), ("Parent", parent.unwrap_or(node))];
            for (name, whole) in wholes {
                let whole = tree.values[whole];
                event.set(&format!("percent{name}"), number(if whole > 0.0 { value / whole } else { 0.0 }));
            }
            if let Some(parent) = parent {
                event.set("parent", json!(label(parent)));
            }
            let mut event = event.describe().told();
            if let Value::Object(fields) = &mut event {
                fields.shift_remove("pointNumbers");
            }
            let mut point = Point::new(curve, row, event);
            point.label = Some(tree.labels[node].clone());
            let is_leaf = !tree.parents.contains(&Some(node));
            point.enters = match (node == entry, parent) {
                _ if curve.kind == "sunburst" && (is_leaf || node == root) => None,
                (true, parent) => parent.map(|parent| tree.ids[parent].clone()),
                (false, _) => Some(tree.ids[node].clone()),
            };
            point
        })
        .collect()
}

impl Tree {
    fn read(curve: &Curve<'_>) -> Self {
        let named = curve.list("parents");
        let given = curve.list("ids");
        let labels = if curve.trace.attrs.has("labels") { curve.list("labels") } else { given.clone() };
        let mut labels: Vec<Value> = labels.into_iter().take(named.len()).collect();
        let count = labels.len();
        let given = if given.len() < count { labels.clone() } else { given };
        let mut ids: Vec<String> = given.iter().take(count).map(scalar_text).collect();
        let known: HashMap<&String, usize> =
            ids.iter().enumerate().rev().map(|(index, id)| (id, index)).collect();
        let parent = |parent: &Value| known.get(&scalar_text(parent)).copied();
        let mut parents: Vec<Option<usize>> = named.iter().take(count).map(parent).collect();
        // Several tops hang on one that has no name.
        if parents.iter().filter(|parent| parent.is_none()).count() > 1 {
            parents = parents.into_iter().map(|parent| parent.or(Some(count))).collect();
            parents.push(None);
            labels.push(json!(""));
            ids.push(String::new());
        }
        let mut tree = Self { values: vec![0.0; labels.len()], labels, ids, parents, given: count };
        tree.weigh(curve);
        tree
    }

    /// `branchvalues: "total"` gives each node's value; otherwise a node weighs what its branches do, and more.
    fn weigh(&mut self, curve: &Curve<'_>) {
        let given = curve.list("values");
        let total = curve.text("branchvalues") == Some("total") && !given.is_empty();
        let count = curve.text("count").unwrap_or("leaves");
        let inner: Vec<usize> = self.parents.iter().flatten().copied().collect();
        for node in 0..self.given {
            let own = match given.get(node) {
                Some(value) => parsed(value).unwrap_or(0.0),
                None if inner.contains(&node) => f64::from(u8::from(count.contains("branches"))),
                None => f64::from(u8::from(count.contains("leaves"))),
            };
            if total {
                self.values[node] = own;
                // The top that plotly adds sums up what hangs on it.
                if self.parents[node] == Some(self.given) {
                    self.values[self.given] += own;
                }
                continue;
            }
            let mut at = Some(node);
            for _ in 0..DEEPEST {
                let Some(above) = at else { break };
                self.values[above] += own;
                at = self.parents[above];
            }
        }
    }

    /// The nodes above one, nearest first.
    fn above(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.parents[node], |above| self.parents[*above]).take(DEEPEST)
    }

    fn is_within(&self, node: usize, top: usize) -> bool {
        self.above(node).any(|above| above == top)
    }

    /// The labels above a node, each with a slash; plotly's `currentPath`.
    fn path(&self, node: usize) -> String {
        let mut labels: Vec<String> =
            self.above(node).map(|above| scalar_text(&self.labels[above])).collect();
        labels.reverse();
        labels.join("/") + "/"
    }
}
