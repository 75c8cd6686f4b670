//! A database that is away, or does not answer.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use dashproof::Reach;
use dashproof::scenario::Scenario;
use dashproof::schedule::store::Made;
use dashproof::schedule::{Destinations, Error, Make, Plan, Record, Run, Stop, Store, Worker};
use jiff::Timestamp;
use sqlx::{AnyConnection, Connection, Executor};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::sleep;

use crate::kills::Ordeal;
use crate::postgres::Postgres;
use crate::stub;

const LEASE: Duration = Duration::from_secs(2);

#[tokio::test]
async fn a_database_that_is_away_for_longer_than_a_lease_costs_nothing() {
    let mut postgres = Postgres::start();
    let url = postgres.url();
    let ordeal = Ordeal { nodes: 2, bursts: 10, lease: Duration::from_secs(1), pause: LEASE, runs: 60 };
    let remains = ordeal.suffer(&url, stub::node, async |_, _| {
        sleep(ordeal.pause / 2).await;
        postgres.stop();
        sleep(ordeal.pause).await;
        postgres.resume();
        while Store::open(&postgres.address()).await.is_err() {}
    });
    remains.await.is_whole_and_sent_once().await;
}

#[tokio::test]
async fn a_worker_whose_database_is_away_stops_what_it_makes_before_its_lease_ends() {
    let mut postgres = Postgres::start();
    stops_in_time(&postgres.url(), async |mut hanging| {
        hanging.begun().await;
        postgres.stop();
        let stopped = hanging.stopped().await;
        postgres.resume();
        stopped
    })
    .await;
}

#[tokio::test]
async fn a_worker_whose_database_does_not_answer_stops_what_it_makes_before_its_lease_ends() {
    let postgres = Postgres::start();
    stops_in_time(&postgres.url(), async |mut hanging| {
        hanging.begun().await;
        let mut connection = AnyConnection::connect(&postgres.url()).await.unwrap();
        let mut transaction = connection.begin().await.unwrap();
        transaction.execute("LOCK TABLE runs IN ACCESS EXCLUSIVE MODE").await.unwrap();
        hanging.stopped().await
    })
    .await;
}

/// Has a worker make what is never done while `harm` is done to its store, and looks whether it stopped in time.
async fn stops_in_time(url: &str, harm: impl AsyncFnOnce(Hanging) -> Timestamp) {
    let text = "app: demo\nreports:\n  - name: sales\n    when: {cron: '@every 1 s'}\n    pages: [{capture: page}]\n    \
                deliver: [{file: a.pdf}]\n";
    let scenario = Scenario::parse("r.yaml".as_ref(), text).unwrap();
    let plans: Vec<Plan> = scenario.reports.into_iter().map(|report| Plan::new(report).unwrap()).collect();
    let store = Store::open(&url.parse().unwrap()).await.unwrap();
    let (sender, receiver) = unbounded_channel();
    let post = Arc::new(Destinations::new("out".into(), None, Reach::default()));
    let worker = Worker::with(plans.into(), store.clone(), LEASE, Arc::new(Hang(sender)), post);
    let (_stopper, stop) = Stop::new();
    let script = async {
        let dropped = harm(Hanging(receiver)).await;
        let first = loop {
            match store.latest(u32::MAX).await {
                Ok(runs) => break runs.last().unwrap().id,
                Err(_) => sleep(Duration::from_millis(20)).await,
            }
        };
        loop {
            let attempt = store.attempts(first).await.unwrap().remove(0);
            if attempt.outcome.is_some() {
                break (dropped, attempt);
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    let (dropped, attempt) = tokio::select! {
        seen = script => seen,
        worked = worker.work(&stop, |_| ()) => panic!("{worked:?}"),
    };
    assert_eq!(attempt.outcome.as_deref(), Some("back"));
    let reason = attempt.reason.unwrap();
    assert!(reason.contains("no sign of life for most of the lease of 2 s"), "{reason}");
    assert!(
        dropped < attempt.seen_at.unwrap() + LEASE,
        "stopped at {dropped}, last seen at {:?}",
        attempt.seen_at
    );
}

/// Hears of what is never done: nothing when it is begun, and when it is stopped.
struct Hanging(UnboundedReceiver<Option<Timestamp>>);

impl Hanging {
    async fn begun(&mut self) {
        assert_eq!(self.0.recv().await, Some(None));
    }

    async fn stopped(&mut self) -> Timestamp {
        self.0.recv().await.unwrap().unwrap()
    }
}

/// Makes what is never done.
#[derive(Debug)]
struct Hang(UnboundedSender<Option<Timestamp>>);

#[async_trait(?Send)]
impl Make for Hang {
    async fn make(&self, _: &Plan, _: &Run, _: &Record) -> Result<Made, Error> {
        let _stopped = Stopped(&self.0);
        // Once the test has seen enough, nobody hears it.
        let _ = self.0.send(None);
        std::future::pending().await
    }
}

/// Tells when it is dropped.
struct Stopped<'a>(&'a UnboundedSender<Option<Timestamp>>);

impl Drop for Stopped<'_> {
    fn drop(&mut self) {
        let _ = self.0.send(Some(Timestamp::now()));
    }
}
