//! Cards that are added while the page lives: `ALL` and `MATCH` over pattern ids, and a Patch.

use serde_json::{Value, json};

use super::callback::{Answer, Request};
use super::component::{dcc, html};
use super::sales::dollars;

/// What a new target asks for, whole dollars.
const FIRST_TARGET: u64 = 1_000_000;

/// Appends a card, by a Patch (protocol section 2.10).
pub(super) fn add(request: Request<'_>) -> Answer {
    let index = request.value("add-target", "n_clicks").as_u64().unwrap_or(0);
    let card = html(
        "Div",
        json!({"className": "target"}),
        vec![
            html("Span", json!({}), format!("Target {index}")),
            dcc(
                "Input",
                json!({
                    "id": {"index": index, "type": "target"}, "type": "number",
                    "value": FIRST_TARGET, "step": 1000, "debounce": true,
                }),
            ),
            html("Span", json!({"id": {"index": index, "type": "target-status"}}), Value::Null),
        ],
    );
    Answer::Update(vec![json!({
        "__dash_patch_update": "__dash_patch_update",
        "operations": [{"operation": "Append", "location": [], "params": {"value": card}}],
    })])
}

/// Whether the revenue reached one card's target.
pub(super) fn status(request: Request<'_>) -> Answer {
    let revenue = request.value("totals", "data")["revenue"].as_f64().unwrap_or(0.0);
    let target = request.pattern_values().first().and_then(|value| value.as_f64());
    Answer::Update(vec![match target {
        None => "No target".into(),
        Some(target) if revenue >= target => "Reached".into(),
        Some(target) => format!("{} to go", dollars((target - revenue).ceil() as u64)).into(),
    }])
}

/// The sum of all cards.
pub(super) fn total(request: Request<'_>) -> Answer {
    let values = request.pattern_values();
    let sum: f64 = values.iter().filter_map(|value| value.as_f64()).sum();
    Answer::Update(vec![match values.len() {
        0 => "No targets yet.".into(),
        1 => format!("1 target, {}", dollars(sum as u64)).into(),
        n => format!("{n} targets, {} together", dollars(sum as u64)).into(),
    }])
}
