//! Browsers that stay up between visits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::Uri;
use axum::response::Html;
use dashproof::Visit;
use dashproof::engine::{BrowserKind, BrowserSetup, Browsers, EngineKind, Framework, Isolation};
use dashproof::{Property, Session};
use serde_json::json;

use crate::plain::Plain;
use crate::processes::{in_group, none_left, runs};
use crate::visits::{Visited, patient};

#[tokio::test]
async fn a_warm_browser_shows_the_next_visitor_nothing_of_the_one_before() {
    keeps_visits_apart(BrowserSetup::default()).await;
}

#[tokio::test]
async fn visits_in_browser_contexts_of_their_own_share_a_browser_and_nothing_else() {
    keeps_visits_apart(BrowserSetup { isolation: Isolation::Context, ..BrowserSetup::default() }).await;
}

pub(crate) async fn keeps_visits_apart(browser: BrowserSetup) {
    let browsers = Browsers::default();
    let driver = match browser.kind {
        Some(BrowserKind::Firefox) => "geckodriver",
        _ => "chromedriver",
    };
    let visit = Visit { engine: EngineKind::Browser, browsers: Some(browsers.clone()), browser, ..patient() };
    let mut first = Visited::with("persisted.py", &visit).await;
    let ours = in_group(std::process::id());
    first.act("fill #local mine").await;
    first.act("fill #session mine").await;
    first.act("reload").await;
    assert_eq!(first.read("#local", Property::Value).await, json!("mine"), "it is stored");
    let app = first.close_visit().await;

    let mut second = Session::open(app.url(), &visit).await.unwrap();
    let read =
        async |session: &mut Session, on: &str| session.read(&on.into(), &Property::Value).await.unwrap();
    assert_eq!(read(&mut second, "#local").await, json!("a"));
    assert_eq!(read(&mut second, "#session").await, json!(null));
    let calls = second.trace().calls;
    assert!(calls.iter().all(|call| !format!("{:?}", call.request).contains("mine")), "{calls:#?}");
    let drivers = |pids: &[u32]| pids.iter().copied().filter(|pid| name(*pid) == driver).collect::<Vec<_>>();
    assert_eq!(drivers(&ours).len(), 1);
    let again = in_group(std::process::id());
    assert_eq!(drivers(&again), drivers(&ours), "no second browser");

    second.close().await.unwrap();
    app.shutdown().await;
    browsers.end().await;
    let of_browser = |pid: u32| ["chrom", "firefox", "gecko"].iter().any(|kind| name(pid).starts_with(kind));
    none_left(|| again.iter().any(|pid| runs(*pid) && of_browser(*pid))).await;
}

#[tokio::test]
async fn a_visit_that_ends_with_an_open_dialog_leaves_a_browser_for_the_next() {
    let browsers = Browsers::default();
    let visit = Visit { engine: EngineKind::Browser, browsers: Some(browsers.clone()), ..patient() };
    let mut first = Visited::with("browser/controls.py", &visit).await;
    first.act("click #delete").await;
    let app = first.close_visit().await;
    let mut second = Session::open(app.url(), &visit).await.unwrap();
    assert_eq!(second.read(&"#delete".into(), &Property::Count).await.unwrap(), json!(1));
    second.close().await.unwrap();
    app.shutdown().await;
    browsers.end().await;
}

#[tokio::test]
async fn another_app_at_the_same_browser_shows_its_own_page() {
    let browsers = Browsers::default();
    let visit =
        |browsers: Browsers| Visit { engine: EngineKind::Browser, browsers: Some(browsers), ..patient() };
    let first = Visited::with("dropdown_graph.py", &visit(browsers.for_another_app())).await;
    first.close().await;
    let mut other = Visited::with("tabs.py", &visit(browsers.for_another_app())).await;
    assert_eq!(other.read("#tabs", Property::Count).await, json!(1));
    other.close().await;
    browsers.end().await;
}

#[tokio::test]
async fn an_app_is_asked_for_nothing_between_its_visits() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let router = Router::new().fallback({
        let asked = Arc::clone(&asked);
        async move |uri: Uri| {
            asked.lock().unwrap().push(uri.path().to_owned());
            Html("<link rel=icon href=data:,><p id=word>here</p>")
        }
    });
    let page = Plain::serve(router).await;
    let browsers = Browsers::default();
    let visit = Visit {
        engine: EngineKind::Browser,
        browsers: Some(browsers.clone()),
        framework: Some(Framework::Page),
        ..patient()
    };
    for _ in 0..3 {
        let mut session = Session::open(&page.url, &visit).await.unwrap();
        assert_eq!(session.read(&"#word".into(), &Property::Text).await.unwrap(), json!("here"));
        session.close().await.unwrap();
    }
    browsers.end().await;
    assert_eq!(*asked.lock().unwrap(), ["/", "/", "/"]);
}

#[tokio::test]
async fn a_page_that_hangs_holds_up_no_visit_after_it() {
    let browsers = Browsers::default();
    let visit = Visit { engine: EngineKind::Browser, browsers: Some(browsers.clone()), ..patient() };
    let mut first = Visited::with("browser/endless.py", &visit).await;
    first.act("click #go").await;
    let (on, answers) = ("#go".into(), Duration::from_secs(2));
    while tokio::time::timeout(answers, first.session.read(&on, &Property::Count)).await.is_ok() {}
    let app = first.close_visit().await;
    let mut second = Session::open(app.url(), &visit).await.unwrap();
    assert_eq!(second.read(&on, &Property::Text).await.unwrap(), json!("Go"));
    second.close().await.unwrap();
    app.shutdown().await;
    browsers.end().await;
}

fn name(pid: u32) -> String {
    let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    name.trim().to_owned()
}
