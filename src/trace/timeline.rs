//! A trace as lines that a person reads.

use std::time::Duration;

use super::{Call, CallKind, CallStatus, Cause, Trace};

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

    fn line(&self, call: &Call) -> String {
        let kind = match call.kind {
            CallKind::Server => String::new(),
            kind => format!(" {kind}"),
        };
        let cause = self.cause_of(call).map_or_else(String::new, |cause| format!(" because of {cause}"));
        let took = call.took();
        let status = match &call.status {
            CallStatus::Updated | CallStatus::Pending => String::new(),
            status => format!(", {status}"),
        };
        format!("{:>8}    {}{kind} ({}){cause}: {took}{status}", at(call.start), call.output, call.trigger())
    }

    /// The output of the call that caused this one.
    pub(super) fn cause_of(&self, call: &Call) -> Option<&str> {
        match call.cause {
            Cause::Step(_) => None,
            Cause::Call(id) => self.calls.get(id).map(|cause| cause.output.as_str()),
        }
    }
}

impl Call {
    /// What changed, as a person reads it.
    pub(super) fn trigger(&self) -> String {
        if self.changed.is_empty() { "initial call".to_owned() } else { self.changed.join(", ") }
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
