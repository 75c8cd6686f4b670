//! Causes of small traces, written down by hand.

use super::*;
use crate::trace::CallKind;
use serde_json::json;

/// A trace of one step with these callbacks.
fn trace(dependencies: Value) -> Trace {
    let Value::Array(dependencies) = dependencies else { panic!("a list") };
    let steps = vec![Step { name: "goto /".to_owned(), start: 0.0, end: None }];
    Trace { dependencies, steps, ..Trace::default() }
}

/// Adds a call that ran from `start` to `end` and answered with `response`.
fn add(
    trace: &mut Trace,
    output: &str,
    changed: &[&str],
    (start, end): (f64, f64),
    response: &Value,
) -> CallId {
    let (id, property) = output.rsplit_once('.').expect("an output");
    let id = ComponentId::parse(id).expect("an id").to_value();
    let request =
        json!({"output": output, "outputs": {"id": id, "property": property}, "changedPropIds": changed});
    let mut call = Call::begin(CallKind::Server, start, request);
    call.step = trace.steps.iter().rposition(|step| step.start <= start).expect("a step");
    call.response = Some(json!({"multi": true, "response": response}));
    call.finish(end, CallStatus::Updated);
    trace.calls.push(call);
    trace.calls.len() - 1
}

fn causes(mut trace: Trace) -> Vec<Cause> {
    trace.explain();
    trace.calls.iter().map(|call| call.cause).collect()
}

const STEP: Cause = Cause::Step(0);

#[test]
fn a_chain_is_explained_link_by_link() {
    let mut trace = trace(json!([]));
    let a = add(&mut trace, "b.value", &["a.value"], (0.0, 5.0), &json!({"b": {"value": 1}}));
    let b = add(&mut trace, "c.value", &["b.value"], (6.0, 9.0), &json!({"c": {"value": 1}}));
    let c = add(&mut trace, "d.value", &["c.value"], (10.0, 12.0), &json!({}));
    trace.explain();
    assert_eq!(trace.chain(c), [a, b, c]);
    assert_eq!(causes(trace), [STEP, Cause::Call(a), Cause::Call(b)]);
}

#[test]
fn a_diamond_has_the_same_cause_whichever_side_is_first() {
    let dependencies = json!([{"output": "d.value",
        "inputs": [{"id": "b", "property": "value"}, {"id": "c", "property": "value"}]}]);
    let order = |b_end: f64, c_end: f64, changed: [&str; 2]| {
        let mut trace = trace(dependencies.clone());
        let b = add(&mut trace, "b.value", &["a.value"], (0.0, b_end), &json!({"b": {"value": 1}}));
        add(&mut trace, "c.value", &["a.value"], (0.1, c_end), &json!({"c": {"value": 1}}));
        add(&mut trace, "d.value", &changed, (20.0, 21.0), &json!({}));
        trace.explain();
        assert_eq!(
            trace.calls[2].causes().collect::<Vec<_>>(),
            [b, b + 1],
            "both sides, in the order of inputs"
        );
        (causes(trace).pop().expect("a cause"), Cause::Call(b))
    };
    let (cause, b) = order(5.0, 9.0, ["b.value", "c.value"]);
    assert_eq!(cause, b);
    let (cause, b) = order(9.0, 5.0, ["c.value", "b.value"]);
    assert_eq!(cause, b);
}

#[test]
fn what_the_visitor_changes_in_a_later_step_is_not_the_earlier_calls_doing() {
    let mut trace = trace(json!([]));
    add(&mut trace, "year.value", &[], (0.0, 5.0), &json!({"year": {"value": 1}}));
    trace.steps.push(Step { name: "select #year 2".to_owned(), start: 10.0, end: None });
    add(&mut trace, "chart.figure", &["year.value"], (11.0, 12.0), &json!({}));
    assert_eq!(causes(trace), [STEP, Cause::Step(1)]);
}

#[test]
fn a_callback_that_formats_its_own_input_is_caused_by_each_key() {
    let mut trace = trace(json!([]));
    add(&mut trace, "in.value", &["in.value"], (0.0, 2.0), &json!({"in": {"value": "1"}}));
    add(&mut trace, "in.value", &["in.value"], (5.0, 7.0), &json!({"in": {"value": "12"}}));
    assert_eq!(causes(trace), [STEP, STEP]);
}

#[test]
fn an_initial_call_is_caused_by_what_put_its_output_there() {
    let mut trace = trace(json!([]));
    let card = json!({"type": "Div", "namespace": "dash_html_components",
        "props": {"children": [{"type": "Div", "namespace": "dash_html_components",
            "props": {"id": {"type": "card", "index": 1}}}]}});
    let page =
        add(&mut trace, "page.children", &["url.pathname"], (0.0, 5.0), &json!({"page": {"children": card}}));
    add(&mut trace, r#"{"index":1,"type":"card"}.children"#, &[], (6.0, 7.0), &json!({}));
    // A prop that the new component emits by itself.
    add(&mut trace, "log.children", &[r#"{"index":1,"type":"card"}.value"#], (8.0, 9.0), &json!({}));
    add(&mut trace, "elsewhere.children", &[], (8.0, 9.0), &json!({}));
    assert_eq!(causes(trace), [STEP, Cause::Call(page), Cause::Call(page), STEP]);
}

#[test]
fn a_taken_away_component_causes_the_call_that_gathered_it() {
    let mut trace = trace(json!([{"output": "sum.children",
        "inputs": [{"id": "{\"i\":[\"ALL\"]}", "property": "value"}]}]));
    add(&mut trace, "sum.children", &[], (0.0, 1.0), &json!({}));
    let list = add(
        &mut trace,
        "list.children",
        &["remove.n_clicks"],
        (5.0, 6.0),
        &json!({"list": {"children": []}}),
    );
    // A text takes nothing away where something else may have.
    let said = json!({"said": {"children": "removed"}});
    add(&mut trace, "said.children", &["remove.n_clicks"], (5.0, 6.5), &said);
    add(&mut trace, "sum.children", &[], (7.0, 8.0), &json!({}));
    assert_eq!(causes(trace), [STEP, STEP, STEP, Cause::Call(list)]);
}

#[test]
fn progress_and_running_explain_what_they_trigger() {
    let mut trace =
        trace(json!([{"output": "out.children", "inputs": [{"id": "go", "property": "n_clicks"}],
        "running": {"running": {"go.disabled": true}, "runningOff": {"go.disabled": false}}}]));
    let job =
        add(&mut trace, "out.children", &["go.n_clicks"], (0.0, 50.0), &json!({"out": {"children": 1}}));
    trace.calls[job]
        .partial
        .push(super::super::Partial { at: 20.0, body: json!({"progress": {"bar.value": 1}}) });
    add(&mut trace, "a.children", &["go.disabled"], (1.0, 2.0), &json!({}));
    add(&mut trace, "b.children", &["bar.value"], (21.0, 22.0), &json!({}));
    add(&mut trace, "c.children", &["out.children"], (30.0, 31.0), &json!({}));
    assert_eq!(causes(trace), [STEP, Cause::Call(job), Cause::Call(job), STEP]);
}

#[test]
fn the_outputs_of_a_stale_answer_cause_nothing() {
    let mut trace = trace(json!([]));
    let stale = add(&mut trace, "b.value", &["a.value"], (0.0, 9.0), &json!({"b": {"value": 1}}));
    trace.calls[stale].status = CallStatus::Stale;
    let newer = add(&mut trace, "b.value", &["a.value"], (1.0, 5.0), &json!({"b": {"value": 2}}));
    add(&mut trace, "c.value", &["b.value"], (10.0, 11.0), &json!({}));
    assert_eq!(causes(trace), [STEP, STEP, Cause::Call(newer)]);
}
