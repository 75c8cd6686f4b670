use serde_json::{Value, json};

use super::*;
use crate::dash::ChildrenProps;
use crate::trace::{CallbackGraph, Trace};

fn callback(output: &str, inputs: &[&str]) -> Value {
    let inputs: Vec<Value> = inputs
        .iter()
        .map(|input| {
            let (id, property) = input.rsplit_once('.').unwrap();
            json!({"id": id, "property": property})
        })
        .collect();
    json!({"output": output, "inputs": inputs})
}

fn layout(components: &[(&str, &str)]) -> Value {
    let component = |(kind, id): &(&str, &str)| {
        let namespace = if *kind == "Div" { "dash_html_components" } else { "dash_core_components" };
        json!({"type": kind, "namespace": namespace, "props": {"id": id}})
    };
    let children: Vec<Value> = components.iter().map(component).collect();
    json!({"type": "Div", "namespace": "dash_html_components", "props": {"children": children}})
}

fn found_in(callbacks: &[Value], components: &[(&str, &str)]) -> Vec<String> {
    let page = layout(components);
    let subject = Subject {
        graph: CallbackGraph::new(callbacks),
        trace: &Trace::default(),
        page: &page,
        declared: Some(&page),
        children_props: ChildrenProps::default(),
        dash_version: (4, 4, 1),
        sets_props: false,
        prop_names: PropNames::from([(
            ("dash_html_components".to_owned(), "Div".to_owned()),
            ["id", "children", "n_clicks", "x"].map(str::to_owned).to_vec(),
        )]),
    };
    lint(&subject).into_iter().map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

fn found(callbacks: &[Value], ids: &[&str]) -> Vec<String> {
    found_in(callbacks, &ids.iter().map(|id| ("Div", *id)).collect::<Vec<_>>())
}

#[test]
fn a_sound_app_has_no_findings_and_may_trigger_itself() {
    let callbacks = [callback("b.x", &["a.x", "b.x"]), callback("c.data-x", &["b.x"])];
    assert!(found(&callbacks, &["a", "b", "c"]).is_empty());
}

#[test]
fn ids_that_are_missing_or_shared_are_named() {
    assert_eq!(
        found(&[callback("b.x", &["typo.x"])], &["a", "a", "b"]),
        [
            "duplicate-id: 2 components have the id `a`",
            "missing-id: the layout has no `typo`, Input of the callback of b.x"
        ]
    );
}

#[test]
fn a_prop_with_two_writers_is_named_unless_they_agree() {
    let callbacks = [callback("b.x", &["a.x"]), callback("..b.x...b.children..", &["a.x"])];
    assert_eq!(
        found(&callbacks, &["a", "b"]),
        [
            "duplicate-output: the callback for b.x, b.children: Output 0 (b.x) is already in use. To resolve this, set `allow_duplicate=True` on duplicate outputs, or combine the outputs into one callback function, distinguishing the trigger by using `dash.callback_context` if necessary."
        ]
    );
    assert!(found(&[callback("b.x", &["a.x"]), callback("b.x@1f", &["a.x"])], &["a", "b"]).is_empty());
}

#[test]
fn a_circle_is_told_once_with_its_way() {
    let callbacks = [callback("b.x", &["a.x"]), callback("c.x", &["b.x"]), callback("a.x", &["c.x"])];
    assert_eq!(found(&callbacks, &["a", "b", "c"]), ["cycle: b.x → c.x → a.x → b.x"]);
}

#[test]
fn a_prop_that_the_component_does_not_have_is_named() {
    assert_eq!(
        found(&[callback("b.x", &["a.value"])], &["a", "b"]),
        ["unknown-prop: `a` is a Div and has no prop `value`, Input of the callback of b.x"]
    );
}

#[test]
fn patterns_that_differ_in_a_type_alone_are_named_and_others_are_not() {
    let one = callback("a.x", &[r#"{"i":1}.x"#]);
    let text = callback("b.x", &[r#"{"i":"1"}.x"#]);
    assert_eq!(
        found(&[one.clone(), text], &["a", "b"]),
        [
            r#"merged-patterns: the renderer takes `{"i":"1"}.x`, Input of the callback of b.x, for `{"i":1}.x`: they differ in a type alone"#
        ]
    );
    assert!(found(&[one, callback("b.x", &[r#"{"i":2}.x"#])], &["a", "b"]).is_empty());
}

#[test]
fn a_callback_that_nothing_can_call_is_named() {
    let mut dead = callback("b.x", &["a.children"]);
    assert!(found(&[dead.clone()], &["a", "b"]).is_empty(), "it runs at page load");
    dead["prevent_initial_call"] = json!(true);
    assert!(
        found(&[dead.clone()], &["a", "b"])[0].starts_with("never-called: nothing calls the callback of b.x")
    );
    let fed = [dead, callback("a.children", &["b.n_clicks"])];
    assert!(found(&fed, &["a", "b"]).is_empty(), "another callback writes its input");
}

#[test]
fn a_store_that_nobody_reads_is_named() {
    let components = [("Store", "kept"), ("Div", "a")];
    let write = callback("kept.data", &["a.n_clicks"]);
    assert_eq!(
        found_in(std::slice::from_ref(&write), &components),
        ["unread-output: no callback reads the Store `kept` that the callback of kept.data writes"]
    );
    assert!(found_in(&[write, callback("a.x", &["kept.modified_timestamp"])], &components).is_empty());
}

#[test]
fn every_rule_is_known_by_its_name() {
    for rule in Rule::ALL {
        assert_eq!(rule.to_string().parse(), Ok(rule));
    }
    assert!("missing".parse::<Rule>().unwrap_err().contains("missing-id"));
}
