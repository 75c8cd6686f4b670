//! Booting real Dash apps, each in the way that it insists on.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dashproof::app::{App, AppSpec, Error, Launch};

use crate::port::FreePort;
use crate::processes::{in_group, none_left, runs};

fn here() -> Launch {
    Launch { dir: Some(folder()), ..Launch::default() }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps/boot")
}

async fn launch(app: &str) -> Result<App, Error> {
    App::launch(&app.parse()?, &here()).await
}

async fn layout(app: &App) -> (u16, String) {
    let url = app.url().join("_dash-layout").unwrap();
    let answer = reqwest::Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Launches, sees its own layout, ends it, and sees that nothing is left.
async fn serves(app: &str, name: &str) {
    let app = launch(app).await.unwrap();
    let (status, text) = layout(&app).await;
    assert_eq!(status, 200, "{text}");
    assert!(text.contains(&format!("\"{name}\"")), "{text}");
    let port = app.url().port().unwrap();
    app.shutdown().await;
    none_left(|| TcpListener::bind(("127.0.0.1", port)).is_err()).await;
}

#[tokio::test]
async fn a_script_serves_on_the_port_that_it_is_given() {
    serves("plain.py", "plain").await;
}

#[tokio::test]
async fn the_child_of_the_reloader_serves_and_goes() {
    serves("debug.py", "debug").await;
}

#[tokio::test]
async fn an_object_of_a_module_serves() {
    serves("plain:app", "plain").await;
}

#[tokio::test]
async fn a_flask_server_of_a_module_serves() {
    serves("plain:server", "plain").await;
}

#[tokio::test]
async fn a_function_that_makes_the_app_serves() {
    serves("factory:create_app", "factory").await;
}

#[tokio::test]
async fn gunicorn_serves_without_being_told_a_port() {
    serves("gunicorn plain:server --workers 2", "plain").await;
}

#[tokio::test]
async fn a_command_finds_its_port_in_the_environment() {
    serves("gunicorn plain:server --bind 127.0.0.1:$PORT", "plain").await;
}

#[tokio::test]
async fn an_app_that_insists_on_its_port_and_prefix_is_found_by_its_own_words() {
    let kept = FreePort::kept();
    let port = kept.number();
    let app = launch(&format!("python own_port.py {port}")).await.unwrap();
    assert_eq!(app.url().as_str(), format!("http://127.0.0.1:{port}/sales/"));
    assert_eq!(layout(&app).await.0, 200);
    app.shutdown().await;
}

#[tokio::test]
async fn an_app_whose_port_is_taken_says_so_though_the_other_answers() {
    let other = launch("plain.py").await.unwrap();
    let port = other.url().port().unwrap();
    let error = launch(&format!("python own_port.py {port}")).await.unwrap_err();
    assert!(matches!(error, Error::PortTaken { given: false, .. }), "{error}");
    assert!(error.hint().unwrap().contains("PORT"));
    other.shutdown().await;
}

#[tokio::test]
async fn an_app_that_finds_the_port_taken_which_we_chose_is_started_again_on_another() {
    let app = launch("no_reuse.py").await.unwrap();
    assert!(layout(&app).await.1.contains("no reuse"));
    app.shutdown().await;
}

#[tokio::test]
async fn an_app_that_asks_for_a_password_is_ready() {
    let app = launch("guarded.py").await.unwrap();
    assert_eq!(layout(&app).await.0, 401);
    app.shutdown().await;
}

#[tokio::test]
async fn an_app_that_dies_is_noticed_at_once_with_its_last_words() {
    let error = launch("broken.py").await.unwrap_err();
    assert!(matches!(error, Error::Died { ready: false, .. }), "{error}");
    assert!(error.to_string().contains("the warehouse is closed"), "{error}");
}

#[tokio::test]
async fn a_file_that_serves_nothing_is_told_from_one_that_fails() {
    let error = launch("factory.py").await.unwrap_err();
    assert!(error.hint().is_some_and(|hint| hint.contains("module:app")), "{error}");
}

#[tokio::test]
async fn a_name_that_a_module_lacks_is_answered_with_the_names_that_it_has() {
    let error = launch("plain:apq").await.unwrap_err().to_string();
    assert!(error.contains("plain has no apq; it has Dash, app, html, server"), "{error}");
}

#[tokio::test]
async fn an_app_that_never_answers_is_given_up_at_the_limit() {
    let launch = Launch { limit: Duration::from_millis(400), ..here() };
    let app: AppSpec = "echo getting ready; sleep 1000".parse().unwrap();
    let error = App::launch(&app, &launch).await.unwrap_err();
    assert!(matches!(error, Error::NotReady { .. }), "{error}");
    assert!(error.to_string().contains("getting ready"), "{error}");
}

#[tokio::test]
async fn a_dropped_app_is_gone() {
    let app = launch("debug.py").await.unwrap();
    let url = app.url().clone();
    drop(app);
    none_left(|| TcpListener::bind(("127.0.0.1", url.port().unwrap())).is_err()).await;
}

/// Run by the test below in a process of its own, which is then killed.
#[tokio::test]
#[ignore = "waits to be killed"]
#[expect(clippy::print_stdout, reason = "the one that kills awaits it")]
async fn launch_and_wait_to_be_killed() {
    let app = launch("debug.py").await.unwrap();
    println!("serving on {}", app.url());
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn an_app_dies_with_a_killed_dashproof_and_so_does_the_reloader_child() {
    let mut doomed = crate::processes::rerun("boot::launch_and_wait_to_be_killed");
    let line = doomed.line_with("serving on ").await;
    let group = in_group(doomed.id());
    assert!(group.len() >= 2, "the reloader and its child: {group:?}");
    doomed.kill().await;
    none_left(|| group.iter().any(|pid| runs(*pid))).await;
    let port: u16 = line.rsplit(':').next().unwrap().trim().trim_end_matches('/').parse().unwrap();
    // A test beside this one may be given the port that is free again.
    none_left(|| TcpListener::bind(("127.0.0.1", port)).is_err()).await;
}
