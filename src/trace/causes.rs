//! Why each call ran, derived from the recorded calls alone, so that both engines explain it in the same way.
//!
//! A call is caused by the earlier calls of the same step that wrote its changed props, of which that of the first
//! input is its cause, or by the one that put the component there whose prop changed (it may emit props when it
//! appears). An initial call is caused by the call that put its output there. Everything else is caused by the step:
//! by what the visitor did, by the page load, or by a component on its own.

use std::collections::HashMap;

use serde_json::Value;

use super::writes::{Replaced, Write, writes};
use super::{Call, CallId, CallKind, CallStatus, CallbackGraph, Cause, Step, Trace};
use crate::dash::ComponentId;

/// How far two clocks of one machine may disagree, in ms: the page's and the proxy's.
const CLOCKS: f64 = 1.0;

impl Trace {
    /// Fills in [`Call::cause`] and [`Call::also_caused_by`] of every call.
    pub fn explain(&mut self) {
        let graph = CallbackGraph::new(&self.dependencies);
        let written = Written::new(&self.calls, &graph);
        let mut explainer =
            Explainer { graph: &graph, steps: &self.steps, calls: &self.calls, written, causes: Vec::new() };
        let mut others = Vec::new();
        for (id, call) in self.calls.iter().enumerate() {
            let (cause, also) = explainer.causes(id, call);
            explainer.causes.push(cause);
            others.push(also);
        }
        let causes = explainer.causes;
        for ((call, cause), also) in self.calls.iter_mut().zip(causes).zip(others) {
            call.cause = cause;
            call.also_caused_by = also;
        }
    }

    /// The calls that led to `id`, first the one that the step caused, `id` last.
    pub fn chain(&self, id: CallId) -> Vec<CallId> {
        let mut chain = chain(id, |id| self.calls.get(id).map(|call| call.cause));
        chain.reverse();
        chain
    }
}

/// `id` and what caused it, back to the step. A cause is always an earlier call, so this ends.
fn chain(id: CallId, cause: impl Fn(CallId) -> Option<Cause>) -> Vec<CallId> {
    let mut chain = vec![id];
    let mut at = id;
    while let Some(Cause::Call(earlier)) =
        cause(at).filter(|cause| matches!(cause, Cause::Call(c) if *c < at))
    {
        chain.push(earlier);
        at = earlier;
    }
    chain
}

/// Which calls wrote what, for looking up.
#[derive(Default)]
struct Written {
    /// By `id.prop`.
    props: HashMap<String, Vec<Mark>>,
    /// By the id of a component that was put there.
    inserts: HashMap<String, Vec<Mark>>,
    /// Whatever replaced components.
    replacements: Vec<Mark>,
    /// Whatever put a text where components may have been; most of the time there were none.
    texts: Vec<Mark>,
    /// Those of them that changed a part: all that was there is rendered anew, and is not named.
    patches: Vec<Mark>,
}

/// A write of a call.
#[derive(Debug, Clone, Copy)]
struct Mark {
    call: CallId,
    at: f64,
    of_answer: bool,
}

impl Written {
    fn new(calls: &[Call], graph: &CallbackGraph) -> Self {
        let mut all = Self::default();
        for (id, call) in calls.iter().enumerate() {
            for Write { at, prop, of_answer, inserts, replaced } in writes(call, graph) {
                let mark = Mark { call: id, at, of_answer };
                all.props.entry(prop).or_default().push(mark);
                for component in inserts {
                    all.inserts.entry(component).or_default().push(mark);
                }
                match replaced {
                    Replaced::Nothing => {}
                    Replaced::ByText => all.texts.push(mark),
                    Replaced::ByValue => all.replacements.push(mark),
                    Replaced::ByPatch => {
                        all.replacements.push(mark);
                        all.patches.push(mark);
                    }
                }
            }
        }
        all
    }
}

struct Explainer<'a> {
    graph: &'a CallbackGraph,
    steps: &'a [Step],
    calls: &'a [Call],
    written: Written,
    /// Of the calls so far.
    causes: Vec<Cause>,
}

impl Explainer<'_> {
    /// The cause of `call`, and the other calls that triggered it, given the causes of all before it.
    fn causes(&self, id: CallId, call: &Call) -> (Cause, Vec<CallId>) {
        let mut writers: Vec<CallId> = Vec::new();
        for changed in self.inputs_first(call) {
            let Some(marks) = self.written.props.get(&changed) else { continue };
            let fits = |mark: &Mark| !(mark.of_answer && self.would_loop(call, mark.call));
            let writer = self.latest(id, call, marks, fits);
            writers.extend(writer.filter(|writer| !writers.contains(writer)));
        }
        let by_insert = || {
            let appeared = if call.changed.is_empty() { call.bound_outputs() } else { call.changed_ids() };
            let marks = appeared.iter().filter_map(|component| self.written.inserts.get(component));
            marks.filter_map(|marks| self.latest(id, call, marks, |_| true)).max()
        };
        let mut writers = writers.into_iter();
        let cause = writers
            .next()
            .or_else(|| self.rerun(id, call))
            .or_else(by_insert)
            .or_else(|| self.removal(id, call));
        (cause.map_or(Cause::Step(call.step), Cause::Call), writers.collect())
    }

    /// What changed, in the order of the callback's inputs: when calls finish in another order, and so
    /// trigger in another, the explanation stays.
    fn inputs_first(&self, call: &Call) -> Vec<String> {
        let mut changed: Vec<String> = call.changed.iter().map(|prop| canonical(prop)).collect();
        let callback = self.graph.by_identity(&call.output);
        changed.sort_by_cached_key(|prop| {
            let (id, property) = prop.rsplit_once('.').unwrap_or((prop, ""));
            let id = ComponentId::parse(id).ok();
            let position = callback.zip(id).and_then(|(callback, id)| {
                callback.inputs.iter().position(|i| i.property == property && i.id.matches(&id, None))
            });
            position.unwrap_or(usize::MAX)
        });
        changed
    }

    /// The call of the latest fitting mark before `call`, within its step.
    fn latest(
        &self,
        id: CallId,
        call: &Call,
        marks: &[Mark],
        fits: impl Fn(&Mark) -> bool,
    ) -> Option<CallId> {
        let since = self.steps.get(call.step).map_or(0.0, |step| step.start);
        let before = |mark: &&Mark| mark.call < id && mark.at >= since && mark.at <= call.start + CLOCKS;
        let fitting = marks.iter().filter(before).filter(|mark| fits(mark));
        fitting.max_by(|a, b| a.at.total_cmp(&b.at)).map(|mark| mark.call)
    }

    /// dash-renderer never runs a callback because of its own answer, directly or over others (rule R26):
    /// when that seems so, the visitor changed the prop again.
    fn would_loop(&self, call: &Call, earlier: CallId) -> bool {
        let ancestors = chain(earlier, |id| self.causes.get(id).copied());
        ancestors
            .into_iter()
            .any(|id| self.calls.get(id).is_some_and(|ancestor| ancestor.output == call.output))
    }

    /// A run of a Streamlit script that no widget asked for, after another one in the same step: `st.rerun()`.
    fn rerun(&self, id: CallId, call: &Call) -> Option<CallId> {
        let is_own = call.kind == CallKind::Script && call.changed.is_empty();
        let runs =
            |(_, earlier): &(CallId, &Call)| earlier.kind == CallKind::Script && earlier.step == call.step;
        let last = self.calls.iter().enumerate().take(id).rfind(runs);
        last.filter(|_| is_own).map(|(earlier, _)| earlier)
    }

    /// A call without any change that ran before: a component that its `ALL` found has been taken away (rule
    /// R20), by the latest call that replaced components, or its own components were rendered anew by a `Patch`.
    fn removal(&self, id: CallId, call: &Call) -> Option<CallId> {
        if !call.changed.is_empty() {
            return None;
        }
        let gathers = self.graph.by_identity(&call.output)?.inputs.iter().any(|input| input.id.is_multi());
        let ran_before = || self.calls.iter().take(id).any(|earlier| earlier.instance() == call.instance());
        if !ran_before() {
            return None;
        }
        let replaced = if gathers { &self.written.replacements } else { &self.written.patches };
        let by = |marks: &[Mark]| self.latest(id, call, marks, |_| true);
        by(replaced).or_else(|| by(&self.written.texts).filter(|_| gathers))
    }
}

impl Call {
    /// Whether the page took over what the call returned.
    pub(super) fn took_effect(&self) -> bool {
        matches!(self.status, CallStatus::Updated | CallStatus::NoUpdate)
    }

    /// The ids of the components whose props changed.
    fn changed_ids(&self) -> Vec<String> {
        let ids = self.changed.iter().filter_map(|prop| Some(canonical(prop).rsplit_once('.')?.0.to_owned()));
        ids.collect()
    }

    /// The ids of the components that this call's outputs were bound to.
    pub(super) fn bound_outputs(&self) -> Vec<String> {
        fn collect(value: &Value, ids: &mut Vec<String>) {
            match value {
                Value::Array(entries) => entries.iter().for_each(|entry| collect(entry, ids)),
                entry => {
                    let id = entry.get("id").and_then(ComponentId::from_value);
                    ids.extend(id.map(|id| id.to_string()));
                }
            }
        }
        let mut ids = Vec::new();
        if let Some(outputs) = self.request.as_ref().and_then(|request| request.get("outputs")) {
            collect(outputs, &mut ids);
        }
        ids
    }
}

/// `id.prop` with the id in its canonical text, so that Python's and JavaScript's compare.
pub(super) fn canonical(prop: &str) -> String {
    let canonical = prop
        .rsplit_once('.')
        .and_then(|(id, property)| Some(format!("{}.{property}", ComponentId::parse(id).ok()?)));
    canonical.unwrap_or_else(|| prop.to_owned())
}

#[cfg(test)]
#[path = "causes_tests.rs"]
mod tests;
