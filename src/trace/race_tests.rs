use serde_json::json;

use super::*;
use crate::trace::{CallKind, Step};

/// A call of `output` that began and ended then, read `state` and returned `value`.
fn call(output: &str, (start, end): (f64, f64), state: &[(&str, Value)], value: &Value) -> Call {
    let state: Vec<Value> = state
        .iter()
        .map(|(prop, value)| {
            let (id, property) = prop.split_once('.').unwrap();
            json!({"id": id, "property": property, "value": value})
        })
        .collect();
    let (id, property) = output.split_once('.').unwrap();
    let request =
        json!({"output": output, "outputs": {"id": id, "property": property}, "inputs": [], "state": state});
    let mut call = Call::begin(CallKind::Server, start, request);
    call.response = Some(json!({"response": {id: {property: value}}}));
    call.finish(end, CallStatus::Updated);
    call
}

fn observed(mut calls: Vec<Call>, settled: &[(&str, Value)]) -> Observed {
    calls.sort_by(|a, b| a.start.total_cmp(&b.start));
    let steps = vec![Step { name: "click #go".to_owned(), start: 0.0, end: None }];
    let settled = settled.iter().map(|(prop, value)| ((0, (*prop).to_owned()), value.clone())).collect();
    Observed { trace: Trace { steps, calls, ..Trace::default() }, settled }
}

fn told(first: &Observed, second: &Observed) -> Vec<String> {
    races(first, second, 3).iter().map(ToString::to_string).collect()
}

#[test]
fn a_state_that_is_read_before_or_after_its_writer_answers_is_a_race() {
    let writer = |at| call("b.x", (1.0, at), &[], &json!("new"));
    let first =
        observed(vec![writer(2.0), call("e.x", (3.0, 4.0), &[("b.x", json!("new"))], &json!(1))], &[]);
    let second =
        observed(vec![writer(5.0), call("e.x", (3.0, 4.0), &[("b.x", json!(null))], &json!(2))], &[]);
    assert_eq!(
        told(&first, &second),
        [
            "the callback of e.x reads State `b.x` as \"new\" (written by b.x) or as null (not written yet), after `click #go`"
        ]
    );
    assert!(first.trace.contested(0).is_empty());
    assert!(!first.trace.has_concurrent_calls() && second.trace.has_concurrent_calls());
}

#[test]
fn what_follows_from_a_race_or_from_a_moody_writer_is_none_of_its_own() {
    let visit = |value: Value| {
        let reader = call("e.x", (3.0, 4.0), &[("b.x", value.clone())], &json!(1));
        observed(vec![call("b.x", (1.0, 2.0), &[], &value), reader], &[])
    };
    assert!(told(&visit(json!(1)), &visit(json!(2))).is_empty());
}

#[test]
fn a_call_that_comes_again_with_the_last_value_puts_it_right() {
    let b = |at| call("b.x", (1.0, at), &[], &json!("new"));
    let e = |start, value: Value| call("e.x", (start, start + 0.5), &[("b.x", value)], &json!(1));
    let first = observed(vec![b(2.0), e(3.0, json!("new"))], &[]);
    let second = observed(vec![b(4.0), e(3.0, json!(null)), e(5.0, json!("new"))], &[]);
    assert!(told(&first, &second).is_empty());
}

#[test]
fn two_writers_of_one_prop_race_for_what_the_page_shows() {
    let visit = |a: f64, b: f64, last: Value| {
        let (a, mut b) =
            (call("log.x", (1.0, a), &[], &json!("a")), call("log.x", (1.5, b), &[], &json!("b")));
        b.output = "log.x@1f".to_owned();
        observed(vec![a, b], &[("log.x", last)])
    };
    let (first, second) = (visit(2.0, 3.0, json!("b")), visit(3.0, 2.0, json!("a")));
    assert_eq!(first.trace.contested(0)[0].to_string(), "log.x");
    assert_eq!(
        told(&first, &second),
        ["`log.x` ends as \"b\" (written by log.x@1f) or as \"a\" (written by log.x), after `click #go`"]
    );
    assert!(told(&first, &visit(3.0, 2.0, json!("b"))).is_empty(), "the same in both orders");
}
