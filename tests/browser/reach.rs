//! What a page may make its browser reach.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use axum::Router;
use axum::response::{Html, Redirect};
use axum::routing::get;
use dashproof::engine::{BrowserKind, BrowserSetup, EngineKind, Framework};
use dashproof::{Reach, Session, Visit};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use url::Url;

use crate::grid::Server;
use crate::plain::Plain;
use crate::port::FreePort;
use crate::visits::patient;

/// A page that asks another server of this machine's in every way there is.
async fn nosy(there: &str) -> Plain {
    let page = format!(
        "<!DOCTYPE html><title>Nosy</title><img src='http://{there}/image.png'><img src='/hop'>\
         <iframe src='http://{there}/frame'></iframe><script src='http://{there}/script.js'></script>\
         <script>fetch('http://{there}/data', {{mode: 'no-cors'}}).catch(() => 0); new WebSocket('ws://{there}/socket');</script>"
    );
    let hop = Redirect::temporary(&format!("http://{there}/hop"));
    Plain::serve(Router::new().route("/", get(async || Html(page))).route("/hop", get(async || hop))).await
}

/// A chromedriver that runs already, and its address.
async fn driver() -> (Server, Url) {
    let port = FreePort::kept();
    let program = std::env::var_os("DASHPROOF_CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let mut command = Command::new(program);
    command.arg(format!("--port={}", port.number())).stdout(Stdio::null()).process_group(0);
    let server = Server(command.spawn().unwrap());
    let url: Url = format!("http://127.0.0.1:{}", port.number()).parse().unwrap();
    let ready = async {
        while reqwest::get(url.join("status").unwrap()).await.is_err() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(30), ready).await.expect("a driver after half a minute");
    (server, url)
}

#[tokio::test]
async fn a_browser_asks_what_its_page_names_only_within_reach() {
    for kind in BrowserKind::ALL {
        hold(BrowserSetup { kind: Some(kind), ..BrowserSetup::default() }).await;
    }
}

#[tokio::test]
async fn a_browser_of_a_driver_that_runs_already_is_held_on_this_machine_and_refused_on_another() {
    let (_driver, url) = driver().await;
    // The driver of this test may run as root.
    let args = vec!["--no-sandbox".to_owned()];
    let here = BrowserSetup { webdriver: Some(url), args, ..BrowserSetup::default() };
    hold(here.clone()).await;
    let elsewhere = BrowserSetup { host: Some([10, 0, 0, 1].into()), ..here };
    let app = "http://93.184.215.14/".parse().unwrap();
    let visit =
        Visit { engine: EngineKind::Browser, browser: elsewhere, reach: Reach::default(), ..patient() };
    let refused = Session::open(&app, &visit).await.unwrap_err();
    assert!(refused.hint().is_some_and(|hint| hint.contains("--reach any")), "{refused:?}");
}

/// Holds that a browser asks what its page names within reach alone.
async fn hold(browser: BrowserSetup) {
    let there = TcpListener::bind("127.0.0.2:0").await.unwrap();
    let nosy = nosy(&there.local_addr().unwrap().to_string()).await;
    let own = Reach::default().allow("127.0.0.1").unwrap();
    let visit = |reach: Reach| Visit {
        engine: EngineKind::Browser,
        framework: Some(Framework::Page),
        browser: browser.clone(),
        reach,
        ..patient()
    };
    let session = Session::open(&nosy.url, &visit(own.clone())).await.unwrap();
    let messages = session.trace().messages;
    let told = messages.iter().filter(|message| message.text.contains("may not reach 127.0.0.2:"));
    assert_eq!(told.count(), 1, "{browser:?}: {messages:?}");
    session.close().await.unwrap();
    assert!(timeout(Duration::ZERO, there.accept()).await.is_err(), "{browser:?}: it was asked");

    let wider = own.allow("127.0.0.2").unwrap();
    let mut session = Session::connect(&nosy.url, &visit(wider)).await.unwrap();
    // What is asked does not answer, so the page is not opened to its end.
    tokio::select! {
        asked = timeout(Duration::from_secs(60), there.accept()) => drop(asked.unwrap().unwrap()),
        opened = session.goto("") => panic!("{browser:?}: {opened:?}"),
    }
    // A driver ends no session before its page is there.
    drop(there);
    session.close().await.unwrap();
}
