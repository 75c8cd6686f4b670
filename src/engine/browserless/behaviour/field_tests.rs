use serde_json::json;

use super::*;
use crate::engine::browserless::behaviour::left;
use crate::engine::browserless::behaviour::testing::{act, later, moment, props, set};

fn input(props: &Value) -> Value {
    json!({"type": "Input", "namespace": "dash_core_components", "props": props})
}

fn draft(text: &str) -> Effect {
    Effect::Draft { at: String::new(), text: text.to_owned() }
}

/// What leaving the field tells, in which `typed` stands.
fn leave(tree: &Value, typed: Option<&str>) -> Vec<Effect> {
    left(
        tree,
        "",
        (0, false),
        &Action::parse("press #i Tab").unwrap(),
        &moment(),
        crate::engine::browserless::behaviour::Spot { typed, ..Default::default() },
    )
}

#[test]
fn filling_sets_the_value() {
    assert_eq!(act(&input(&json!({"id": "i"})), "fill #i Ann").unwrap(), [set(&json!({"value": "Ann"}))]);
}

#[test]
fn an_emptied_field_without_a_value_stays_without_one() {
    assert_eq!(act(&input(&json!({"id": "i"})), "clear #i").unwrap(), []);
    assert_eq!(
        act(&input(&json!({"id": "i", "value": "a"})), "clear #i").unwrap(),
        [set(&json!({"value": ""}))]
    );
}

#[test]
fn a_debounced_field_commits_when_it_is_left() {
    let tree = input(&json!({"id": "i", "debounce": true}));
    let filled = act(&tree, "fill #i Ann").unwrap();
    assert_eq!(filled, [draft("Ann"), Effect::Tab { back: false }]);
    assert_eq!(
        leave(&tree, Some("Ann")),
        [set(&json!({"n_blur": 1, "n_blur_timestamp": 1000})), set(&json!({"value": "Ann"}))]
    );
}

#[test]
fn a_numeric_debounce_waits_seconds_in_dcc_and_milliseconds_in_bootstrap() {
    let tree = input(&json!({"id": "i", "debounce": 0.5}));
    assert_eq!(act(&tree, "fill #i Ann").unwrap(), [later(500, &json!({"value": "Ann"})), draft("Ann")]);
    let mut tree = input(&json!({"id": "i", "debounce": 300}));
    tree["namespace"] = json!("dash_bootstrap_components");
    assert_eq!(act(&tree, "fill #i Ann").unwrap(), [later(300, &json!({"value": "Ann"})), draft("Ann")]);
}

#[test]
fn a_number_field_commits_a_number_and_null_once_for_what_is_none() {
    let tree = input(&json!({"id": "i", "type": "number", "min": 0, "max": 10, "step": 0.5, "value": 1}));
    let told = |tree: &Value, text: &str| act(tree, &format!("fill #i {text}")).unwrap();
    assert_eq!(told(&tree, "2.5"), [set(&json!({"value": 2.5})), draft("2.5")]);
    assert_eq!(told(&tree, "3.0"), [set(&json!({"value": 3})), draft("3.0")]);
    for invalid in ["11", "-1", "2.3", "x", "''"] {
        assert_eq!(told(&tree, invalid).first(), Some(&set(&json!({"value": null}))));
    }
    let null = input(&json!({"id": "i", "type": "number", "max": 10, "value": null}));
    assert_eq!(told(&null, "55"), [draft("55")]);
    assert_eq!(told(&tree, "1.0"), [draft("1.0")]);
}

#[test]
fn enter_submits_and_tab_leaves() {
    let tree = input(&json!({"id": "i", "n_submit": 2}));
    assert_eq!(
        act(&tree, "press #i Enter").unwrap(),
        [set(&json!({"n_submit": 3, "n_submit_timestamp": 1000}))]
    );
    assert_eq!(act(&tree, "press #i Tab").unwrap(), [Effect::Tab { back: false }]);
    assert_eq!(props(&leave(&tree, None)), ["n_blur", "n_blur_timestamp"]);
}

#[test]
fn arrows_step_a_number_within_its_bounds() {
    let tree = input(&json!({"id": "i", "type": "number", "step": 0.1, "value": 0.2, "max": 0.3}));
    assert_eq!(act(&tree, "press #i ArrowUp").unwrap(), [set(&json!({"value": 0.3})), draft("0.3")]);
    let full = input(&json!({"id": "i", "type": "number", "value": 3, "max": 3}));
    assert_eq!(act(&full, "press #i ArrowUp").unwrap(), [draft("3")]);
}

#[test]
fn a_field_that_takes_no_input_can_not_be_filled() {
    for state in [json!({"id": "i", "disabled": true}), json!({"id": "i", "readOnly": true})] {
        assert!(act(&input(&state), "fill #i x").unwrap_err().is_retryable());
    }
}

#[test]
fn bootstrap_commits_counter_and_value_in_one_call() {
    let tree = json!({"type": "Textarea", "namespace": "dash_bootstrap_components",
        "props": {"id": "t", "debounce": true}});
    let effects = act(&tree, "fill #t hello").unwrap();
    assert_eq!(effects.first(), Some(&set(&json!({"n_clicks": 1}))));
    assert_eq!(effects.last(), Some(&Effect::Tab { back: false }));
    assert_eq!(leave(&tree, Some("hello")), [set(&json!({"n_blur": 1, "value": "hello"}))]);
}
