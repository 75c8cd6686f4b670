//! `expect: {callback: …}` and `{no_errors: true}` held against a trace.

use serde_json::Value;

use super::expect::CalledExpect;
use crate::dash::ComponentId;
use crate::trace::{Call, CallStatus, MessageLevel, Trace};

impl CalledExpect {
    /// Checks the calls of the trace's last step.
    ///
    /// # Errors
    /// What was called instead.
    pub(super) fn check(&self, trace: &Trace) -> Result<(), String> {
        let step = trace.steps.len().saturating_sub(1);
        let during: Vec<&Call> = trace.calls.iter().filter(|call| call.step == step).collect();
        let calls: Vec<&Call> = during.iter().copied().filter(|call| writes(call, &self.callback)).collect();
        let known = trace.calls.iter().any(|call| writes(call, &self.callback))
            || trace.dependencies.iter().any(|dependency| {
                dependency["output"].as_str().is_some_and(|output| is_output(output, &self.callback))
            });
        if !known {
            return Err(format!(
                "no callback has the output `{}`; there is {}",
                self.callback,
                outputs(trace)
            ));
        }
        match self.times {
            Some(times) if times != calls.len() => {
                return Err(format!(
                    "`{}` was called {}, not {}",
                    self.callback,
                    often(calls.len()),
                    often(times)
                ));
            }
            None if calls.is_empty() => {
                let others: Vec<String> = during.iter().map(|call| format!("`{}`", call.output)).collect();
                let others = if others.is_empty() { "nothing".to_owned() } else { others.join(", ") };
                return Err(format!("`{}` was not called; called was {others}", self.callback));
            }
            _ => {}
        }
        for call in calls {
            if let Some(cause) = &self.triggered_by
                && !call.changed.iter().any(|changed| same_prop(changed, cause))
            {
                let by = if call.changed.is_empty() {
                    "the page load".to_owned()
                } else {
                    call.changed.join(", ")
                };
                return Err(format!("`{}` was triggered by {by}, not by `{cause}`", self.callback));
            }
            if let Some(limit) = self.within {
                let limit_ms = limit.as_secs_f64() * 1000.0;
                match call.duration {
                    Some(took) if took <= limit_ms => {}
                    Some(took) => {
                        return Err(format!(
                            "`{}` took {:.0} ms; the limit is {limit_ms} ms",
                            self.callback,
                            took.ceil()
                        ));
                    }
                    None => return Err(format!("`{}` has not answered yet", self.callback)),
                }
            }
        }
        Ok(())
    }
}

/// Checks that no callback failed and no error was logged, in the whole visit.
///
/// # Errors
/// Each failure, one per line.
pub(super) fn no_errors(trace: &Trace) -> Result<(), String> {
    let failed = trace.calls.iter().filter_map(|call| match &call.status {
        CallStatus::Failed { message } => Some(format!("callback `{}` failed: {message}", call.output)),
        _ => None,
    });
    let logged = trace
        .messages
        .iter()
        .filter(|message| message.level == MessageLevel::Error)
        .map(|message| format!("console: {}", message.text));
    let errors: Vec<String> = failed.chain(logged).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
}

/// Whether a call belongs to the callback, named by its identity, by an output of it, or by one resolved output.
fn writes(call: &Call, callback: &str) -> bool {
    is_output(&call.output, callback)
        || call.request.as_ref().is_some_and(|request| resolved(&request["outputs"], callback))
}

/// Whether `callback` is the identity, or one of the outputs of it: `a.b`, `..a.b...c.d..`, `a.b@hash`.
fn is_output(identity: &str, callback: &str) -> bool {
    let list = identity.strip_prefix("..").and_then(|list| list.strip_suffix("..")).unwrap_or(identity);
    identity == callback
        || list.split("...").any(|output| same_prop(output.split('@').next().unwrap_or(output), callback))
}

/// Whether a request's outputs, of any nesting, hold the one named.
fn resolved(outputs: &Value, callback: &str) -> bool {
    match outputs {
        Value::Array(all) => all.iter().any(|output| resolved(output, callback)),
        Value::Object(output) => {
            let id = output.get("id").and_then(ComponentId::from_value);
            let property = output.get("property").and_then(Value::as_str);
            id.zip(property).is_some_and(|(id, property)| same_prop(&format!("{id}.{property}"), callback))
        }
        _ => false,
    }
}

/// Whether two `id.prop` are the same, however a pattern id is spaced and ordered.
fn same_prop(a: &str, b: &str) -> bool {
    let canonical = |text: &str| {
        let (id, prop) = text.rsplit_once('.')?;
        Some(format!("{}.{prop}", ComponentId::parse(id).ok()?))
    };
    a == b
        || (a.starts_with('{') && b.starts_with('{') && canonical(a).is_some_and(|a| Some(a) == canonical(b)))
}

fn outputs(trace: &Trace) -> String {
    let all: Vec<String> = trace
        .dependencies
        .iter()
        .filter_map(|dependency| dependency["output"].as_str())
        .map(|output| format!("`{output}`"))
        .collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

fn often(times: usize) -> String {
    match times {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        n => format!("{n} times"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::trace::{CallKind, Recorder};

    /// A visit whose last step called two callbacks, one of them with a pattern id.
    fn trace() -> Trace {
        let recorder = Recorder::new("http://app", "browserless");
        recorder.dependencies(vec![json!({"output": "idle.children"})]);
        for (step, output, outputs, changed) in [
            ("load", "..a.x...b.y..", json!([{"id": "a", "property": "x"}]), json!([])),
            (
                "click",
                r#"{"index":["MATCH"]}.z@1f"#,
                json!({"id": {"type": "t", "index": 2}, "property": "z"}),
                json!(["go.n_clicks"]),
            ),
        ] {
            recorder.begin_step(step);
            let body = json!({"output": output, "outputs": outputs, "changedPropIds": changed});
            let id = recorder.begin_call(Call::begin(CallKind::Server, recorder.now(), body));
            recorder.update_call(id, |call| call.finish(call.start + 40.0, CallStatus::Updated));
        }
        recorder.snapshot()
    }

    fn check(callback: &str, change: impl FnOnce(&mut CalledExpect)) -> Result<(), String> {
        let mut expect =
            CalledExpect { callback: callback.to_owned(), times: None, within: None, triggered_by: None };
        change(&mut expect);
        expect.check(&trace())
    }

    #[test]
    fn a_call_is_found_by_a_resolved_pattern_output_however_it_is_written() {
        let output = r#"{"type": "t", "index": 2}.z"#;
        check(output, |expect| expect.times = Some(1)).unwrap();
        check(output, |expect| expect.triggered_by = Some("go.n_clicks".to_owned())).unwrap();
        let error = check(output, |expect| expect.triggered_by = Some("other.value".to_owned())).unwrap_err();
        assert!(error.ends_with("triggered by go.n_clicks, not by `other.value`"), "{error}");
    }

    #[test]
    fn only_the_last_step_counts() {
        check("a.x", |expect| expect.times = Some(0)).unwrap();
        let error = check("b.y", |_| ()).unwrap_err();
        assert!(error.starts_with("`b.y` was not called; called was"), "{error}");
    }

    #[test]
    fn a_slow_call_and_a_wrong_count_are_told_in_numbers() {
        let output = r#"{"index":2,"type":"t"}.z"#;
        let error =
            check(output, |expect| expect.within = Some(std::time::Duration::from_millis(30))).unwrap_err();
        assert!(error.ends_with("took 40 ms; the limit is 30 ms"), "{error}");
        let error = check(output, |expect| expect.times = Some(2)).unwrap_err();
        assert!(error.ends_with("was called once, not 2 times"), "{error}");
    }

    #[test]
    fn a_callback_that_does_not_exist_is_not_the_same_as_one_that_was_not_called() {
        check("idle.children", |expect| expect.times = Some(0)).unwrap();
        let error = check("typo.children", |expect| expect.times = Some(0)).unwrap_err();
        assert!(error.starts_with("no callback has the output `typo.children`; there is `idle.children`"));
    }

    #[test]
    fn a_failed_callback_and_a_console_error_are_errors() {
        let recorder = Recorder::new("http://app", "browserless");
        no_errors(&recorder.snapshot()).unwrap();
        let id = recorder.begin_call(Call::begin(CallKind::Server, 0.0, json!({"output": "a.x"})));
        let status = CallStatus::Failed { message: "500".to_owned() };
        recorder.update_call(id, |call| call.finish(1.0, status));
        recorder.message(MessageLevel::Error, "boom");
        assert_eq!(no_errors(&recorder.snapshot()).unwrap_err(), "callback `a.x` failed: 500\nconsole: boom");
    }
}
