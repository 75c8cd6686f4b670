//! Chrome's Trace Event format, for ui.perfetto.dev and chrome://tracing.
//!
//! Steps are slices of one thread; calls overlap, so they are asynchronous events; arrows lead from a cause
//! to what it caused. Times are microseconds.

use serde_json::{Value, json};

use crate::trace::{Call, CallKind, Cause, MessageLevel, Trace};

/// The process of everything.
const PROCESS: u32 = 1;
/// The thread that shows steps and messages.
const STEPS: u32 = 1;

/// The trace as JSON in Chrome's Trace Event format.
pub fn chrome(trace: &Trace) -> String {
    let mut events = vec![name("process_name", 0, &format!("{} ({})", trace.app, trace.engine))];
    events.push(name("thread_name", STEPS, "steps"));
    for kind in [CallKind::Server, CallKind::Clientside, CallKind::Background, CallKind::Websocket] {
        if trace.calls.iter().any(|call| call.kind == kind) {
            events.push(name("thread_name", thread(kind), &kind.to_string()));
        }
    }
    let over = end(trace);
    for step in &trace.steps {
        let duration = micros(step.end.unwrap_or(over) - step.start);
        events.push(json!({"ph": "X", "cat": "step", "name": step.name, "pid": PROCESS, "tid": STEPS,
            "ts": micros(step.start), "dur": duration}));
    }
    for (id, call) in trace.calls.iter().enumerate() {
        let until = call.end().unwrap_or(over);
        events.push(event("b", id, call, call.start, &arguments(call)));
        for partial in &call.partial {
            events.push(event("n", id, call, partial.at, &partial.body));
        }
        events.push(event("e", id, call, until, &json!({})));
        if let Cause::Call(cause) = call.cause
            && let Some(earlier) = trace.calls.get(cause)
        {
            let at = earlier.end().unwrap_or(call.start).min(call.start);
            for (phase, of, at) in [("s", earlier, at), ("f", call, call.start)] {
                events.push(json!({"ph": phase, "bp": "e", "cat": "cause", "name": "cause", "id": id,
                    "pid": PROCESS, "tid": thread(of.kind), "ts": micros(at)}));
            }
        }
    }
    for message in &trace.messages {
        let level = match message.level {
            MessageLevel::Info => "info",
            MessageLevel::Warning => "warning",
            MessageLevel::Error => "error",
        };
        events.push(json!({"ph": "i", "s": "t", "cat": level, "name": message.text, "pid": PROCESS,
            "tid": STEPS, "ts": micros(message.at)}));
    }
    let file = json!({"traceEvents": events, "displayTimeUnit": "ms",
        "otherData": {"app": trace.app, "engine": trace.engine, "started": trace.started}});
    format!("{file:#}")
}

fn name(what: &str, thread: u32, name: &str) -> Value {
    json!({"ph": "M", "name": what, "pid": PROCESS, "tid": thread, "args": {"name": name}})
}

fn event(phase: &str, id: usize, call: &Call, at: f64, arguments: &Value) -> Value {
    json!({"ph": phase, "cat": "callback", "name": call.output, "id": id, "pid": PROCESS,
        "tid": thread(call.kind), "ts": micros(at), "args": arguments})
}

fn arguments(call: &Call) -> Value {
    json!({"changed": call.changed, "status": call.status.to_string(), "http_status": call.http_status,
        "server_timing": call.server_timing, "polls": call.polls})
}

/// When the last thing ended, for what has no end of its own.
fn end(trace: &Trace) -> f64 {
    let steps = trace.steps.iter().map(|step| step.end.unwrap_or(step.start));
    let calls = trace.calls.iter().map(|call| call.end().unwrap_or(call.start));
    steps.chain(calls).fold(0.0, f64::max)
}

fn thread(kind: CallKind) -> u32 {
    match kind {
        CallKind::Server => 2,
        CallKind::Clientside => 3,
        CallKind::Background => 4,
        CallKind::Websocket => 5,
    }
}

fn micros(millis: f64) -> f64 {
    (millis * 1000.0).round()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::export::sample;

    #[test]
    fn every_call_begins_and_ends_and_its_cause_has_an_arrow() {
        let file: Value = serde_json::from_str(&chrome(&sample())).expect("json");
        let events = file["traceEvents"].as_array().expect("events");
        let of = |phase: &str| events.iter().filter(|event| event["ph"] == phase).collect::<Vec<_>>();
        assert_eq!((of("b").len(), of("e").len()), (sample().calls.len(), sample().calls.len()));
        let (from, to) = (of("s"), of("f"));
        assert_eq!((from.len(), to.len()), (1, 1));
        assert_eq!((&from[0]["id"], &from[0]["ts"]), (&to[0]["id"], &json!(31_000.0)));
        assert_eq!((&to[0]["ts"], &to[0]["tid"]), (&json!(32_000.0), &json!(3)));
    }
}
