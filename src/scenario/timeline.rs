//! A trace as lines for a failure: what was done, and what it called.

use crate::trace::{Call, CallStatus, Trace};

/// Each step with its time, and below it the calls that began in it.
pub(super) fn timeline(trace: &Trace) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, step) in trace.steps.iter().enumerate() {
        lines.push(format!("{:>7.0} ms  {}", step.start, step.name));
        lines.extend(trace.calls.iter().filter(|call| call.step == index).map(line));
    }
    lines.extend(trace.messages.iter().map(|message| format!("   console  {}", message.text)));
    lines
}

fn line(call: &Call) -> String {
    let status = match &call.status {
        CallStatus::Updated => String::new(),
        CallStatus::Pending => ", pending".to_owned(),
        CallStatus::NoUpdate => ", no update".to_owned(),
        CallStatus::Stale => ", overtaken by a newer call".to_owned(),
        CallStatus::Abandoned => ", abandoned".to_owned(),
        CallStatus::Failed { message } => format!(", FAILED: {message}"),
    };
    let by = if call.changed.is_empty() { String::new() } else { format!(" by {}", call.changed.join(", ")) };
    let took = call.duration.map_or_else(|| "?".to_owned(), |took| format!("{took:.0}"));
    format!("{:>7.0} ms    {}{by}: {took} ms{status}", call.start, call.output)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::trace::{CallKind, Recorder};

    #[test]
    fn each_step_is_followed_by_its_calls() {
        let recorder = Recorder::new("http://app", "browserless");
        recorder.begin_step("click #go");
        let body = json!({"output": "out.children", "changedPropIds": ["go.n_clicks"]});
        let id = recorder.begin_call(Call::begin(CallKind::Server, 3.0, body));
        let status = CallStatus::Failed { message: "500".to_owned() };
        recorder.update_call(id, |call| call.finish(8.0, status));
        let mut trace = recorder.snapshot();
        trace.steps[0].start = 1.0;
        assert_eq!(
            timeline(&trace),
            ["      1 ms  click #go", "      3 ms    out.children by go.n_clicks: 5 ms, FAILED: 500"]
        );
    }
}
