//! Callback coverage: what of an app's callbacks a visit has exercised.

use std::collections::{BTreeSet, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::causes::canonical;
use super::graph::title;
use super::writes::writes;
use super::{Call, CallStatus, CallbackGraph, Trace};
use crate::dash::{Callback, ComponentId, Dependency};

/// What of an app's callbacks was exercised, in the order in which the app registered them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Each callback of the app.
    pub callbacks: Vec<CallbackCoverage>,
}

/// What of one callback was exercised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackCoverage {
    /// Its identity, as in `_dash-dependencies`.
    pub output: String,
    /// Its outputs as a person reads them.
    pub title: String,
    /// How often it was called.
    pub calls: usize,
    /// How many of these failed.
    pub failed: usize,
    /// How often each input triggered it.
    pub inputs: Vec<Counted>,
    /// How often each output was written.
    pub outputs: Vec<Counted>,
    /// How often each component that a pattern-matching input found triggered it, of those that the trace names.
    #[serde(default)]
    pub instances: Vec<Counted>,
}

/// A prop, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// `id.prop` as defined, a pattern id in its canonical text.
    pub prop: String,
    /// How often.
    pub times: usize,
}

impl Trace {
    /// The pattern ids that the trace names: in what callbacks were given, and in what was put into the page.
    fn pattern_ids(&self, graph: &CallbackGraph) -> HashSet<ComponentId> {
        fn collect(entries: &Value, ids: &mut HashSet<ComponentId>) {
            match entries {
                Value::Array(entries) => entries.iter().for_each(|entry| collect(entry, ids)),
                entry => ids.extend(entry.get("id").and_then(ComponentId::from_value)),
            }
        }
        let mut ids = HashSet::new();
        for call in &self.calls {
            for key in ["outputs", "inputs", "state"] {
                if let Some(entries) = call.request.as_ref().and_then(|request| request.get(key)) {
                    collect(entries, &mut ids);
                }
            }
            let inserted = writes(call, graph).into_iter().flat_map(|write| write.inserts);
            ids.extend(inserted.filter_map(|id| ComponentId::parse(&id).ok()));
        }
        ids.retain(|id| matches!(id, ComponentId::Pattern(_)));
        ids
    }

    /// Which callbacks ran, which inputs triggered them, which outputs were written.
    pub fn coverage(&self) -> Coverage {
        let graph = CallbackGraph::new(&self.dependencies);
        let seen = self.pattern_ids(&graph);
        let cover = |callback: &Callback| {
            let calls: Vec<&Call> = self.calls.iter().filter(|call| call.output == callback.output).collect();
            let triggers: Vec<String> =
                calls.iter().flat_map(|call| call.changed.iter().map(|prop| canonical(prop))).collect();
            let written = calls.iter().flat_map(|call| writes(call, &graph)).filter(|write| write.of_answer);
            CallbackCoverage {
                output: callback.output.clone(),
                title: title(callback),
                calls: calls.len(),
                failed: calls.iter().filter(|call| matches!(call.status, CallStatus::Failed { .. })).count(),
                inputs: count(&callback.inputs, &triggers),
                instances: instances(&callback.inputs, &seen, &triggers),
                outputs: count(&callback.outputs, &written.map(|write| write.prop).collect::<Vec<_>>()),
            }
        };
        Coverage { callbacks: graph.callbacks().iter().map(cover).collect() }
    }
}

/// Each component that a pattern among `inputs` fits, as `id.prop`, and how often it triggered.
fn instances(inputs: &[Dependency], seen: &HashSet<ComponentId>, triggers: &[String]) -> Vec<Counted> {
    let patterns = inputs.iter().filter(|input| input.id.parts().next().is_some());
    let props = patterns.flat_map(|input| {
        let fitting = seen.iter().filter(|id| input.id.matches(id, None));
        fitting.map(|id| format!("{id}.{}", input.plain_property()))
    });
    let props: BTreeSet<String> = props.collect();
    let times = |prop: &String| triggers.iter().filter(|trigger| *trigger == prop).count();
    props.into_iter().map(|prop| Counted { times: times(&prop), prop }).collect()
}

fn count(dependencies: &[Dependency], props: &[String]) -> Vec<Counted> {
    let fits = |dependency: &Dependency, prop: &str| {
        prop.rsplit_once('.').is_some_and(|(id, property)| {
            property == dependency.plain_property()
                && ComponentId::parse(id).is_ok_and(|id| dependency.id.matches(&id, None))
        })
    };
    let counted = dependencies.iter().map(|dependency| Counted {
        prop: format!("{}.{}", dependency.id, dependency.plain_property()),
        times: props.iter().filter(|prop| fits(dependency, prop)).count(),
    });
    counted.collect()
}

impl CallbackCoverage {
    /// In a word: `ran`, `failed` when a call did, `unused`.
    pub fn class(&self) -> &'static str {
        match (self.calls, self.failed) {
            (0, _) => "unused",
            (_, 0) => "ran",
            _ => "failed",
        }
    }
}

impl Coverage {
    /// A callback's outputs as a person reads them; its identity when the app has no such callback.
    pub fn title<'a>(&'a self, output: &'a str) -> &'a str {
        self.callbacks.iter().find(|one| one.output == output).map_or(output, |one| one.title.as_str())
    }

    /// How many callbacks ran.
    pub fn ran(&self) -> usize {
        self.callbacks.iter().filter(|callback| callback.calls > 0).count()
    }

    /// Adds what another visit to the same app has exercised. Callbacks that only that one knows come last.
    pub fn merge(&mut self, other: &Self) {
        for theirs in &other.callbacks {
            match self.callbacks.iter_mut().find(|ours| ours.output == theirs.output) {
                Some(ours) => {
                    ours.calls += theirs.calls;
                    ours.failed += theirs.failed;
                    add(&mut ours.inputs, &theirs.inputs);
                    add(&mut ours.outputs, &theirs.outputs);
                    add(&mut ours.instances, &theirs.instances);
                    ours.instances.sort_by(|a, b| a.prop.cmp(&b.prop));
                }
                None => self.callbacks.push(theirs.clone()),
            }
        }
    }

    /// The inputs and outputs, as (exercised, all).
    pub(super) fn parts(&self, of: impl Fn(&CallbackCoverage) -> &[Counted]) -> (usize, usize) {
        let all = || self.callbacks.iter().flat_map(&of);
        (all().filter(|part| part.times > 0).count(), all().count())
    }
}

fn add(ours: &mut Vec<Counted>, theirs: &[Counted]) {
    for part in theirs {
        match ours.iter_mut().find(|known| known.prop == part.prop) {
            Some(known) => known.times += part.times,
            None => ours.push(part.clone()),
        }
    }
}

/// A line of numbers, then one for each callback that is not exercised in full.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (inputs, all_inputs) = self.parts(|callback| &callback.inputs);
        let (outputs, all_outputs) = self.parts(|callback| &callback.outputs);
        write!(
            f,
            "{} of {} callbacks ran, {inputs} of {all_inputs} inputs triggered one, \
             {outputs} of {all_outputs} outputs were written",
            self.ran(),
            self.callbacks.len()
        )?;
        for callback in &self.callbacks {
            let unused = |parts: &[Counted]| {
                let unused = parts.iter().filter(|part| part.times == 0).map(|part| part.prop.clone());
                unused.collect::<Vec<_>>().join(", ")
            };
            let (inputs, outputs) = (unused(&callback.inputs), unused(&callback.outputs));
            let instances = unused(&callback.instances);
            if callback.calls == 0 {
                write!(f, "\n  never ran: {}", callback.title)?;
            } else if !(inputs.is_empty() && outputs.is_empty() && instances.is_empty()) {
                write!(f, "\n  {}:", callback.title)?;
                if !inputs.is_empty() {
                    write!(f, " never triggered by {inputs}")?;
                }
                if !outputs.is_empty() {
                    write!(f, " never wrote {outputs}")?;
                }
                if !instances.is_empty() {
                    write!(f, " never triggered by the instances {instances}")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{CallKind, Step};
    use serde_json::json;

    fn visit(card: u32) -> Trace {
        let dependencies = vec![
            json!({"output": "..{\"index\":[\"MATCH\"],\"type\":\"card\"}.children...log.children..",
                   "inputs": [{"id": "{\"index\":[\"MATCH\"],\"type\":\"go\"}", "property": "n_clicks"},
                              {"id": "year", "property": "value"}]}),
            json!({"output": "never.children", "inputs": [{"id": "year", "property": "value"}]}),
        ];
        let mut call = Call::begin(
            CallKind::Server,
            0.0,
            json!({"output": dependencies[0]["output"],
                   "changedPropIds": [format!("{{\"index\":{card},\"type\":\"go\"}}.n_clicks")]}),
        );
        let id = format!("{{\"type\": \"card\", \"index\": {card}}}");
        call.response = Some(json!({"multi": true, "response": {id: {"children": 1}}}));
        call.finish(1.0, CallStatus::Updated);
        let steps = vec![Step { name: "click".to_owned(), start: 0.0, end: None }];
        Trace { dependencies, calls: vec![call], steps, ..Trace::default() }
    }

    #[test]
    fn inputs_and_outputs_count_through_their_patterns() {
        let coverage = visit(3).coverage();
        let text = coverage.to_string();
        assert_eq!(
            text,
            "1 of 2 callbacks ran, 1 of 3 inputs triggered one, 1 of 3 outputs were written\n  \
             {\"index\":MATCH,\"type\":\"card\"}.children, log.children: never triggered by year.value \
             never wrote log.children\n  never ran: never.children"
        );
    }

    #[test]
    fn merged_coverage_is_the_sum_of_the_visits() {
        let mut coverage = visit(3).coverage();
        coverage.merge(&visit(4).coverage());
        assert_eq!((coverage.callbacks[0].calls, coverage.callbacks[0].inputs[0].times), (2, 2));
        assert_eq!(coverage.callbacks.len(), 2);
    }
}
