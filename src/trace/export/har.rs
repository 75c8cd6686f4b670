//! HAR 1.2, for the network panel of browsers and everything else that reads it: one entry for each call
//! that crossed the network, one page for each step.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::trace::{Call, CallKind, CallStatus, Trace};

/// The trace as a HAR 1.2 file. Headers and cookies are not recorded, so their lists are empty.
pub fn har(trace: &Trace) -> String {
    let pages: Vec<Value> = trace
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            json!({"startedDateTime": time(trace, step.start), "id": page(index), "title": step.name,
                "pageTimings": {"onLoad": step.end.map(|end| end - step.start)}})
        })
        .collect();
    let entries: Vec<Value> = calls(trace).map(|call| entry(trace, call)).collect();
    let file = json!({"log": {"version": "1.2",
        "creator": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "pages": pages, "entries": entries}});
    format!("{file:#}")
}

/// The calls that crossed the network.
pub(super) fn calls(trace: &Trace) -> impl Iterator<Item = &Call> {
    trace.calls.iter().filter(|call| call.kind != CallKind::Clientside)
}

/// A time of the trace, RFC 3339 with milliseconds.
fn time(trace: &Trace, millis: f64) -> String {
    let began: Timestamp = trace.started.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    let after = SignedDuration::try_from_secs_f64(millis / 1000.0).unwrap_or(SignedDuration::ZERO);
    format!("{:.3}", began.checked_add(after).unwrap_or(began))
}

/// A call as an entry of a HAR file.
pub(super) fn entry(trace: &Trace, call: &Call) -> Value {
    let url = format!("{}/_dash-update-component", trace.app.trim_end_matches('/'));
    let request = call.request.as_ref().map(Value::to_string).unwrap_or_default();
    let (response, kind) = match &call.response {
        Some(Value::String(text)) => (text.clone(), "text/html"),
        Some(body) => (body.to_string(), "application/json"),
        None => (String::new(), "x-unknown"),
    };
    // A WebSocket's callbacks have no status of their own; 0 is what browsers write for no answer.
    let status = call.http_status.unwrap_or_default();
    let took = call.duration.unwrap_or_default();
    let causes: Vec<String> = trace.causes_of(call).map(Call::name).collect();
    json!({
        "pageref": page(call.step),
        "startedDateTime": time(trace, call.start),
        "time": took,
        "request": {
            "method": "POST", "url": url, "httpVersion": "HTTP/1.1", "cookies": [], "headers": [],
            "queryString": [], "headersSize": -1, "bodySize": request.len(),
            "postData": {"mimeType": "application/json", "text": request},
        },
        "response": {
            "status": status, "statusText": reason(status), "httpVersion": "HTTP/1.1", "cookies": [],
            "headers": [], "redirectURL": "", "headersSize": -1, "bodySize": response.len(),
            "content": {"size": response.len(), "mimeType": kind, "text": response},
        },
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        "_dash": {"output": call.output, "changed": call.changed, "kind": call.kind, "causes": causes,
            "polls": call.polls, "stale": call.status == CallStatus::Stale, "fault": call.fault},
    })
}

fn page(step: usize) -> String {
    format!("step_{step}")
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        500 => "Internal Server Error",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::export::sample;

    #[test]
    fn calls_over_the_network_are_entries_of_their_steps_page() {
        let file: Value = serde_json::from_str(&har(&sample())).expect("json");
        let entries = file["log"]["entries"].as_array().expect("entries");
        assert_eq!(entries.len(), 1, "the clientside call did not cross the network");
        assert_eq!(entries[0]["pageref"], file["log"]["pages"][0]["id"]);
        assert_eq!(entries[0]["request"]["url"], "http://127.0.0.1:8050/_dash-update-component");
        assert_eq!(entries[0]["startedDateTime"], "2026-11-23T01:00:00.001Z");
        let text = entries[0]["request"]["postData"]["text"].as_str().expect("text");
        assert_eq!(serde_json::from_str::<Value>(text).expect("json")["output"], "b.children");
    }
}
