//! The WebDriver server under requests that no client should send: each is answered, and the server goes on.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use dashproof::demo::Demo;
use dashproof::engine::webdriver::Server;
use serde_json::{Value, json};

const ANY: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A server and a client that can send anything.
struct Wire {
    server: Server,
    http: reqwest::Client,
}

impl Wire {
    async fn new() -> Self {
        Self { server: Server::start(ANY).await.unwrap(), http: reqwest::Client::new() }
    }

    /// Sends a request; its status, the error's code, and the value.
    async fn ask(&self, method: &str, path: &str, body: impl Into<reqwest::Body>) -> (u16, String, Value) {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let url = format!("http://{}{path}", self.server.address());
        let answer = self.http.request(method, url).body(body).send().await.unwrap();
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap();
        let code = body["value"]["error"].as_str().unwrap_or_default().to_owned();
        (status, code, body["value"].clone())
    }

    /// Starts a session and visits a page.
    async fn session(&self, page: &str) -> String {
        let (_, _, started) = self.ask("POST", "/session", r#"{"capabilities": {}}"#).await;
        let session = format!("/session/{}", started["sessionId"].as_str().unwrap());
        let (status, ..) =
            self.ask("POST", &format!("{session}/url"), json!({"url": page}).to_string()).await;
        assert_eq!(status, 200);
        session
    }
}

/// Numbers that look random and are the same each time (xorshift64).
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.next(all.len())]
    }

    /// A value of any kind, and of any argument's.
    fn value(&mut self, depth: usize) -> Value {
        let texts =
            ["", "css selector", "xpath", "#reset", "//*[", "return 1", "e1", "\u{0}", "🦀\u{202e}", "../x"];
        match self.next(if depth == 0 { 7 } else { 9 }) {
            0 => Value::Null,
            1 => json!(self.next(2) == 0),
            2 => json!(self.next(3) as i64 - 1),
            3 => json!([f64::MAX, -0.5, 1e-300][self.next(3)]),
            4..7 => json!(self.of(&texts)),
            7 => (0..self.next(4)).map(|_| self.value(depth - 1)).collect(),
            _ => Value::Object(self.arguments(depth - 1)),
        }
    }

    /// Arguments by the names that commands know.
    fn arguments(&mut self, depth: usize) -> serde_json::Map<String, Value> {
        const NAMES: [&str; 22] = [
            "url",
            "using",
            "value",
            "script",
            "args",
            "text",
            "id",
            "handle",
            "width",
            "height",
            "implicit",
            "actions",
            "type",
            "name",
            "cookie",
            "file",
            "cmd",
            "page",
            "orientation",
            "origin",
            "pageLoad",
            "element-6066-11e4-a52e-4f735466cecf",
        ];
        (0..self.next(5)).map(|_| ((*self.of(&NAMES)).to_owned(), self.value(depth))).collect()
    }
}

#[tokio::test]
async fn any_request_is_answered_and_the_session_goes_on() {
    const PATHS: [&str; 39] = [
        "",
        "/timeouts",
        "/url",
        "/refresh",
        "/title",
        "/source",
        "/window",
        "/window/handles",
        "/window/new",
        "/window/rect",
        "/window/maximize",
        "/frame",
        "/frame/parent",
        "/element",
        "/elements",
        "/element/active",
        "/element/e1/element",
        "/element/e1/elements",
        "/element/e1/click",
        "/element/e1/clear",
        "/element/e1/value",
        "/element/e1/text",
        "/element/e1/rect",
        "/element/e1/css/border-color",
        "/element/e1/attribute/class",
        "/element/e1/property/value",
        "/element/e1/computedrole",
        "/element/e1/computedlabel",
        "/element/%00/text",
        "/element/e1/shadow",
        "/execute/sync",
        "/cookie",
        "/cookie/%F0%9F",
        "/actions",
        "/alert/text",
        "/alert/accept",
        "/se/log",
        "/se/file",
        "/log/types",
    ];
    const CODES: [u16; 5] = [200, 400, 404, 405, 500];
    let wire = Wire::new().await;
    let demo = Demo::start(ANY, None).await.unwrap();
    let session = wire.session(demo.url().as_str()).await;
    let found = json!({"using": "css selector", "value": "#reset"}).to_string();
    let (status, ..) = wire.ask("POST", &format!("{session}/element"), found).await;
    assert_eq!(status, 200);
    let mut chance = Chance(0x5eed);
    for round in 0..300 {
        let path = chance.of(&PATHS);
        let method = *chance.of(&["GET", "POST", "POST", "DELETE", "PUT"]);
        // The session is ended and its window closed by what comes last.
        if method == "DELETE" && matches!(*path, "" | "/window") {
            continue;
        }
        let mut body = Value::Object(chance.arguments(3)).to_string();
        if chance.next(10) == 0 {
            body.truncate((0..=body.len() / 2).rev().find(|cut| body.is_char_boundary(*cut)).unwrap_or(0));
        }
        let (status, code, _) = wire.ask(method, &format!("{session}{path}"), body.clone()).await;
        assert!(CODES.contains(&status), "round {round}: {method} {path} {body}: {status} {code}");
        assert_ne!(code, "invalid session id", "round {round}: {method} {path} {body} ended the session");
    }
    let (status, ..) = wire.ask("DELETE", &session, "").await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn scripts_that_never_end_are_ended_by_the_timeout() {
    let wire = Wire::new().await;
    let demo = Demo::start(ANY, None).await.unwrap();
    let session = wire.session(demo.url().as_str()).await;
    let limit = json!({"script": 200}).to_string();
    wire.ask("POST", &format!("{session}/timeouts"), limit).await;
    let run = async |script: &str, kind: &str| {
        let body = json!({"script": script, "args": []}).to_string();
        wire.ask("POST", &format!("{session}/execute/{kind}"), body).await
    };
    for (script, kind) in [
        ("while (true) {}", "sync"),
        ("return new Promise(() => 0)", "sync"),
        ("", "async"),
        ("const again = () => Promise.resolve().then(again); again(); return new Promise(() => 0)", "sync"),
    ] {
        let (_, code, value) = run(script, kind).await;
        assert_eq!(code, "script timeout", "{kind} {script}: {value}");
    }
    for script in [
        "return (",
        "const deep = () => deep(); deep()",
        "return 'x'.repeat(2 ** 29)",
        "const a = []; a.push(a); return a",
    ] {
        let (_, code, value) = run(script, "sync").await;
        assert_eq!(code, "javascript error", "{script}: {value}");
    }
    assert_eq!(run("return 1 + 1", "sync").await.2, 2);
}

#[tokio::test]
async fn sessions_that_are_never_ended_are_refused_at_some_number_and_end_with_the_server() {
    let wire = Wire::new().await;
    let mut refused = None;
    for number in 0..1000 {
        let (status, code, _) = wire.ask("POST", "/session", r#"{"capabilities": {}}"#).await;
        if status != 200 {
            assert_eq!(code, "session not created");
            refused = Some(number);
            break;
        }
    }
    assert!(refused.is_some_and(|number| number > 100), "{refused:?}");
    let (_, _, status) = wire.ask("GET", "/status", "").await;
    assert_eq!(status["ready"], false);
}

#[tokio::test]
async fn a_body_larger_than_any_file_is_refused() {
    let wire = Wire::new().await;
    let (status, code, _) = wire.ask("POST", "/session", vec![b' '; 65 << 20]).await;
    assert_eq!((status, code.as_str()), (400, "invalid argument"));
}
