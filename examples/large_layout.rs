//! Prints what a component costs when a large layout loads and settles: the figure stays the same as layouts grow.
//!
//! Every fifth component has a callback; every second one of these waits for another one.
//!
//! Run with: cargo run --example large_layout

use std::io::Write;
use std::net::Ipv4Addr;
use std::time::Instant;

use axum::response::{Html, Json};
use axum::routing::{get, post};
use dashproof::{Locator, Property, Session, Visit};
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for components in [1_000, 2_000, 5_000, 10_000] {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = url::Url::parse(&format!("http://{}/", listener.local_addr()?))?;
        let server = tokio::spawn(async move { axum::serve(listener, app(components)).await });
        let began = Instant::now();
        let mut session = Session::open(&url, &Visit::default()).await?;
        session.settle().await?;
        let took = began.elapsed();
        let last = format!("#c{}", components - 5);
        let text = session.read(&Locator::from(last.as_str()), &Property::Text).await?;
        let calls = session.trace().calls.len();
        writeln!(
            out,
            "{components:>6} components, {calls:>5} calls: {:>8.1} ms, {:>6.1} µs a component ({last} says {text})",
            took.as_secs_f64() * 1e3,
            took.as_secs_f64() * 1e6 / f64::from(components),
        )?;
        session.close().await?;
        server.abort();
    }
    Ok(())
}

/// An app whose callbacks answer at once, so that what is measured is the visitor.
fn app(components: u32) -> axum::Router {
    let index = r#"<title>Large</title><script id="_dash-config" type="application/json">
        {"requests_pathname_prefix": "/", "dash_version": "4.4.1"}</script>"#;
    let layout = layout(components);
    let dependencies = dependencies(components);
    axum::Router::new()
        .route("/", get(async move || Html(index)))
        .route("/_dash-layout", get(async move || Json(layout)))
        .route("/_dash-dependencies", get(async move || Json(dependencies)))
        .route("/_dash-update-component", post(async |Json(request): Json<Value>| Json(answer(&request))))
}

fn layout(components: u32) -> Value {
    let children: Vec<Value> = (0..components)
        .map(|index| {
            let props = json!({"id": format!("c{index}"), "children": "waiting"});
            json!({"type": "Div", "namespace": "dash_html_components", "props": props})
        })
        .collect();
    json!({"type": "Div", "namespace": "dash_html_components", "props": {"children": children}})
}

/// `c5` listens to `c1`, `c10` to `c5` and `c6`, `c15` to `c11`, and so on.
fn dependencies(components: u32) -> Value {
    let callback = |index: u32| {
        let mut inputs = vec![json!({"id": format!("c{}", (index + 1) % components), "property": "title"})];
        if index.is_multiple_of(10) && index > 0 {
            inputs.push(json!({"id": format!("c{}", index - 5), "property": "children"}));
        }
        json!({"output": format!("c{index}.children"), "inputs": inputs, "state": []})
    };
    (0..components).step_by(5).map(callback).collect()
}

fn answer(request: &Value) -> Value {
    let id = request["outputs"]["id"].as_str().unwrap_or_default();
    json!({"multi": true, "response": {id: {"children": "done"}}})
}
