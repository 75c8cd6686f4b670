//! Clients from PyPI drive the WebDriver server: suites of `dash_duo` as they are, and the newest Selenium.

use std::net::Ipv4Addr;
use std::path::Path;

use dashproof::demo::Demo;
use dashproof::engine::webdriver::Server;
use tokio::process::Command;

/// Runs a Python of the environment that a variable names, in the fixtures' folder.
async fn python(variable: &str, arguments: &[&str]) {
    let python = std::env::var_os(variable).unwrap_or_else(|| "python3".into());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/webdriver");
    let mut command = Command::new(python);
    command.current_dir(folder).args(arguments).env("PYTHONDONTWRITEBYTECODE", "1").kill_on_drop(true);
    let output = command.output().await.unwrap();
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}\n{}", told(&output.stdout), told(&output.stderr));
}

async fn server() -> (Server, String) {
    let server = Server::start((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
    let address = format!("http://{}/wd/hub", server.address());
    (server, address)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suite_of_dash_duo_runs_as_it_is() {
    let (_server, address) = server().await;
    let suite =
        ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--headless", "--remote", "--remote-url", &address];
    python("DASHPROOF_DUO_PYTHON", &suite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_selenium_drives_several_sessions_at_once() {
    let (_server, address) = server().await;
    let demo = Demo::start((Ipv4Addr::LOCALHOST, 0).into(), None).await.unwrap();
    python("DASHPROOF_SELENIUM_PYTHON", &["newest/drive.py", &address, demo.url().as_str()]).await;
}
