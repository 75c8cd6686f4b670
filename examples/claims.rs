//! How many runs per second a store of runs bears. Run it with
//!
//! ```text
//! cargo run --release --example claims -- sqlite:claims.sqlite
//! cargo run --release --example claims -- postgres://USER@HOST/DATABASE
//! ```
//!
//! It writes runs of a report named `claims` into that store: take an empty one.

#![expect(clippy::print_stdout, reason = "it prints its figures")]

use std::error::Error;
use std::time::{Duration, Instant};

use dashproof::schedule::store::{Addressed, Artefact, Ending, Made, Role, Sent};
use dashproof::schedule::{Burst, Fire, Store};
use dashproof::timetable::Overlap;
use jiff::SignedDuration;

const REPORT: &str = "claims";
const RUNS: i64 = 2000;
const LEASE: Duration = Duration::from_mins(10);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address =
        std::env::args().nth(1).ok_or("which store? sqlite:PATH or postgres://USER@HOST/DATABASE")?;
    let store = Store::open(&address.parse()?).await?;
    println!("nodes   claims/s   whole runs/s (claimed, made with 100 kB, sent)");
    for nodes in [1, 4, 8] {
        plan(&store).await?;
        let begun = Instant::now();
        let ended = spread(nodes, || claim_all(store.clone())).await?;
        let claims = ended as f64 / begun.elapsed().as_secs_f64();
        plan(&store).await?;
        let begun = Instant::now();
        let ended = spread(nodes, || make_all(store.clone())).await?;
        println!("{nodes:>5} {claims:>10.0} {:>14.0}", ended as f64 / begun.elapsed().as_secs_f64());
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

/// Does something on so many nodes at once, and counts what they did together.
async fn spread<F>(nodes: usize, work: impl Fn() -> F) -> Result<usize, Box<dyn Error>>
where
    F: Future<Output = Result<usize, dashproof::schedule::Error>> + Send + 'static,
{
    let tasks: Vec<_> = (0..nodes).map(|_| tokio::spawn(work())).collect();
    let mut done = 0;
    for task in tasks {
        done += task.await??;
    }
    Ok(done)
}

async fn claim_all(store: Store) -> Result<usize, dashproof::schedule::Error> {
    let reports = [REPORT.to_owned()];
    let mut claimed = 0;
    while store.claim(&reports, "node", LEASE).await?.is_some() {
        claimed += 1;
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
