//! OpenTelemetry traces as OTLP/JSON, for Jaeger, Tempo and the file receiver of the collector.
//!
//! The visit is the root span; steps are its children, and the calls those of their steps. A call's links lead to
//! the calls that caused it. Ids are hex, times nanoseconds as text, kinds and codes numbers, as OTLP's JSON wants
//! them (opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding"). Ids are made from the trace alone.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::trace::{Call, CallKind, CallStatus, MessageLevel, Trace};

/// `SPAN_KIND_INTERNAL`, of what happens in the page.
pub(crate) const INTERNAL: u32 = 1;
/// `SPAN_KIND_CLIENT`, of what asks the app.
pub(crate) const CLIENT: u32 = 3;
/// `STATUS_CODE_OK`.
pub(crate) const OK: u32 = 1;
/// `STATUS_CODE_ERROR`.
pub(crate) const ERROR: u32 = 2;

/// The trace as one OTLP/JSON `TracesData`.
pub fn otlp(trace: &Trace) -> String {
    let ids = Ids::new(trace);
    let over = trace.end();
    let mut root = ids.span("visit", 0, &trace.app, (0.0, over), INTERNAL, &[]);
    let messages = trace.messages.iter().map(|message| {
        let level = match message.level {
            MessageLevel::Info => "info",
            MessageLevel::Warning => "warning",
            MessageLevel::Error => "error",
        };
        json!({"timeUnixNano": ids.time(message.at), "name": "console",
            "attributes": [text("level", level), text("message", &message.text)]})
    });
    put(&mut root, "events", messages.collect());
    let mut spans = vec![root];
    for (index, step) in trace.steps.iter().enumerate() {
        let ends = (step.start, step.end.unwrap_or(over));
        let mut span = ids.span("step", index, &step.name, ends, INTERNAL, &[]);
        put(&mut span, "parentSpanId", json!(ids.of("visit", 0)));
        spans.push(span);
    }
    spans.extend(trace.calls.iter().enumerate().map(|(index, call)| ids.call(index, call, over)));
    let resource = [text("dash.app", &trace.app), text("dashproof.engine", &trace.engine)];
    format!("{:#}", traces_data(&resource, &spans))
}

/// Spans as a `TracesData` of dashproof's, with what else is told of where they come from.
pub(crate) fn traces_data(resource: &[Value], spans: &[Value]) -> Value {
    let service = [text("service.name", "dashproof")];
    let attributes: Vec<&Value> = service.iter().chain(resource).collect();
    json!({"resourceSpans": [{
        "resource": {"attributes": attributes},
        "scopeSpans": [{"scope": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
            "spans": spans}],
    }]})
}

/// Makes ids and times of one trace.
struct Ids<'a> {
    trace: &'a Trace,
    id: String,
    /// Nanoseconds since 1970.
    began: i128,
}

impl<'a> Ids<'a> {
    fn new(trace: &'a Trace) -> Self {
        let began = trace.started.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_nanosecond);
        let id = hex(&format!("{}\n{}\n{}", trace.app, trace.engine, trace.started), 32);
        Self { trace, id, began }
    }

    /// The id of a span.
    fn of(&self, what: &str, index: usize) -> String {
        hex(&format!("{}\n{what} {index}", self.id), 16)
    }

    fn time(&self, millis: f64) -> String {
        (self.began + (millis * 1e6).round() as i128).max(0).to_string()
    }

    fn span(
        &self,
        what: &str,
        index: usize,
        name: &str,
        (start, end): (f64, f64),
        kind: u32,
        attributes: &[Value],
    ) -> Value {
        json!({"traceId": self.id, "spanId": self.of(what, index), "name": name, "kind": kind,
            "startTimeUnixNano": self.time(start), "endTimeUnixNano": self.time(end.max(start)),
            "attributes": attributes})
    }

    fn call(&self, index: usize, call: &Call, over: f64) -> Value {
        let kind = if call.kind == CallKind::Clientside { INTERNAL } else { CLIENT };
        let mut attributes = vec![
            text("dash.output", &call.output),
            text("dash.kind", &call.kind.to_string()),
            text("dash.status", &call.status.to_string()),
            json!({"key": "dash.triggered", "value": {"arrayValue": {
                "values": call.changed.iter().map(|prop| json!({"stringValue": prop})).collect::<Vec<_>>()}}}),
            number("dash.bytes", call.bytes()),
        ];
        attributes.extend(call.http_status.map(|status| number("http.response.status_code", status.into())));
        attributes.extend(call.server_timing.as_ref().map(|timing| text("http.server_timing", timing)));
        attributes.extend(call.fault.as_ref().map(|fault| text("dashproof.fault", fault)));
        let ends = (call.start, call.end().unwrap_or(over));
        let mut span = self.span("call", index, &call.name(), ends, kind, &attributes);
        if self.trace.steps.get(call.step).is_some() {
            put(&mut span, "parentSpanId", json!(self.of("step", call.step)));
        }
        let links = call.causes().filter(|cause| *cause < self.trace.calls.len()).map(|cause| {
            json!({"traceId": self.id, "spanId": self.of("call", cause),
                "attributes": [text("dash.link", "cause")]})
        });
        put(&mut span, "links", links.collect());
        let status = match &call.status {
            CallStatus::Failed { message } => json!({"code": ERROR, "message": message}),
            CallStatus::Pending | CallStatus::Stale | CallStatus::Abandoned => json!({}),
            _ => json!({"code": OK}),
        };
        put(&mut span, "status", status);
        span
    }
}

fn put(span: &mut Value, key: &str, value: Value) {
    if let Value::Object(fields) = span {
        fields.insert(key.to_owned(), value);
    }
}

/// An attribute.
pub(crate) fn text(key: &str, value: &str) -> Value {
    json!({"key": key, "value": {"stringValue": value}})
}

/// 64-bit numbers are texts in protobuf's JSON.
pub(crate) fn number(key: &str, value: u64) -> Value {
    json!({"key": key, "value": {"intValue": value.to_string()}})
}

/// The first hexadecimal digits of the digest of a text.
pub(crate) fn hex(text: &str, digits: usize) -> String {
    let mut hex = format!("{:x}", Sha256::digest(text));
    hex.truncate(digits);
    hex
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::export::sample;

    #[test]
    fn a_call_is_a_span_of_its_step_and_links_to_its_cause() {
        let file: Value = serde_json::from_str(&otlp(&sample())).expect("json");
        let spans = file["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().expect("spans");
        let [visit, step, server, clientside] = spans.as_slice() else { panic!("{spans:#?}") };
        assert_eq!(step["parentSpanId"], visit["spanId"]);
        assert_eq!(server["parentSpanId"], step["spanId"]);
        assert_eq!(clientside["links"][0]["spanId"], server["spanId"]);
        assert_eq!(visit["traceId"].as_str().map(str::len), Some(32));
        assert_eq!(server["spanId"].as_str().map(str::len), Some(16));
        assert_eq!(server["startTimeUnixNano"], "1795395600001000000");
    }
}
