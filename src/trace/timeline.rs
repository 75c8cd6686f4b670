//! A trace as lines that a person reads.

use super::{Call, CallKind, CallStatus, Cause, Trace};
use crate::duration::format as shown;

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
            CallKind::Server => "",
            CallKind::Clientside => " clientside",
            CallKind::Background => " background",
            CallKind::Websocket => " websocket",
        };
        let trigger =
            if call.changed.is_empty() { "initial call".to_owned() } else { call.changed.join(", ") };
        let cause = match call.cause {
            Cause::Step(_) => String::new(),
            Cause::Call(id) => {
                let output = self.calls.get(id).map_or("?", |cause| cause.output.as_str());
                format!(" because of {output}")
            }
        };
        let took = call.duration.map_or_else(
            || "no answer yet".to_owned(),
            |took| shown(std::time::Duration::from_secs_f64(took.max(0.0) / 1000.0)),
        );
        let status = match &call.status {
            CallStatus::Updated | CallStatus::Pending => String::new(),
            CallStatus::NoUpdate => ", no update".to_owned(),
            CallStatus::Stale => ", overtaken by a newer call".to_owned(),
            CallStatus::Abandoned => ", the page was left".to_owned(),
            CallStatus::Failed { message } => format!(", failed: {}", first_line(message)),
        };
        format!("{:>8}    {}{kind} ({trigger}){cause}: {took}{status}", at(call.start), call.output)
    }
}

fn at(millis: f64) -> String {
    format!("{millis:.0} ms")
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
