//! The fault matrix of apps and browsers: what goes wrong, and how the run ends. `docs/reports.md` shows it as a table.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dashproof::schedule::store::{Attempt, Role};
use dashproof::schedule::{Burst, Fire, Run, RunState, Store};
use dashproof::timetable::Overlap;
use tempfile::TempDir;

use crate::delivery::python::Server;
use crate::processes::{in_group, none_left, runs};

/// A server with one report, about the troubled dashboard; SIGKILLed when it is dropped.
struct Serving {
    child: Child,
    store: Store,
    folder: TempDir,
}

impl Serving {
    async fn start(engine: &str, url: &str, trouble: &str, report: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = format!(
            "app: {url}\nengine: {engine}\nheaders: {{X-Trouble: trouble-{trouble}}}\nlimit: 10 s\nreports:\n  \
             - {{name: sales, when: {{cron: '@yearly'}}, {report}}}\n"
        );
        std::fs::write(folder.path().join("r.yaml"), file).unwrap();
        let store = Store::open(&folder.path().join("r.runs.sqlite").as_path().into()).await.unwrap();
        let now = store.now().await.unwrap();
        let fire = Fire { at: now, begin: now, burst: Burst::default(), skipped: None };
        store.plan("sales", None, &[fire], now, Overlap::Queue).await.unwrap();
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("dashproof"));
        command.args(["serve", "r.yaml", "--listen", "127.0.0.1:0", "--reach", "loopback"]);
        command.current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        Self { child: command.spawn().unwrap(), store, folder }
    }

    /// The end of its run, and each try.
    async fn end(&self) -> (Run, Vec<Attempt>) {
        let awaited = async {
            loop {
                let run = self.store.latest(1).await.unwrap().remove(0);
                if run.state.is_end() {
                    return run;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let run = tokio::time::timeout(Duration::from_mins(2), awaited).await.expect("it has no end");
        let attempts = self.store.attempts(run.id).await.unwrap();
        (run, attempts)
    }

    /// Whether the report was delivered.
    fn has_delivered(&self) -> bool {
        self.folder.path().join("out.pdf").exists()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What a report usually says.
const PAGE: &str = "retries: 0, pages: [{capture: page}], deliver: [{file: out.pdf}]";

/// A report that hides what an interval changes.
const MASKED: &str = "retries: 0, pages: [{capture: page, mask: ['#tick']}], deliver: [{file: out.pdf}]";

/// What goes wrong with the app, what the report says, how its run ends, and the reason.
const MATRIX: [(&str, &str, RunState, &str); 9] = [
    ("nothing", PAGE, RunState::Delivered, ""),
    ("slow", PAGE, RunState::Failed, "not settled after 10 s: pending `total.children` (server"),
    ("500", PAGE, RunState::Failed, "it answers 500"),
    ("login", PAGE, RunState::Refused, "/login"),
    ("401", PAGE, RunState::Refused, "it answers 401"),
    ("callback", PAGE, RunState::Refused, "refused: callback `total.children` failed"),
    ("script", PAGE, RunState::Refused, "callback `scripted.children` failed: Error: the script is broken"),
    ("blank", PAGE, RunState::Refused, "refused: the picture of the page is blank"),
    ("interval", MASKED, RunState::Delivered, ""),
];

async fn each_ends_as_it_should(engine: &str) {
    let app = Server::troubled();
    let url = format!("http://127.0.0.1:{}/", app.port);
    // A few browsers at a time are what a small machine bears.
    for rows in MATRIX.chunks(4) {
        let mut serving = Vec::new();
        for (trouble, report, ..) in rows {
            serving.push(Serving::start(engine, &url, trouble, report).await);
        }
        for (row, (trouble, _, state, said)) in serving.iter().zip(rows) {
            let (run, _) = row.end().await;
            let reason = run.reason.unwrap_or_default();
            assert_eq!(run.state, *state, "{trouble}: {reason}");
            assert!(reason.contains(said), "{trouble}: {reason}");
            assert_eq!(row.has_delivered(), *state == RunState::Delivered, "{trouble}");
        }
    }
}

#[tokio::test]
async fn each_trouble_of_an_app_ends_as_it_should_without_a_browser() {
    each_ends_as_it_should("browserless").await;
}

#[tokio::test]
async fn each_trouble_of_an_app_ends_as_it_should_in_a_browser() {
    each_ends_as_it_should("browser").await;
}

#[tokio::test]
async fn of_a_run_whose_time_is_over_what_was_there_last_is_kept() {
    let app = Server::troubled();
    let url = format!("http://127.0.0.1:{}/", app.port);
    let report = format!("limit: 8 s, {PAGE}");
    let row = Serving::start("browserless", &url, "slow", &report).await;
    let (run, _) = row.end().await;
    let reason = run.reason.unwrap();
    assert!(reason.contains("not done after 6.4 s, while opening the page"), "{reason}");
    let kept = async || row.store.kept(run.id).await.unwrap().into_iter().map(|kept| kept.role);
    let awaited = async {
        while !kept().await.any(|role| role == Role::Seen) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), awaited).await.expect("nothing was seen");
    assert!(kept().await.any(|role| role == Role::Trace));
}

#[tokio::test]
async fn an_app_that_ends_while_it_is_visited_failed_whatever_was_seen_of_it() {
    const DYING: &str = "
import os
from dash import Dash, Input, Output, dcc, html

app = Dash(__name__)
app.layout = html.Div([dcc.Location(id='url'), html.Div(id='shown')])

@app.callback(Output('shown', 'children'), Input('url', 'pathname'))
def show(_):
    os._exit(3)

if __name__ == '__main__':
    app.run()
";
    let folder = tempfile::tempdir().unwrap();
    let app = folder.path().join("dying.py");
    std::fs::write(&app, DYING).unwrap();
    let row = Serving::start("browserless", &app.display().to_string(), "nothing", PAGE).await;
    let (run, _) = row.end().await;
    let reason = run.reason.unwrap();
    assert_eq!(run.state, RunState::Failed, "{reason}");
    assert!(reason.contains("ended (exit status: 3) while it was visited"), "{reason}");
    assert!(!row.has_delivered());
}

#[tokio::test]
async fn an_app_that_is_down_is_named_and_nothing_is_delivered() {
    for engine in ["browserless", "browser"] {
        let row = Serving::start(engine, "http://127.0.0.1:1/", "nothing", PAGE).await;
        let (run, _) = row.end().await;
        assert_eq!(run.state, RunState::Failed);
        let reason = run.reason.unwrap();
        assert!(reason.contains("http://127.0.0.1:1/") && reason.contains("Connection refused"), "{reason}");
        assert!(!row.has_delivered());
    }
}

#[tokio::test]
async fn a_browser_that_is_killed_costs_one_try() {
    let (run, attempts) = harmed("-KILL").await;
    assert_eq!((run.state, attempts.len()), (RunState::Delivered, 2), "{attempts:?}");
    assert_eq!(attempts[0].outcome.as_deref(), Some("again"));
}

#[tokio::test]
async fn a_browser_that_is_stopped_costs_one_try_and_is_gone_afterwards() {
    let (run, attempts) = harmed("-STOP").await;
    assert_eq!((run.state, attempts.len()), (RunState::Delivered, 2), "{attempts:?}");
    assert_eq!(attempts[0].outcome.as_deref(), Some("again"));
}

/// Sends a signal to each process of the browser while its first visit waits for the app, and then lets the app answer.
async fn harmed(signal: &str) -> (Run, Vec<Attempt>) {
    let app = Server::troubled();
    let url = format!("http://127.0.0.1:{}/", app.port);
    let report = PAGE.replace("retries: 0", "retries: 1, retry_after: 1 ms, limit: 30 s");
    let row = Serving::start("browser", &url, "held", &report).await;
    reqwest::get(format!("{url}held")).await.unwrap();
    let browser: Vec<u32> = in_group(row.child.id()).into_iter().filter(|pid| is_browser(*pid)).collect();
    assert!(!browser.is_empty());
    for pid in &browser {
        Command::new("kill").args([signal, &pid.to_string()]).status().unwrap();
    }
    reqwest::get(format!("{url}release")).await.unwrap();
    let end = row.end().await;
    none_left(|| browser.iter().any(|pid| runs(*pid))).await;
    end
}

fn is_browser(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "chromium")
}
