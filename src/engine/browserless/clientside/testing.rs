//! A page with a few components, and calls of a function in it.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::store::Store;
use super::{Clientside, Error, Limits, Outcome, Setting, Surroundings};
use crate::dash::{ClientsideFunction, ComponentId, Config, PropRef, PropValue, Request, Slot};

pub(super) fn page(script: &str) -> Clientside {
    let limits = Limits { time: Duration::from_millis(300), memory: 32 << 20 };
    let mut page = Clientside::new(&Setting::default(), limits).expect("a page");
    let tree = json!({"type": "Div", "namespace": "dash_html_components", "props": {"id": "root", "className": "page", "children": [
        {"type": "Div", "namespace": "dash_html_components", "props": {"id": "x", "children": "Net  sales"}},
        {"type": "Button", "namespace": "dash_html_components", "props": {"id": {"b": 1, "a": 2}, "className": "wide on", "title": "Go", "style": {"marginTop": 4}}},
        {"type": "Input", "namespace": "dash_core_components", "props": {"id": "in", "value": 7}},
    ]}});
    page.lend(Surroundings {
        address: url::Url::parse("http://localhost:8050/sales?year=1952#top").ok(),
        store: Store::new(tree, &Config::new(Value::Null)),
        ..Surroundings::default()
    });
    page.load("app.js", &format!("window.dash_clientside.ns = {{ f({script} }};")).expect("a script");
    page
}

pub(super) fn prop(id: &str, property: &str) -> PropRef {
    PropRef { id: ComponentId::parse(id).expect("an id"), property: property.to_owned() }
}

pub(super) fn given(id: &str, value: Option<Value>) -> PropValue {
    PropValue { prop: prop(id, "value"), value, allow_optional: false }
}

pub(super) fn request(outputs: Vec<Slot<PropRef>>, multi: bool, inputs: Vec<Slot<PropValue>>) -> Request {
    Request {
        output: "o.children".to_owned(),
        outputs,
        multi,
        inputs,
        changed: vec![prop("a", "value")],
        state: Vec::new(),
    }
}

pub(super) fn single(value: Option<Value>) -> Request {
    request(vec![Slot::One(prop("o", "children@abc"))], false, vec![Slot::One(given("a", value))])
}

pub(super) fn call(page: &mut Clientside, request: &Request) -> Result<Outcome, Error> {
    page.start(1, &ClientsideFunction { namespace: "ns".to_owned(), function_name: "f".to_owned() }, request);
    loop {
        if let Some((1, outcome)) = page.ended().pop() {
            return outcome;
        }
        let timer = page.next_timer().expect("a promise that never settles");
        assert_eq!(page.advance(timer), []);
    }
}

/// Calls `f(a) {…}` with one input and gives the only new value.
pub(super) fn returned(script: &str, input: Option<Value>) -> Option<Value> {
    match call(&mut page(script), &single(input)) {
        Ok(Outcome::Updates(mut updates)) if updates.len() == 1 => updates.remove(0).value,
        other => panic!("{other:?}"),
    }
}
