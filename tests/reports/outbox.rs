//! What runs made and where it goes, in the store: the same tests on SQLite and on PostgreSQL.

use std::time::Duration;

use dashproof::schedule::store::{Ending, ParcelState, Sent, Wanted};
use dashproof::schedule::{Error, Fire, RunState};
use dashproof::timetable::Overlap;
use serde_json::json;

use crate::store::{
    DEAD, LEASE, arrived, claim, end_made, failed, fire, later, made, noon, of, on_both, plan_one, reports,
};

#[tokio::test]
async fn a_run_ends_when_everything_that_it_made_is_sent() {
    on_both(async |store, _| {
        plan_one(store).await;
        let run = claim(store, LEASE).await.unwrap();
        end_made(store, &run, made()).await.unwrap();
        assert_eq!(
            end_made(store, &run, made()).await.unwrap().state,
            RunState::Made,
            "an answer that was lost is given again"
        );
        let mut keys = Vec::new();
        for (n, sizes) in [vec![4], vec![4], vec![4, 4]].into_iter().enumerate() {
            let parcel = store.claim_parcel(&reports(), None, "node", LEASE).await.unwrap().unwrap();
            assert_eq!(parcel.destination, json!({"file": format!("{n}.txt")}));
            let artefacts = store.artefacts(&parcel).await.unwrap();
            assert_eq!(artefacts.iter().map(|artefact| artefact.bytes.len()).collect::<Vec<_>>(), sizes);
            assert_eq!(artefacts.last().unwrap().name, if n == 0 { "a" } else { "b" });
            let run = store.settle(&parcel, &arrived(&format!("{n}")), None).await.unwrap();
            assert_eq!(run.state, if n == 2 { RunState::Delivered } else { RunState::Made });
            keys.push(parcel.key);
        }
        let run = store.run(run.id).await.unwrap().unwrap();
        assert_eq!((run.files, run.claim_at), (vec!["0".to_owned(), "1".to_owned(), "2".to_owned()], None));
        keys.dedup();
        assert!(keys.len() == 3 && keys.iter().all(|key| key.len() == 32), "{keys:?}");
        let parcels = store.parcels(run.id).await.unwrap();
        assert_eq!(store.artefacts(&parcels[2]).await.unwrap().len(), 2, "what is sent is kept");
    })
    .await;
}

#[tokio::test]
async fn a_parcel_whose_holder_died_is_told_to_the_next_one_and_the_dead_holder_can_write_no_more() {
    on_both(async |store, _| {
        plan_one(store).await;
        let run = claim(store, LEASE).await.unwrap();
        end_made(store, &run, made()).await.unwrap();
        let claim = async |lease| store.claim_parcel(&reports(), Some(run.id), "node", lease).await.unwrap();
        let dead = claim(DEAD).await.unwrap();
        assert!(!dead.interrupted);
        let parcel = claim(LEASE).await.unwrap();
        let others = [claim(LEASE).await.unwrap(), claim(LEASE).await.unwrap()];
        assert!(parcel.interrupted && parcel.id == dead.id && parcel.attempt == 2, "{parcel:?}");
        let error = store.settle(&dead, &arrived("late"), None).await.unwrap_err();
        assert!(matches!(error, Error::TakenOver { what: "parcel", .. }), "{error}");
        let unknown = Sent::Unknown { reason: "lost".to_owned() };
        store.settle(&parcel, &unknown, Some(DEAD)).await.unwrap();
        store.settle(&others[0], &arrived("1"), None).await.unwrap();
        let run = store.settle(&others[1], &arrived("2"), None).await.unwrap();
        assert_eq!((run.state, run.reason.as_deref()), (RunState::Unknown, Some("lost")));
    })
    .await;
}

#[tokio::test]
async fn a_parcel_that_fails_is_tried_again_and_at_last_refused() {
    on_both(async |store, _| {
        plan_one(store).await;
        let run = claim(store, LEASE).await.unwrap();
        let Ending::Made(mut only) = made() else { panic!() };
        only.addressed.truncate(1);
        end_made(store, &run, Ending::Made(only)).await.unwrap();
        let claim = async || store.claim_parcel(&reports(), None, "node", LEASE).await.unwrap();
        let run = store.settle(&claim().await.unwrap(), &failed(), Some(DEAD)).await.unwrap();
        assert_eq!((run.state, run.reason.as_deref()), (RunState::Made, Some("no route")));
        let parcel = claim().await.unwrap();
        assert_eq!((parcel.attempt, parcel.interrupted), (2, false));
        store.give_back(&parcel).await.unwrap();
        assert_eq!(claim().await.unwrap().attempt, 2, "what is given back was not tried");
        let parcel = &store.parcels(run.id).await.unwrap()[0];
        let run = store.settle(parcel, &failed(), None).await.unwrap();
        assert_eq!((run.state, run.reason.as_deref()), (RunState::Failed, Some("no route")));
        assert_eq!(
            store.settle(parcel, &failed(), None).await.unwrap(),
            run,
            "an answer that was lost is given again"
        );
    })
    .await;
}

#[tokio::test]
async fn two_parcels_that_arrive_at_the_same_instant_end_their_run() {
    on_both(async |store, _| {
        for n in 0..20 {
            let until = (n > 0).then(|| later(n - 1));
            store.plan("sales", until, &[fire(later(n))], later(n), Overlap::Queue).await.unwrap();
            let run = claim(store, LEASE).await.unwrap();
            end_made(store, &run, made()).await.unwrap();
            let send = async || {
                let parcel = store.claim_parcel(&reports(), None, "node", LEASE).await.unwrap().unwrap();
                store.settle(&parcel, &arrived("here"), None).await.unwrap();
            };
            tokio::join!(send(), send(), send());
            assert_eq!(store.run(run.id).await.unwrap().unwrap().state, RunState::Delivered);
        }
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_run_is_not_made_and_what_it_made_is_not_sent() {
    on_both(async |store, _| {
        plan_one(store).await;
        store
            .plan("sales", Some(noon()), &[fire(later(1)), fire(later(2))], later(2), Overlap::Queue)
            .await
            .unwrap();
        let running = claim(store, LEASE).await.unwrap();
        let cancelled = store.cancel(running.id).await.unwrap().unwrap();
        assert_eq!((cancelled.state, cancelled.reason.as_deref()), (RunState::Cancelled, Some("cancelled")));
        let error = store.renew(running.held(), LEASE).await.unwrap_err();
        assert!(matches!(error, Error::Cancelled { .. }), "{error}");
        assert!(matches!(end_made(store, &running, made()).await, Err(Error::Cancelled { .. })));
        let outcome = store.attempts(running.id).await.unwrap().remove(0).outcome;
        assert_eq!(outcome.as_deref(), Some("cancelled"));

        let run = claim(store, LEASE).await.unwrap();
        end_made(store, &run, made()).await.unwrap();
        let sending = store.claim_parcel(&reports(), None, "node", LEASE).await.unwrap().unwrap();
        assert_eq!(store.cancel(run.id).await.unwrap().unwrap().state, RunState::Made, "one is under way");
        assert_eq!(store.claim_parcel(&reports(), None, "node", LEASE).await.unwrap(), None);
        let run = store.settle(&sending, &arrived("0"), None).await.unwrap();
        assert_eq!((run.state, run.files.len()), (RunState::Cancelled, 1));
        let states: Vec<_> = store.parcels(run.id).await.unwrap().iter().map(|parcel| parcel.state).collect();
        assert_eq!(states, [ParcelState::Sent, ParcelState::Cancelled, ParcelState::Cancelled]);

        let due = store.latest(1).await.unwrap().remove(0);
        assert_eq!(store.cancel(due.id).await.unwrap().unwrap().state, RunState::Cancelled);
        assert_eq!(claim(store, LEASE).await, None);
        assert_eq!(store.cancel(999).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn runs_are_listed_page_by_page_and_counted() {
    on_both(async |store, _| {
        let fires: Vec<_> = (0..5).map(|i| Fire { burst: of(i), ..fire(noon()) }).collect();
        store.plan("sales", None, &fires, noon(), Overlap::Queue).await.unwrap();
        store.plan("other", None, &[fire(later(1))], later(1), Overlap::Queue).await.unwrap();
        let run = claim(store, LEASE).await.unwrap();
        end_made(store, &run, made()).await.unwrap();
        let of_sales = Wanted { report: Some("sales".to_owned()), ..Wanted::default() };
        let first = store.list(&of_sales, 3).await.unwrap();
        let rest = Wanted { before: Some(first[2].id), ..of_sales.clone() };
        let rest = store.list(&rest, 3).await.unwrap();
        let ids: Vec<_> = first.iter().chain(&rest).map(|run| run.id).collect();
        assert!(ids.len() == 5 && ids.windows(2).all(|pair| pair[0] > pair[1]), "{ids:?}");
        let due = Wanted { state: Some(RunState::Due), ..of_sales };
        assert_eq!(store.list(&due, 9).await.unwrap().len(), 4);
        let kept = store.kept(run.id).await.unwrap();
        assert_eq!((kept.len(), kept[1].page, kept[1].name.as_str(), kept[1].size), (2, 1, "b", 4));
        assert_eq!(store.bytes(run.id, 1).await.unwrap(), Some(vec![0, 159, 146, 150]));
        let figures = store.figures().await.unwrap();
        let runs: Vec<_> =
            figures.runs.iter().map(|(report, state, count)| (report.as_str(), *state, *count)).collect();
        let expected =
            [("other", RunState::Due, 1), ("sales", RunState::Due, 4), ("sales", RunState::Made, 1)];
        assert_eq!(runs, expected);
        assert_eq!(
            (figures.overdue, figures.parcels.as_slice()),
            (5, [(ParcelState::Pending, 3)].as_slice())
        );
        assert!(figures.overdue_for > Duration::from_hours(1) && figures.delivered_at.is_empty());
        assert_eq!(figures.claims, [(Some("made".to_owned()), 1)]);
        while let Some(parcel) = store.claim_parcel(&reports(), None, "node", LEASE).await.unwrap() {
            store.settle(&parcel, &arrived("there"), None).await.unwrap();
        }
        assert!(store.kept(run.id).await.unwrap().iter().all(|kept| kept.is_there));
        assert_eq!(store.figures().await.unwrap().delivered_at[0].0, "sales");
    })
    .await;
}
