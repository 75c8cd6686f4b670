//! What the visitor's hand did to a figure as it is drawn, and what a figure that replaces it keeps of that:
//! `uirevision` and its kin (plotly.js' `applyUIRevisions`).
//!
//! Since Dash 4.2 plotly's layout is another object than the state's, so what is drawn may be otherwise than State says.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::path;
use crate::dash::truthy;
use crate::engine::browserless::behaviour::Effect;

/// What a graph remembers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Hand {
    /// The ranges that the first figure named, by axis: plotly's `_rangeInitial`, which a double click gives back.
    pub(super) first: Map<String, Value>,
    /// Members of the layout that are drawn otherwise than the state has them.
    pub(super) drawn: Map<String, Value>,
    /// The outlines of selections that are drawn.
    selections: Value,
    /// What gestures changed, and no figure since has changed as well.
    edits: Vec<Edit>,
}

/// What a gesture changed: plotly's `_preGUI` and `_tracePreGUI`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Edit {
    /// The number of the plot trace and the `uid` that the figure gives it; `None` in the layout.
    trace: Option<(usize, Value)>,
    /// The attribute.
    path: String,
    /// What it was before the first gesture; null for nothing.
    was: Value,
    /// What it is.
    now: Value,
    /// The revision of the figure that it holds for.
    revision: Value,
}

/// A figure that replaced another, with what it keeps.
#[derive(Debug)]
pub(super) struct Renewed {
    /// What is remembered from now on.
    pub(super) hand: Hand,
    /// The attributes of plot traces that are kept: plotly writes them into the state.
    pub(super) data: Vec<(usize, String, Value)>,
    /// Whether the outlines of selections went, of which plotly tells as of a selection of nothing.
    pub(super) unselected: bool,
}

impl Hand {
    /// Before any gesture on a figure.
    pub(super) fn new(figure: &Value) -> Self {
        let whole = |range: &&Value| {
            range.as_array().is_some_and(|ends| ends.len() == 2 && ends.iter().all(|end| !end.is_null()))
        };
        let layout = figure.get("layout").and_then(Value::as_object);
        let axes = layout.into_iter().flatten().filter(|(name, axis)| {
            let is_axis = name.starts_with("xaxis") || name.starts_with("yaxis");
            is_axis && axis.get("autorange").is_none_or(|auto| *auto == json!(false))
        });
        let first =
            axes.filter_map(|(name, axis)| Some((name.clone(), axis.get("range").filter(whole)?.clone())));
        let selections = layout.and_then(|layout| layout.get("selections")).cloned().unwrap_or_default();
        Self { first: first.collect(), selections, ..Self::default() }
    }

    /// What the graph remembers, or how it began.
    pub(super) fn of(memory: Option<&Value>, figure: &Value) -> Self {
        let known = memory.and_then(|memory| serde_json::from_value(memory.clone()).ok());
        known.unwrap_or_else(|| Self::new(figure))
    }

    /// Keeps it.
    pub(super) fn remember(&self, at: &str) -> Effect {
        let memory = serde_json::to_value(self).unwrap_or_default();
        Effect::Remember { at: at.to_owned(), memory }
    }

    /// A figure of the state as it is drawn.
    pub(super) fn figure(&self, figure: &Value) -> Value {
        let mut figure = figure.clone();
        if let Some(figure) = figure.as_object_mut().filter(|_| !self.drawn.is_empty()) {
            let layout = figure.entry("layout").or_insert_with(|| json!({}));
            if let Some(layout) = layout.as_object_mut() {
                layout.extend(self.drawn.clone());
            }
        }
        figure
    }

    /// Whether the outlines of selections are drawn.
    pub(super) fn is_selecting(&self) -> bool {
        self.selections.as_array().is_some_and(|outlines| !outlines.is_empty())
    }

    /// The layout of a figure, as it was drawn, gets these members; a gesture changed attributes of them.
    pub(super) fn relaid(&mut self, figure: &Value, keys: &Map<String, Value>, members: &Map<String, Value>) {
        let layout = figure.get("layout").unwrap_or(&Value::Null);
        for attribute in keys.keys().flat_map(|key| attributes(key)) {
            let value = |layout: &Value| path::read(layout, &attribute).cloned().unwrap_or_default();
            let name = attribute.split(['.', '[']).next().unwrap_or_default();
            let now = members.get(name).map(|member| value(&json!({ name: member }))).unwrap_or_default();
            if let Some(revision) = revision(None, &attribute, layout) {
                self.note(Edit { trace: None, was: value(layout), now, revision, path: attribute });
            }
        }
        if let Some(selections) = members.get("selections") {
            self.selections = selections.clone();
        }
    }

    /// An attribute of a plot trace gets this value by a gesture.
    pub(super) fn restyled(&mut self, figure: &Value, curve: usize, attribute: &str, now: Value) {
        let trace = figure.get("data").and_then(|data| data.get(curve)).unwrap_or(&Value::Null);
        let layout = figure.get("layout").unwrap_or(&Value::Null);
        let was = trace.get(attribute).cloned().unwrap_or_default();
        let uid = trace.get("uid").cloned().unwrap_or_default();
        if let Some(revision) = revision(Some(trace), attribute, layout) {
            self.note(Edit { trace: Some((curve, uid)), path: attribute.to_owned(), was, now, revision });
        }
    }

    fn note(&mut self, edit: Edit) {
        let known = self.edits.iter_mut().find(|known| known.trace == edit.trace && known.path == edit.path);
        match known {
            Some(known) => known.now = edit.now,
            None => self.edits.push(edit),
        }
    }

    /// What is kept of it by a figure that replaces the one that was drawn, but the attributes that are `dropped`
    /// whatever the revision.
    pub(super) fn renewed(self, figure: &Value, dropped: &[&str]) -> Renewed {
        let empty = json!({});
        let given = figure.get("layout").filter(|layout| layout.is_object()).unwrap_or(&empty);
        let traces = figure.get("data").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let (mut layout, mut data, mut edits) = (given.clone(), Vec::new(), Vec::new());
        for edit in &self.edits {
            let place = match &edit.trace {
                Some((curve, uid)) => {
                    let Some(curve) = found(traces, *curve, uid) else { continue };
                    Some(curve)
                }
                None => None,
            };
            let own = place.map_or(given, |curve| &traces[curve]);
            let same = truthy(Some(&edit.revision))
                && revision(place.map(|_| own), &edit.path, given).as_ref() == Some(&edit.revision);
            let unchanged = path::read(own, &edit.path).unwrap_or(&Value::Null) == &edit.was;
            if !same
                || dropped.contains(&edit.path.as_str())
                || !(unchanged || self.stays_auto(&edit.path, given))
            {
                continue;
            }
            match place {
                Some(curve) => data.push((curve, edit.path.clone(), edit.now.clone())),
                None => path::write(&mut layout, &edit.path, edit.now.clone()),
            }
            edits.push(edit.clone());
        }
        // A range that the figure changes is its own, whatever else is kept of the axis.
        for edit in self.edits.iter().filter(|edit| edit.trace.is_none() && !edits.contains(edit)) {
            let Some((axis, _)) = edit.path.split_once(".range[") else { continue };
            let kept = format!("{axis}.autorange");
            if path::read(given, &kept).is_none()
                && edits.iter().any(|edit| edit.path == kept && edit.was.is_null())
            {
                path::write(&mut layout, &kept, Value::Null);
            }
        }
        let selections = layout.get("selections").cloned().unwrap_or_default();
        let gone = selections != self.selections && selections.as_array().is_none_or(Vec::is_empty);
        let members = layout.as_object().into_iter().flatten();
        let drawn = members.filter(|(name, member)| given.get(*name) != Some(member));
        let drawn = drawn.map(|(name, member)| (name.clone(), member.clone())).collect();
        Renewed { hand: Self { first: self.first, drawn, selections, edits }, data, unselected: gone }
    }

    /// Whether an end of an axis was left to plotly, and still is.
    fn stays_auto(&self, attribute: &str, layout: &Value) -> bool {
        let Some((axis, _)) = attribute.split_once(".range[").or(attribute.split_once(".autorange")) else {
            return false;
        };
        let was = |end: &str| {
            let path = format!("{axis}.{end}");
            self.edits.iter().find(|edit| edit.trace.is_none() && edit.path == path).map(|edit| &edit.was)
        };
        let left =
            ["autorange", "range[0]", "range[1]"].iter().all(|end| was(end).is_some_and(Value::is_null));
        let Some(members) = path::read(layout, axis) else { return false };
        let auto = members.get("autorange");
        let open = members.get("range").and_then(Value::as_array).is_none_or(|ends| ends.len() != 2);
        (left || truthy(was("autorange"))) && (truthy(auto) || (auto != Some(&json!(false)) && open))
    }
}

/// The attributes that a key of a relayout changes: a range ends what plotly does by itself.
fn attributes(key: &str) -> Vec<String> {
    let axis = [".range[", ".range", ".autorange"].iter().find_map(|end| Some(key.split_once(end)?.0));
    match axis {
        Some(axis) => ["range[0]", "range[1]", "autorange"].map(|end| format!("{axis}.{end}")).to_vec(),
        None => vec![key.to_owned()],
    }
}

/// The revision that an attribute is kept by, null for none; `None` for an attribute that no gesture changes.
fn revision(trace: Option<&Value>, attribute: &str, layout: &Value) -> Option<Value> {
    let own = match (trace, attribute) {
        (Some(_), "visible") | (None, "hiddenlabels") => nearest("legend", layout),
        (Some(_), "selectedpoints") | (None, "selections") => layout.get("selectionrevision"),
        (Some(trace), "level") => trace.get("uirevision"),
        (None, attribute) if attribute.contains("axis") => nearest(attribute.rsplit_once('.')?.0, layout),
        _ => return None,
    };
    Some(own.or_else(|| layout.get("uirevision")).cloned().unwrap_or_default())
}

/// The `uirevision` of a part of the layout, or of what is around it.
fn nearest<'v>(part: &str, layout: &'v Value) -> Option<&'v Value> {
    let own = path::read(layout, part).and_then(|part| part.get("uirevision"));
    own.or_else(|| nearest(part.rsplit_once('.')?.0, layout))
}

/// The place of a plot trace in a new figure: by its `uid`, or where it was.
fn found(traces: &[Value], curve: usize, uid: &Value) -> Option<usize> {
    let same = |trace: &Value| !uid.is_null() && trace.get("uid") == Some(uid);
    traces
        .iter()
        .position(same)
        .or_else(|| traces.get(curve).filter(|trace| !truthy(trace.get("uid"))).map(|_| curve))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zoomed(figure: &Value) -> Hand {
        let mut hand = Hand::new(figure);
        let keys = json!({"xaxis.range[0]": 1, "xaxis.range[1]": 2});
        let members = json!({"xaxis": {"range": [1, 2], "autorange": false}});
        hand.relaid(figure, keys.as_object().unwrap(), members.as_object().unwrap());
        hand.restyled(figure, 0, "visible", json!("legendonly"));
        hand
    }

    /// What of the drawn layout a figure with this layout keeps, and how many attributes of its data.
    fn kept(before: &Value, after: &Value) -> (Value, usize) {
        let figure = |layout: &Value| json!({"data": [{"y": [1, 2]}], "layout": layout});
        let renewed = zoomed(&figure(before)).renewed(&figure(after), &[]);
        (Value::Object(renewed.hand.drawn), renewed.data.len())
    }

    #[test]
    fn a_figure_of_the_same_revision_keeps_what_it_does_not_change() {
        let zoom = json!({"xaxis": {"range": [1, 2], "autorange": false}});
        assert_eq!(kept(&json!({"uirevision": "a"}), &json!({"uirevision": "a"})), (zoom.clone(), 1));
        assert_eq!(kept(&json!({"uirevision": "a"}), &json!({"uirevision": "b"})), (json!({}), 0));
        assert_eq!(kept(&json!({}), &json!({})), (json!({}), 0));
        let own = json!({"uirevision": "a", "xaxis": {"uirevision": 2}, "legend": {"uirevision": true}});
        let next = json!({"uirevision": "b", "xaxis": {"uirevision": 2}, "legend": {"uirevision": true}});
        let with_own = json!({"xaxis": {"uirevision": 2, "range": [1, 2], "autorange": false}});
        assert_eq!(kept(&own, &next), (with_own, 1));
    }

    #[test]
    fn an_end_of_a_range_that_the_figure_changes_is_its_own() {
        let before = json!({"uirevision": "a", "xaxis": {"range": [0, 4]}});
        let after = json!({"uirevision": "a", "xaxis": {"range": [0, 9]}});
        assert_eq!(kept(&before, &after).0, json!({"xaxis": {"range": [1, 9]}}));
        // What plotly may choose in both is not changed by a range that it had chosen.
        let auto = json!({"uirevision": "a", "xaxis": {"range": [0, 9], "autorange": true}});
        let zoom = json!({"xaxis": {"range": [1, 2], "autorange": false}});
        assert_eq!(kept(&json!({"uirevision": "a"}), &auto).0, zoom);
    }

    #[test]
    fn a_plot_trace_is_found_by_its_uid() {
        let trace = |uid: &str| json!({"uid": uid});
        let traces = [trace("b"), trace("a"), json!({})];
        assert_eq!(found(&traces, 0, &json!("a")), Some(1));
        assert_eq!(found(&traces, 0, &Value::Null), None);
        assert_eq!(found(&traces, 2, &Value::Null), Some(2));
    }
}
