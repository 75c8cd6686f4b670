//! Traces in the forms that other tools read. Each is a pure function of a trace; [`json`] is our own.

pub mod json;

mod chrome;
mod dot;
mod har;
mod mermaid;
pub(crate) mod otlp;
mod playwright;

pub use chrome::chrome;
pub use dot::dot;
pub use har::har;
pub use mermaid::{mermaid, sequence};
pub use otlp::otlp;
pub use playwright::playwright;

/// A visit for the tests of the exports: one step, a server call and the clientside call that it causes.
#[cfg(test)]
pub(super) fn sample() -> super::Trace {
    use super::{Call, CallKind, CallStatus, Message, MessageLevel, Step, Trace};
    use serde_json::json;

    let dependency = |output: &str, input: &str, property: &str, clientside: bool| {
        let function = clientside.then(|| json!({"namespace": "n", "function_name": "f"}));
        json!({"output": output, "inputs": [{"id": input, "property": property}], "clientside_function": function})
    };
    let call = |kind, output: &str, changed: &str, (start, took): (f64, f64), id: &str| {
        let mut call = Call::begin(kind, start, json!({"output": output, "changedPropIds": [changed]}));
        call.response = Some(json!({"multi": true, "response": {id: {"children": 1}}}));
        call.http_status = (kind == CallKind::Server).then_some(200);
        call.finish(start + took, CallStatus::Updated);
        call
    };
    let mut trace = Trace {
        version: Trace::VERSION,
        app: "http://127.0.0.1:8050/".to_owned(),
        engine: "browser".to_owned(),
        started: "2026-11-23T01:00:00Z".to_owned(),
        dependencies: vec![
            dependency("b.children", "a", "value", false),
            dependency("c.children", "b", "children", true),
            dependency("d.children", "{\"i\":[\"ALL\"]}", "value", false),
        ],
        steps: vec![Step { name: "select #a 1".to_owned(), start: 0.0, end: Some(40.0) }],
        calls: vec![
            call(CallKind::Server, "b.children", "a.value", (1.0, 30.0), "b"),
            call(CallKind::Clientside, "c.children", "b.children", (32.0, 2.0), "c"),
        ],
        messages: vec![Message {
            step: 0,
            at: 33.0,
            level: MessageLevel::Warning,
            text: "careful".to_owned(),
        }],
        pictures: Vec::new(),
    };
    trace.explain();
    trace
}
