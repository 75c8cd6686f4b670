//! Treemaps, sunbursts and icicles: nodes with a parent.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::point::{Curve, Point};
use super::series::describe;
use crate::engine::browserless::behaviour::text::{number, scalar_text};

/// Deeper than this is a circle.
const DEEPEST: usize = 1000;

/// The nodes, seen from the top.
struct Tree {
    labels: Vec<Value>,
    /// Of each node, its parent; `None` at the top.
    parents: Vec<Option<usize>>,
    values: Vec<f64>,
}

/// The nodes of a hierarchy, while it is shown from the top.
pub(super) fn nodes(curve: &Curve<'_>) -> Vec<Point> {
    let tree = Tree::read(curve);
    let count = tree.labels.len();
    let tops: Vec<usize> = (0..count).filter(|node| tree.parents[*node].is_none()).collect();
    // Several tops hang on one that has no name.
    let top = if let [top] = tops[..] { Some(top) } else { None };
    let root = top.map_or_else(String::new, |top| scalar_text(&tree.labels[top]));
    let whole: f64 = tops.iter().map(|top| tree.values[*top]).sum();
    (0..count)
        .map(|node| {
            let value = tree.values[node];
            let above = tree.parents[node].map_or(whole, |parent| tree.values[parent]);
            let mut event: Map<String, Value> = Map::new();
            event.insert("curveNumber".to_owned(), json!(curve.index));
            event.insert("pointNumber".to_owned(), json!(node));
            if top != Some(node) {
                event.insert("currentPath".to_owned(), json!(tree.path(node, top.is_none())));
            }
            event.insert("root".to_owned(), json!(root));
            event.insert("entry".to_owned(), json!(root));
            for (name, part) in [("percentRoot", whole), ("percentEntry", whole), ("percentParent", above)] {
                event.insert(name.to_owned(), number(if part > 0.0 { value / part } else { 0.0 }));
            }
            describe(curve, node, count, &mut event);
            let label = Some(tree.labels[node].clone());
            Point { event: Value::Object(event), x: None, y: None, label, brushed: false }
        })
        .collect()
}

impl Tree {
    fn read(curve: &Curve<'_>) -> Self {
        let labels = curve.list("labels");
        let ids = curve.list("ids");
        let ids = if ids.len() == labels.len() { ids } else { labels.clone() };
        let known: HashMap<String, usize> =
            ids.iter().enumerate().map(|(index, id)| (scalar_text(id), index)).collect();
        let named = curve.list("parents");
        let parents: Vec<Option<usize>> = (0..labels.len())
            .map(|node| {
                named
                    .get(node)
                    .filter(|parent| !parent.is_null())
                    .and_then(|parent| known.get(&scalar_text(parent)).copied())
            })
            .collect();
        let mut tree = Self { values: vec![0.0; labels.len()], labels, parents };
        tree.weigh(curve);
        tree
    }

    /// `branchvalues: "total"` gives each node's value; otherwise a node weighs what its branches do, and more.
    fn weigh(&mut self, curve: &Curve<'_>) {
        let given = curve.list("values");
        let total = curve.text("branchvalues") == Some("total");
        let inner: Vec<usize> = self.parents.iter().flatten().copied().collect();
        for node in 0..self.labels.len() {
            let own = match given.get(node) {
                Some(value) => value.as_f64().unwrap_or(0.0),
                // Without values leaves count.
                None => f64::from(u8::from(!inner.contains(&node))),
            };
            if total && !given.is_empty() {
                self.values[node] = own;
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

    /// The labels above a node, each with a slash.
    fn path(&self, node: usize, nameless_top: bool) -> String {
        let mut labels = Vec::new();
        let mut at = self.parents[node];
        while let Some(above) = at.filter(|_| labels.len() < DEEPEST) {
            labels.push(scalar_text(&self.labels[above]));
            at = self.parents[above];
        }
        if nameless_top {
            labels.push(String::new());
        }
        labels.reverse();
        labels.push(String::new());
        labels.join("/")
    }
}
