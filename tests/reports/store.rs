//! The store: the same tests on SQLite and on PostgreSQL.
//!
//! A lease of zero has ended when it begins: that is how a node dies here.

use std::time::Duration;

use dashproof::schedule::store::{Addressed, Artefact, Ending, Made, Role, Sent};
use dashproof::schedule::{Burst, Error, Fire, Run, RunState, Store, StoreAddress};
use dashproof::timetable::Overlap;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sqlx::{AnyConnection, Connection, Executor, Row as _};

use crate::postgres::Postgres;

pub(crate) const LEASE: Duration = Duration::from_hours(1);
pub(crate) const DEAD: Duration = Duration::ZERO;

/// Does a test on an empty SQLite file, then on an empty PostgreSQL database.
pub(crate) async fn on_both(test: impl AsyncFn(&Store, &StoreAddress)) {
    let folder = tempfile::tempdir().unwrap();
    let address = StoreAddress::from(folder.path().join("my runs.sqlite").as_path());
    test(&Store::open(&address).await.unwrap(), &address).await;
    let postgres = Postgres::start();
    test(&Store::open(&postgres.address()).await.unwrap(), &postgres.address()).await;
}

pub(crate) fn noon() -> Timestamp {
    "2020-05-04T12:00:00Z".parse().unwrap()
}

pub(crate) fn later(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

pub(crate) fn reports() -> Vec<String> {
    vec!["sales".to_owned()]
}

pub(crate) fn fire(at: Timestamp) -> Fire {
    Fire { at, begin: at, burst: Burst::default(), skipped: None }
}

/// A burst of a number's own.
pub(crate) fn of(number: i64) -> Burst {
    Burst([("number".to_owned(), number.to_string())].into())
}

pub(crate) async fn plan_one(store: &Store) {
    store.plan("sales", None, &[fire(noon())], noon(), Overlap::Queue).await.unwrap();
}

pub(crate) async fn claim(store: &Store, lease: Duration) -> Option<Run> {
    store.claim(&reports(), "node", lease).await.unwrap()
}

/// Two files for three destinations.
pub(crate) fn made() -> Ending {
    let artefact = |name: &str| Artefact {
        role: Role::Document,
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
        ..Made::default()
    })
}

/// Ends a run that made that, once it is kept.
pub(crate) async fn end_made(store: &Store, run: &Run, made: Ending) -> Result<Run, Error> {
    if let Ending::Made(made) = &made {
        store.keep(&made.artefacts).await.unwrap();
    }
    store.end(run, &made).await
}

pub(crate) fn arrived(receipt: &str) -> Sent {
    Sent::Arrived { receipt: receipt.to_owned() }
}

pub(crate) fn failed() -> Sent {
    Sent::Failed { reason: "no route".to_owned() }
}

#[tokio::test]
async fn a_run_whose_owner_died_is_claimed_again_and_the_dead_owner_can_write_no_more() {
    on_both(async |store, _| {
        plan_one(store).await;
        let first = claim(store, DEAD).await.unwrap();
        let second = claim(store, LEASE).await.unwrap();
        assert_eq!((second.id, second.attempt), (first.id, 2));
        assert_eq!(claim(store, LEASE).await, None, "the lease holds");
        for written in
            [end_made(store, &first, made()).await.map(|_| ()), store.renew(first.held(), LEASE).await]
        {
            let error = written.unwrap_err();
            assert!(matches!(error, Error::TakenOver { what: "run", .. }), "{error}");
        }
        assert!(store.parcels(first.id).await.unwrap().is_empty(), "nothing of the dead is sent");
        assert_eq!(end_made(store, &second, made()).await.unwrap().state, RunState::Made);
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
async fn both_databases_have_the_same_tables_and_columns() {
    const SQLITE: &str = "SELECT tables.name || '.' || columns.name FROM sqlite_master AS tables
        JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'
        AND tables.name NOT LIKE '_sqlx%'";
    const POSTGRES: &str =
        "SELECT table_name::text || '.' || column_name::text FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.sqlite");
    let postgres = Postgres::start();
    Store::open(&path.as_path().into()).await.unwrap();
    Store::open(&postgres.address()).await.unwrap();
    let columns = async |url: &str, query: &'static str| {
        let mut connection = AnyConnection::connect(url).await.unwrap();
        let rows = sqlx::query(query).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| row.get::<String, _>(0)).collect::<std::collections::BTreeSet<_>>()
    };
    let sqlite = columns(&format!("sqlite:{}", path.display()), SQLITE).await;
    assert!(sqlite.contains("runs.evidence") && sqlite.len() > 40, "{sqlite:?}");
    assert_eq!(columns(&postgres.url(), POSTGRES).await, sqlite);
}
