//! What comes from outside may be anything: it is drawn, read or refused, and never a panic.

use std::panic::catch_unwind;
use std::path::Path;

use dashproof::dash::{Callback, Patch};
use dashproof::render::chart::Figure;
use dashproof::render::markup::{MarkupOptions, markup};
use dashproof::trace::{Trace, export, no_errors};
use kurbo::Size;
use serde_json::{Value, json};

/// Of many changes every n-th is tried, so that this stays fast; a prime, so that each value meets each kind of place.
const STRIDE: usize = 41;

#[test]
fn no_change_to_a_figure_makes_drawing_it_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/figures");
    let mut faults = Vec::new();
    let mut tried = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains(".sem.") {
            continue;
        }
        let figure = small(serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap());
        let (count, found) = faults_of(&path.display().to_string(), &figure, STRIDE, |changed| {
            if let Ok(figure) = Figure::from_value(changed) {
                let size = figure.size();
                let size = if size.width * size.height > 1e6 { Size::new(300.0, 200.0) } else { size };
                if let Ok(scene) = figure.render(size) {
                    let _ = scene.to_svg();
                    let _ = scene.to_png(0.1);
                }
                figure.title();
            }
        });
        tried += count;
        faults.extend(found);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(tried > 500, "only {tried} changes tried");
}

#[test]
fn no_change_to_a_trace_makes_exporting_it_panic() {
    let trace = json!({
        "version": 1, "app": "http://a/", "engine": "browserless", "started": "2026-01-02T03:04:05Z",
        "dependencies": [{"output": "b.children", "inputs": [{"id": "a", "property": "value"}], "state": []}],
        "steps": [{"name": "load", "start": 0.0, "end": 1.0}],
        "calls": [
            {"step": 0, "kind": "server", "output": "b.children", "changed": [], "cause": {"step": 0}, "status": "updated",
             "start": 0.0, "duration": 2.0, "http_status": 200, "server_timing": "x;dur=1",
             "request": {"output": "b.children", "inputs": [{"id": "a", "property": "value", "value": 1}]},
             "response": {"multi": true, "response": {"b": {"children": 1}}}, "partial": [{"at": 0.5, "body": {}}]},
            {"step": 0, "kind": "server", "output": "b.children", "changed": ["a.value"], "cause": {"call": 0},
             "status": "updated", "start": 1.0}
        ],
        "messages": [{"level": "error", "text": "t", "step": 0, "at": 0.0}]
    });
    serde_json::from_value::<Trace>(trace.clone()).unwrap();
    survives("trace", &trace, 1, |changed| {
        if let Ok(mut trace) = serde_json::from_value::<Trace>(changed.clone()) {
            export_all(&trace);
            trace.explain();
            export_all(&trace);
        }
    });
}

fn export_all(trace: &Trace) {
    let _ = (export::chrome(trace), export::har(trace), export::mermaid(trace), export::dot(trace));
    let _ = (trace.stable(), trace.coverage(), trace.timeline(|_| true), no_errors().check(trace));
    for call in 0..=trace.calls.len() {
        let _ = trace.chain(call);
    }
}

#[test]
fn no_change_to_an_apps_dependencies_or_patches_makes_reading_them_panic() {
    let dependencies = json!([{
        "output": "..o.children...{\"index\":[\"MATCH\"],\"type\":\"in\"}.title..",
        "inputs": [{"id": "{\"index\":[\"MATCH\"],\"type\":\"in\"}", "property": "value"}],
        "state": [{"id": "s", "property": "data"}],
        "clientside_function": {"namespace": "n", "function_name": "f"},
        "prevent_initial_call": false, "background": {"interval": 500},
        "running": [[{"id": "a", "property": "b"}, true, false]]
    }]);
    survives("dependencies", &dependencies, 1, |changed| drop(Callback::parse_all(changed)));
    let patch = json!({"__dash_patch_update": "__dash_patch_update", "operations": [
        {"operation": "Assign", "location": ["a", 0], "params": {"value": 1}},
        {"operation": "Insert", "location": [], "params": {"value": 1, "index": 3}},
        {"operation": "Append", "location": ["b"], "params": {"value": 1}},
        {"operation": "Delete", "location": ["a", -1], "params": {}},
        {"operation": "Reverse", "location": ["a"], "params": {}},
        {"operation": "Add", "location": ["a", 1], "params": {"value": 2}},
        {"operation": "Div", "location": ["a", 1], "params": {"value": 0}},
        {"operation": "Remove", "location": ["a"], "params": {"value": 0}}
    ]});
    survives("patch", &patch, 1, |changed| {
        if let Some(patch) = Patch::of(changed) {
            for previous in [json!({"a": [1, 2], "b": []}), json!([1, 2]), json!(null), json!("x")] {
                let _ = patch.apply(Some(&previous));
            }
            let _ = patch.apply(None);
        }
    });
}

#[test]
fn no_change_to_a_component_makes_its_markup_panic() {
    let component = |namespace: &str, kind: &str| {
        json!({"namespace": namespace, "type": kind, "props": {
            "id": "c", "value": "a", "options": [{"label": "a", "value": "a"}], "children": ["x"], "style": {"color": "red"},
            "className": "c", "min": 0, "max": 10, "step": 1, "marks": {"0": "a", "5": {"label": "b", "style": {}}},
            "date": "2026-01-02", "start_date": "2026-01-02", "end_date": "2026-02-02", "display_format": "MMM Do, YY",
            "data": [{"a": 1, "b": "x"}], "columns": [{"id": "a", "name": ["A", "B"], "type": "numeric", "format": {"specifier": ",.2f"}}],
            "figure": {"data": []}, "page_size": 2, "page_current": 0, "tooltip": {"always_visible": true}, "title": "t",
            "active_item": "item-0", "label": "l", "color": "primary"
        }})
    };
    let kinds = [
        (
            "dash_core_components",
            "Dropdown Slider RangeSlider Input Textarea Checklist RadioItems DatePickerSingle DatePickerRange Tabs Tab Markdown Graph Upload Loading Store Location Link ConfirmDialog Clipboard",
        ),
        ("dash_html_components", "Div Table A Img Script Iframe"),
        ("dash_table", "DataTable"),
        (
            "dash_bootstrap_components",
            "Accordion AccordionItem Alert Badge Button Card Carousel Checkbox Collapse DropdownMenu Form Input InputGroup ListGroup Modal Nav NavLink Navbar Offcanvas Pagination Placeholder Popover Progress RadioItems Row Col Select Spinner Stack Switch Table Tabs Tab Toast Tooltip",
        ),
    ];
    for (namespace, names) in kinds {
        for kind in names.split(' ') {
            survives(kind, &component(namespace, kind), STRIDE, |changed| {
                drop(markup(changed, &MarkupOptions::default()));
            });
        }
    }
}

/// Tries `value` with each place in it replaced by each odd value, or `every` n-th of these changes.
fn survives(name: &str, value: &Value, every: usize, attempt: impl Fn(&Value) + std::panic::RefUnwindSafe) {
    let (_, faults) = faults_of(name, value, every, attempt);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn faults_of(
    name: &str,
    value: &Value,
    every: usize,
    attempt: impl Fn(&Value) + std::panic::RefUnwindSafe,
) -> (usize, Vec<String>) {
    let odd = odd_values();
    let mut faults = Vec::new();
    let places = places(value);
    let all = places.iter().flat_map(|place| odd.iter().map(move |other| (place, other)));
    let mut tried = 0;
    for (place, other) in all.step_by(every) {
        let mut changed = value.clone();
        *changed.pointer_mut(place).unwrap() = other.clone();
        tried += 1;
        if catch_unwind(|| attempt(&changed)).is_err() {
            faults.push(format!("{name}: {place} as {other}"));
        }
    }
    (tried, faults)
}

fn odd_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(""),
        json!("é\u{0}<b &#x;"),
        json!("2020-13-45"),
        json!(-1),
        json!(0),
        json!(1e308),
        json!(-1e-308),
        json!(u64::MAX),
        json!([]),
        json!([null, "é", 1e308, [1], {}]),
        json!([5, 5]),
        json!({}),
        json!({"é": [{}]}),
        json!({"dtype": "f8", "bdata": "é="}),
        json!({"dtype": "i4", "bdata": "AAAA", "shape": "9999999,9999999"}),
    ]
}

/// The JSON pointers of every place in a value.
fn places(value: &Value) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(i, item)| (i.to_string(), item)).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, item)| (key.replace('~', "~0").replace('/', "~1"), item)).collect()
        }
        _ => Vec::new(),
    };
    let below = inner
        .into_iter()
        .flat_map(|(key, item)| places(item).into_iter().map(move |place| format!("/{key}{place}")));
    std::iter::once(String::new()).chain(below).collect()
}

/// The value with its long arrays cut and without its template, which holds nothing of its own.
fn small(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().take(3).map(small).collect(),
        Value::Object(map) => map
            .into_iter()
            .filter(|(key, _)| key != "template")
            .map(|(key, item)| (key, small(item)))
            .collect(),
        other => other,
    }
}
