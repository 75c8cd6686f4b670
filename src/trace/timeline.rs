//! A trace as lines that a person reads.

use std::time::Duration;

use serde_json::Value;

use super::{Call, CallKind, CallStatus, Trace};
use crate::dash::ComponentId;

impl Trace {
    /// Steps, below each its calls with what triggered them, how they ended and what caused them, and the
    /// console. `shows` picks the calls; steps without any of these are left out when there is any.
    pub fn timeline(&self, shows: impl Fn(&Call) -> bool) -> String {
        let any = self.calls.iter().any(&shows);
        let mut lines = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            let calls: Vec<&Call> =
                self.calls.iter().filter(|call| call.step == index && shows(call)).collect();
            if any && calls.is_empty() {
                continue;
            }
            lines.push(format!("{:>8}  {}", at(step.start), step.name));
            lines.extend(calls.into_iter().map(|call| self.line(call)));
            let messages = self.messages.iter().filter(|message| message.step == index);
            lines.extend(
                messages.map(|message| {
                    format!("{:>8}    console: {}", at(message.at), first_line(&message.text))
                }),
            );
        }
        lines.join("\n")
    }

    /// When the last thing ended, in milliseconds since the trace began.
    pub(super) fn end(&self) -> f64 {
        let steps = self.steps.iter().map(|step| step.end.unwrap_or(step.start));
        let calls = self.calls.iter().map(|call| call.end().unwrap_or(call.start));
        steps.chain(calls).fold(0.0, f64::max)
    }

    fn line(&self, call: &Call) -> String {
        let kind = match call.kind {
            CallKind::Server => String::new(),
            kind => format!(" {kind}"),
        };
        let because = self.because(call);
        let took = call.took();
        let ending = call.ending();
        format!(
            "{:>8}    {}{kind} ({}){because}: {took}{ending}",
            at(call.start),
            call.name(),
            call.trigger()
        )
    }

    /// ` because of a.b and c.d`, when calls caused it.
    pub(super) fn because(&self, call: &Call) -> String {
        let causes: Vec<String> = self.causes_of(call).map(Call::name).collect();
        if causes.is_empty() { String::new() } else { format!(" because of {}", causes.join(" and ")) }
    }

    /// The calls that caused this one.
    pub(super) fn causes_of<'a>(&'a self, call: &'a Call) -> impl Iterator<Item = &'a Call> {
        call.causes().filter_map(|id| self.calls.get(id))
    }
}

impl Call {
    /// What a person calls it: the props that it may write, `chart.figure, kpi.children`; of an output that `ALL`
    /// found its identity in `_dash-dependencies`.
    pub fn name(&self) -> String {
        let prop = |entry: &Value| {
            let id = entry.get("id").and_then(ComponentId::from_value)?;
            let property = entry.get("property")?.as_str()?;
            Some(format!("{id}.{}", property.split('@').next().unwrap_or(property)))
        };
        let outputs = match self.request.as_ref().and_then(|request| request.get("outputs")) {
            Some(Value::Array(entries)) => entries.iter().map(prop).collect::<Option<Vec<_>>>(),
            Some(entry) => prop(entry).map(|one| vec![one]),
            None => None,
        };
        let outputs = outputs.filter(|outputs| !outputs.is_empty());
        outputs.map_or_else(|| self.output.clone(), |outputs| outputs.join(", "))
    }

    /// What changed, as a person reads it.
    pub(super) fn trigger(&self) -> String {
        if self.changed.is_empty() { "initial call".to_owned() } else { self.changed.join(", ") }
    }

    /// `, failed: …` when it ended otherwise than with an update, and what a fault did to it.
    pub(super) fn ending(&self) -> String {
        let status = match &self.status {
            CallStatus::Updated | CallStatus::Pending => String::new(),
            status => format!(", {status}"),
        };
        let fault = self.fault.as_ref().map_or_else(String::new, |fault| format!(", {fault} by a fault"));
        format!("{status}{fault}")
    }

    /// How long it took, as a person reads it.
    pub(super) fn took(&self) -> String {
        let millis =
            self.duration.map(|millis| Duration::try_from_secs_f64(millis / 1000.0).unwrap_or_default());
        millis.map_or_else(|| "no answer yet".to_owned(), crate::duration::format)
    }
}

fn at(millis: f64) -> String {
    format!("{millis:.0} ms")
}

pub(super) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
