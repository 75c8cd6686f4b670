//! Background callbacks, as Dash's own tests of them have it.

use dashproof::trace::{Call, CallKind, CallStatus, no_errors};

use super::Visited;

/// The calls of a callback.
fn calls(visited: &Visited, output: &str) -> Vec<Call> {
    let calls = visited.session.trace().calls.into_iter();
    calls.filter(|call| call.output == output).collect()
}

#[tokio::test]
async fn a_running_job_shows_progress_is_cancelled_and_replaced() {
    let mut visited = Visited::to("jobs.py", &[]).await;
    for cancel in ["click #cancel", "click #stop"] {
        visited.start("click #run").await;
        visited.says("#progress", "one waits").await;
        visited.says("#seen", "saw one waits").await;
        visited.says("#state", "running").await;
        visited.act(&[cancel]).await;
        visited.says("#state", "finished").await;
        visited.says("#seen", "saw no progress").await;
        visited.says("#result", "no result").await;
    }
    visited.start("click #run").await;
    visited.says("#progress", "one waits").await;
    visited.start("click #run").await;
    visited.says("#state", "running").await;
    visited.act(&["click #go"]).await;
    visited.says("#result", "run 4 of one").await;
    visited.says("#state", "finished").await;
    visited.says("#progress", "no progress").await;

    let runs = calls(&visited, "result.children");
    let statuses: Vec<&CallStatus> = runs.iter().map(|call| &call.status).collect();
    let expected = [CallStatus::NoUpdate, CallStatus::NoUpdate, CallStatus::Stale, CallStatus::Updated];
    assert_eq!(statuses, expected.iter().collect::<Vec<_>>());
    assert!(runs.iter().all(|call| call.kind == CallKind::Background), "{runs:?}");
    no_errors().check(&visited.session.trace()).unwrap();
    visited.end().await;
}

#[tokio::test]
async fn jobs_fail_return_nothing_and_know_which_pattern_id_began_them() {
    let mut visited = Visited::to("jobs.py", &[]).await;
    visited.act(&["click #prevent", r#"click {"index": 2, "type": "which"}"#]).await;
    visited.says("#prevented", "before").await;
    visited.says("#which", r#"{"index": 2, "type": "which"}"#).await;
    visited.act(&[r#"click {"index": 1, "type": "match"}"#]).await;
    visited.says(r#"{"index": 1, "type": "matched"}"#, "matched 1 1 times").await;
    visited.says(r#"{"index": 0, "type": "matched"}"#, "unmatched").await;
    for (light, text) in [(0, "out"), (2, "out")] {
        visited.says(&format!(r#"{{"index": {light}, "type": "light"}}"#), text).await;
    }
    for (lamp, text) in [(0, "lit"), (1, "out")] {
        visited.says(&format!(r#"{{"index": {lamp}, "type": "lamp"}}"#), text).await;
    }
    no_errors().check(&visited.session.trace()).unwrap();
    visited.act(&["click #fail"]).await;
    visited.says("#failed", "whole").await;
    let [failed] = &calls(&visited, "failed.children")[..] else { panic!("one call") };
    assert!(matches!(failed.status, CallStatus::Failed { .. }), "{failed:?}");
    visited.end().await;
}

#[tokio::test]
async fn a_job_sets_props_while_it_runs() {
    let mut visited = Visited::to("jobs.py", &[]).await;
    visited.start("click #side").await;
    visited.says("#aside", "set by the job").await;
    visited.says("#side-out", "").await;
    visited.act(&["click #go"]).await;
    visited.says("#side-out", "side done").await;
    visited.end().await;
}
