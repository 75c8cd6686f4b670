//! Addresses, headers and bodies in other forms than Dash's own server gives them.

use dashproof::trace::CallStatus;
use dashproof::{Action, Property, Session, Visit};

use super::{Visited, launch, refused};

#[tokio::test]
async fn a_page_or_a_text_instead_of_layout_or_dependencies_is_told() {
    for what in ["_dash-layout", "_dash-dependencies"] {
        let error = refused("login.py", &[("IN", what), ("AS", "page")]).await;
        for part in [what, "200", "\"Sign in\"", "asks for a password"] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }
    let error = refused("login.py", &[("IN", "_dash-layout"), ("AS", "redirect")]).await;
    assert!(error.contains("\"Sign in\"") && error.contains("redirected to http"), "{error}");
    let error = refused("login.py", &[("IN", "_dash-layout"), ("AS", "text")]).await;
    assert!(error.contains("busy, come back"), "{error}");
}

#[tokio::test]
async fn a_login_page_instead_of_a_callbacks_answer_is_told_and_the_page_goes_on() {
    let mut visited = Visited::to("login.py", &[("IN", "_dash-update"), ("AS", "redirect")]).await;
    visited.act(&["click #count"]).await;
    let trace = visited.session.trace();
    assert_eq!(trace.calls.len(), 2);
    for call in &trace.calls {
        let CallStatus::Failed { message } = &call.status else { panic!("{call:?}") };
        assert!(message.contains("\"Sign in\"") && message.contains("/login"), "{message}");
    }
    assert!(trace.messages[0].text.contains("Callback error updating counted.children"));
    visited.end().await;
}

#[tokio::test]
async fn answers_are_read_without_a_content_type_and_compressed() {
    for form in ["untyped", "gzip"] {
        let mut visited = Visited::to("login.py", &[("IN", "_dash-"), ("AS", form)]).await;
        visited.act(&["click #count"]).await;
        visited.says("#counted", "1 with token None").await;
        visited.end().await;
    }
}

#[tokio::test]
async fn the_csrf_cookie_is_sent_as_a_header_unless_no_script_sees_it() {
    for (http_only, token) in [("0", "seen"), ("1", "None")] {
        let env = [("IN", "none"), ("AS", "csrf"), ("HTTPONLY", http_only)];
        let mut visited = Visited::to("login.py", &env).await;
        visited.says("#counted", &format!("0 with token {token}")).await;
        visited.end().await;
    }
}

#[tokio::test]
async fn behind_a_proxy_that_takes_the_prefix_off_the_page_sees_the_prefix() {
    for (proxy, path) in [("1", "/proxy/app/"), ("0", "/")] {
        let app = launch("python mounted.py", Some(path), &[("PROXY", proxy)]).await;
        let mut session = Session::connect(app.url(), &Visit::default()).await.unwrap();
        session.goto("?x=1&y=a%20b").await.unwrap();
        let at = session.read(&"#at".into(), &Property::Prop("children".to_owned())).await.unwrap();
        assert_eq!(at, format!("{path} ?x=1&y=a%20b"));
        session.close().await.unwrap();
        app.shutdown().await;
    }
}

#[tokio::test]
async fn callbacks_that_a_callback_made_run_from_then_on() {
    let mut visited = Visited::to("dynamic.py", &[]).await;
    visited.act(&["click #dynamic", "click #make"]).await;
    visited.says("#made", "made 1").await;
    visited.says("#answer", "initial").await;
    visited.session.act(&Action::parse("click #dynamic").unwrap()).await.unwrap();
    visited.says("#answer", "dynamic 2").await;
    visited.end().await;
}
