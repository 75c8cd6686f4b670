//! Chrome's Trace Event format, for ui.perfetto.dev and chrome://tracing.
//!
//! Steps are slices of one thread. Calls overlap and slices of a thread must not, so each kind of call has as many
//! threads as calls ever ran at once. Arrows lead from each cause to what it caused: the viewer binds them to the
//! slice that encloses their ends. Times are microseconds.

use serde_json::{Value, json};

use crate::trace::{Call, CallKind, MessageLevel, Trace};

/// The process of everything.
const PROCESS: u32 = 1;
/// The thread that shows steps and messages.
const STEPS: u32 = 1;

/// The trace as JSON in Chrome's Trace Event format.
pub fn chrome(trace: &Trace) -> String {
    let over = trace.end();
    let mut events = vec![name("process_name", 0, &format!("{} ({})", trace.app, trace.engine))];
    events.push(name("thread_name", STEPS, "steps"));
    let (threads, lanes) = lanes(trace, over);
    for (index, (kind, number)) in lanes.iter().enumerate() {
        let shown = if *number == 1 { kind.to_string() } else { format!("{kind} {number}") };
        events.push(name("thread_name", STEPS + 1 + index as u32, &shown));
    }
    for step in &trace.steps {
        events.push(slice("step", &step.name, STEPS, (step.start, step.end.unwrap_or(over)), &json!({})));
    }
    let ends = |call: &Call| (call.start, call.end().unwrap_or(over));
    for (call, thread) in trace.calls.iter().zip(&threads) {
        events.push(slice("callback", &call.name(), *thread, ends(call), &arguments(call)));
        for partial in &call.partial {
            events.push(json!({"ph": "i", "s": "t", "cat": "partial", "name": "partial", "pid": PROCESS,
                "tid": thread, "ts": micros(partial.at), "args": partial.body}));
        }
    }
    let mut arrows = 0;
    for (call, thread) in trace.calls.iter().zip(&threads) {
        for cause in call.causes() {
            let Some((earlier, from)) = trace.calls.get(cause).zip(threads.get(cause)) else { continue };
            // What it wrote along the way may have been the cause.
            let (begins, ended) = (micros(earlier.start), micros(ends(earlier).1));
            let leaves = (ended - 1.0).min(micros(call.start)).max(begins);
            for (phase, thread, at) in [("s", from, leaves), ("f", thread, micros(call.start))] {
                events.push(json!({"ph": phase, "bp": "e", "cat": "cause", "name": "cause", "id": arrows,
                    "pid": PROCESS, "tid": thread, "ts": at}));
            }
            arrows += 1;
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

fn slice(category: &str, name: &str, thread: u32, (start, end): (f64, f64), arguments: &Value) -> Value {
    // Where nothing takes no time, an arrow finds what to bind to.
    let duration = (micros(end) - micros(start)).max(1.0);
    json!({"ph": "X", "cat": category, "name": name, "pid": PROCESS, "tid": thread, "ts": micros(start),
        "dur": duration, "args": arguments})
}

fn arguments(call: &Call) -> Value {
    json!({"changed": call.changed, "status": call.status.to_string(), "http_status": call.http_status,
        "server_timing": call.server_timing, "polls": call.polls, "fault": call.fault})
}

/// The thread of each call, and the kind and number of each thread after that of the steps.
fn lanes(trace: &Trace, over: f64) -> (Vec<u32>, Vec<(CallKind, usize)>) {
    // Until when each thread is taken, in microseconds.
    let mut taken: Vec<(CallKind, f64)> = Vec::new();
    let mut threads = Vec::new();
    for call in &trace.calls {
        let start = micros(call.start);
        let end = micros(call.end().unwrap_or(over)).max(start + 1.0);
        let free = taken.iter().position(|(kind, until)| *kind == call.kind && *until <= start);
        let lane = free.unwrap_or(taken.len());
        match taken.get_mut(lane) {
            Some((_, until)) => *until = end,
            None => taken.push((call.kind, end)),
        }
        threads.push(STEPS + 1 + lane as u32);
    }
    let number =
        |index: usize, kind: CallKind| taken.iter().take(index + 1).filter(|lane| lane.0 == kind).count();
    let lanes = taken.iter().enumerate().map(|(index, (kind, _))| (*kind, number(index, *kind))).collect();
    (threads, lanes)
}

fn micros(millis: f64) -> f64 {
    (millis * 1000.0).round()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::export::sample;

    fn of(trace: &Trace, phase: &str) -> Vec<Value> {
        let file: Value = serde_json::from_str(&chrome(trace)).expect("json");
        let events = file["traceEvents"].as_array().expect("events");
        events.iter().filter(|event| event["ph"] == phase).cloned().collect()
    }

    #[test]
    fn every_call_is_a_slice_and_its_cause_has_an_arrow_from_slice_to_slice() {
        let slices = of(&sample(), "X");
        assert_eq!(slices.len(), sample().steps.len() + sample().calls.len());
        let (from, to) = (of(&sample(), "s"), of(&sample(), "f"));
        assert_eq!((from.len(), to.len()), (1, 1));
        assert_eq!(
            (&from[0]["id"], &from[0]["tid"], &from[0]["ts"]),
            (&to[0]["id"], &json!(2), &json!(30_999.0))
        );
        assert_eq!((&to[0]["ts"], &to[0]["tid"]), (&json!(32_000.0), &json!(3)));
    }

    #[test]
    fn calls_that_overlap_are_on_threads_of_their_own() {
        let mut trace = sample();
        let mut second = trace.calls[0].clone();
        second.start = 2.0;
        trace.calls.insert(1, second);
        let threads: Vec<Value> = of(&trace, "X").iter().map(|slice| slice["tid"].clone()).collect();
        assert_eq!(threads, [1, 2, 3, 4].map(Value::from));
    }
}
