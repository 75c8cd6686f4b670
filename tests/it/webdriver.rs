//! The WebDriver server: clients drive the built-in dashboard by it, and nothing that they send makes it panic.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use dashproof::demo::Demo;
use dashproof::engine::webdriver::Server;
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

/// A free port of this machine.
const ANY: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

async fn client(server: &Server) -> Client {
    let mut builder = ClientBuilder::rustls().unwrap();
    let timeouts = json!({"timeouts": {"implicit": 10_000}});
    builder.capabilities(timeouts.as_object().unwrap().clone());
    builder.connect(&format!("http://{}/wd/hub/", server.address())).await.unwrap()
}

/// Starts a server and the dashboard, and visits it.
async fn visited() -> (Server, Demo, Client) {
    let server = Server::start(ANY).await.unwrap();
    let demo = Demo::start(ANY, None).await.unwrap();
    let client = client(&server).await;
    client.goto(demo.url().as_str()).await.unwrap();
    (server, demo, client)
}

/// Waits until the element that a selector finds reads as wanted.
async fn reads(client: &Client, css: &str, wanted: &str) {
    let read = async {
        loop {
            let element = client.find(Locator::Css(css)).await.unwrap();
            // It may be rendered anew in between.
            if element.text().await.is_ok_and(|text| text.contains(wanted)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(10), read).await.is_ok(), "{css} never reads {wanted}");
}

#[track_caller]
fn refused<T: std::fmt::Debug>(outcome: Result<T, CmdError>, status: &ErrorStatus) {
    match outcome {
        Err(CmdError::Standard(error)) => {
            assert_eq!(error.error.to_string(), status.to_string(), "{error:?}");
        }
        other => panic!("{other:?} is not refused as {status}"),
    }
}

#[tokio::test]
async fn a_client_finds_clicks_types_and_reads() {
    let (_server, _demo, client) = visited().await;
    client
        .find(Locator::XPath("//*[normalize-space(text())='Targets']"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    client.find(Locator::Id("add-target")).await.unwrap().click().await.unwrap();
    reads(&client, "#targets-total", "1 target, $1,000,000").await;
    let field = client.find(Locator::Css("#targets input")).await.unwrap();
    assert_eq!(field.prop("value").await.unwrap().as_deref(), Some("1000000"));
    let keys =
        format!("{}a{}25000{}", char::from(Key::Control), char::from(Key::Null), char::from(Key::Enter));
    field.send_keys(&keys).await.unwrap();
    reads(&client, "#targets-total", "1 target, $25,000").await;
    assert_eq!(client.active_element().await.unwrap().element_id(), field.element_id());
    field.send_keys(&format!("{}9{}", char::from(Key::Home), char::from(Key::Enter))).await.unwrap();
    reads(&client, "#targets-total", "1 target, $925,000").await;
    client.close().await.unwrap();
}

#[tokio::test]
async fn a_reference_leads_to_its_element_as_long_as_that_is_on_the_page() {
    let (_server, demo, client) = visited().await;
    let tabs = client.find(Locator::Id("tabs")).await.unwrap();
    let again = client.find(Locator::Id("tabs")).await.unwrap();
    assert_eq!(tabs.element_id(), again.element_id());
    client.goto(demo.url().as_str()).await.unwrap();
    refused(tabs.text().await, &ErrorStatus::StaleElementReference);
    client.close().await.unwrap();
}

#[tokio::test]
async fn scripts_run_in_the_page_and_name_what_is_not_there() {
    let (_server, _demo, client) = visited().await;
    let run = async |script: &str, args: Vec<Value>| client.execute(script, args).await;
    assert_eq!(run("return arguments[0] + 1", vec![json!(1)]).await.unwrap(), json!(2));
    let paths = run("return window.store.getState().paths.strs.reset", vec![]).await.unwrap();
    assert_eq!(paths[0], json!("components"), "{paths}");
    assert_eq!(run("return document.querySelectorAll('#reset').length", vec![]).await.unwrap(), json!(1));
    let button = run("return document.getElementById('reset')", vec![]).await.unwrap();
    let same = run("return arguments[0].id", vec![button]).await.unwrap();
    assert_eq!(same, json!("reset"));
    let later = "const done = arguments[0]; setTimeout(() => done('later'), 20)";
    assert_eq!(client.execute_async(later, vec![]).await.unwrap(), json!("later"));
    let error = run("return indexedDB.open('x')", vec![]).await.unwrap_err();
    assert!(error.to_string().contains("indexedDB"), "{error}");
    refused(run("throw new Error('no')", vec![]).await, &ErrorStatus::JavascriptError);
    client.close().await.unwrap();
}

#[tokio::test]
async fn sessions_are_visitors_of_their_own() {
    let (server, demo, one) = visited().await;
    let two = client(&server).await;
    two.goto(demo.url().as_str()).await.unwrap();
    one.execute("localStorage.setItem('who', 'one')", vec![]).await.unwrap();
    assert_eq!(two.execute("return localStorage.getItem('who')", vec![]).await.unwrap(), Value::Null);
    one.close().await.unwrap();
    assert_eq!(two.title().await.unwrap(), one_title(&two).await);
    two.close().await.unwrap();
}

async fn one_title(client: &Client) -> String {
    client.execute("return document.title", vec![]).await.unwrap().as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_not_there_or_not_seen_is_refused_by_its_name() {
    let (_server, _demo, client) = visited().await;
    refused(client.find(Locator::Css("p[")).await, &ErrorStatus::InvalidSelector);
    client
        .update_timeouts(fantoccini::wd::TimeoutConfiguration::new(None, None, Some(Duration::ZERO)))
        .await
        .unwrap();
    refused(client.find(Locator::Css("#nothing")).await, &ErrorStatus::NoSuchElement);
    refused(client.get_alert_text().await, &ErrorStatus::NoSuchAlert);
    refused(client.enter_frame(3).await, &ErrorStatus::NoSuchFrame);
    client.close().await.unwrap();
}

#[tokio::test]
async fn pictures_and_rectangles_come_from_the_layout() {
    let (_server, _demo, client) = visited().await;
    let button = client.find(Locator::Id("reset")).await.unwrap();
    let (_, _, width, height) = button.rectangle().await.unwrap();
    assert!(width > 20.0 && height > 10.0, "{width} x {height}");
    let display = button.css_value("display").await.unwrap();
    assert_eq!(display, "block", "an item of a flex row");
    let png = button.screenshot().await.unwrap();
    assert!(png.starts_with(b"\x89PNG"));
    assert!(client.screenshot().await.unwrap().len() > png.len());
    client.close().await.unwrap();
}

#[tokio::test]
async fn no_request_makes_the_server_panic() {
    let server = Server::start(ANY).await.unwrap();
    let http = reqwest::Client::new();
    let base = format!("http://{}", server.address());
    let ask = async |method: &str, path: &str, body: String| {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let answer = http.request(method, format!("{base}{path}")).body(body).send().await.unwrap();
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap();
        (status, body["value"]["error"].as_str().unwrap_or_default().to_owned(), body)
    };
    let (status, _, started) = ask("POST", "/session", json!({"capabilities": {}}).to_string()).await;
    assert_eq!(status, 200);
    let id = started["value"]["sessionId"].as_str().unwrap();
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    for (method, path, body, status, error) in [
        ("POST", "/session", "{".to_owned(), 400, "invalid argument"),
        ("POST", "/session", "[]".to_owned(), 400, "invalid argument"),
        ("POST", "/session", deep, 400, "invalid argument"),
        (
            "POST",
            "/session",
            json!({"capabilities": {"firstMatch": []}}).to_string(),
            400,
            "invalid argument",
        ),
        ("GET", "/session/none/url", String::new(), 404, "invalid session id"),
        ("GET", "/nowhere", String::new(), 404, "unknown command"),
        ("PUT", "/status", String::new(), 405, "unknown method"),
        ("POST", "/session/ID/url", json!({"url": 3}).to_string(), 400, "invalid argument"),
        ("POST", "/session/ID/url", json!({"url": "no address"}).to_string(), 400, "invalid argument"),
        ("POST", "/session/ID/url", json!({"url": "http://127.0.0.1:9/"}).to_string(), 500, "unknown error"),
        ("GET", "/session/ID/element/none/text", String::new(), 404, "no such element"),
        ("GET", "/session/ID/element/e99999999999999999999/text", String::new(), 404, "no such element"),
        (
            "POST",
            "/session/ID/element",
            json!({"using": "luck", "value": ""}).to_string(),
            400,
            "invalid argument",
        ),
        (
            "POST",
            "/session/ID/element",
            json!({"using": "xpath", "value": "(".repeat(1 << 20)}).to_string(),
            400,
            "invalid selector",
        ),
        ("POST", "/session/ID/timeouts", json!({"implicit": -1}).to_string(), 400, "invalid argument"),
        (
            "POST",
            "/session/ID/actions",
            json!({"actions": [{"type": "pointer"}]}).to_string(),
            400,
            "invalid argument",
        ),
        ("POST", "/session/ID/se/log", json!({"type": "driver"}).to_string(), 400, "invalid argument"),
        ("POST", "/session/ID/se/file", json!({"file": "no zip"}).to_string(), 400, "invalid argument"),
        ("POST", "/session/ID/cookie", json!({"cookie": {"name": "a"}}).to_string(), 400, "invalid argument"),
        ("POST", "/session/ID/window/rect", json!({"width": "wide"}).to_string(), 400, "invalid argument"),
        (
            "POST",
            "/session/ID/goog/cdp/execute",
            json!({"cmd": "Page.enable"}).to_string(),
            500,
            "unsupported operation",
        ),
        ("DELETE", "/session/ID", String::new(), 200, ""),
        ("DELETE", "/session/ID", String::new(), 404, "invalid session id"),
    ] {
        let shown = format!("{method} {path} {}", body.chars().take(100).collect::<String>());
        let (given, named, body) = ask(method, &path.replace("ID", id), body).await;
        assert_eq!((given, named.as_str()), (status, error), "{shown}: {body}");
    }
}

#[tokio::test]
async fn a_page_of_a_browser_does_not_drive_the_server() {
    let server = Server::start(ANY).await.unwrap();
    let ask = reqwest::Client::new().post(format!("http://{}/session", server.address()));
    let answer =
        ask.header("origin", "http://evil.example").body(r#"{"capabilities": {}}"#).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 500);
}
