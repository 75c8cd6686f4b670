//! What is never delivered, on both engines: a real app with a page for each fault.

use std::path::Path;
use std::sync::Mutex;

use dashproof::Reach;
use dashproof::app::{App, AppSpec, Launch};
use dashproof::engine::BrowserSetup;
use dashproof::scenario::Scenario;
use dashproof::schedule::store::Role;
use dashproof::schedule::{Run, RunState, Stop, Store, Worker};

/// A report of the page at a path of the app; its name is its fault's.
fn report(fault: &str, path: &str, check: &str) -> String {
    format!(
        "  - {{name: {fault}, when: {{cron: '@daily'}}, steps: [{{goto: '{path}'}}], check: {check}, \
         pages: [{{capture: page}}], deliver: [{{file: 'out/{fault}.pdf'}}]}}\n"
    )
}

/// Makes reports of the app, each once; tells what became of each, in order.
async fn made(engine: &str, reports: &[(&str, &str, &str)]) -> (tempfile::TempDir, Store, Vec<Run>) {
    let folder = tempfile::tempdir().unwrap();
    let app = AppSpec::Script(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps/gate.py"));
    let app = App::launch(&app, &Launch::default()).await.unwrap();
    let reports: String = reports.iter().map(|(fault, path, check)| report(fault, path, check)).collect();
    let text = format!("app: {}\nengine: {engine}\nlimit: 60 s\nreports:\n{reports}", app.url());
    let scenario = Scenario::parse(&folder.path().join("r.yaml"), &text).unwrap();
    let store = Store::open(&folder.path().join("runs.sqlite").as_path().into()).await.unwrap();
    let browser = BrowserSetup::default();
    let worker = Worker::new(&scenario, store.clone(), Worker::LEASE, Reach::anywhere(), &browser).unwrap();
    let (_stopper, stop) = Stop::new();
    let runs = Mutex::new(Vec::new());
    worker.make_all_now(&stop, |run| runs.lock().unwrap().push(run.clone())).await.unwrap();
    app.shutdown().await;
    (folder, store, runs.into_inner().unwrap())
}

async fn refuses(engine: &str, login: &str, unauthorized: &str) {
    let faults = [
        ("error", "/error", "{}", "callback `broken.children` failed"),
        ("blank", "/blank", "{}", "the picture of the page is blank"),
        ("chart", "/chart", "{}", "the chart `sales` in the picture of the page is blank"),
        ("password", "/door", "{}", "the page asks for a password"),
        ("login", "/members", "{}", login),
        ("unauthorized", "/forbidden", "{}", unauthorized),
        (
            "text",
            "/fine",
            "{texts: ['Revenue: 43']}",
            "\"Revenue: 43\" is nowhere on the captured pages, which say \"Revenue: 42",
        ),
        ("sheets", "/fine", "{sheets: {min: 2}}", "the pdf should have 2 or more sheets, and has 1"),
        ("size", "/fine", "{size: 50 MB}", "less than 50 MB"),
    ];
    let reports = faults.map(|(fault, path, check, _)| (fault, path, check));
    let (folder, store, runs) = made(engine, &reports).await;
    assert_eq!(runs.len(), faults.len());
    for ((fault, .., expected), run) in faults.iter().zip(&runs) {
        let reason = run.reason.as_deref().unwrap_or_default();
        assert_eq!((run.state, run.report.as_str()), (RunState::Refused, *fault), "{reason}");
        assert!(reason.contains(expected), "{fault}: {reason}");
        assert!(!folder.path().join(format!("out/{fault}.pdf")).exists());
    }
    let password = runs.iter().find(|run| run.report == "password").unwrap();
    assert!(seen(&store, password, "what was seen.png").await.starts_with(b"\x89PNG"));
    let sheets = runs.iter().find(|run| run.report == "sheets").unwrap();
    assert!(seen(&store, sheets, "sheets.pdf").await.starts_with(b"%PDF-"));
}

/// What the only attempt at a run has seen under a name.
async fn seen(store: &Store, run: &Run, name: &str) -> Vec<u8> {
    let kept = store.kept(run.id).await.unwrap();
    let seen = kept.iter().find(|kept| kept.role == Role::Seen).unwrap();
    assert_eq!((seen.name.as_str(), seen.epoch()), (name, Some(1)));
    store.bytes(run.id, seen.page).await.unwrap().unwrap()
}

async fn delivers(engine: &str) {
    let reports = [
        ("whole", "/fine", "{texts: ['Revenue: 42', By region], sheets: 1, size: 1 kB}"),
        ("error", "/error", "{callback_errors: allow}"),
        ("named", "/error", "{callback_errors: [broken.children]}"),
        ("blank", "/chart", "{blank: allow}"),
        ("password", "/door", "{login: allow}"),
    ];
    let (folder, _, runs) = made(engine, &reports).await;
    for run in &runs {
        assert_eq!(run.state, RunState::Delivered, "{run:?}");
        assert!(std::fs::read(folder.path().join(&run.files[0])).unwrap().starts_with(b"%PDF-"));
    }
    assert_eq!(runs.len(), reports.len());
}

#[tokio::test]
async fn without_a_browser_what_should_not_be_delivered_is_refused() {
    refuses("browserless", "asks for a login", "asks for a login").await;
}

#[tokio::test]
async fn in_a_browser_what_should_not_be_delivered_is_refused() {
    refuses("browser", "the page is at /login: a login page instead of the dashboard?", "asks for a login")
        .await;
}

#[tokio::test]
async fn without_a_browser_what_is_allowed_is_delivered() {
    delivers("browserless").await;
}

#[tokio::test]
async fn in_a_browser_what_is_allowed_is_delivered() {
    delivers("browser").await;
}
