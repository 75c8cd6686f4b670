//! Callbacks over a WebSocket, as Dash's own tests of them have it.

use std::time::Duration;

use dashproof::trace::{CallKind, CallStatus, no_errors};
use dashproof::{Session, Visit};

use super::{Visited, launch};

const APP: &str = "python over_socket.py";

#[tokio::test]
async fn calls_overlap_on_one_connection_and_answers_come_in_any_order() {
    let mut visited = Visited::to(APP, &[("ORIGINS", "http://a.example,http://b.example")]).await;
    visited.says("#counted", "counted 0").await;
    visited.start("click #slow").await;
    for _ in 0..10 {
        visited.start("click #count").await;
    }
    visited.says("#counted", "counted 10").await;
    visited.says("#slow-out", "idle").await;
    visited.says("#slow-out", "slow 1").await;
    visited.says("#connections", "1").await;
    let trace = visited.session.trace();
    assert!(trace.calls.iter().all(|call| call.kind == CallKind::Websocket), "{:?}", trace.calls);
    no_errors().check(&trace).unwrap();
    visited.end().await;
}

#[tokio::test]
async fn calls_that_run_for_long_hold_up_no_other() {
    let mut visited = Visited::to(APP, &[]).await;
    visited.start("click #long").await;
    for i in 0..6 {
        visited.says(&format!("#long-{i}"), "running").await;
    }
    visited.start("click #count").await;
    visited.says("#counted", "counted 1").await;
    // They end with the page that asked for them.
    visited.act(&["reload"]).await;
    visited.says("#long-0", "idle").await;
    let trace = visited.session.trace();
    let long: Vec<_> = trace.calls.iter().filter(|call| call.output.starts_with("long-")).collect();
    assert!(long.len() == 6 && long.iter().all(|call| call.status == CallStatus::Abandoned), "{long:?}");
    visited.end().await;
}

#[tokio::test]
async fn what_is_set_in_one_go_arrives_and_inserted_components_take_part_without_initial_calls() {
    let mut visited = Visited::to(APP, &[]).await;
    for n in ["1", "2"] {
        visited.act(&["click #many"]).await;
        for i in 0..10 {
            visited.says(&format!("#many-{i}"), n).await;
        }
    }
    visited.act(&["click #nest"]).await;
    visited.says("#nested li:first-child", "item 1.1").await;
    visited.says("#nested li:last-child", "item 1.2").await;
    visited.says("#fired", "").await;
    visited.act(&[r#"set_props #inner {"children": "other"}"#]).await;
    visited.says("#fired", "fired for other").await;
    no_errors().check(&visited.session.trace()).unwrap();
    visited.end().await;
}

#[tokio::test]
async fn a_silent_connection_is_ended_and_comes_back_with_the_next_call() {
    let mut visited = Visited::to(APP, &[]).await;
    // Silence is looked at with each heartbeat, every 30 s; a call shortly before keeps the connection.
    visited.act(&["advance 28s", "click #count", "advance 2s", "click #count"]).await;
    visited.says("#counted", "counted 2").await;
    visited.says("#connections", "1").await;
    visited.act(&["advance 31s", "click #count"]).await;
    visited.says("#counted", "counted 3").await;
    visited.says("#connections", "2").await;
    no_errors().check(&visited.session.trace()).unwrap();
    visited.end().await;
}

#[tokio::test]
async fn a_connection_that_is_refused_leaves_calls_pending_and_is_told() {
    let app = launch(APP, None, &[("REFUSES", "1")]).await;
    let visit = Visit { limit: Duration::from_millis(600), ..Visit::default() };
    let error = Session::open(app.url(), &visit).await.unwrap_err().to_string();
    assert!(
        error.contains("counted.children (it has no WebSocket: it was refused with status 403"),
        "{error}"
    );
    app.shutdown().await;
}
