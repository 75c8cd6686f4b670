//! Each control, by what a visitor does to it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use dashproof::engine::{EngineKind, Error, Expectation, Matcher};
use dashproof::{Property, Visit};
use serde_json::json;

use crate::frameworks::{fixture, passes};
use crate::visits::{Visited, patient};

#[tokio::test]
async fn each_control_takes_what_a_visitor_does() {
    let mut visit = Visited::open("browser/controls.py").await;
    for (line, seen) in [
        ("select #year 1952", "year 1952"),
        ("select #year 1987", "year 1987"),
        ("clear #year", "year None"),
        ("select #cities 'New York' 'San Francisco'", "cities ['Montréal', 'New York', 'San Francisco']"),
        ("deselect #cities Montréal", "cities ['New York', 'San Francisco']"),
        ("select #size large", "size large"),
        ("fill #name Grace", "name Grace"),
        ("fill #late 'in time'", "late in time"),
        ("fill #number 42", "number 42"),
        ("press #number ArrowUp", "number 43"),
        ("fill #notes 'a new note'", "notes a new note"),
        ("clear #notes", "notes |"),
        ("check #ticks b c", "ticks ['a', 'b', 'c']"),
        ("uncheck #ticks a", "ticks ['b', 'c']"),
        ("check #agree", "agree True"),
        ("choose #colour blue", "colour blue"),
        ("choose #bullet Two", "bullet 2"),
        ("slide #amount 75", "amount 75"),
        ("slide #between 450 721", "between [450, 721]"),
        ("dates #day 2025-04-02", "day 2025-04-02"),
        ("dates #range 2025-05-05 2025-06-20", "range 2025-05-05 2025-06-20"),
        ("click #button", "button 1"),
    ] {
        visit.act(line).await;
        let log = visit.read("#log", Property::Text).await;
        assert!(log.as_str().unwrap().contains(seen), "{line}: expected {seen}, seen {log}");
    }
    visit.act("click {\"type\": \"card\", \"index\": 1}").await;
    visit.shows("#carded", "[0, 1, 0] by Grace").await;
    assert_eq!(visit.read("#between", Property::Value).await, json!([450, 721]));
    assert_eq!(visit.read("#size", Property::Options).await, json!(["small", "large"]));
    assert_eq!(visit.read("#closed", Property::Enabled).await, json!(false));
    assert_eq!(visit.read("button", Property::Count).await.as_u64().map(|count| count > 5), Some(true));
    visit.close().await;
}

#[tokio::test]
async fn what_a_page_copies_is_read_from_what_it_put_on_the_clipboard() {
    let mut visit = Visited::open("inputs.py").await;
    assert_eq!(visit.read("#copy", Property::Copied).await, json!(null));
    for (on, text) in [("#copy", "42 sales"), ("#copy-whole", "all of it")] {
        visit.act(&format!("click {on}")).await;
        let copied = Matcher::Equals(json!(text));
        let expectation = Expectation { on: on.into(), property: Property::Copied, matcher: copied };
        visit.session.expect(&expectation).await.unwrap();
    }
    visit.close().await;
}

#[tokio::test]
async fn a_list_is_searched_and_all_of_it_selected() {
    let mut visit = Visited::open("browser/controls.py").await;
    visit.act("fill #year 195").await;
    assert_eq!(visit.read("#year", Property::Prop("search_value".to_owned())).await, json!("195"));
    for (line, seen) in [
        ("select #year 1957", "year 1957"),
        ("select #cities 'Select All'", "cities ['Montréal', 'New York', 'San Francisco']"),
        ("select #cities 'Deselect All'", "cities []"),
    ] {
        visit.act(line).await;
        visit.shows("#log", seen).await;
    }
    visit.close().await;
}

#[tokio::test]
async fn a_dialog_is_answered() {
    let mut visit = Visited::open("browser/controls.py").await;
    visit.act("click #delete").await;
    visit.act("answer #sure ok").await;
    visit.shows("#answered", "sure.submit_n_clicks").await;
    visit.act("click #delete").await;
    visit.act("answer #sure cancel").await;
    visit.shows("#answered", "sure.cancel_n_clicks").await;
    visit.close().await;
}

#[test]
fn parts_of_an_ag_grid_are_used_by_name() {
    passes("grid/towns.yaml", None);
}

#[test]
fn without_a_browser_a_part_of_an_ag_grid_is_refused_by_name() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dashproof"));
    let ran = command.arg("test").arg(fixture("grid/towns.yaml")).args(["--engine", "browserless"]).output();
    let said = String::from_utf8(ran.unwrap().stdout).unwrap();
    assert!(said.contains("cells of an AG Grid") && said.contains("use `engine: browser`"), "{said}");
}

/// Controls whose pages differ from version to version: what is typed, chosen, slid, dated, uploaded, downloaded, paged.
const OF_EACH_VERSION: [&str; 6] = ["controls", "dates", "download", "store_upload", "table", "tabs"];

/// The Pythons with older versions of Dash, oldest first.
fn older_dashes() -> Vec<PathBuf> {
    let pythons = std::env::var_os("DASHPROOF_OTHER_PYTHONS").expect("DASHPROOF_OTHER_PYTHONS lists Pythons");
    std::env::split_paths(&pythons).collect()
}

/// All that `OF_EACH_VERSION` does, with the Dash of a Python.
fn controls_of(python: &Path) {
    let files = OF_EACH_VERSION.map(|name| fixture(&format!("scenarios/{name}.yaml")));
    let mut command = Command::new(env!("CARGO_BIN_EXE_dashproof"));
    command.arg("test").args(files).args(["--engine", "browser", "--jobs", "2", "--update", "no"]);
    let ran = command.env("DASHPROOF_PYTHON", python).output().unwrap();
    assert!(ran.status.success(), "{}: {}", python.display(), String::from_utf8_lossy(&ran.stdout));
}

#[test]
fn controls_of_dash_2_take_what_a_visitor_does() {
    controls_of(older_dashes().first().unwrap());
}

#[test]
fn controls_of_dash_3_take_what_a_visitor_does() {
    controls_of(older_dashes().last().unwrap());
}

#[tokio::test]
async fn a_dropdown_of_an_older_dash_is_searched_while_it_holds_a_value() {
    for python in older_dashes() {
        let mut visit = Visited::with_python("browser/controls.py", python).await;
        visit.act("fill #year 195").await;
        assert_eq!(visit.read("#year", Property::Prop("search_value".to_owned())).await, json!("195"));
        visit.act("select #year 1957").await;
        visit.shows("#log", "year 1957").await;
        visit.close().await;
    }
}

#[tokio::test]
async fn an_id_that_an_older_date_picker_gives_to_its_field_is_the_components_that_has_it() {
    let mut visit = Visited::with_python("browser/controls.py", older_dashes().swap_remove(0)).await;
    visit.shows("#date", "Not the field of a date picker").await;
    assert_eq!(visit.read("input#date", Property::Count).await, json!(1));
    visit.close().await;
}

#[tokio::test]
async fn what_cannot_be_done_says_why() {
    let visit = Visit { engine: EngineKind::Browser, limit: Duration::from_secs(3), ..patient() };
    let mut visit = Visited::with("browser/controls.py", &visit).await;
    for (line, why) in [
        ("click #under", "covered by <div id=\"over\">"),
        ("click #closed", "it is disabled"),
        ("click #buton", "there is `#button`"),
        ("click 'label, button'", "and one is needed"),
        ("select #size huge", "it has `small`, `large`"),
        ("choose #colour green", "it has `red`, `blue`"),
        ("slide #amount 500", "500 is not between 0 and 100"),
        ("slide #amount 52", "no step of it is at 52"),
        ("dates #day 2025-04-02 2025-04-03 calendar", "takes one date"),
    ] {
        let error = visit.attempt(line).await.unwrap_err().to_string();
        assert!(error.contains(why), "{line}: expected {why}, said {error}");
    }
    let error = visit.attempt("select #year 1066").await.unwrap_err();
    let Error::NoSuchOption { available, .. } = error else { panic!("{error}") };
    assert_eq!(available.len(), 56);
    visit.close().await;
}
