//! The app's callbacks as a graph: which one's outputs are which one's inputs.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde_json::Value;

use crate::dash::{Callback, ComponentId, Dependency, Filed, IdPattern, Part};

/// An app's callbacks and how they feed each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CallbackGraph {
    callbacks: Vec<Callback>,
    /// The first callback of each identity.
    identities: HashMap<String, usize>,
}

/// One callback's output that is another's input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Index of the callback that writes.
    pub from: usize,
    /// Index of the callback that is triggered, or reads it.
    pub to: usize,
    /// The input or state, as defined: `id.prop`.
    pub prop: String,
}

impl CallbackGraph {
    /// The graph of what `_dash-dependencies` lists. Entries that can't be read are left out: no engine
    /// runs them either.
    pub fn new(dependencies: &[Value]) -> Self {
        let read = |entry: &Value| Callback::parse_all(&Value::Array(vec![entry.clone()])).ok();
        let callbacks: Vec<Callback> = dependencies.iter().filter_map(read).flatten().collect();
        let mut identities = HashMap::new();
        for (index, callback) in callbacks.iter().enumerate() {
            identities.entry(callback.output.clone()).or_insert(index);
        }
        Self { callbacks, identities }
    }

    /// The callbacks, in the order in which the app registered them.
    pub fn callbacks(&self) -> &[Callback] {
        &self.callbacks
    }

    /// The callback with this identity, the text of `output` in `_dash-dependencies`.
    pub fn by_identity(&self, output: &str) -> Option<&Callback> {
        self.callbacks.get(*self.identities.get(output)?)
    }

    /// The callbacks that a person means by `name`: the identity itself, or any of the outputs, as
    /// `time-chart.figure` or `{"index":MATCH,"type":"card"}.children`, with or without the `@hash` of
    /// `allow_duplicate`. A pattern id may also be written as on the wire, `{"index":["MATCH"],…}`, or
    /// name one component that it fits.
    pub fn named(&self, name: &str) -> Vec<&Callback> {
        let exact: Vec<&Callback> =
            self.callbacks.iter().filter(|callback| callback.output == name).collect();
        if exact.is_empty() { self.giving(name) } else { exact }
    }

    /// The callbacks that have an output of this name, written as for [`named`](Self::named): several with
    /// `allow_duplicate`.
    pub fn giving(&self, name: &str) -> Vec<&Callback> {
        let gives = |callback: &&Callback| callback.outputs.iter().any(|output| is_called(output, name));
        self.callbacks.iter().filter(gives).collect()
    }

    /// The clientside callback that runs `namespace.function`; where several share the function, the one
    /// whose outputs and inputs fit what the function was given (`outputs_list`, `inputs_list`).
    pub fn clientside(
        &self,
        namespace: &str,
        function: &str,
        outputs: Option<&Value>,
        inputs: &Value,
    ) -> Option<&Callback> {
        let mut sharing = self.callbacks.iter().filter(|callback| {
            callback
                .clientside
                .as_ref()
                .is_some_and(|name| name.namespace == namespace && name.function_name == function)
        });
        let fits = |callback: &&Callback| {
            let outputs = match outputs {
                Some(list @ Value::Array(_)) if callback.is_multi_output() => list.clone(),
                Some(single) => Value::Array(vec![single.clone()]),
                None => Value::Array(Vec::new()),
            };
            all_fit(&callback.outputs, &outputs) && all_fit(&callback.inputs, inputs)
        };
        sharing.clone().find(fits).or_else(|| sharing.next())
    }

    /// The edges, by the writing callback, then by the triggered one.
    pub fn edges(&self) -> Vec<Edge> {
        self.edges_into(|callback| &callback.inputs)
    }

    /// Where a callback writes what another one reads as State, in the same order.
    pub fn state_edges(&self) -> Vec<Edge> {
        self.edges_into(|callback| &callback.state)
    }

    fn edges_into(&self, read: impl Fn(&Callback) -> &[Dependency]) -> Vec<Edge> {
        let mut inputs: HashMap<&str, Filed<Vec<(usize, usize)>>> = HashMap::new();
        for (to, reader) in self.callbacks.iter().enumerate() {
            for (at, input) in read(reader).iter().enumerate() {
                inputs.entry(&input.property).or_default().under(&input.id).push((to, at));
            }
        }
        let mut edges = Vec::new();
        for (from, writer) in self.callbacks.iter().enumerate() {
            let filed = writer.outputs.iter().filter_map(|o| Some((o, inputs.get(o.plain_property())?)));
            let fed = filed.flat_map(|(output, filed)| filed.overlapping(&output.id));
            let fed: BTreeSet<(usize, usize)> = fed.flat_map(|(_, inputs)| inputs.iter().copied()).collect();
            edges.extend(fed.into_iter().map(|(to, at)| Edge {
                from,
                to,
                prop: read(&self.callbacks[to])[at].to_string(),
            }));
        }
        edges
    }

    /// Circles of two callbacks or more that trigger each other, each told once: Dash allows a callback to be
    /// triggered by its own output, and `ALLSMALLER` leads only upwards (rule R11).
    pub fn circles(&self) -> Vec<Vec<&Callback>> {
        let upwards = |edge: &Edge| {
            let inputs = self.callbacks.get(edge.to).map(|callback| &callback.inputs[..]).unwrap_or_default();
            let listened = inputs.iter().filter(|input| input.to_string() == edge.prop);
            listened.flat_map(|input| input.id.parts()).any(|(_, part)| *part == Part::AllSmaller)
        };
        let mut next: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for edge in self.edges().iter().filter(|edge| edge.from != edge.to && !upwards(edge)) {
            next.entry(edge.from).or_default().insert(edge.to);
        }
        trim(&mut next);
        let mut circles = Vec::new();
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for &start in next.keys() {
            if told.contains(&start) {
                continue;
            }
            if let Some(circle) = way_back(&next, start) {
                circles.push(circle.iter().filter_map(|index| self.callbacks.get(*index)).collect());
                told.extend(circle);
            }
        }
        circles
    }
}

/// Takes out what lies on no circle: what nothing leads to, and what leads nowhere.
fn trim(next: &mut BTreeMap<usize, BTreeSet<usize>>) {
    let mut before: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (&from, steps) in &*next {
        for &to in steps {
            before.entry(to).or_default().insert(from);
        }
    }
    let mut ends: Vec<usize> = next.keys().chain(before.keys()).copied().collect();
    while let Some(end) = ends.pop() {
        let has =
            |ways: &BTreeMap<usize, BTreeSet<usize>>| ways.get(&end).is_some_and(|ways| !ways.is_empty());
        if has(next) && has(&before) {
            continue;
        }
        for to in next.remove(&end).into_iter().flatten() {
            before.entry(to).or_default().remove(&end);
            ends.push(to);
        }
        for from in before.remove(&end).into_iter().flatten() {
            next.entry(from).or_default().remove(&end);
            ends.push(from);
        }
    }
}

/// The shortest way from `start` back to itself, without the end.
fn way_back(next: &BTreeMap<usize, BTreeSet<usize>>, start: usize) -> Option<Vec<usize>> {
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut reached = VecDeque::from([start]);
    while let Some(last) = reached.pop_front() {
        for &step in next.get(&last).into_iter().flatten() {
            if step == start {
                let mut way: Vec<usize> =
                    std::iter::successors(Some(last), |at| from.get(at).copied()).collect();
                way.reverse();
                return Some(way);
            }
            if let Entry::Vacant(unseen) = from.entry(step) {
                unseen.insert(last);
                reached.push_back(step);
            }
        }
    }
    None
}

/// What a person reads in place of an identity: the outputs, or what triggers a callback without any.
pub fn title(callback: &Callback) -> String {
    let list = |all: &[Dependency]| {
        all.iter().map(|one| format!("{}.{}", one.id, one.plain_property())).collect::<Vec<_>>().join(", ")
    };
    match (callback.outputs.is_empty(), callback.inputs.is_empty()) {
        (false, _) => list(&callback.outputs),
        (true, false) => format!("no output ({})", list(&callback.inputs)),
        (true, true) => format!("no output ({})", callback.output),
    }
}

/// Where a callback runs, in a word.
pub fn kind(callback: &Callback) -> &'static str {
    match (&callback.clientside, callback.background) {
        (Some(_), _) => "clientside",
        (None, Some(_)) => "background",
        (None, None) => "callback",
    }
}

fn is_called(output: &Dependency, name: &str) -> bool {
    let Some((id, property)) = name.rsplit_once('.') else { return false };
    if property != output.property && property != output.plain_property() {
        return false;
    }
    output.id.to_string() == id
        || IdPattern::parse(id).is_ok_and(|pattern| pattern == output.id)
        || ComponentId::parse(id).is_ok_and(|one| output.id.matches(&one, None))
}

fn all_fit(dependencies: &[Dependency], given: &Value) -> bool {
    let Some(given) = given.as_array() else { return dependencies.is_empty() };
    dependencies.len() == given.len()
        && dependencies.iter().zip(given).all(|(dependency, given)| match given {
            Value::Array(entries) => {
                dependency.id.is_multi() && entries.iter().all(|one| fits(dependency, one))
            }
            one => fits(dependency, one),
        })
}

fn fits(dependency: &Dependency, entry: &Value) -> bool {
    let id = entry.get("id").and_then(ComponentId::from_value);
    entry.get("property").and_then(Value::as_str) == Some(&dependency.property)
        && id.is_some_and(|id| dependency.id.matches(&id, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn graph() -> CallbackGraph {
        CallbackGraph::new(&[
            json!({"output": "..time-chart.figure...kpi.children..", "inputs": [{"id": "year", "property": "value"}]}),
            json!({"output": "{\"index\":[\"MATCH\"],\"type\":\"card\"}.children",
                   "inputs": [{"id": "kpi", "property": "children"}]}),
            json!({"output": "a.children", "inputs": [{"id": "x", "property": "value"}],
                   "clientside_function": {"namespace": "ns", "function_name": "f"}}),
            json!({"output": "b.children@1f", "inputs": [{"id": "x", "property": "value"}],
                   "clientside_function": {"namespace": "ns", "function_name": "f"}}),
            json!({"output": 7}),
        ])
    }

    #[test]
    fn a_callback_is_named_by_any_of_its_outputs() {
        let graph = graph();
        let named = |name: &str| graph.named(name).iter().map(|c| c.output.as_str()).collect::<Vec<_>>();
        assert_eq!(named("kpi.children"), ["..time-chart.figure...kpi.children.."]);
        assert_eq!(named("b.children"), ["b.children@1f"]);
        let card = ["{\"index\":[\"MATCH\"],\"type\":\"card\"}.children"];
        assert_eq!(named(r#"{"index":MATCH,"type":"card"}.children"#), card);
        assert_eq!(named(r#"{"type":"card","index":["MATCH"]}.children"#), card);
        assert_eq!(named(r#"{"type":"card","index":3}.children"#), card);
        assert!(named("kpi.figure").is_empty());
    }

    #[test]
    fn an_edge_joins_an_output_to_the_input_that_it_feeds() {
        let edges = graph().edges();
        assert_eq!(edges, [Edge { from: 0, to: 1, prop: "kpi.children".to_owned() }]);
    }

    #[test]
    fn a_shared_function_is_told_apart_by_what_it_was_given() {
        let graph = graph();
        let outputs = json!({"id": "b", "property": "children@1f"});
        let inputs = json!([{"id": "x", "property": "value", "value": 1}]);
        let found = graph.clientside("ns", "f", Some(&outputs), &inputs);
        assert_eq!(found.map(|c| c.output.as_str()), Some("b.children@1f"));
    }
}
