//! What each fuzz target does with bytes from outside: it reads, draws or refuses them, and never panics or hangs.
//!
//! Two things run these: libFuzzer, without end and guided by coverage (`fuzz/README.md`), and `tests/it/fuzz.rs`,
//! a bounded run over changed seeds in every CI run.

// Each binary of libFuzzer's uses one of these.
#![allow(dead_code)]

use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::response::Html;
use axum::routing::{get, post};
use dashproof::dash::{
    Binding, Callback, ChildrenProps, ComponentId, IdPattern, Index, Patch, Paths, Response, compare,
    validate,
};
use dashproof::render::chart::Figure;
use dashproof::render::markup::{Document, MarkupOptions, markup};
use dashproof::scenario::Scenario;
use dashproof::trace::CallbackGraph;
use dashproof::{Action, Locator, Property, Session, Visit};
use kurbo::Size;
use serde_json::Value;

/// An app's page: the configuration in it, its scripts, its text.
pub fn index(data: &[u8]) {
    let html = String::from_utf8_lossy(data);
    if let Ok(index) = Index::parse(&html) {
        let config = &index.config;
        let _ = (config.requests_prefix(), config.dash_version(), config.end_id(), config.children_props());
        let _ = (config.csrf(), config.validation_layout(), config.validates_callbacks());
    }
    Document::parse(&html).text();
}

/// A component tree: its ids, its markup, what a visitor reads in it.
pub fn layout(data: &[u8]) {
    let Some(tree) = json(data) else { return };
    let paths = Paths::of(&tree, &ChildrenProps::default());
    for text in [r#"{"i":["ALL"]}"#, r#"{"i":["MATCH"]}"#] {
        paths.resolve(&IdPattern::parse(text).expect("a pattern"), Some(&Binding::new()));
    }
    let document = Document::parse(&markup(&tree, &MarkupOptions::default()));
    document.text();
    for css in ["*", "div > :nth-child(2)", "[id]", "td:not(.a)"] {
        for node in document.find(css).expect("a selector") {
            let _ = (node.text(), node.is_visible(), node.pointer());
        }
    }
}

/// An app's list of callbacks: read, checked, and drawn as a graph.
pub fn dependencies(data: &[u8]) {
    let Some(list) = json(data) else { return };
    let Ok(callbacks) = Callback::parse_all(&list) else { return };
    validate(&callbacks, true);
    let graph = CallbackGraph::new(list.as_array().map_or(&[], Vec::as_slice));
    let _ = (graph.edges(), graph.circles());
}

/// A callback's answer, and each `Patch` in it on what was there before: `[previous, answer]`.
pub fn response(data: &[u8]) {
    let Some(Value::Array(pair)) = json(data) else { return };
    let [previous, answer] = pair.as_slice() else { return };
    let Ok(response) = Response::parse(&answer.to_string(), "out.children") else { return };
    let updates = response.updates.into_iter().flatten().flat_map(|update| update.props);
    for (_, value) in updates.chain(response.side_update) {
        if let Some(patch) = Patch::of(&value) {
            let _ = (patch.apply(Some(previous)), patch.apply(None));
        }
    }
}

/// Ids and patterns, a line each, matched and compared with one another.
pub fn pattern(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let lines = || text.lines().take(8);
    for pattern in lines().filter_map(|line| IdPattern::parse(line).ok()) {
        let _ = (pattern.is_multi(), pattern.match_keys());
        for id in lines().filter_map(|line| ComponentId::parse(line).ok()) {
            pattern.matches(&id, Some(&pattern.bind(&id)));
        }
    }
    for (a, b) in lines().filter_map(value).zip(lines().skip(1).filter_map(value)) {
        assert_eq!(compare(&a, &b), compare(&b, &a).reverse(), "{a} and {b}");
    }
}

/// A Plotly figure, drawn.
pub fn figure(data: &[u8]) {
    let Ok(figure) = Figure::from_json(&String::from_utf8_lossy(data)) else { return };
    let _ = (figure.size(), figure.title());
    if let Ok(scene) = figure.render(Size::new(300.0, 200.0)) {
        scene.to_svg();
    }
}

/// A test file.
pub fn scenario(data: &[u8]) {
    let _ = Scenario::parse(Path::new("tests.yaml"), &String::from_utf8_lossy(data));
}

/// An action as the command line takes it, a locator and a CSS selector.
pub fn action(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(action) = Action::parse(&text) {
        let again = Action::parse(&action.to_string()).unwrap_or_else(|error| panic!("{action}: {error}"));
        assert_eq!(again, action);
    }
    let locator: Locator = text.as_ref().into();
    let _ = (locator.to_string(), Document::parse("<p id=a>b</p>").find(&text));
}

/// A whole app, visited: `[layout, dependencies, answer to every callback]`.
pub fn visit(data: &[u8]) {
    let Some(Value::Array(parts)) = json(data) else { return };
    let [layout, dependencies, answer] = parts.as_slice() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(visited(layout, dependencies, answer));
}

async fn visited(layout: &Value, dependencies: &Value, answer: &Value) {
    let page = r#"<div id="react-entry-point"></div>
        <script id="_dash-config" type="application/json">{"requests_pathname_prefix": "/", "dash_version": "4.4.1"}</script>"#;
    let [layout, dependencies, answer] = [layout, dependencies, answer].map(ToString::to_string);
    let app = Router::new()
        .route("/", get(async move || Html(page)))
        .route("/_dash-layout", get(async move || layout))
        .route("/_dash-dependencies", get(async move || dependencies))
        .route("/_dash-update-component", post(async move || answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address")).parse().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    // Callbacks that call each other for ever are an app's right: the visit's limit ends them.
    let visit = Visit { limit: Duration::from_millis(50), ..Visit::default() };
    let Ok(mut session) = Session::connect(&url, &visit).await else { return };
    let _ = session.goto("").await;
    for action in ["click #a", "fill #a 2", "select #a b", "slide #a 3", "check #a b", "advance 1s"] {
        let _ = session.act(&Action::parse(action).expect("an action")).await;
    }
    let _ = session.read(&Locator::from("#a"), &Property::Text).await;
    session.trace().explain();
}

fn json(data: &[u8]) -> Option<Value> {
    serde_json::from_slice(data).ok()
}

fn value(line: &str) -> Option<Value> {
    serde_json::from_str(line).ok()
}
