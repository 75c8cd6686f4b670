//! How many runs per second a store of runs bears. Run it with
//!
//! ```text
//! cargo run --release --example claims -- sqlite:claims.sqlite
//! cargo run --release --example claims -- postgres://USER@HOST/DATABASE
//! ```
//!
//! Each node has connections of its own, as servers do. It writes runs of a report named `claims` into that store: take an empty one.

#![expect(clippy::print_stdout, reason = "it prints its figures")]

use std::error::Error;
use std::time::{Duration, Instant};

use dashproof::schedule::store::{Addressed, Artefact, Ending, Made, Role, Sent};
use dashproof::schedule::{Burst, Fire, Run, Store, StoreAddress};
use dashproof::timetable::Overlap;
use jiff::SignedDuration;

const REPORT: &str = "claims";
const RUNS: i64 = 1000;
const LEASE: Duration = Duration::from_mins(10);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address: StoreAddress = std::env::args()
        .nth(1)
        .ok_or("which store? sqlite:PATH or postgres://USER@HOST/DATABASE")?
        .parse()?;
    let planner = Store::open(&address).await?;
    println!("nodes   claims/s   whole runs/s (claimed, made with 100 kB, sent)");
    for nodes in [1, 4, 8] {
        let mut stores = Vec::new();
        for _ in 0..nodes {
            stores.push(Store::open(&address).await?);
        }
        plan(&planner).await?;
        let begun = Instant::now();
        let claimed: Vec<Run> = spread(&stores, claim_all).await?.concat();
        let claims = claimed.len() as f64 / begun.elapsed().as_secs_f64();
        // What is held is passed over by each claim: the next figures are not to hold them.
        for run in &claimed {
            planner.end(run, &Ending::Failed { reason: "only counted".to_owned() }).await?;
        }
        plan(&planner).await?;
        let begun = Instant::now();
        let sent: usize = spread(&stores, make_all).await?.into_iter().sum();
        println!("{nodes:>5} {claims:>10.0} {:>14.0}", sent as f64 / begun.elapsed().as_secs_f64());
    }
    Ok(())
}

/// Plans so many runs more, all due, each of a burst of its own.
async fn plan(store: &Store) -> Result<(), Box<dyn Error>> {
    let since = store.planned_until(REPORT).await?;
    let at = store.now().await?;
    let fire = |n: i64| Fire {
        at: at - SignedDuration::from_millis(n),
        begin: at,
        burst: Burst([("n".to_owned(), format!("{at} {n}"))].into()),
        skipped: None,
    };
    let fires: Vec<Fire> = (0..RUNS).map(fire).collect();
    Ok(store.plan(REPORT, since, &fires, at, Overlap::default()).await?)
}

/// Does something on all nodes at once.
async fn spread<T, F>(stores: &[Store], work: impl Fn(Store) -> F) -> Result<Vec<T>, Box<dyn Error>>
where
    T: Send + 'static,
    F: Future<Output = Result<T, dashproof::schedule::Error>> + Send + 'static,
{
    let tasks: Vec<_> = stores.iter().map(|store| tokio::spawn(work(store.clone()))).collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await??);
    }
    Ok(done)
}

async fn claim_all(store: Store) -> Result<Vec<Run>, dashproof::schedule::Error> {
    let reports = [REPORT.to_owned()];
    let mut claimed = Vec::new();
    while let Some(run) = store.claim(&reports, "node", LEASE).await? {
        claimed.push(run);
    }
    Ok(claimed)
}

async fn make_all(store: Store) -> Result<usize, dashproof::schedule::Error> {
    let reports = [REPORT.to_owned()];
    let artefact = Artefact {
        role: Role::Document,
        name: "a.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: vec![7; 100_000],
    };
    let addressed = Addressed { destination: serde_json::json!({"file": "a.pdf"}), pages: vec![0] };
    let made = Made { artefacts: vec![artefact], addressed: vec![addressed], ..Made::default() };
    let mut sent = 0;
    while let Some(run) = store.claim(&reports, "node", LEASE).await? {
        store.keep(&made.artefacts).await?;
        store.end(&run, &Ending::Made(made.clone())).await?;
        if let Some(parcel) = store.claim_parcel(&reports, Some(run.id), "node", LEASE).await? {
            store.artefacts(&parcel).await?;
            store.settle(&parcel, &Sent::Arrived { receipt: "a.pdf".to_owned() }, None).await?;
            sent += 1;
        }
    }
    Ok(sent)
}
