//! Captures the demo in browsers again and again, and tells whether memory grows: `soak [CAPTURES [JOBS]]`, 2,000 and 2 unless told
//! otherwise.
//!
//! It prints the proportional set size of itself and of all browsers after every so many captures; after a warm-up of a tenth,
//! the mean of the last quarter must be within 10 % of the first quarter's.

#![expect(clippy::print_stdout, reason = "it prints its figures")]

use std::error::Error;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant;

use dashproof::Reach;
use dashproof::engine::BrowserSetup;
use dashproof::scenario::Scenario;
use dashproof::schedule::{Burst, Room, RunState, Stop, Store, StoreAddress, Worker};

const FILE: &str = "
app: demo
engine: browser
limit: 60 s
reports:
  - name: soak
    when: {cron: '0 0 29 2 *'}
    for_each: {n: ['0']}
    retries: 0
    pages: [{capture: page}]
    deliver: [{file: '{{ n }}.png'}]
";

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let captures: usize = arguments.next().map_or(Ok(2000), |text| text.parse())?;
    let jobs: NonZeroUsize = arguments.next().unwrap_or_else(|| "2".to_owned()).parse()?;
    let folder = tempfile::tempdir()?;
    let scenario = Scenario::parse(&folder.path().join("soak.yaml"), FILE)?;
    let store = Store::open(&StoreAddress::from(folder.path().join("runs.sqlite").as_path())).await?;
    let worker =
        Worker::new(&scenario, store.clone(), Worker::LEASE, Reach::anywhere(), &BrowserSetup::default())?
            .in_room(Room::new(Some(jobs), None));
    let bursts: Vec<Burst> = (0..captures).map(|n| Burst([("n".to_owned(), n.to_string())].into())).collect();
    store.order("soak", &bursts).await?;
    let (stopper, stop) = Stop::new();
    let (began, samples) = (Instant::now(), Mutex::new(Vec::new()));
    let every = (captures / 100).max(1);
    worker
        .work(&stop, |run| {
            let mut samples = samples.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if run.state != RunState::Delivered {
                println!("run {}: {} {:?}", run.id, run.state.name(), run.reason);
            }
            let taken = if samples.len() % every == 0 { Room::taken() } else { None };
            samples.push(taken);
            let done = samples.len();
            if let Some(taken) = taken {
                println!("{done} after {:.0?}: {} MB", began.elapsed(), taken / 1_000_000);
            }
            if done == captures {
                stopper.soon();
            }
            remove(&folder.path().join(format!("{}.png", run.burst.0["n"])));
        })
        .await?;
    let samples = samples.into_inner().unwrap_or_default();
    let settled: Vec<u64> = samples.iter().skip(captures / 10).filter_map(|sample| *sample).collect();
    let quarter = (settled.len() / 4).max(1);
    let mean = |part: &[u64]| part.iter().sum::<u64>() as f64 / part.len().max(1) as f64 / 1e6;
    let first = mean(settled.get(..quarter).unwrap_or_default());
    let last = mean(settled.get(settled.len().saturating_sub(quarter)..).unwrap_or_default());
    let growth = (last / first - 1.0) * 100.0;
    let each = began.elapsed() / captures.max(1) as u32;
    println!(
        "{captures} captures, one each {each:.0?}: {first:.0} MB, at the end {last:.0} MB ({growth:+.1} %)"
    );
    Ok(if growth.abs() <= 10.0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What was delivered is not what this is about.
fn remove(file: &Path) {
    // A run that failed has none.
    let _ = std::fs::remove_file(file);
}
