//! Disks that are full. A limit on the size of files (RLIMIT_FSIZE) stands for them: it needs no disk of a test's own, and can be
//! lifted while the server runs.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dashproof::schedule::{Burst, RunState, Store, StoreAddress};
use serde_json::json;

use crate::postgres::Postgres;

const FILE: &str = "
app: demo
reports:
  - name: sales
    when: {cron: '@yearly'}
    retries: 20
    retry_after: 200 ms
    pages: [{capture: '#revenue-by-region'}]
    deliver: [{file: out.pdf}]
";

/// A server; SIGKILLed when it is dropped.
struct Serving(Child);

impl Serving {
    /// Starts one whose files are no larger than `most` bytes, and which hears of that as an error, not by a signal.
    fn start(folder: &Path, store: &str, most: &str) -> Self {
        std::fs::write(folder.join("r.yaml"), FILE).unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec prlimit --fsize=$0:unlimited \"$@\"", most]);
        command.arg(assert_cmd::cargo::cargo_bin!("dashproof"));
        command.args(["serve", "r.yaml", "--listen", "127.0.0.1:0", "--store", store]);
        let log = File::create(folder.join("log")).unwrap();
        Self(command.current_dir(folder).stdout(Stdio::null()).stderr(log).spawn().unwrap())
    }

    fn limit(&self, most: &str) {
        let pid = self.0.id().to_string();
        let limited =
            Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={most}:unlimited")]).status();
        assert!(limited.unwrap().success());
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// What comes at last.
async fn awaited<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let found = async {
        loop {
            if let Some(found) = ask().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(2), found)
        .await
        .unwrap_or_else(|_| panic!("{what} does not come"))
}

async fn delivered(store: &Store) {
    awaited("the delivery", async || {
        let run = store.latest(1).await.unwrap().remove(0);
        assert!(run.state == RunState::Delivered || !run.state.is_end(), "{run:?}");
        run.state.is_end().then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_disk_without_room_for_a_report_leaves_no_half_of_it_and_is_tried_again() {
    let postgres = Postgres::start();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&postgres.address()).await.unwrap();
    store.order("sales", &[Burst::default()]).await.unwrap();
    let serving = Serving::start(folder.path(), &postgres.url(), "1000");
    let reason = awaited("an error", async || {
        let run = store.latest(1).await.unwrap().remove(0);
        let parcels = store.parcels(run.id).await.unwrap();
        parcels.into_iter().find_map(|parcel| parcel.reason).or(run.reason)
    })
    .await;
    assert!(reason.contains("File too large"), "{reason}");
    let left = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name != "r.yaml" && name != "log").collect();
    assert!(
        left.iter().all(|name| name != "out.pdf" && !name.to_string_lossy().starts_with(".tmp")),
        "{left:?}"
    );
    serving.limit("unlimited");
    delivered(&store).await;
    assert!(folder.path().join("out.pdf").exists());
}

#[tokio::test]
async fn a_disk_without_room_for_the_store_refuses_what_is_asked_for_and_the_server_lives_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("r.runs.sqlite");
    let store = Store::open(&StoreAddress::from(file.as_path())).await.unwrap();
    store.order("sales", &[Burst::default()]).await.unwrap();
    let serving = Serving::start(folder.path(), &format!("sqlite:{}", file.display()), "unlimited");
    delivered(&store).await;
    let address = awaited("the address", async || {
        let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
        log.lines().find(|line| line.starts_with("http://") && line.ends_with('/')).map(str::to_owned)
    })
    .await;
    let ask = async || {
        let asked =
            reqwest::Client::new().post(format!("{address}api/v1/runs")).json(&json!({"report": "sales"}));
        asked.send().await.unwrap().status()
    };
    serving.limit("1");
    awaited("a refusal", async || ask().await.is_server_error().then_some(())).await;
    serving.limit("unlimited");
    awaited("an order", async || ask().await.is_success().then_some(())).await;
    delivered(&store).await;
}
