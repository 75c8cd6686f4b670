//! Which fires are written down and whose turn it is: the same tests on SQLite and on PostgreSQL.

use std::time::Duration;

use dashproof::schedule::store::{Ending, Made};
use dashproof::schedule::{Burst, Error, Fire, RunState};
use dashproof::timetable::Overlap;
use jiff::SignedDuration;

use crate::store::{LEASE, claim, fire, later, noon, of, on_both, plan_one, reports};

#[tokio::test]
async fn a_fire_that_is_planned_twice_is_made_once() {
    on_both(async |store, _| {
        plan_one(store).await;
        store.plan("sales", Some(noon()), &[fire(noon())], later(1), Overlap::Queue).await.unwrap();
        let run = claim(store, LEASE).await.unwrap();
        assert_eq!((run.fire_at, run.attempt, run.node.as_deref()), (noon(), 1, Some("node")));
        assert_eq!(claim(store, LEASE).await, None);
    })
    .await;
}

#[tokio::test]
async fn of_two_nodes_that_plan_the_same_time_one_does() {
    on_both(async |store, _| {
        plan_one(store).await;
        let skipped = Fire { skipped: Some("missed".to_owned()), ..fire(later(1)) };
        store
            .plan("sales", Some(noon()), &[fire(later(1)), fire(later(2))], later(2), Overlap::Queue)
            .await
            .unwrap();
        store.plan("sales", Some(noon()), &[skipped], later(1), Overlap::Queue).await.unwrap();
        store.plan("sales", None, &[fire(later(9))], later(9), Overlap::Queue).await.unwrap();
        assert_eq!(store.planned_until("sales").await.unwrap(), Some(later(2)));
        let runs = store.latest(10).await.unwrap();
        assert_eq!(runs.len(), 3);
        assert!(runs.iter().all(|run| run.state == RunState::Due), "{runs:?}");
    })
    .await;
}

#[tokio::test]
async fn when_the_clock_is_set_back_what_was_skipped_for_being_missed_lies_ahead_again() {
    on_both(async |store, _| {
        plan_one(store).await;
        let run = claim(store, LEASE).await.unwrap();
        store.end(&run, &Ending::Made(Made::default())).await.unwrap();
        let skipped = Fire { skipped: Some("missed".to_owned()), ..fire(later(3600)) };
        store
            .plan("sales", Some(noon()), &[skipped, fire(later(7200))], later(7300), Overlap::Queue)
            .await
            .unwrap();
        store.plan("sales", Some(later(7300)), &[], noon(), Overlap::Queue).await.unwrap();
        let again = [fire(noon()), fire(later(3600)), fire(later(7200))];
        store.plan("sales", Some(noon()), &again, later(7200), Overlap::Queue).await.unwrap();
        let states: Vec<_> = store.latest(9).await.unwrap().iter().map(|run| run.state).collect();
        assert_eq!(states, [RunState::Due, RunState::Due, RunState::Delivered]);
    })
    .await;
}

#[tokio::test]
async fn fires_of_one_report_wait_for_each_other_and_those_of_other_bursts_do_not() {
    on_both(async |store, _| {
        let fires = [fire(noon()), fire(later(1)), Fire { burst: of(7), ..fire(later(2)) }];
        store.plan("sales", None, &fires, later(2), Overlap::Queue).await.unwrap();
        let first = claim(store, LEASE).await.unwrap();
        assert_eq!(claim(store, LEASE).await.unwrap().burst, of(7));
        assert_eq!(claim(store, LEASE).await, None);
        assert!(store.until_due(&reports()).await.unwrap() > Some(Duration::from_secs(60)));
        store.end(&first, &Ending::Failed { reason: "no app".to_owned() }).await.unwrap();
        assert_eq!(claim(store, LEASE).await.unwrap().fire_at, later(1));
    })
    .await;
}

#[tokio::test]
async fn a_fire_that_overlaps_is_skipped_or_replaces_the_one_before_by_policy() {
    on_both(async |store, _| {
        plan_one(store).await;
        let first = claim(store, LEASE).await.unwrap();
        store.ask("sales", &Burst::default(), "node", LEASE).await.unwrap();
        store.plan("sales", Some(noon()), &[fire(later(1))], later(1), Overlap::Skip).await.unwrap();
        let [.., skipped, _] = &store.latest(9).await.unwrap()[..] else { panic!("three runs") };
        assert_eq!((skipped.state, skipped.fire_at), (RunState::Skipped, later(1)));
        store.plan("sales", Some(later(1)), &[fire(later(2))], later(2), Overlap::Replace).await.unwrap();
        let error = store.renew(first.held(), LEASE).await.unwrap_err();
        assert!(matches!(error, Error::Cancelled { .. }), "{error}");
        assert_eq!(store.run(first.id).await.unwrap().unwrap().reason.unwrap(), "replaced by a later fire");
        assert_eq!(claim(store, LEASE).await.unwrap().fire_at, later(2));
    })
    .await;
}

#[tokio::test]
async fn a_fire_with_jitter_is_not_begun_before_its_time() {
    on_both(async |store, _| {
        let now = store.now().await.unwrap();
        let begin = now + SignedDuration::from_mins(5);
        store.plan("sales", None, &[Fire { begin, ..fire(now) }], now, Overlap::Queue).await.unwrap();
        assert_eq!(claim(store, LEASE).await, None);
        assert!(store.until_due(&reports()).await.unwrap() > Some(Duration::from_mins(4)));
    })
    .await;
}

#[tokio::test]
async fn what_is_asked_for_waits_for_whoever_claims_it() {
    on_both(async |store, _| {
        plan_one(store).await;
        let ordered = store.order("sales", &[of(1), of(1), of(2)]).await.unwrap();
        let times: std::collections::BTreeSet<_> =
            ordered.iter().map(|run| (run.fire_at, run.burst.key())).collect();
        assert_eq!(
            times.len(),
            3,
            "the same burst, asked for twice at an instant, is made twice: {ordered:?}"
        );
        assert!(ordered.iter().all(|run| run.asked_for && run.state == RunState::Due && run.attempt == 0));
        let mut claimed = Vec::new();
        while let Some(run) = claim(store, LEASE).await {
            claimed.push((run.id, run.attempt));
        }
        claimed.sort_unstable();
        assert_eq!(claimed.len(), 4);
        assert_eq!(claimed[1..], [(ordered[0].id, 1), (ordered[1].id, 1), (ordered[2].id, 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_run_that_is_parted_leaves_a_run_for_each_part_and_no_part_twice() {
    on_both(async |store, _| {
        plan_one(store).await;
        let run = claim(store, LEASE).await.unwrap();
        let parted = Ending::Made(Made { parts: Some(vec![of(1), of(2)]), ..Made::default() });
        let ended = store.end(&run, &parted).await.unwrap();
        assert_eq!(
            (ended.state, ended.reason.unwrap().as_str()),
            (RunState::Delivered, "parted: a run for each of 2")
        );
        assert!(store.end(&run, &parted).await.is_ok(), "an answer that was lost is given again");
        let parts = [claim(store, LEASE).await.unwrap(), claim(store, LEASE).await.unwrap()];
        assert_eq!(parts.each_ref().map(|part| &part.burst), [&of(1), &of(2)]);
        assert!(parts.iter().all(|part| part.fire_at == noon() && !part.asked_for));
        assert_eq!(claim(store, LEASE).await, None);
    })
    .await;
}
