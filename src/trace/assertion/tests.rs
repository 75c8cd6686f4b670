//! Assertions on one small visit: a click that calls a pattern callback for two cards, and what follows.

use std::time::Duration;

use serde_json::json;

use super::*;
use crate::trace::{Call, CallKind, CallStatus, Step, Trace};

const CARD: &str = r#"{"index":["MATCH"],"type":"card"}.children"#;

fn trace() -> Trace {
    let dependencies = vec![
        json!({"output": "..chart.figure...kpi.children..", "inputs": [{"id": "year", "property": "value"}]}),
        json!({"output": CARD, "inputs": [{"id": "kpi", "property": "children"}]}),
        json!({"output": "idle.children", "inputs": []}),
    ];
    let steps = vec![Step { name: "select #year 1952".to_owned(), start: 0.0, end: None }];
    let mut calls = Vec::new();
    let mut add = |output: &str, outputs: serde_json::Value, changed: &str, start: f64| {
        let request = json!({"output": output, "outputs": outputs, "changedPropIds": [changed]});
        let mut call = Call::begin(CallKind::Server, start, request);
        call.response = Some(json!({"multi": true, "response": {"kpi": {"children": 1}}}));
        call.finish(start + 40.0, CallStatus::Updated);
        calls.push(call);
    };
    add(
        "..chart.figure...kpi.children..",
        json!([{"id": "chart", "property": "figure"}, {"id": "kpi", "property": "children"}]),
        "year.value",
        1.0,
    );
    for index in [1, 2] {
        let output = json!({"id": {"index": index, "type": "card"}, "property": "children"});
        add(CARD, output, "kpi.children", 50.0 + f64::from(index));
    }
    let mut trace = Trace { dependencies, steps, calls, ..Trace::default() };
    trace.explain();
    trace
}

fn problem(assertion: impl Into<Assertion>) -> String {
    assertion.into().check(&trace()).expect_err("a failure").problem
}

#[test]
fn a_callback_is_counted_by_any_name_it_has() {
    let trace = trace();
    for (name, times) in [
        ("chart.figure", 1),
        ("..chart.figure...kpi.children..", 1),
        (r#"{"index":MATCH,"type":"card"}.children"#, 2),
        (CARD, 2),
        (r#"{"type": "card", "index": 2}.children"#, 1),
        ("idle.children", 0),
    ] {
        assert_eq!(called(name).times(times).check(&trace), Ok(()), "{name}");
    }
}

#[test]
fn a_wrong_count_comes_with_the_calls_that_there_were() {
    let failure = called("kpi.children").times(2).check(&trace()).expect_err("a failure");
    assert_eq!(
        failure.to_string(),
        "`kpi.children` was called once, not 2 times\n    \
         0 ms  select #year 1952\n    1 ms    chart.figure, kpi.children (year.value): 40 ms"
    );
}

#[test]
fn a_timeline_names_the_cause() {
    let failure = called(r#"{"index":2,"type":"card"}.children"#).times(0).check(&trace());
    let timeline = failure.expect_err("a failure").timeline;
    assert!(timeline.ends_with("(kpi.children) because of chart.figure, kpi.children: 40 ms"), "{timeline}");
}

#[test]
fn time_trigger_and_order_are_checked() {
    let trace = trace();
    let fine = called("chart.figure").within(Duration::from_millis(40)).triggered_by("year.value");
    assert_eq!(fine.before(r#"{"index":1,"type":"card"}.children"#).check(&trace), Ok(()));
    let slow = called("chart.figure").within(Duration::from_millis(39));
    assert_eq!(problem(slow), "`chart.figure` took 40 ms; the limit is 39 ms");
    let other = called("chart.figure").triggered_by("region.value");
    assert_eq!(problem(other), "`chart.figure` was triggered by year.value; expected `region.value`");
    let late = called(r#"{"index":1,"type":"card"}.children"#).before("chart.figure");
    assert!(problem(late).ends_with("was called after `chart.figure`, not before it"));
}

#[test]
fn a_callback_that_does_not_exist_is_not_one_that_was_not_called() {
    let typo = problem(called("chrat.figure").times(0));
    assert!(
        typo.starts_with("no callback has the output `chrat.figure`; there is chart.figure, kpi.children")
    );
}

#[test]
fn failed_calls_and_console_errors_are_errors() {
    let mut trace = trace();
    assert_eq!(no_errors().check(&trace), Ok(()));
    trace.calls[0].status = CallStatus::Failed { message: "KeyError: 'x'".to_owned() };
    let text = no_errors().check(&trace).expect_err("a failure").to_string();
    assert!(text.starts_with("callback `..chart.figure...kpi.children..` failed: KeyError: 'x'\n"), "{text}");
}

#[test]
fn a_chain_is_held_link_by_link_and_says_where_it_breaks() {
    let card = r#"{"index":1,"type":"card"}.children"#;
    assert_eq!(chain(["kpi.children", card]).check(&trace()), Ok(()));
    let backwards = chain([card, "chart.figure"]).check(&trace()).expect_err("a failure");
    assert_eq!(
        backwards.to_string(),
        "`chart.figure` was called by the step `select #year 1952`, not because of \
         `{\"index\":1,\"type\":\"card\"}.children`\n    \
         0 ms  select #year 1952\n    1 ms    chart.figure, kpi.children (year.value): 40 ms\n   \
         51 ms    {\"index\":1,\"type\":\"card\"}.children (kpi.children) because of chart.figure, \
         kpi.children: 40 ms"
    );
    assert_eq!(
        problem(chain(["kpi.children", "idle.children"])),
        "the chain breaks at `idle.children`, which was not called"
    );
}

#[test]
fn what_else_was_called_is_named() {
    assert_eq!(only_called(["chart.figure", CARD]).check(&trace()), Ok(()));
    assert_eq!(
        problem(only_called(["chart.figure"])),
        "only `chart.figure` may be called; `{\"index\":1,\"type\":\"card\"}.children`, \
         `{\"index\":2,\"type\":\"card\"}.children` was called too"
    );
}

#[test]
fn a_call_with_the_same_inputs_as_another_of_its_step_is_a_duplicate() {
    let mut trace = trace();
    assert_eq!(no_duplicate_calls().check(&trace), Ok(()));
    let mut again = trace.calls[0].clone();
    again.start = 200.0;
    trace.calls.push(again);
    let failure = no_duplicate_calls().check(&trace).expect_err("a failure");
    assert_eq!(
        failure.to_string(),
        "called again with the same inputs: `chart.figure, kpi.children`\n    \
         0 ms  select #year 1952\n    1 ms    chart.figure, kpi.children (year.value): 40 ms\n  \
         200 ms    chart.figure, kpi.children (year.value): 40 ms"
    );
}

#[test]
fn the_weight_of_a_call_is_its_request_and_its_response() {
    let bytes = trace().calls[0].bytes();
    assert_eq!(called("chart.figure").bytes_below(bytes + 1).check(&trace()), Ok(()));
    let heavy = problem(called("chart.figure").bytes_below(bytes));
    assert!(heavy.starts_with("`chart.figure` sent and received "), "{heavy}");
}
