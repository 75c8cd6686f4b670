//! A node that makes and sends in an instant, by the public worker.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use dashproof::scenario::Scenario;
use dashproof::schedule::store::{Addressed, Artefact, Made, Parcel, Role, Sent};
use dashproof::schedule::{Error, Make, Plan, Post, Record, Run, Stop, Store, Worker};
use serde_json::json;

/// What a node is told: the store, the file with the report, and the lease in milliseconds, one a line.
const TOLD: &str = "DASHPROOF_STUB_NODE";

/// Where a node writes what it sends, beside the file with the report: a key a line, each written at once.
pub(crate) const SENT: &str = "sent.log";
/// The destination where sending twice would show as two.
pub(crate) const ONCE: &str = "once";
/// The destination where sending twice shows as one.
const REPEATABLE: &str = "repeatable";

/// A node as a process of its own.
pub(crate) fn node(store: &str, file: &Path, lease: Duration) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "stub::a_node_that_another_test_starts"]);
    command.env(TOLD, format!("{store}\n{}\n{}", file.display(), lease.as_millis()));
    command
}

#[tokio::test]
#[ignore = "it is what the kill test kills"]
async fn a_node_that_another_test_starts() {
    let Ok(told) = std::env::var(TOLD) else { return };
    let [store, file, lease] = told.lines().collect::<Vec<_>>().try_into().unwrap();
    let scenario = Scenario::load(Path::new(file)).unwrap();
    let plans: Vec<Plan> = scenario.reports.into_iter().map(|report| Plan::new(report).unwrap()).collect();
    let store = Store::open(&store.parse().unwrap()).await.unwrap();
    let lease = Duration::from_millis(lease.parse().unwrap());
    let sent = Path::new(file).with_file_name(SENT);
    let worker = Worker::with(plans.into(), store, lease, Arc::new(Maker), Arc::new(Sender(sent)));
    let (_stopper, stop) = Stop::new();
    worker.work(&stop, |_| ()).await.unwrap();
}

#[derive(Debug)]
struct Maker;

#[async_trait(?Send)]
impl Make for Maker {
    async fn make(&self, _: &Plan, run: &Run, _: &Record) -> Result<Made, Error> {
        instant().await;
        let artefact = Artefact {
            role: Role::Document,
            name: "stub".to_owned(),
            media_type: "text/plain".to_owned(),
            bytes: run.burst.key().into_bytes(),
        };
        let addressed = [ONCE, REPEATABLE].map(|kind| Addressed { destination: json!(kind), pages: vec![0] });
        Ok(Made { artefacts: vec![artefact], addressed: addressed.into(), ..Made::default() })
    }
}

#[derive(Debug)]
struct Sender(PathBuf);

#[async_trait]
impl Post for Sender {
    fn is_repeatable(&self, parcel: &Parcel) -> bool {
        parcel.destination == REPEATABLE
    }

    async fn send(&self, parcel: &Parcel, artefacts: Vec<Artefact>) -> Sent {
        assert_eq!(artefacts.len(), 1);
        instant().await;
        let mut log = File::options().create(true).append(true).open(&self.0).unwrap();
        log.write_all(format!("{}\n", parcel.key).as_bytes()).unwrap();
        instant().await;
        Sent::Arrived { receipt: parcel.key.clone() }
    }
}

/// An instant in which a kill may fall.
async fn instant() {
    tokio::time::sleep(Duration::from_millis(1)).await;
}
