//! Browsers of a Selenium Grid.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dashproof::engine::{BrowserSetup, EngineKind, Error, Isolation};
use dashproof::{Property, Session, Visit};
use serde_json::{Value, json};

use crate::port::FreePort;
use crate::visits::{Visited, patient};

/// A Java process and what it starts; they end with it.
pub(crate) struct Server(pub(crate) Child);

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(group) = rustix::process::Pid::from_raw(self.0.id() as i32) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.0.wait();
    }
}

/// Selenium with its temporary files in a folder.
fn selenium(temp: &Path, args: &[&str]) -> Server {
    let jar = std::env::var_os("DASHPROOF_SELENIUM_JAR")
        .expect("DASHPROOF_SELENIUM_JAR names selenium-server-standalone 3; scripts/test fetches it");
    let java = Command::new("java")
        .arg(format!("-Djava.io.tmpdir={}", temp.display()))
        .arg("-jar")
        .arg(jar)
        .args(["-host", "127.0.0.1"])
        .env("TMPDIR", temp)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    Server(java)
}

/// How many browsers the hub has, and how many of them nobody uses.
async fn slots(hub: &str) -> Option<(u64, u64)> {
    let answer: Value = reqwest::get(format!("{hub}/grid/api/hub")).await.ok()?.json().await.ok()?;
    let count = |key: &str| answer.pointer(key).and_then(Value::as_u64);
    Some((count("/slotCounts/total")?, count("/slotCounts/free")?))
}

/// Waits until the hub has two browsers that nobody uses.
async fn idle(hub: &str) {
    let waiting = async {
        while slots(hub).await != Some((2, 2)) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("two idle browsers after a minute");
}

/// Whether a file of that name is below a folder.
fn holds(folder: &Path, name: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let entry = entry.unwrap();
        entry.file_name() == name || (entry.path().is_dir() && holds(&entry.path(), name))
    })
}

#[tokio::test]
async fn a_hub_with_two_nodes_serves_two_visits_at_once_and_is_brought_files() {
    let kept = [FreePort::kept(), FreePort::kept(), FreePort::kept()];
    let [port, first, second] = kept.each_ref().map(|port| port.number().to_string());
    let hub = format!("http://127.0.0.1:{port}");
    let temp = tempfile::tempdir().unwrap();
    let register = format!("{hub}/grid/register");
    let node = |port: &str| {
        let browser = "browserName=chrome,maxInstances=1,seleniumProtocol=WebDriver";
        selenium(temp.path(), &["-role", "node", "-hub", &register, "-port", port, "-browser", browser])
    };
    let _grid = [selenium(temp.path(), &["-role", "hub", "-port", &port]), node(&first), node(&second)];
    idle(&hub).await;

    let visit = Visit {
        engine: EngineKind::Browser,
        browser: BrowserSetup {
            webdriver: Some(format!("{hub}/wd/hub").parse().unwrap()),
            // The nodes of this test may run as root.
            args: vec!["--no-sandbox".to_owned()],
            ..BrowserSetup::default()
        },
        // Java starts a driver for each session.
        limit: Duration::from_secs(30),
        ..patient()
    };
    let apart = BrowserSetup { isolation: Isolation::Context, ..visit.browser.clone() };
    let nowhere = "http://127.0.0.1:9/".parse().unwrap();
    let refused = Session::open(&nowhere, &Visit { browser: apart, ..visit.clone() }).await.unwrap_err();
    let named = matches!(&refused, Error::Unsupported { what, .. } if what.contains("browser context"));
    assert!(named, "{refused:?}");
    idle(&hub).await;

    let mut first = Visited::with("dropdown_graph.py", &visit).await;
    let mut second = Session::open(first.url(), &visit).await.unwrap();
    assert_eq!(slots(&hub).await, Some((2, 0)));
    first.act("select #year-dropdown \"1952\"").await;
    assert_eq!(first.read("#year-dropdown", Property::Value).await, json!(1952));
    assert_eq!(second.read(&"#year-dropdown".into(), &Property::Value).await.unwrap(), json!(2007));
    second.close().await.unwrap();
    first.close().await;

    let mut uploads = Visited::with("store_upload.py", &visit).await;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios/files/sales.csv");
    uploads.act(&format!("upload #upload \"{}\"", file.display())).await;
    assert!(holds(temp.path(), "sales.csv"), "the node has no file of its own");
    assert_eq!(uploads.read("#upload", Property::Value).await, json!("sales.csv"));
    uploads.close().await;

    let mut downloads = Visited::with("download.py", &visit).await;
    downloads.act("click #csv").await;
    let text = downloads.read("#file", Property::Download).await;
    assert!(text.as_str().is_some_and(|text| text.contains("EMEA,12")), "{text}");
    downloads.close().await;
    idle(&hub).await;
}
