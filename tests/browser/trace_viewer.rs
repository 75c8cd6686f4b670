//! A visit in the tools of others that show a page: Playwright's trace viewer, Perfetto, Mermaid.

use std::path::Path;

use dashproof::app::{App, AppSpec, Launch, Readiness};
use dashproof::engine::{EngineKind, Expectation, Framework, Matcher};
use dashproof::trace::{CallKind, export};
use dashproof::{Action, Property, Session, Trace, Visit};
use serde_json::Value;

use crate::visits::patient;

/// A visit to the demo, with a picture after each step.
async fn visited() -> Trace {
    let demo = App::launch(&AppSpec::Demo, &Launch::default()).await.unwrap();
    let mut session = Session::open(demo.url(), &Visit::default()).await.unwrap();
    for action in ["select #region EMEA", "tab #tabs Stores", "select #country France"] {
        session.act(&Action::parse(action).unwrap()).await.unwrap();
        let png = session.glance().await.unwrap();
        session.recorder().picture(&png);
    }
    session.trace()
}

/// A tool's page, served with files beside it and open in a browser.
struct Tool {
    app: App,
    session: Session,
    _folder: tempfile::TempDir,
}

impl Tool {
    /// `tool` is the variable that names the tool's file or folder, as `scripts/test` fetches it.
    async fn open(tool: &str, files: &[(&str, &[u8])], page: &str) -> Self {
        let found = std::env::var_os(tool).unwrap_or_else(|| panic!("{tool} is not set: see scripts/test"));
        let folder = tempfile::tempdir().unwrap();
        copy(Path::new(&found), folder.path());
        for (name, content) in files {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        let server =
            format!("python3 -m http.server {{port}} --bind 127.0.0.1 -d {}", folder.path().display());
        let launch = Launch { ready: Readiness::from(Framework::Page), ..Launch::default() };
        let app = App::launch(&AppSpec::Command(server), &launch).await.unwrap();
        let visit = Visit { engine: EngineKind::Browser, framework: Some(Framework::Page), ..patient() };
        let mut session = Session::connect(app.url(), &visit).await.unwrap();
        session.goto(page).await.unwrap();
        Self { app, session, _folder: folder }
    }

    async fn act(&mut self, line: &str) {
        self.session.act(&Action::parse(line).unwrap()).await.unwrap();
    }

    /// Waits until an element can be seen.
    async fn see(&mut self, on: &str) {
        let (property, matcher) = (Property::Visible, Matcher::Equals(true.into()));
        let seen = self.session.expect(&Expectation { on: on.into(), property, matcher }).await;
        seen.unwrap_or_else(|error| panic!("{error}"));
    }

    async fn count(&mut self, on: &str) -> Value {
        self.session.read(&on.into(), &Property::Count).await.unwrap()
    }

    async fn close(self) {
        self.session.close().await.unwrap();
        self.app.shutdown().await;
    }
}

/// Copies a file into a folder, or what is in a folder.
fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        std::fs::copy(from, to.join(from.file_name().unwrap())).unwrap();
        return;
    }
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let inner = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&inner).unwrap();
            copy(&entry.path(), &inner);
        } else {
            std::fs::copy(entry.path(), inner).unwrap();
        }
    }
}

#[tokio::test]
async fn playwrights_viewer_shows_steps_their_callbacks_network_and_pictures() {
    let trace = visited().await;
    let zip = export::playwright(&trace).unwrap();
    let mut viewer = Tool::open("DASHPROOF_TRACE_VIEWER", &[("trace.zip", &zip)], "?trace=trace.zip").await;
    let title = |text: &str| format!("[role=treeitem] [title='{text}']");
    for step in &trace.steps {
        viewer.see(&title(&step.name)).await;
    }
    viewer.act("click \"[role=treeitem] [title='select #country France']\"").await;
    viewer.act("press [role=tree] ArrowRight").await;
    viewer.see(&title("city.options, city.value")).await;
    viewer.act("click [role=tab][title=Network]").await;
    viewer.see(".network-list-view [title$=_dash-update-component]").await;
    let rows = viewer.count(".network-list-view [role=option]").await;
    assert_eq!(rows, trace.calls.iter().filter(|call| call.kind != CallKind::Clientside).count());
    viewer.see(".film-strip-frame").await;
    viewer.close().await;
}

#[tokio::test]
async fn perfetto_reads_an_arrow_for_each_cause() {
    let trace = visited().await;
    let causes = trace.calls.iter().map(|call| call.causes().count()).sum::<usize>();
    assert!(causes > 2, "{}", trace.timeline(|_| true));
    // Perfetto asks for a whole address, and answers in SQL.
    let page = "<script>location.replace(`/#!/?url=${location.origin}/trace.json&query=\
                select 'arrows: ' || count(*) as n from flow`)</script>";
    let json = export::chrome(&trace);
    let files = [("trace.json", json.as_bytes()), ("open.html", page.as_bytes())];
    let mut perfetto = Tool::open("DASHPROOF_PERFETTO", &files, "open.html").await;
    perfetto.see(&format!("text=arrows: {causes}")).await;
    perfetto.close().await;
}

#[tokio::test]
async fn mermaid_reads_the_graph_and_the_diagrams_of_steps() {
    let trace = visited().await;
    let diagrams: Vec<String> = std::iter::once(export::mermaid(&trace))
        .chain((0..trace.steps.len()).map(|step| export::sequence(&trace, step)))
        .collect();
    let library = std::env::var("DASHPROOF_MERMAID").unwrap_or_default();
    let library = Path::new(&library).file_name().unwrap_or_default().to_string_lossy();
    let page = format!(
        "<!doctype html><script src='{library}'></script><p></p><script type=module>\n\
         for (const diagram of {}) document.querySelector('p').append(`${{(await mermaid.parse(diagram)).diagramType}} `);\n\
         </script>",
        Value::from(diagrams.clone())
    );
    let mut mermaid = Tool::open("DASHPROOF_MERMAID", &[("index.html", page.as_bytes())], "").await;
    let kinds = format!("text=flowchart-v2{}", " sequence".repeat(diagrams.len() - 1));
    mermaid.see(&kinds).await;
    mermaid.close().await;
}
