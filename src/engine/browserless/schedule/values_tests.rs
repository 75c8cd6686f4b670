//! The rules of a call's values (R36 to R38), one by one; each test names its rule.

use serde_json::{Value, json};

use super::tests::{Bench, callback, divs, prop, with};
use super::{Filled, Instance, fill};

fn filled<const N: usize>(tree: Value, callback: Value, changed: [&str; N]) -> Filled {
    let mut bench = Bench::new(tree, [callback]);
    let instance = Instance {
        changed: changed.iter().map(|text| prop(text)).collect(),
        ..Instance::new(0, None, String::new())
    };
    bench.load();
    fill(&instance, bench.scheduler.graph(), &bench.tree, &bench.paths)
}

#[test]
fn r37_some_inputs_missing_is_an_error_and_all_missing_is_silence() {
    let both = callback("x.children", ["a.value", "gone.value"]);
    let Filled::Failed(message) = filled(divs([json!("x"), json!("a")]), both.clone(), []) else { panic!() };
    assert!(message.contains("nonexistent object was used in an `Input`") && message.contains("`gone`"));
    assert_eq!(filled(divs([json!("x")]), both, []), Filled::Silent);
}

#[test]
fn r37_a_missing_output_is_an_error_when_there_is_a_value() {
    let two = callback("..x.children...gone.children..", ["a.value"]);
    assert!(matches!(filled(divs([json!("x"), json!("a")]), two, []), Filled::Failed(_)));
}

#[test]
fn r37_a_missing_state_is_an_error_and_an_optional_one_is_null() {
    let state = |optional: bool| json!([{"id": "gone", "property": "value", "allow_optional": optional}]);
    let tree = || divs([json!("x"), json!("a")]);
    let strict = with(callback("x.children", ["a.value"]), "state", state(false));
    assert!(matches!(filled(tree(), strict, []), Filled::Failed(_)));
    let lenient = with(callback("x.children", ["a.value"]), "state", state(true));
    let Filled::Request(request) = filled(tree(), lenient, []) else { panic!() };
    assert_eq!(
        request.body()["state"],
        json!([{"id": "gone", "property": "value", "allow_optional": true, "value": null}])
    );
}

#[test]
fn r37_lists_that_are_all_empty_still_run() {
    let lists = callback("x.children", [r#"{"t":["ALL"]}.value"#]);
    let Filled::Request(request) = filled(divs([json!("x")]), lists, []) else { panic!() };
    assert_eq!(request.body()["inputs"], json!([[]]));
}

#[test]
fn r38_several_objects_for_one_value_are_an_error() {
    let one = callback("x.children", [r#"{"i":["MATCH"]}.value"#, "x.title"]);
    let tree = divs([json!("x"), json!({"i": 1}), json!({"i": 2})]);
    let Filled::Failed(message) = filled(tree, one, []) else { panic!() };
    assert!(message.contains("Multiple objects were found"));
}
