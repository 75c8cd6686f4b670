//! A visit in Playwright's own trace viewer.

use std::path::{Path, PathBuf};

use dashproof::app::{App, AppSpec, Launch, Readiness};
use dashproof::engine::{EngineKind, Expectation, Framework, Matcher};
use dashproof::trace::{CallKind, export};
use dashproof::{Action, Property, Session, Trace, Visit};

use crate::visits::patient;

/// A visit to the demo, with a picture after each step.
async fn visited() -> Trace {
    let demo = App::launch(&AppSpec::Demo, &Launch::default()).await.unwrap();
    let mut session = Session::open(demo.url(), &Visit::default()).await.unwrap();
    for action in ["select #region EMEA", "tab #tabs Stores", "select #country France"] {
        act(&mut session, action).await;
        let png = session.glance().await.unwrap();
        session.recorder().picture(&png);
    }
    session.trace()
}

/// The viewer's files (of `playwright-core` from npm) with the trace among them.
fn beside_the_viewer(trace: &Trace) -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let (from, to): (PathBuf, PathBuf) =
                entry.map(|entry| (entry.path(), to.join(entry.file_name()))).unwrap();
            if from.is_dir() {
                copy(&from, &to);
            } else {
                std::fs::copy(from, to).unwrap();
            }
        }
    }
    let viewer = std::env::var_os("DASHPROOF_TRACE_VIEWER")
        .expect("DASHPROOF_TRACE_VIEWER names the folder lib/vite/traceViewer of playwright-core");
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(&viewer), folder.path());
    std::fs::write(folder.path().join("trace.zip"), export::playwright(trace).unwrap()).unwrap();
    folder
}

#[tokio::test]
async fn playwrights_viewer_shows_steps_their_callbacks_network_and_pictures() {
    let trace = visited().await;
    let folder = beside_the_viewer(&trace);
    let server = format!("python3 -m http.server {{port}} --bind 127.0.0.1 -d {}", folder.path().display());
    let launch = Launch { ready: Readiness::from(Framework::Page), ..Launch::default() };
    let app = App::launch(&AppSpec::Command(server), &launch).await.unwrap();
    let visit = Visit { engine: EngineKind::Browser, framework: Some(Framework::Page), ..patient() };
    let mut session = Session::connect(app.url(), &visit).await.unwrap();
    session.goto("?trace=trace.zip").await.unwrap();
    let title = |text: &str| format!("[role=treeitem] [title='{text}']");
    for step in &trace.steps {
        see(&mut session, &title(&step.name)).await;
    }
    act(&mut session, "click \"[role=treeitem] [title='select #country France']\"").await;
    act(&mut session, "press [role=tree] ArrowRight").await;
    see(&mut session, &title("city.options, city.value")).await;
    act(&mut session, "click [role=tab][title=Network]").await;
    see(&mut session, ".network-list-view [title$=_dash-update-component]").await;
    let rows = session.read(&".network-list-view [role=option]".into(), &Property::Count).await.unwrap();
    assert_eq!(rows, trace.calls.iter().filter(|call| call.kind != CallKind::Clientside).count());
    see(&mut session, ".film-strip-frame").await;
    session.close().await.unwrap();
    app.shutdown().await;
}

async fn act(session: &mut Session, line: &str) {
    session.act(&Action::parse(line).unwrap()).await.unwrap();
}

/// Waits until an element can be seen.
async fn see(session: &mut Session, css: &str) {
    let (property, matcher) = (Property::Visible, Matcher::Equals(true.into()));
    let seen = session.expect(&Expectation { on: css.into(), property, matcher }).await;
    seen.unwrap_or_else(|error| panic!("{error}"));
}
