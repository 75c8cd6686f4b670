//! An app as people deploy it: gunicorn with several workers, and nginx in front.

use std::path::Path;

use dashproof::app::{App, Launch};
use dashproof::engine::BrowserKind;
use dashproof::scenario::Scenario;
use libtest_mimic::Failed;

use crate::front::Front;

const TESTS: &str = r##"
tests:
  - name: TLS, a prefix, a login and WebSockets stand between
    steps:
      - expect: {on: "#path", text: /dash/ is home}
      - expect: {on: "#visitor", text: ann at /dash/}
      - expect: {on: "#greeting", text: "hello Ada, over a socket"}
      - fill: {on: "#name", value: Grace}
      - expect: {on: "#greeting", text: "hello Grace, over a socket"}
      - click: {on: "#prices"}
      - expect: {on: "#path", text: /dash/prices is prices}
      - expect: {on: "#visitor", text: ann at /dash/prices}
      - click: {on: "#run"}
      - expect: {on: "#result", text: run 1 done}
      - expect: {on: "#progress", text: 2 of 2}
      - reload
      - expect: {on: "#path", text: /dash/prices is prices}
      - expect: {no_errors: true}
"##;

/// Visits it with both engines, which trust its authority.
pub(crate) async fn compare() -> Result<Vec<String>, Failed> {
    let launch = Launch {
        dir: Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps")),
        env: [("DASH_REQUESTS_PATHNAME_PREFIX", "/dash/"), ("DASH_ROUTES_PATHNAME_PREFIX", "/")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        path: Some("/".to_owned()),
        ..Launch::default()
    };
    let app =
        App::launch(&"gunicorn --workers 3 --worker-class asgi deployed:server".parse()?, &launch).await?;
    let front = Front::of(app.url()).await;
    let head = format!("app: {}\nca: {}\n", front.url(), front.authority().display());
    let scenario = Scenario::parse(Path::new("deployed.yaml"), &format!("{head}{TESTS}"))?;
    let found = crate::compare(&scenario, BrowserKind::Chromium).await;
    let workers = app.log_tail().matches("Booting worker").count();
    if workers != 3 {
        return Err(format!("{workers} workers:\n{}", app.log_tail()).into());
    }
    app.shutdown().await;
    Ok(found)
}
