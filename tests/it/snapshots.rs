//! The snapshot assertions, as a Rust test uses them.

use dashproof::app::{App, AppSpec, Launch};
use dashproof::{
    Action, Session, Visit, assert_figure_snapshot, assert_trace_snapshot, assert_values_snapshot,
};

/// A visit to the demo in which `action` was done.
async fn visit(action: &str) -> (App, Session) {
    let app = App::launch(&AppSpec::Demo, &Launch::default()).await.unwrap();
    let mut session = Session::open(app.url(), &Visit::default()).await.unwrap();
    session.act(&Action::parse(action).unwrap()).await.unwrap();
    (app, session)
}

#[tokio::test]
async fn values_a_figure_and_the_trace_are_as_approved() {
    let (_app, mut session) = visit("select #region APAC").await;
    assert_values_snapshot!(session, "values-of-apac");
    assert_figure_snapshot!(session, "#revenue-by-region", "revenue-by-region");
    assert_trace_snapshot!(session, "trace-to-apac");
}
