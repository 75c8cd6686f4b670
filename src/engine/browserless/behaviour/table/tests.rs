//! Tables, by what a visitor does to them. What the rules here are is held against Chromium by the fixture app `table`.

use serde_json::{Map, Value, json};

use super::DataTable;
use crate::dash::Component;
use crate::engine::browserless::behaviour::model::Model;
use crate::engine::browserless::behaviour::target::Drawn;
use crate::engine::browserless::behaviour::testing::moment;
use crate::engine::browserless::behaviour::{Effect, Spot, act};
use crate::engine::{Action, Error, Locator};
use crate::render::markup::{Document, MarkupOptions};

/// A table of five rows, three on a page.
fn table(more: &Value) -> Value {
    let mut table = json!({"type": "DataTable", "namespace": "dash_table", "props": {"id": "t",
        "data": [{"id": "a", "n": 1}, {"id": "b", "n": 2}, {"id": "c", "n": 3}, {"n": 4}, {"n": 5}],
        "columns": [{"id": "n", "name": "N", "type": "numeric", "editable": true}, {"id": "m", "name": "M"}],
        "page_size": 3}});
    for (name, value) in more.as_object().into_iter().flatten() {
        table["props"][name] = value.clone();
    }
    table
}

/// The props that a line of an action sets, `null` for what it makes undefined.
fn done(tree: &Value, line: &str) -> Result<Map<String, Value>, Error> {
    let action = Action::parse(line)?;
    let page = Document::of(tree, &MarkupOptions::default());
    let Some(Locator::Part(part)) = action.on() else { panic!("{line} names no part") };
    let css = part.selector(Component::of(tree).unwrap()).expect("a row");
    let node = page.find(&css).unwrap().into_iter().next();
    assert!(node.is_some(), "{css}");
    let effects = act(tree, "", &action, &moment(), Spot { node, ..Spot::default() })?;
    Ok(props(&effects))
}

fn props(effects: &[Effect]) -> Map<String, Value> {
    let mut all = Map::new();
    for effect in effects {
        match effect {
            Effect::SetProps { props, .. } => all.extend(props.clone()),
            Effect::Unset { props, .. } => all.extend(props.iter().map(|name| (name.clone(), Value::Null))),
            _ => {}
        }
    }
    all
}

/// What a table tells of itself after it was rendered.
fn told(tree: &Value, changed: Option<&[&str]>) -> Map<String, Value> {
    let moment = moment();
    let drawn = Drawn { component: Component::of(tree).unwrap(), at: "", memory: None, moment: &moment };
    let rendered = DataTable.rendered(&drawn, changed);
    let mut all = props(&rendered.now);
    all.extend(props(&rendered.later));
    all
}

#[test]
fn a_table_derives_what_its_page_shows() {
    let told = told(&table(&json!({"page_current": 1, "selected_rows": [0, 4]})), None);
    assert_eq!(told["derived_viewport_indices"], json!([3, 4]));
    assert_eq!(told["derived_viewport_selected_rows"], json!([1]));
    assert_eq!(told["derived_virtual_selected_row_ids"], json!(["a", null]));
}

#[test]
fn a_page_that_is_gone_is_left_for_the_first() {
    let shrunk = table(&json!({"page_current": 4}));
    assert_eq!(told(&shrunk, Some(&["data"]))["page_current"], 0);
    assert!(told(&shrunk, Some(&["active_cell"])).is_empty());
}

#[test]
fn a_callback_that_pages_loses_the_selection() {
    let asks = table(&json!({"page_action": "custom", "page_current": 1, "selected_rows": [1]}));
    assert_eq!(told(&asks, Some(&["page_current"]))["selected_rows"], json!([]));
    assert!(!told(&asks, Some(&["page_current", "selected_rows"])).contains_key("selected_rows"));
}

#[test]
fn a_click_makes_a_cell_active() {
    let set = done(&table(&json!({})), "click '#t row=1 column=m'").unwrap();
    assert_eq!(set["active_cell"], json!({"row": 1, "column": 1, "column_id": "m", "row_id": "b"}));
    let locked = table(&json!({"cell_selectable": false}));
    assert!(done(&locked, "click '#t row=1 column=m'").unwrap().is_empty());
}

#[test]
fn what_is_written_takes_the_type_of_its_column() {
    let set = done(&table(&json!({})), "fill '#t row_id=c column=n' 12.50").unwrap();
    assert_eq!(set["data"][2], json!({"id": "c", "n": 12.5}));
    assert_eq!(set["data_previous"][2], json!({"id": "c", "n": 3}));
    assert!(!done(&table(&json!({})), "fill '#t row=0 column=n' much").unwrap().contains_key("data"));
    let error = done(&table(&json!({})), "fill '#t row=0 column=m' x").unwrap_err();
    assert_eq!(error.to_string(), "`#t row=0 column=m` can't be acted on: its column is not editable");
}

#[test]
fn sorting_goes_up_then_down_then_off() {
    let sorted = |sort_by: Value| {
        let tree = table(&json!({"sort_action": "native", "sort_by": sort_by}));
        done(&tree, "click '#t column=n control=sort'").unwrap()["sort_by"].clone()
    };
    let up = sorted(json!([]));
    let down = sorted(up.clone());
    assert_eq!((&up[0]["direction"], &down[0]["direction"]), (&json!("asc"), &json!("desc")));
    assert_eq!(sorted(down), json!([]));
}

#[test]
fn a_filter_cell_makes_the_query() {
    let tree = table(&json!({"filter_action": "native", "filter_query": "{m} is nil"}));
    let set = done(&tree, "fill '#t column=n control=filter' '>= 2'").unwrap();
    assert_eq!(set["filter_query"], "{m} is nil && {n} s>= 2");
}

#[test]
fn a_deleted_row_leaves_the_selection() {
    let tree = table(&json!({"row_deletable": true, "selected_rows": [0, 1, 2]}));
    let set = done(&tree, "click '#t row=1 control=delete'").unwrap();
    assert_eq!((&set["selected_rows"], &set["selected_row_ids"]), (&json!([0, 1]), &json!(["a", "c"])));
    assert_eq!(set["data"].as_array().map(Vec::len), Some(4));
}

#[test]
fn the_last_page_has_no_next_one() {
    let tree = table(&json!({"page_current": 1}));
    assert!(done(&tree, "click '#t control=next'").unwrap_err().is_retryable());
    assert_eq!(done(&tree, "fill '#t control=page' 1").unwrap()["page_current"], 0);
}
