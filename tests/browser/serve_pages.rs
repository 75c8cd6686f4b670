//! The pages of `dashproof serve`, used as a reader would use them, on a phone.

use std::net::Ipv4Addr;
use std::path::Path;

use dashproof::engine::{EngineKind, Framework};
use dashproof::scenario::Scenario;
use dashproof::schedule::{Plan, RunState, Store};
use dashproof::server::{Access, Runs, Server};
use dashproof::{Action, Property, Session, Visit};
use serde_json::Value;
use url::Url;

use crate::visits::patient;

/// Markup that would leave its mark if it were ever taken for markup.
const REPORT: &str = "
app: demo
reports:
  - name: \"<img src=x class=taken> Umsätze\"
    when: {cron: '0 7 * * MON', zone: Europe/Berlin}
    for_each: {region: [EMEA, '<b class=taken>APAC</b>']}
    pages: [{capture: page}]
    deliver: [{file: '{{ region }}.pdf'}]
";

async fn read(session: &mut Session, on: &str, property: Property) -> Value {
    session.read(&on.into(), &property).await.unwrap()
}

async fn act(session: &mut Session, line: &str) {
    session.act(&Action::parse(line).unwrap()).await.unwrap();
}

#[tokio::test]
async fn a_report_is_asked_for_and_taken_back_on_a_phone() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("runs.sqlite").as_path().into()).await.unwrap();
    let scenario = Scenario::parse(Path::new("reports.yaml"), REPORT).unwrap();
    let plans: Vec<Plan> = scenario.reports.into_iter().map(|report| Plan::new(report).unwrap()).collect();
    let listen = (Ipv4Addr::LOCALHOST, 0).into();
    let access = Access::new(listen, None, None).unwrap();
    let runs = Runs { plans: plans.into(), store: store.clone() };
    let server = Server::start(listen, access, Some(runs), None).await.unwrap();
    let url = Url::parse(&format!("http://{}/", server.address())).unwrap();
    let visit = Visit {
        engine: EngineKind::Browser,
        framework: Some(Framework::Page),
        viewport: (390, 844),
        ..patient()
    };
    let mut session = Session::open(&url, &visit).await.unwrap();
    let name = "<img src=x class=taken> Umsätze";
    assert_eq!(read(&mut session, ".schedule h2", Property::Text).await, name);
    assert_eq!(read(&mut session, ".taken", Property::Count).await, 0);
    act(&mut session, "select '.schedule select' 'region: <b class=taken>APAC</b>'").await;
    act(&mut session, "click '.schedule button'").await;
    let run = store.run(1).await.unwrap().unwrap();
    assert_eq!((run.state, run.burst.0["region"].as_str()), (RunState::Due, "<b class=taken>APAC</b>"));
    assert_eq!(read(&mut session, "h1", Property::Text).await, format!("{name} due"));
    assert_eq!(read(&mut session, ".taken", Property::Count).await, 0);
    act(&mut session, "click 'button.danger'").await;
    assert_eq!(store.run(1).await.unwrap().unwrap().state, RunState::Cancelled);
    assert_eq!(read(&mut session, "h1", Property::Text).await, format!("{name} cancelled"));
    session.close().await.unwrap();
}
