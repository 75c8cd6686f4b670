use serde_json::json;

use super::*;
use crate::dash::Config;

fn graph() -> CallbackGraph {
    CallbackGraph::new(&[
        json!({"output": "total.children", "inputs": [{"id": "year", "property": "value"}, {"id": "country", "property": "value"}],
               "state": [{"id": "session", "property": "data"}]}),
        json!({"output": r#"{"index":["MATCH"],"type":"double"}.children"#,
               "inputs": [{"id": r#"{"index":["MATCH"],"type":"amount"}"#, "property": "value"}],
               "state": [{"id": r#"{"index":["ALLSMALLER"],"type":"amount"}"#, "property": "value"}]}),
        json!({"output": "sum.children", "inputs": [{"id": r#"{"index":["ALL"],"type":"amount"}"#, "property": "value"}]}),
        json!({"output": "log.children", "inputs": [{"id": "save", "property": "n_clicks"}]}),
        json!({"output": "log.children@1f", "inputs": [{"id": "send", "property": "n_clicks"}]}),
    ])
}

fn store() -> Store {
    let dropdown = json!({"type": "Dropdown", "namespace": "dash_core_components", "props": {"id": "country", "value": "Peru"}});
    Store::new(dropdown, &Config::new(Value::Null))
}

fn body(call: &UnitCall) -> Value {
    prepare(call, &graph(), &store()).unwrap_or_else(|error| panic!("{error}")).request.body()
}

fn refused(call: &UnitCall) -> String {
    prepare(call, &graph(), &store()).unwrap_err().to_string()
}

#[test]
fn what_is_given_triggers_and_the_rest_is_as_in_the_layout() {
    let body = body(
        &UnitCall::of("total.children").input("year.value", 1952).state("session.data", json!({"a": 1})),
    );
    assert_eq!(
        body["inputs"],
        json!([{"id": "year", "property": "value", "value": 1952}, {"id": "country", "property": "value", "value": "Peru"}])
    );
    assert_eq!(body["changedPropIds"], json!(["year.value"]));
    assert_eq!(body["state"], json!([{"id": "session", "property": "data", "value": {"a": 1}}]));
}

#[test]
fn match_is_bound_by_the_output_or_by_an_input() {
    let amount = r#"{"type": "amount", "index": 3}.value"#;
    for output in
        [r#"{"type":"double","index":3}.children"#, r#"{"type": "double", "index": MATCH}.children"#]
    {
        let body = body(&UnitCall::of(output).input(amount, 10));
        assert_eq!(
            body["outputs"],
            json!({"id": {"index": 3, "type": "double"}, "property": "children"}),
            "{output}"
        );
        assert_eq!(body["inputs"][0]["value"], 10);
    }
    let smaller = UnitCall::of(r#"{"type":"double","index":3}.children"#)
        .state(r#"{"type":"amount","index":1}.value"#, 7)
        .state(r#"{"type":"amount","index":5}.value"#, 8);
    assert_eq!(
        body(&smaller)["state"],
        json!([[{"id": {"index": 1, "type": "amount"}, "property": "value", "value": 7}]])
    );
    assert!(
        refused(&UnitCall::of(r#"{"type":"double","index":MATCH}.children"#))
            .contains("what MATCH is for `index`")
    );
}

#[test]
fn a_list_for_all_numbers_its_components() {
    let body =
        body(&UnitCall::of("sum.children").input(r#"{"type":"amount","index":ALL}.value"#, json!([10, 20])));
    let item = |index: u64, value: u64| json!({"id": {"index": index, "type": "amount"}, "property": "value", "value": value});
    assert_eq!(body["inputs"], json!([[item(0, 10), item(1, 20)]]));
    assert_eq!(body["changedPropIds"].as_array().unwrap().len(), 2);
}

#[test]
fn of_two_callbacks_that_write_one_prop_the_one_with_the_given_input_is_called() {
    let sent = body(&UnitCall::of("log.children").input("send.n_clicks", 1));
    assert_eq!(sent["output"], "log.children@1f");
    let error = refused(&UnitCall::of("log.children"));
    assert!(error.contains("2 callbacks write it") && error.contains("`save.n_clicks`"), "{error}");
}

#[test]
fn what_does_not_fit_is_told_with_what_would() {
    let unknown = refused(&UnitCall::of("totl.children"));
    assert!(
        unknown.contains("no callback gives `totl.children`") && unknown.contains("`total.children`"),
        "{unknown}"
    );
    let stranger = refused(&UnitCall::of("total.children").input("yeer.value", 1));
    assert!(
        stranger.contains("`yeer.value` is no input; it has `year.value`, `country.value`"),
        "{stranger}"
    );
    let trigger = refused(&UnitCall::of("total.children").triggered(["x.y"]));
    assert!(trigger.contains("`x.y` is no input"), "{trigger}");
}
