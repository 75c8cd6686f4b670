//! The store: the same tests on SQLite and on PostgreSQL.
//!
//! A lease of zero has ended when it begins: that is how a node dies here.

use std::time::Duration;

use dashproof::schedule::store::{Addressed, Artefact, Ending, Made, ParcelState, Sent, Wanted};
use dashproof::schedule::{Burst, Error, Fire, Run, RunState, Store, StoreAddress};
use dashproof::timetable::Overlap;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sqlx::{AnyConnection, Connection, Executor};

use crate::postgres::Postgres;

const LEASE: Duration = Duration::from_hours(1);
const DEAD: Duration = Duration::ZERO;

/// Does a test on an empty SQLite file, then on an empty PostgreSQL database.
async fn on_both(test: impl AsyncFn(&Store, &StoreAddress)) {
    let folder = tempfile::tempdir().unwrap();
    let address = StoreAddress::from(folder.path().join("my runs.sqlite").as_path());
    test(&Store::open(&address).await.unwrap(), &address).await;
    let postgres = Postgres::start();
    test(&Store::open(&postgres.address()).await.unwrap(), &postgres.address()).await;
}

fn noon() -> Timestamp {
    "2020-05-04T12:00:00Z".parse().unwrap()
}

fn later(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

fn reports() -> Vec<String> {
    vec!["sales".to_owned()]
}

fn fire(at: Timestamp) -> Fire {
    Fire { at, begin: at, burst: Burst::default(), skipped: None }
}

/// A burst of a number's own.
fn of(number: i64) -> Burst {
    Burst([("number".to_owned(), number.to_string())].into())
}

async fn plan_one(store: &Store) {
    store.plan("sales", None, &[fire(noon())], noon(), Overlap::Queue).await.unwrap();
}

async fn claim(store: &Store, lease: Duration) -> Option<Run> {
    store.claim(&reports(), "node", lease).await.unwrap()
}

/// Two files for three destinations.
fn made() -> Ending {
    let artefact = |name: &str| Artefact {
        name: name.to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: vec![0, 159, 146, 150],
    };
    let addressed = |n: usize, pages: &[usize]| Addressed {
        destination: json!({"file": format!("{n}.txt")}),
        pages: pages.to_vec(),
    };
    Ending::Made(Made {
        artefacts: vec![artefact("a"), artefact("b")],
        addressed: vec![addressed(0, &[0]), addressed(1, &[1]), addressed(2, &[0, 1])],
        parts: None,
    })
}

fn arrived(receipt: &str) -> Sent {
    Sent::Arrived { receipt: receipt.to_owned() }
}

fn failed() -> Sent {
    Sent::Failed { reason: "no route".to_owned() }
}

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
async fn a_run_whose_owner_died_is_claimed_again_and_the_dead_owner_can_write_no_more() {
    on_both(async |store, _| {
        plan_one(store).await;
        let first = claim(store, DEAD).await.unwrap();
        let second = claim(store, LEASE).await.unwrap();
        assert_eq!((second.id, second.attempt), (first.id, 2));
        assert_eq!(claim(store, LEASE).await, None, "the lease holds");
        for written in [store.end(&first, &made()).await.map(|_| ()), store.renew(first.held(), LEASE).await]
        {
            let error = written.unwrap_err();
            assert!(matches!(error, Error::TakenOver { what: "run", .. }), "{error}");
        }
        assert!(store.parcels(first.id).await.unwrap().is_empty(), "nothing of the dead is sent");
        assert_eq!(store.end(&second, &made()).await.unwrap().state, RunState::Made);
        let attempts = store.attempts(first.id).await.unwrap();
        let outcomes: Vec<_> = attempts.iter().map(|attempt| attempt.outcome.as_deref().unwrap()).collect();
        assert_eq!(outcomes, ["lost", "made"]);
        assert_eq!(attempts[0].seen_at, Some(attempts[0].began_at), "its last sign of life was its claim");
    })
    .await;
}

#[tokio::test]
async fn a_renewed_lease_holds_for_longer() {
    on_both(async |store, _| {
        plan_one(store).await;
        let run = claim(store, DEAD).await.unwrap();
        store.renew(run.held(), LEASE).await.unwrap();
        assert_eq!(claim(store, LEASE).await, None);
        let wait = store.until_due(&reports()).await.unwrap().unwrap();
        assert!(wait > LEASE / 2 && wait <= LEASE, "{wait:?}");
    })
    .await;
}

#[tokio::test]
async fn many_nodes_never_claim_the_same_run() {
    on_both(async |store, _| {
        let fires: Vec<Fire> = (0..700).map(|n| Fire { burst: of(n), ..fire(later(n)) }).collect();
        store.plan("sales", None, &fires, later(700), Overlap::Queue).await.unwrap();
        let node = async || {
            let mut claimed = Vec::new();
            while let Some(run) = claim(store, LEASE).await {
                claimed.push(run.id);
            }
            claimed
        };
        let (one, two, three) = tokio::join!(node(), node(), node());
        let mut all = [one, two, three].concat();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 700);
    })
    .await;
}

#[tokio::test]
async fn nobody_claims_what_belongs_to_reports_of_others_or_lies_ahead() {
    on_both(async |store, _| {
        store.plan("costs", None, &[fire(noon())], noon(), Overlap::Queue).await.unwrap();
        let ahead = store.now().await.unwrap() + SignedDuration::from_hours(1);
        store.plan("sales", None, &[fire(ahead)], ahead, Overlap::Queue).await.unwrap();
        assert_eq!(claim(store, LEASE).await, None);
        assert!(store.until_due(&reports()).await.unwrap().unwrap() > Duration::from_mins(50));
    })
    .await;
}

#[tokio::test]
async fn what_is_planned_is_there_after_a_restart() {
    on_both(async |store, address| {
        plan_one(store).await;
        let store = &Store::open(address).await.unwrap();
        assert_eq!(store.planned_until("sales").await.unwrap(), Some(noon()));
        assert_eq!(store.planned_until("other").await.unwrap(), None);
        assert!(claim(store, LEASE).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_run_that_failed_is_not_begun_before_its_pause_is_over() {
    on_both(async |store, _| {
        plan_one(store).await;
        let run = claim(store, LEASE).await.unwrap();
        let again = |pause| Ending::Again { pause, reason: "blank".to_owned() };
        let ended = store.end(&run, &again(LEASE)).await.unwrap();
        assert_eq!((ended.state, ended.reason.as_deref()), (RunState::Due, Some("blank")));
        assert_eq!(
            store.end(&run, &again(LEASE)).await.unwrap(),
            ended,
            "an answer that was lost is given again"
        );
        assert_eq!(claim(store, LEASE).await, None);
        assert!(store.until_due(&reports()).await.unwrap().unwrap() > LEASE / 2);
        let another = Fire { burst: of(1), ..fire(later(1)) };
        store.plan("sales", Some(noon()), &[another], later(1), Overlap::Queue).await.unwrap();
        let run = claim(store, LEASE).await.unwrap();
        store.end(&run, &again(Duration::ZERO)).await.unwrap();
        assert_eq!(claim(store, LEASE).await.unwrap().attempt, 2);
    })
    .await;
}

#[tokio::test]
async fn a_run_that_is_given_back_was_not_tried() {
    on_both(async |store, _| {
        plan_one(store).await;
        let run = claim(store, LEASE).await.unwrap();
        store.end(&run, &Ending::Back { reason: "stopped".to_owned() }).await.unwrap();
        let again = claim(store, LEASE).await.unwrap();
        assert_eq!((again.attempt, again.epoch), (1, 2));
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
async fn what_a_person_asks_for_is_claimed_by_nobody_else_while_its_lease_lasts() {
    on_both(async |store, _| {
        let ask = async |lease| store.ask("sales", &Burst::default(), "node", lease).await.unwrap();
        let (one, two) = tokio::join!(ask(LEASE), ask(LEASE));
        assert!(one.id != two.id && one.asked_for);
        assert_eq!(claim(store, LEASE).await, None);
        let dead = ask(DEAD).await;
        assert_eq!(claim(store, LEASE).await.unwrap().id, dead.id);
    })
    .await;
}

#[tokio::test]
async fn a_run_ends_when_everything_that_it_made_is_sent() {
    on_both(async |store, _| {
        plan_one(store).await;
        let run = claim(store, LEASE).await.unwrap();
        store.end(&run, &made()).await.unwrap();
        assert_eq!(
            store.end(&run, &made()).await.unwrap().state,
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
        assert!(store.artefacts(&parcels[2]).await.unwrap().is_empty(), "what is sent is not kept");
    })
    .await;
}

#[tokio::test]
async fn a_parcel_whose_holder_died_is_told_to_the_next_one_and_the_dead_holder_can_write_no_more() {
    on_both(async |store, _| {
        plan_one(store).await;
        let run = claim(store, LEASE).await.unwrap();
        store.end(&run, &made()).await.unwrap();
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
        store.end(&run, &Ending::Made(only)).await.unwrap();
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
            store.end(&run, &made()).await.unwrap();
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
        assert!(matches!(store.end(&running, &made()).await, Err(Error::Cancelled { .. })));
        let outcome = store.attempts(running.id).await.unwrap().remove(0).outcome;
        assert_eq!(outcome.as_deref(), Some("cancelled"));

        let run = claim(store, LEASE).await.unwrap();
        store.end(&run, &made()).await.unwrap();
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
async fn runs_of_a_report_that_nobody_has_planned_for_a_week_are_given_up() {
    on_both(async |store, _| {
        plan_one(store).await;
        store.plan("costs", None, &[fire(noon())], store.now().await.unwrap(), Overlap::Queue).await.unwrap();
        store.give_up_forgotten().await.unwrap();
        let mut runs = store.latest(2).await.unwrap();
        runs.sort_by(|one, other| one.report.cmp(&other.report));
        assert_eq!((runs[0].state, runs[1].state), (RunState::Due, RunState::Cancelled));
        assert!(runs[1].reason.as_ref().unwrap().contains("week"), "{runs:?}");
    })
    .await;
}

#[tokio::test]
async fn a_store_can_be_made_by_many_at_the_same_instant() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = Postgres::start();
    for address in [folder.path().join("runs.sqlite").as_path().into(), postgres.address()] {
        let open = || Store::open(&address);
        let (one, two, three) = tokio::join!(open(), open(), open());
        one.and(two).and(three).unwrap_or_else(|error| panic!("{error:?}"));
    }
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_refused() {
    const LATER: &str =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                         VALUES (9999, 'later', TRUE, '', 1)";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.sqlite");
    let (sqlite, postgres) = (StoreAddress::from(path.as_path()), Postgres::start());
    for (address, url) in
        [(sqlite, format!("sqlite:{}", path.display())), (postgres.address(), postgres.url())]
    {
        Store::open(&address).await.unwrap();
        AnyConnection::connect(&url).await.unwrap().execute(LATER).await.unwrap();
        let error = Store::open(&address).await.unwrap_err();
        assert!(matches!(error, Error::NewerStore { version: 9999, .. }), "{error:?}");
        assert!(error.to_string().contains("newer dashproof"), "{error}");
    }
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
async fn runs_are_listed_page_by_page_and_counted() {
    on_both(async |store, _| {
        let fires: Vec<_> = (0..5).map(|i| Fire { burst: of(i), ..fire(noon()) }).collect();
        store.plan("sales", None, &fires, noon(), Overlap::Queue).await.unwrap();
        store.plan("other", None, &[fire(later(1))], later(1), Overlap::Queue).await.unwrap();
        let run = claim(store, LEASE).await.unwrap();
        store.end(&run, &made()).await.unwrap();
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
        assert!(store.kept(run.id).await.unwrap().iter().all(|kept| !kept.is_there));
        assert_eq!(store.bytes(run.id, 1).await.unwrap(), None);
        assert_eq!(store.figures().await.unwrap().delivered_at[0].0, "sales");
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
