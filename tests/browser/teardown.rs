//! Nothing of a visit survives it.

use std::path::Path;

use dashproof::engine::EngineKind;
use dashproof::{Session, Visit};

use crate::processes::{in_group, none_left, rerun, runs};
use crate::visits::{Visited, patient};

fn profiles() -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(std::env::temp_dir()).unwrap();
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("dashproof-browser-"))
        })
        .collect()
}

#[tokio::test]
#[ignore = "waits to be killed"]
#[expect(clippy::print_stdout, reason = "the one that kills awaits it")]
async fn visit_and_wait_to_be_killed() {
    let _visit = Visited::open("dropdown_graph.py").await;
    println!("visiting");
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn browser_driver_app_and_profile_go_with_a_killed_dashproof() {
    let before = profiles();
    let mut doomed = rerun("teardown::visit_and_wait_to_be_killed");
    doomed.line_with("visiting").await;
    let group = in_group(doomed.id());
    let made: Vec<_> = profiles().into_iter().filter(|path| !before.contains(path)).collect();
    assert!(group.len() > 5, "app, driver, browser and its processes: {group:?}");
    assert!(!made.is_empty());
    doomed.kill().await;
    none_left(|| group.iter().any(|pid| runs(*pid))).await;
    // Other tests make profiles of their own meanwhile; one of those made before the kill is ours, and goes.
    none_left(|| made.iter().all(|path| Path::new(path).exists())).await;
}

#[tokio::test]
async fn an_ended_visit_leaves_no_process() {
    let before = in_group(std::process::id());
    let visit = Visited::open("dropdown_graph.py").await;
    let during: Vec<u32> =
        in_group(std::process::id()).into_iter().filter(|pid| !before.contains(pid)).collect();
    assert!(during.len() > 5, "{during:?}");
    visit.close().await;
    none_left(|| during.iter().any(|pid| runs(*pid))).await;
}

#[tokio::test]
async fn an_address_that_nobody_answers_is_said_and_nothing_is_left() {
    let before = in_group(std::process::id());
    let visit = Visit { engine: EngineKind::Browser, ..patient() };
    let error = Session::open(&"http://127.0.0.1:9/".parse().unwrap(), &visit).await.unwrap_err();
    assert!(error.to_string().contains("127.0.0.1:9"), "{error}");
    none_left(|| in_group(std::process::id()).iter().any(|pid| !before.contains(pid))).await;
}
