//! State races: what a callback reads, or the page shows, by whose answer came first.
//!
//! Two visits did the same, and took the answers of their callbacks in different orders. Where the last call of a
//! callback in a step read another value, written by another call, the value is a matter of luck. A value that differs
//! because its writer returned something else is no race of its own: the writer's is, or the writer is no function of
//! what it reads. Neither is one that a later call of the same callback put right.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

use serde_json::Value;

use super::graph::title;
use super::normal::normal;
use super::writes::{Write, writes};
use super::{Call, CallKind, CallStatus, CallbackGraph, StepId, Trace};
use crate::dash::{ComponentId, PropRef};

/// A visit to be held against another one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observed {
    /// What it caused.
    pub trace: Trace,
    /// What the page had at the end of a step in each of its [contested](Trace::contested) props.
    pub settled: BTreeMap<(StepId, String), Value>,
}

/// A value that depends on the order of answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Race {
    /// What the visitor did, in the words of the step.
    pub step: String,
    /// The prop, `id.prop`.
    pub prop: String,
    /// Who read it; `None` when nobody did, and the page itself ends with one value or the other.
    pub reader: Option<Reader>,
    /// The value in the order of the requests, and in the order of the seed.
    pub seen: [Seen; 2],
    /// The order that shows it.
    pub seed: u64,
}

/// A callback that reads a prop.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reader {
    /// The callback, by its outputs.
    pub callback: String,
    /// As what it reads the prop.
    pub role: Role,
}

/// As what a callback reads a prop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A change calls the callback.
    Input,
    /// It is read when something else calls the callback.
    State,
}

/// A value, and who wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The value; `None` when there was none.
    pub value: Option<Value>,
    /// The callback, by its outputs; `None` when none had written it in this step yet.
    pub writer: Option<String>,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Input => "Input",
            Self::State => "State",
        })
    }
}

/// ``the callback of e.children reads State `b.children` as "w" (by b.children) or as "v" (not written yet)``.
impl fmt::Display for Race {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { prop, reader, seen: [first, second], .. } = self;
        match reader {
            Some(Reader { callback, role }) => {
                write!(f, "the callback of {callback} reads {role} `{prop}` as ")?;
            }
            None => write!(f, "`{prop}` ends as ")?,
        }
        write!(f, "{first} or as {second}")?;
        match self.step.strip_prefix("goto") {
            Some(_) => f.write_str(", as the page loads"),
            None => write!(f, ", after `{}`", self.step),
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// A longer value is cut, in characters.
        const LONGEST: usize = 80;
        let text = self
            .value
            .as_ref()
            .map_or_else(|| "nothing".to_owned(), |value| normal(value, &str::to_owned).to_string());
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => write!(f, "{}…", &text[..end])?,
            None => f.write_str(&text)?,
        }
        match &self.writer {
            Some(writer) => write!(f, " (written by {writer})"),
            None => f.write_str(" (not written yet)"),
        }
    }
}

impl Trace {
    /// The props that answers of two calls or more wrote in a step: which of them was last is a matter of order.
    pub fn contested(&self, step: StepId) -> Vec<PropRef> {
        let graph = CallbackGraph::new(&self.dependencies);
        let mut writers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for call in self.calls.iter().filter(|call| call.step == step) {
            for write in writes(call, &graph) {
                writers.entry(write.prop).or_default().insert(call.instance());
            }
        }
        let shared = writers.into_iter().filter(|(_, calls)| calls.len() > 1);
        shared
            .filter_map(|(prop, _)| {
                let (id, property) = prop.rsplit_once('.')?;
                Some(PropRef { id: ComponentId::parse(id).ok()?, property: property.to_owned() })
            })
            .collect()
    }

    /// Whether two answers were ever awaited together. If not, there is but one order.
    pub fn has_concurrent_calls(&self) -> bool {
        let mut busy_until = f64::NEG_INFINITY;
        self.calls.iter().filter(|call| call.kind != CallKind::Clientside).any(|call| {
            let overlaps = call.start < busy_until;
            busy_until = busy_until.max(call.end().unwrap_or(f64::INFINITY));
            overlaps
        })
    }
}

/// The races that two visits show: `first` in the order of the requests, `second` in that of `seed`.
pub fn races(first: &Observed, second: &Observed, seed: u64) -> Vec<Race> {
    let (first, second) = (Visit::new(first), Visit::new(second));
    let mut races = Vec::new();
    for (key, call) in &first.last {
        let Some(other) = second.last.get(key) else { continue };
        let (reads, others) = (reads(call), reads(other));
        let props = reads.keys().chain(others.keys().filter(|key| !reads.contains_key(*key)));
        for read @ (prop, role) in props {
            let values = [&reads, &others].map(|reads| reads.get(read).cloned().flatten());
            let writers = [first.writer(prop, call), second.writer(prop, other)];
            let Some(seen) = first.by_luck(&second, values, writers) else { continue };
            let reader = Some(Reader { callback: first.name(&call.output), role: *role });
            races.push(Race { step: first.step(key.0), prop: prop.clone(), reader, seen, seed });
        }
    }
    for (key @ (step, prop), value) in &first.observed.settled {
        let values = [Some(value.clone()), second.observed.settled.get(key).cloned()];
        let writers = [first.last_writer(prop, *step), second.last_writer(prop, *step)];
        if let Some(seen) = first.by_luck(&second, values, writers) {
            races.push(Race { step: first.step(*step), prop: prop.clone(), reader: None, seen, seed });
        }
    }
    races
}

/// Names a call in both visits: its step, its instance, and how many of these there were before.
type Name = (StepId, String, usize);

/// A visit, looked at from all sides.
struct Visit<'a> {
    observed: &'a Observed,
    graph: CallbackGraph,
    /// The last call of each instance in each step that was not in vain.
    last: BTreeMap<(StepId, String), &'a Call>,
    names: HashSet<Name>,
    writes: Vec<(Name, Write)>,
}

impl<'a> Visit<'a> {
    fn new(observed: &'a Observed) -> Self {
        let graph = CallbackGraph::new(&observed.trace.dependencies);
        let (mut last, mut writes_of_all) = (BTreeMap::new(), Vec::new());
        let mut counts: BTreeMap<(StepId, String), usize> = BTreeMap::new();
        let mut names = HashSet::new();
        for call in &observed.trace.calls {
            if matches!(call.status, CallStatus::Stale | CallStatus::Abandoned | CallStatus::Pending) {
                continue;
            }
            let key = (call.step, call.instance());
            let count = counts.entry(key.clone()).or_default();
            let name = (key.0, key.1.clone(), *count);
            *count += 1;
            writes_of_all.extend(writes(call, &graph).into_iter().map(|write| (name.clone(), write)));
            names.insert(name);
            last.insert(key, call);
        }
        writes_of_all.sort_by(|(_, a), (_, b)| a.at.total_cmp(&b.at));
        Self { observed, graph, last, names, writes: writes_of_all }
    }

    /// Who had written a prop, or put its component there, when a call of the same step began.
    fn writer(&self, prop: &str, call: &Call) -> Option<&Name> {
        let component = prop.rsplit_once('.').map_or(prop, |(id, _)| id);
        let wrote = |write: &Write| write.prop == prop || write.inserts.iter().any(|id| id == component);
        self.latest(call.step, |write| write.at < call.start && wrote(write))
    }

    fn last_writer(&self, prop: &str, step: StepId) -> Option<&Name> {
        self.latest(step, |write| write.prop == prop)
    }

    /// The call of a step's latest write of a kind.
    fn latest(&self, step: StepId, fits: impl Fn(&Write) -> bool) -> Option<&Name> {
        self.writes.iter().rfind(|(name, write)| name.0 == step && fits(write)).map(|(name, _)| name)
    }

    /// What was seen in both visits, when it is other values by other writers, each of which wrote in both.
    fn by_luck(
        &self,
        other: &Self,
        values: [Option<Value>; 2],
        writers: [Option<&Name>; 2],
    ) -> Option<[Seen; 2]> {
        let in_both = |name: &Name| self.names.contains(name) && other.names.contains(name);
        if values[0] == values[1] || writers[0] == writers[1] || !writers.into_iter().flatten().all(in_both) {
            return None;
        }
        let [first, second] = values;
        let seen =
            |value, writer: Option<&Name>| Seen { value, writer: writer.map(|name| self.written_by(name)) };
        Some([seen(first, writers[0]), seen(second, writers[1])])
    }

    fn step(&self, step: StepId) -> String {
        self.observed.trace.steps.get(step).map(|step| step.name.trim_end().to_owned()).unwrap_or_default()
    }

    fn written_by(&self, (step, instance, _): &Name) -> String {
        let call = self.last.get(&(*step, instance.clone()));
        call.map_or_else(|| instance.clone(), |call| self.name(&call.output))
    }

    /// A callback as a person names it.
    fn name(&self, output: &str) -> String {
        self.graph.by_identity(output).map_or_else(|| output.to_owned(), title)
    }
}

/// What a call read, by `id.prop`.
fn reads(call: &Call) -> BTreeMap<(String, Role), Option<Value>> {
    fn collect(entries: &Value, role: Role, into: &mut BTreeMap<(String, Role), Option<Value>>) {
        for entry in entries.as_array().into_iter().flatten() {
            collect(entry, role, into);
        }
        let id = entries.get("id").and_then(ComponentId::from_value);
        if let (Some(id), Some(property)) = (id, entries.get("property").and_then(Value::as_str)) {
            into.insert((format!("{id}.{property}"), role), entries.get("value").cloned());
        }
    }
    let mut reads = BTreeMap::new();
    for (key, role) in [("inputs", Role::Input), ("state", Role::State)] {
        if let Some(entries) = call.request.as_ref().and_then(|request| request.get(key)) {
            collect(entries, role, &mut reads);
        }
    }
    reads
}

#[cfg(test)]
#[path = "race_tests.rs"]
mod tests;
