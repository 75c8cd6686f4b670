//! What a component costs when a large layout loads and settles, and what a row costs that is put into one: the figures
//! stay the same as layouts grow.
//!
//! Every fifth component has a callback; every second one of these waits for another one.

use std::time::Instant;

use dashproof::{Action, Locator, Property, Session, Visit};
use serde_json::{Value, json};

use crate::app::{App, callback, html};
use crate::{Outcome, median, say};

/// Rows that are put into each layout.
const ROWS: usize = 50;

pub(crate) async fn measure() -> Outcome {
    say(format_args!(
        "layout: components, calls at load, time to load and settle, of it a component, a row put in"
    ));
    for components in [1_000, 2_000, 5_000, 10_000] {
        let app = App::serve(layout(components), dependencies(components), answer).await?;
        let began = Instant::now();
        let mut session = Session::open(&app.url, &Visit::default()).await?;
        let took = began.elapsed();
        let calls = session.trace().calls.len();
        let last = session.read(&Locator::from(&*format!("#c{}", components - 5)), &prop("children")).await?;
        if last != "done" {
            return Err(format!("the last component says {last}").into());
        }
        let mut rows = Vec::new();
        for row in 0..ROWS {
            let began = Instant::now();
            session.act(&Action::parse("click #add")?).await?;
            rows.push(began.elapsed());
            let id = Locator::from(&*format!(r#"{{"row":{row}}}"#));
            let told = session.read(&id, &prop("title")).await?;
            if told != "told" {
                return Err(format!("row {row} says {told}").into());
            }
        }
        say(format_args!(
            "{components:>6} {calls:>5} {:>8.1} ms {:>6.1} µs {:>6.2} ms",
            took.as_secs_f64() * 1e3,
            took.as_secs_f64() * 1e6 / f64::from(components),
            median(rows),
        ));
        session.close().await?;
    }
    Ok(())
}

fn prop(name: &str) -> Property {
    Property::Prop(name.to_owned())
}

fn layout(components: u32) -> Value {
    let all: Vec<Value> =
        (0..components).map(|index| html("Div", &format!("c{index}"), json!("waiting"))).collect();
    let add = html("Button", "add", json!("add"));
    html("Div", "page", json!([add, html("Div", "rows", Value::Null), html("Div", "all", json!(all))]))
}

/// `c5` listens to `c1`, `c10` to `c5` and `c11`, `c15` to `c16`, and so on; `add` replaces the row in `rows`, whose own
/// callback runs then.
fn dependencies(components: u32) -> Value {
    let each = (0..components).step_by(5).map(|index| {
        let mut inputs = vec![format!("c{}.title", (index + 1) % components)];
        if index.is_multiple_of(10) && index > 0 {
            inputs.push(format!("c{}.children", index - 5));
        }
        callback(&format!("c{index}.children"), &inputs)
    });
    let row = [
        callback("rows.children", &["add.n_clicks".to_owned()]),
        callback(r#"{"row":["MATCH"]}.title"#, &[r#"{"row":["MATCH"]}.children"#.to_owned()]),
    ];
    each.chain(row).collect()
}

fn answer(request: &Value) -> Value {
    match &request["outputs"]["id"] {
        Value::String(id) if id == "rows" => {
            // The first call, at load, puts nothing in.
            let clicks = request.pointer("/inputs/0/value").and_then(Value::as_u64);
            let row = clicks.map(|clicks| {
                json!({"type": "Div", "namespace": "dash_html_components",
                       "props": {"id": {"row": clicks - 1}, "children": "row"}})
            });
            json!({"rows": {"children": row}})
        }
        Value::String(id) => json!({id.as_str(): {"children": "done"}}),
        id => json!({id.to_string(): {"title": "told"}}),
    }
}
