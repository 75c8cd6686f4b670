//! Pages that are not made by Dash: Streamlit's and plain ones.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use dashproof::app::{App, Launch, Readiness};
use dashproof::engine::{EngineKind, Error, Framework};
use dashproof::trace::CallStatus;
use dashproof::{Action, Capture, CaptureSpec, Session, Visit};

use crate::visits::patient;

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Streamlit has packages of its own, so it may have a Python of its own.
fn streamlit_python() -> Option<OsString> {
    std::env::var_os("DASHPROOF_STREAMLIT_PYTHON")
}

/// Runs a test file through the command line; all of its tests pass.
pub(crate) fn passes(file: &str, python: Option<OsString>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dashproof"));
    command.arg("test").arg(fixture(file)).args(["--update", "no"]);
    command.envs(python.map(|python| ("DASHPROOF_PYTHON", python)));
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
}

#[test]
fn each_widget_of_streamlit_takes_what_a_visitor_does() {
    passes("streamlit/orders.yaml", streamlit_python());
}

#[tokio::test]
async fn a_streamlit_script_is_traced_with_what_made_it_run_and_fail_and_shown_whole() {
    let python = streamlit_python().map(PathBuf::from);
    let launch = Launch { dir: Some(fixture("streamlit")), python, ..Launch::default() };
    let app = App::launch(&"orders.py".parse().unwrap(), &launch).await.unwrap();
    let visit = Visit { engine: EngineKind::Browser, ..patient() };
    let mut session = Session::open(app.url(), &visit).await.unwrap();
    let picture = session.capture(&CaptureSpec::picture(None, true)).await.unwrap();
    let Capture::Picture(picture) = picture else { panic!("{picture:?}") };
    let height = picture.into_scene().unwrap().size.height;
    assert!(height > 1500.0, "the app scrolls inside of its window: {height} px");
    session.act(&Action::parse("select #region APAC").unwrap()).await.unwrap();
    session.act(&Action::parse("click #fail").unwrap()).await.unwrap();
    // What its table does not take, once it is seen.
    session.act(&Action::parse("tab [data-testid=stTabs] Table").unwrap()).await.unwrap();
    for (action, said) in [
        ("fill '#edited row=9 column=month' x", "there is `row=0`, `row=1`, `row=2`"),
        ("fill '#wide row=1 column=fixed' x", "its column is not editable"),
        ("select '#wide row=1 column=state' lost", "has no option `lost`; it has `new`, `newest`, `sent`"),
    ] {
        let refused = session.act(&Action::parse(action).unwrap()).await.unwrap_err().to_string();
        assert!(refused.contains(said), "{action}: {refused}");
    }
    let trace = session.trace();
    let [first, selected, failed] = trace.calls.as_slice() else { panic!("{:?}", trace.calls) };
    assert!(
        first.changed.is_empty()
            && selected.changed.contains(&"region.value".to_owned())
            && failed.changed == ["fail.value"]
    );
    assert!(
        selected.response.as_ref().is_some_and(|told| told["messages"].as_u64() > Some(10)),
        "{selected:?}"
    );
    assert_eq!(failed.status, CallStatus::Failed { message: "ValueError: no such order".to_owned() });
    session.close().await.unwrap();
    app.shutdown().await;
}

#[test]
fn a_plain_page_is_driven_and_settles_when_its_requests_are_answered() {
    passes("plain/orders.yaml", None);
}

#[tokio::test]
async fn a_streamlit_app_says_without_a_browser_that_it_needs_one() {
    let python = streamlit_python().map(PathBuf::from);
    let launch = Launch { dir: Some(fixture("streamlit")), python, ..Launch::default() };
    let app = App::launch(&"orders.py".parse().unwrap(), &launch).await.unwrap();
    let found = Session::open(app.url(), &Visit::default()).await.unwrap_err();
    assert_eq!(found.to_string(), "browserless: visiting a Streamlit app is not supported");
    assert_eq!(found.hint(), Some("use `engine: browser`"));
    let named = Visit { framework: Some(Framework::Page), ..patient() };
    let named = Session::open(app.url(), &named).await.unwrap_err();
    assert_eq!(named.to_string(), "browserless: visiting a plain web page is not supported");
    app.shutdown().await;
}

#[tokio::test]
async fn a_page_that_is_not_what_was_named_or_an_error_is_refused() {
    let launch =
        Launch { dir: Some(fixture("plain")), ready: Readiness::from(Framework::Page), ..Launch::default() };
    let app = App::launch(&"serve.py".parse().unwrap(), &launch).await.unwrap();
    let visit = Visit { engine: EngineKind::Browser, ..patient() };
    let named = Visit { framework: Some(Framework::Streamlit), ..visit.clone() };
    let refused = Session::open(app.url(), &named).await.unwrap_err();
    assert!(
        matches!(refused, Error::OtherFramework { found: Framework::Page, .. }),
        "another framework: {refused}"
    );
    let plain = Visit { framework: Some(Framework::Page), ..visit };
    let mut session = Session::open(app.url(), &plain).await.unwrap();
    let refused = session.goto("nothing").await.unwrap_err();
    assert!(matches!(refused, Error::ErrorPage { status: 404, .. }), "an error page: {refused}");
    session.close().await.unwrap();
    app.shutdown().await;
}
