//! The store, on a real SQLite file.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Ending, Error, RunState, Store};
use crate::schedule::Burst;

const LEASE: Duration = Duration::from_mins(1);

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

fn delivered(files: &[&str]) -> Ending {
    let files = files.iter().copied().map(str::to_owned).collect();
    Ending { state: RunState::Delivered, attempt: 2, not_before: noon(), reason: None, files }
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
    let written = store.end(&first, &delivered(&[]), later(62)).await;
    assert!(matches!(written, Err(Error::TakenOver { .. })));
    store.end(&second, &delivered(&["a.pdf"]), later(63)).await.unwrap();
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

#[tokio::test]
async fn a_run_that_failed_is_not_begun_before_its_pause_is_over() {
    let (_folder, store) = store_with_one_fire().await;
    let run = store.claim(noon(), LEASE).await.unwrap().unwrap();
    let reason = Some("blank".to_owned());
    let ending =
        Ending { state: RunState::Due, attempt: 1, not_before: later(30), reason, files: Vec::new() };
    store.end(&run, &ending, later(1)).await.unwrap();
    assert_eq!(store.next_claim().await.unwrap(), Some(later(30)));
    assert_eq!(store.claim(later(29), LEASE).await.unwrap(), None);
    assert_eq!(store.claim(later(30), LEASE).await.unwrap().unwrap().attempt, 2);
}

#[tokio::test]
async fn when_the_clock_is_set_back_what_was_skipped_for_being_missed_lies_ahead_again() {
    let (_folder, store) = store_with_one_fire().await;
    let run = store.claim(noon(), LEASE).await.unwrap().unwrap();
    store.end(&run, &delivered(&[]), noon()).await.unwrap();
    let fire = |at, skipped: Option<&str>| (at, Burst::default(), skipped.map(str::to_owned));
    store
        .plan("sales", &[fire(later(3600), Some("missed")), fire(later(7200), None)], later(7300))
        .await
        .unwrap();
    store.plan("sales", &[], noon()).await.unwrap();
    let again = [fire(noon(), None), fire(later(3600), None), fire(later(7200), None)];
    store.plan("sales", &again, later(7200)).await.unwrap();
    let states: Vec<_> = store.latest(9).await.unwrap().iter().map(|run| run.state).collect();
    assert_eq!(states, [RunState::Due, RunState::Due, RunState::Delivered]);
}

#[tokio::test]
async fn what_a_person_asks_for_is_claimed_by_nobody_else_while_its_lease_lasts() {
    let (_folder, store) = store_with_one_fire().await;
    store.ask("sales", &Burst::default(), later(5), LEASE).await.unwrap();
    assert!(!store.claim(later(6), LEASE).await.unwrap().unwrap().asked_for);
    assert_eq!(store.claim(later(6), LEASE).await.unwrap(), None);
    assert!(store.claim(later(66), LEASE).await.unwrap().is_some());
}

#[tokio::test]
async fn a_store_can_be_made_by_many_at_the_same_instant() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.sqlite");
    let (one, two, three) = tokio::join!(Store::open(&path), Store::open(&path), Store::open(&path));
    one.and(two).and(three).unwrap();
}
