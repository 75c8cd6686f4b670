//! Calls: what a function is given, what it gives back, how it ends.

use std::time::Duration;

use serde_json::{Value, json};

use super::testing::{call, given, page, prop, request, returned, single};
use super::{Effect, Error, Outcome, Target, Update};
use crate::dash::{ComponentId, Slot};

#[test]
fn a_function_gets_inputs_and_returns_the_output() {
    assert_eq!(returned("a) { return a * 2; }", Some(json!(21))), Some(json!(42)));
    assert_eq!(
        returned("a) { return [a, 1 / 3, 1e21, 0.5]; }", Some(json!("é"))),
        Some(json!(["é", 1.0 / 3.0, 1e21, 0.5]))
    );
}

#[test]
fn undefined_is_not_null_on_the_way_in_and_out() {
    assert_eq!(returned("a) { return typeof a; }", None), Some(json!("undefined")));
    assert_eq!(returned("a) { return a === null; }", Some(Value::Null)), Some(json!(true)));
    assert_eq!(returned("a) { return undefined; }", None), None);
    assert_eq!(returned("a) { return null; }", None), Some(Value::Null));
}

#[test]
fn several_outputs_take_a_list_and_no_update_leaves_one_out() {
    let outputs =
        vec![Slot::One(prop("o", "children")), Slot::One(prop("p", "title")), Slot::One(prop("q", "title"))];
    let inputs = vec![Slot::Many(vec![given("a", Some(json!(1))), given("b", None)])];
    let request = request(outputs, true, inputs);
    let outcome =
        call(&mut page("list) { return [list, dash_clientside.no_update, 'x', 'extra']; }"), &request);
    assert_eq!(
        outcome.unwrap(),
        Outcome::Updates(vec![
            Update {
                id: ComponentId::Plain("o".into()),
                property: "children".into(),
                value: Some(json!([1, null]))
            },
            Update { id: ComponentId::Plain("q".into()), property: "title".into(), value: Some(json!("x")) },
        ])
    );
    assert_eq!(
        call(&mut page(") { return dash_clientside.no_update; }"), &request),
        Ok(Outcome::Updates(vec![]))
    );
}

#[test]
fn prevent_update_is_no_error() {
    assert_eq!(
        call(&mut page(") { throw dash_clientside.PreventUpdate; }"), &single(None)),
        Ok(Outcome::Prevented)
    );
    let later = "a) { return (async () => { await 0; throw window.dash_clientside.PreventUpdate; })(); }";
    assert_eq!(call(&mut page(later), &single(None)), Ok(Outcome::Prevented));
}

#[test]
fn a_copied_namespace_object_keeps_working() {
    let mut page = page(") {}");
    page.load("b.js", "window.dash_clientside = Object.assign({}, window.dash_clientside, {ns: {f: () => dash_clientside.no_update}})")
        .unwrap();
    assert_eq!(call(&mut page, &single(None)), Ok(Outcome::Updates(vec![])));
}

#[test]
fn the_context_is_there_while_the_function_runs_and_not_after() {
    let script = "a) { const c = dash_clientside.callback_context; return [c.triggered, c.triggered_id, c.inputs, c.outputs_list.id]; }";
    assert_eq!(
        returned(script, Some(json!(7))),
        Some(json!([[{"prop_id": "a.value", "value": 7}], "a", {"a.value": 7}, "o"]))
    );
    let script = "a) { return Promise.resolve().then(() => typeof dash_clientside.callback_context); }";
    assert_eq!(returned(script, None), Some(json!("undefined")));
}

#[test]
fn promises_and_the_timers_they_wait_for_are_awaited_without_waiting() {
    let script =
        "a) { return new Promise((done) => setTimeout(() => setTimeout(done, 3600000, 'late'), 60000)); }";
    assert_eq!(returned(script, None), Some(json!("late")));
}

#[test]
fn what_the_function_throws_is_told_with_its_place() {
    let Err(Error::Threw { message, stack, .. }) =
        call(&mut page("a) { return a.b.c; }"), &single(Some(json!({}))))
    else {
        panic!("no error");
    };
    assert!(message.starts_with("TypeError: "), "{message}");
    assert!(stack.contains("app.js"), "{stack}");
    let text = call(&mut page("a) { throw 'no'; }"), &single(None)).unwrap_err();
    assert_eq!(text.to_string(), "ns.f: no");
}

#[test]
fn modules_import_what_was_provided_and_name_what_was_not() {
    let mut page = page("a) { return 0; }");
    let source = "import { twice } from './lib/twice.js'; dash_clientside.ns = { f: (a) => twice(a) };";
    let missing = page.load_module("http://app/assets/main.mjs", source);
    let address = "http://app/assets/lib/twice.js".to_owned();
    assert_eq!(
        missing,
        Err(Error::Imports { at: "http://app/assets/main.mjs".into(), address: address.clone() })
    );
    page.provide(&address, "export const twice = (n) => 2 * n;");
    assert_eq!(page.load_module("http://app/assets/main.mjs", source), Ok(()));
    assert!(
        matches!(call(&mut page, &single(Some(json!(4)))), Ok(Outcome::Updates(updates)) if updates[0].value == Some(json!(8)))
    );
    let thrown = page.load_module("http://app/assets/bad.mjs", "throw new RangeError('far');").unwrap_err();
    assert!(thrown.to_string().ends_with("RangeError: far"), "{thrown}");
}

#[test]
fn errors_are_told_in_the_browsers_words() {
    let message = |script: &str| match call(&mut page(script), &single(None)) {
        Err(Error::Threw { message, .. }) => message,
        other => panic!("{other:?}"),
    };
    assert_eq!(message("a) { return a.b; }"), "TypeError: Cannot read properties of undefined (reading 'b')");
    assert_eq!(
        message(") {}, f() { return dash_clientside.gone.f(); }"),
        "TypeError: Cannot read properties of undefined (reading 'f')"
    );
    assert_eq!(message("a) { null.b = 1; }"), "TypeError: Cannot set properties of null (setting 'b')");
    assert_eq!(message("a) { return nothing; }"), "ReferenceError: nothing is not defined");
    assert_eq!(message("a) { return Promise.reject(new RangeError('far')); }"), "RangeError: far");
    assert_eq!(
        message("a) { dash_clientside.set_props('nothing', {a: 1}); }"),
        "TypeError: Cannot read properties of undefined (reading 'length')"
    );
}

#[test]
fn side_effects_come_in_order() {
    let mut page = page(
        "a) { dash_clientside.set_props('x', {value: 1, gone: undefined}); document.title = 'T';
              localStorage.setItem('k', 2); console.warn('w', {a: 1}); location.hash = 'end';
              dash_clientside.set_props({b: 1, a: 2}, {p: new dash_clientside.Patch().append(['l'], 3).delete(['m']).build()});
              setTimeout(() => dash_clientside.set_props('in', {v: 1}), 5000); }",
    );
    call(&mut page, &single(None)).unwrap();
    let set = |id: &str, props: Value, unset: &[&str]| Effect::SetProps {
        target: Target::Id(ComponentId::parse(id).unwrap()),
        props: props.as_object().cloned().unwrap(),
        unset: unset.iter().map(ToString::to_string).collect(),
    };
    let patch = json!({"p": {"__dash_patch_update": "__dash_patch_update", "operations": [
        {"operation": "Append", "location": ["l"], "params": {"value": 3}},
        {"operation": "Delete", "location": ["m"], "params": {}}]}});
    assert_eq!(
        page.take_effects(),
        [
            set("x", json!({"value": 1}), &["gone"]),
            Effect::Title("T".into()),
            Effect::Console { level: "warn".into(), text: "w {\"a\":1}".into() },
            Effect::Navigate { href: "#end".into(), reload: false, tell: true, replace: false },
            set("{\"a\":2,\"b\":1}", patch, &[]),
        ]
    );
    assert_eq!(page.advance(Duration::from_secs(4)), []);
    assert_eq!(page.take_effects(), []);
    assert_eq!(page.advance(Duration::from_secs(1)), []);
    assert_eq!(page.take_effects(), [set("in", json!({"v": 1}), &[])]);
}

#[test]
fn code_that_does_not_end_is_stopped_and_the_page_stays_usable() {
    let mut page = page("a) { while (a) {} return 'ok'; }");
    assert!(matches!(call(&mut page, &single(Some(json!(true)))), Err(Error::TooLong { .. })));
    assert!(matches!(call(&mut page, &single(None)), Ok(Outcome::Updates(_))));
    page.load("b.js", "dash_clientside.ns.f = () => Promise.resolve().then(() => { for (;;) {} })").unwrap();
    assert!(matches!(call(&mut page, &single(None)), Err(Error::TooLong { .. })));
}

#[test]
fn memory_and_depth_have_limits() {
    let hungry = "a) { const l = []; for (;;) l.push(new Array(100000).fill(1)); }";
    assert!(call(&mut page(hungry), &single(None)).is_err());
    let deep = call(&mut page("a) { const g = () => g() + 1; return g(); }"), &single(None)).unwrap_err();
    assert!(deep.to_string().contains("stack"), "{deep}");
}

/// What Chromium writes: method, value, options, text; an error by `E` and its name.
#[test]
fn addresses_that_run_code_are_refused() {
    assert_eq!(
        returned(
            "a) { return ['/a', 'java\\nscript:x', 'data:x'].map((url) => dash_clientside.clean_url(url)); }",
            None
        ),
        Some(json!(["/a", "about:blank", "data:x"]))
    );
}
