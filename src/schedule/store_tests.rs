//! The store, on a real SQLite file.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Error, RunState, Store};
use crate::schedule::Burst;

const LEASE: Duration = Duration::from_secs(60);

fn noon() -> Timestamp {
    "2026-05-04T12:00:00Z".parse().unwrap()
}

fn later(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

async fn store_with_one_fire() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("runs.sqlite")).await.unwrap();
    store.plan("sales", &[(noon(), Burst::default(), None)], noon()).await.unwrap();
    (folder, store)
}

#[tokio::test]
async fn a_fire_that_is_planned_twice_is_made_once() {
    let (_folder, store) = store_with_one_fire().await;
    store.plan("sales", &[(noon(), Burst::default(), None)], noon()).await.unwrap();
    assert!(store.claim(noon(), LEASE).await.unwrap().is_some());
    assert!(store.claim(noon(), LEASE).await.unwrap().is_none());
}

#[tokio::test]
async fn a_run_whose_owner_died_is_claimed_again_and_the_dead_owner_can_write_no_more() {
    let (_folder, store) = store_with_one_fire().await;
    let first = store.claim(noon(), LEASE).await.unwrap().unwrap();
    assert!(store.claim(later(59), LEASE).await.unwrap().is_none(), "the lease still holds");
    let second = store.claim(later(61), LEASE).await.unwrap().unwrap();
    assert_eq!((second.id, second.attempt), (first.id, 2));
    let written = store.finish(&first, later(62), RunState::Delivered, None, &[]).await;
    assert!(matches!(written, Err(Error::TakenOver { .. })));
    store.finish(&second, later(63), RunState::Delivered, None, &["a.pdf".to_owned()]).await.unwrap();
    let runs = store.latest(10).await.unwrap();
    assert_eq!(
        (runs[0].state, runs[0].files.as_slice()),
        (RunState::Delivered, ["a.pdf".to_owned()].as_slice())
    );
}

#[tokio::test]
async fn a_renewed_lease_holds_for_longer() {
    let (_folder, store) = store_with_one_fire().await;
    let run = store.claim(noon(), LEASE).await.unwrap().unwrap();
    store.renew(&run, later(50), LEASE).await.unwrap();
    assert!(store.claim(later(100), LEASE).await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_planned_is_there_after_a_restart() {
    let (folder, store) = store_with_one_fire().await;
    drop(store);
    let store = Store::open(&folder.path().join("runs.sqlite")).await.unwrap();
    assert_eq!(store.planned_until("sales").await.unwrap(), Some(noon()));
    assert_eq!(store.planned_until("other").await.unwrap(), None);
    assert!(store.claim(noon(), LEASE).await.unwrap().is_some());
}
