//! What a page may make its browser reach.

use std::time::Duration;

use axum::Router;
use axum::response::{Html, Redirect};
use axum::routing::get;
use dashproof::engine::{BrowserKind, BrowserSetup, EngineKind, Framework};
use dashproof::{Reach, Session, Visit};
use tokio::net::TcpListener;
use tokio::time::timeout;
use url::Url;

use crate::visits::patient;

/// A page that asks another server of this machine's in every way there is; it stops when this is dropped.
struct Nosy {
    url: Url,
    serving: tokio::task::JoinHandle<()>,
}

impl Nosy {
    async fn about(there: &str) -> Self {
        let page = format!(
            "<!DOCTYPE html><title>Nosy</title><img src='http://{there}/image.png'><img src='/hop'>\
             <iframe src='http://{there}/frame'></iframe><script src='http://{there}/script.js'></script>\
             <script>fetch('http://{there}/data', {{mode: 'no-cors'}}).catch(() => 0); new WebSocket('ws://{there}/socket');</script>"
        );
        let hop = Redirect::temporary(&format!("http://{there}/hop"));
        let router = Router::new().route("/", get(async || Html(page))).route("/hop", get(async || hop));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, serving }
    }
}

impl Drop for Nosy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

#[tokio::test]
async fn a_browser_asks_what_its_page_names_only_within_reach() {
    for kind in BrowserKind::ALL {
        let there = TcpListener::bind("127.0.0.2:0").await.unwrap();
        let nosy = Nosy::about(&there.local_addr().unwrap().to_string()).await;
        let own = Reach::default().allow("127.0.0.1").unwrap();
        let visit = |reach: Reach| Visit {
            engine: EngineKind::Browser,
            framework: Some(Framework::Page),
            browser: BrowserSetup { kind: Some(kind), ..BrowserSetup::default() },
            reach,
            ..patient()
        };
        let session = Session::open(&nosy.url, &visit(own.clone())).await.unwrap();
        let messages = session.trace().messages;
        let told = messages.iter().filter(|message| message.text.contains("may not reach 127.0.0.2:"));
        assert_eq!(told.count(), 1, "{kind}: {messages:?}");
        session.close().await.unwrap();
        assert!(timeout(Duration::ZERO, there.accept()).await.is_err(), "{kind}: it was asked");

        let wider = own.allow("127.0.0.2").unwrap();
        let mut session = Session::connect(&nosy.url, &visit(wider)).await.unwrap();
        // What is asked does not answer, so the page is not opened to its end.
        tokio::select! {
            asked = timeout(Duration::from_secs(60), there.accept()) => drop(asked.unwrap().unwrap()),
            opened = session.goto("") => panic!("{kind}: {opened:?}"),
        }
        session.close().await.unwrap();
    }
}
