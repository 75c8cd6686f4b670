use serde_json::json;

use super::*;
use crate::dash::{PropRef, PropValue, Slot};
use crate::engine::browserless::clientside::Target;

fn page(script: &str) -> Clientside {
    let setting =
        Setting { url: "http://localhost:8050/sales?year=1952#top".to_owned(), ..Setting::default() };
    let mut page =
        Clientside::new(&setting, Limits { time: Duration::from_millis(300), memory: 32 << 20 }).unwrap();
    page.load("app.js", &format!("window.dash_clientside.ns = {{ f({script} }};")).unwrap();
    page
}

fn prop(id: &str, property: &str) -> PropRef {
    PropRef { id: ComponentId::parse(id).unwrap(), property: property.to_owned() }
}

fn given(id: &str, value: Option<Value>) -> PropValue {
    PropValue { prop: prop(id, "value"), value, allow_optional: false }
}

fn request(outputs: Vec<Slot<PropRef>>, multi: bool, inputs: Vec<Slot<PropValue>>) -> Request {
    Request {
        output: "o.children".to_owned(),
        outputs,
        multi,
        inputs,
        changed: vec![prop("a", "value")],
        state: Vec::new(),
    }
}

fn single(value: Option<Value>) -> Request {
    request(vec![Slot::One(prop("o", "children@abc"))], false, vec![Slot::One(given("a", value))])
}

fn call(page: &mut Clientside, request: &Request) -> Result<Outcome, Error> {
    page.call(&ClientsideFunction { namespace: "ns".to_owned(), function_name: "f".to_owned() }, request)
}

/// Calls `f(a) {…}` with one input and gives the only new value.
fn returned(script: &str, input: Option<Value>) -> Option<Value> {
    match call(&mut page(script), &single(input)) {
        Ok(Outcome::Updates(mut updates)) if updates.len() == 1 => updates.remove(0).value,
        other => panic!("{other:?}"),
    }
}

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
    let never = call(&mut page("a) { return new Promise(() => {}); }"), &single(None)).unwrap_err();
    assert_eq!(never.to_string(), "ns.f returned a promise that never settles");
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
fn what_only_a_browser_has_fails_by_its_name() {
    for (script, name) in [
        ("a) { return fetch('/x'); }", "fetch"),
        ("a) { return document.getElementById('x'); }", "document.getElementById"),
        ("a) { return window.Plotly.d3; }", "Plotly"),
        ("a) { return (1).toLocaleString('de-DE'); }", "toLocaleString in de-DE"),
        ("a) { return new Date(0).toLocaleDateString(); }", "Date.toLocaleDateString"),
    ] {
        let error = call(&mut page(script), &single(None)).unwrap_err();
        assert_eq!(
            error,
            Error::Unsupported { at: "ns.f".into(), message: format!("{name} needs `engine: browser`") }
        );
    }
    let error = page(") {}").load("b.js", "document.body.className = 'x'").unwrap_err();
    assert_eq!(error.to_string(), "b.js: document.body needs `engine: browser`");
}

#[test]
fn custom_globals_are_the_apps_own() {
    assert_eq!(returned("a) { window.my = window.my || {n: 1}; return my.n; }", None), Some(json!(1)));
    assert_eq!(returned("a) { window.store = {n: 2}; return store.n; }", None), Some(json!(2)));
}

#[test]
fn side_effects_come_in_order() {
    let mut page = page(
        "a) { dash_clientside.set_props('x', {value: 1, gone: undefined}); document.title = 'T';
              localStorage.setItem('k', 2); console.warn('w', {a: 1}); location.hash = 'end';
              dash_clientside.set_props({b: 1, a: 2}, {p: new dash_clientside.Patch().append(['l'], 3).delete(['m']).build()});
              setTimeout(() => dash_clientside.set_props('later', {v: 1}), 5000); }",
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
            Effect::Storage { area: "local".into(), key: "k".into(), value: Some("2".into()) },
            Effect::Console { level: "warn".into(), text: "w {\"a\":1}".into() },
            Effect::Navigate { href: "#end".into(), reload: false },
            set("{\"a\":2,\"b\":1}", patch, &[]),
        ]
    );
    page.advance(Duration::from_secs(4)).unwrap();
    assert_eq!(page.take_effects(), []);
    page.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(page.take_effects(), [set("later", json!({"v": 1}), &[])]);
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

#[test]
fn the_page_knows_its_address_and_numbers_in_english() {
    assert_eq!(
        returned(
            "a) { return [location.pathname, location.search, new URLSearchParams(location.search).get('year')]; }",
            None
        ),
        Some(json!(["/sales", "?year=1952", "1952"]))
    );
    assert_eq!(
        returned(
            "a) { return [a.toLocaleString(), a.toLocaleString('en-US', {style: 'currency', currency: 'USD'}), \
             (0.256).toLocaleString('en-US', {style: 'percent'}), (-5).toLocaleString(undefined, {minimumFractionDigits: 2})]; }",
            Some(json!(1_204_330.456_7))
        ),
        Some(json!(["1,204,330.457", "$1,204,330.46", "26%", "-5.00"]))
    );
    assert_eq!(
        returned("a) { return ['b', 'a', 'B', 'é', 'e', 'f'].sort((x, y) => x.localeCompare(y)); }", None),
        Some(json!(["a", "b", "B", "e", "é", "f"]))
    );
}

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
