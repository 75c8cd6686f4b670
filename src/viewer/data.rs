//! The trace as the page is given it.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use super::bodies::{Bodies, start};
use super::callbacks::{Graph, Known, callbacks};
use super::figures::Figures;
use crate::trace::{Call, CallKind, CallStatus, Cause, MessageLevel, Trace};

/// Characters of a text that the page shows on one line.
const LINE: usize = 500;
/// Characters of a message or an error.
const TEXT: usize = 20_000;
/// How many pictures of the page are shown.
const PICTURES: usize = 300;

/// What the page shows. Times are milliseconds since the trace began.
#[derive(Debug, Serialize)]
pub(super) struct Data<'a> {
    title: &'a str,
    app: &'a str,
    engine: &'a str,
    started: &'a str,
    /// When the last thing ended.
    end: f64,
    steps: Vec<StepData>,
    calls: Vec<CallData>,
    messages: Vec<MessageData>,
    callbacks: Vec<Known>,
    graph: Graph,
    /// JSON texts.
    bodies: Vec<String>,
    /// PNG files in base64, as those of `shots`.
    figures: Vec<String>,
    shots: Vec<Shot<'a>>,
    /// What is left out, in words.
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct StepData {
    name: String,
    start: f64,
    end: f64,
}

#[derive(Debug, Serialize)]
struct CallData {
    step: usize,
    kind: CallKind,
    /// Index of the callback.
    callback: usize,
    changed: Vec<String>,
    /// The call that caused it, if one did.
    cause: Option<usize>,
    status: &'static str,
    error: Option<String>,
    start: f64,
    duration: Option<f64>,
    http: Option<u16>,
    timing: Option<String>,
    polls: u32,
    fault: Option<String>,
    /// Indices of bodies.
    request: Option<usize>,
    response: Option<usize>,
    partial: Vec<PartialData>,
    /// Indices of figures.
    figures: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct PartialData {
    at: f64,
    body: Option<usize>,
}

#[derive(Debug, Serialize)]
struct MessageData {
    step: usize,
    at: f64,
    level: MessageLevel,
    text: String,
}

#[derive(Debug, Serialize)]
struct Shot<'a> {
    step: usize,
    at: f64,
    png: &'a str,
}

impl<'a> Data<'a> {
    pub(super) fn new(trace: &'a Trace, title: &'a str) -> Self {
        let end = end(trace);
        let (mut known, graph) = callbacks(trace);
        let mut index: HashMap<String, usize> = HashMap::new();
        for (at, callback) in known.iter().enumerate() {
            index.entry(callback.output.clone()).or_insert(at);
        }
        let (mut bodies, mut figures) = (Bodies::default(), Figures::default());
        let calls = trace.calls.iter().map(|call| {
            let callback = *index.entry(call.output.clone()).or_insert_with(|| {
                known.push(Known::unlisted(&start(&call.output, LINE)));
                known.len() - 1
            });
            CallData::new(call, callback, &mut bodies, &mut figures)
        });
        let calls = calls.collect();
        let steps = trace.steps.iter().map(|step| StepData {
            name: start(&step.name, LINE),
            start: step.start,
            end: step.end.unwrap_or(end),
        });
        let messages = trace.messages.iter().map(|message| MessageData {
            step: message.step,
            at: message.at,
            level: message.level,
            text: start(&message.text, TEXT),
        });
        let shots = trace.pictures.iter().take(PICTURES);
        let left_out = [
            (bodies.left_out, "bodies", "the page holds 24 MB of them"),
            (figures.left_out, "figures", "the page draws as many as 8 MB hold"),
            (trace.pictures.len().saturating_sub(PICTURES), "pictures", "the page shows the first 300"),
        ];
        let notes = left_out.into_iter().filter(|(count, ..)| *count > 0);
        Self {
            title,
            app: &trace.app,
            engine: &trace.engine,
            started: &trace.started,
            end,
            steps: steps.collect(),
            calls,
            messages: messages.collect(),
            callbacks: known,
            graph,
            shots: shots
                .map(|picture| Shot { step: picture.step, at: picture.at, png: &picture.png })
                .collect(),
            notes: notes.map(|(count, what, why)| format!("{count} {what} are left out: {why}")).collect(),
            bodies: bodies.texts,
            figures: figures.pictures,
        }
    }
}

impl CallData {
    fn new(call: &Call, callback: usize, bodies: &mut Bodies, figures: &mut Figures) -> Self {
        let mut kept = |body: &Option<Value>| body.as_ref().and_then(|body| bodies.keep(body));
        let (request, response) = (kept(&call.request), kept(&call.response));
        let partial =
            call.partial.iter().map(|one| PartialData { at: one.at, body: bodies.keep(&one.body) }).collect();
        Self {
            step: call.step,
            kind: call.kind,
            callback,
            changed: call.changed.iter().map(|prop| start(prop, LINE)).collect(),
            cause: match call.cause {
                Cause::Call(id) => Some(id),
                _ => None,
            },
            status: status(&call.status),
            error: match &call.status {
                CallStatus::Failed { message } => Some(start(message, TEXT)),
                _ => None,
            },
            start: call.start,
            duration: call.duration,
            http: call.http_status,
            timing: call.server_timing.clone(),
            polls: call.polls,
            fault: call.fault.clone(),
            request,
            response,
            partial,
            figures: call.response.as_ref().map(|body| figures.draw(body)).unwrap_or_default(),
        }
    }
}

fn status(status: &CallStatus) -> &'static str {
    match status {
        CallStatus::Pending => "pending",
        CallStatus::Updated => "updated",
        CallStatus::NoUpdate => "no update",
        CallStatus::Stale => "overtaken",
        CallStatus::Abandoned => "abandoned",
        CallStatus::Failed { .. } => "failed",
    }
}

fn end(trace: &Trace) -> f64 {
    let steps = trace.steps.iter().map(|step| step.end.unwrap_or(step.start));
    let calls = trace.calls.iter().map(|call| call.end().unwrap_or(call.start));
    let messages = trace.messages.iter().map(|message| message.at);
    let pictures = trace.pictures.iter().map(|picture| picture.at);
    steps.chain(calls).chain(messages).chain(pictures).fold(0.0, f64::max)
}
