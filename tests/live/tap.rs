//! The proxy and its tap between a real Chromium and a real Dash app.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dashproof::Trust;
use dashproof::trace::proxy::Proxy;
use dashproof::trace::{CallKind, CallStatus, Cause, MessageLevel, Recorder, Trace};
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;
use url::Url;

use crate::port::FreePort;

/// A process whose whole group ends with the test.
struct Group(Child);

impl Group {
    fn start(command: &mut Command) -> Self {
        let command = command.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        Self(command.spawn().expect("the program starts"))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let group = rustix::process::Pid::from_child(&self.0);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        drop(self.0.wait());
    }
}

async fn answers(url: &str) {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let wait = async {
        while client.get(url).send().await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait)
        .await
        .unwrap_or_else(|_| panic!("{url} does not answer"));
}

struct Visit {
    client: Client,
    proxy: Proxy,
    recorder: Recorder,
    _processes: [Group; 2],
    _scratch: tempfile::TempDir,
}

impl Visit {
    async fn to(app: &str) -> Self {
        let kept = [FreePort::kept(), FreePort::kept()];
        let [app_port, driver_port] = kept.each_ref().map(FreePort::number);
        let python = std::env::var("DASHPROOF_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps").join(app);
        let app = Group::start(
            Command::new(python).arg(path).env("PORT", app_port.to_string()).env("HOST", "127.0.0.1"),
        );
        let scratch = tempfile::tempdir().expect("a folder");
        let driver = Group::start(
            Command::new("chromedriver").arg(format!("--port={driver_port}")).env("TMPDIR", scratch.path()),
        );
        let url: Url = format!("http://127.0.0.1:{app_port}/").parse().expect("url");
        answers(url.as_str()).await;
        let driver_url = format!("http://127.0.0.1:{driver_port}");
        answers(&format!("{driver_url}/status")).await;

        let recorder = Recorder::new(url.as_str(), "browser");
        let proxy =
            Proxy::start(&url, &[], &Trust::System, recorder.clone()).await.expect("the proxy starts");
        let arguments = json!({"args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"]});
        let capabilities = [("goog:chromeOptions".to_owned(), arguments)].into_iter().collect();
        let client = ClientBuilder::rustls()
            .expect("tls")
            .capabilities(capabilities)
            .connect(&driver_url)
            .await
            .expect("a browser");
        Self { client, proxy, recorder, _processes: [app, driver], _scratch: scratch }
    }

    async fn goto(&self, path: &str) {
        self.recorder.begin_step(format!("goto {path}"));
        self.client.goto(self.proxy.url().join(path).expect("url").as_str()).await.expect("the page loads");
    }

    /// Waits until the trace is as wanted, and shows it when it never is.
    async fn until(&self, wanted: impl Fn(&Trace) -> bool) -> Trace {
        let wait = async {
            while !wanted(&self.recorder.snapshot()) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let limit = Duration::from_secs(20);
        let trace = tokio::time::timeout(limit, wait).await.map(|()| self.recorder.snapshot());
        trace.unwrap_or_else(|_| panic!("{:#?}", self.recorder.snapshot()))
    }

    async fn end(self) {
        self.client.close().await.expect("the browser closes");
    }
}

fn ended(trace: &Trace, output: &str) -> usize {
    trace.calls.iter().filter(|call| call.output == output && call.duration.is_some()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn clientside_and_server_callbacks_of_dash_are_seen_and_explained() {
    let visit = Visit::to("clientside_app/app.py").await;
    visit.goto("/").await;
    let trace = visit
        .until(|trace| {
            ["length.children", "server.children", "promised.children"]
                .iter()
                .all(|output| ended(trace, output) == 1)
        })
        .await;
    let call = |output: &str| trace.calls.iter().find(|call| call.output == output).expect("called");
    assert_eq!(call("shout.children").kind, CallKind::Clientside);
    assert_eq!(
        call("shout.children").response,
        Some(json!({"multi": true, "response": {"shout": {"children": "ABC!"}}}))
    );
    let shout = trace.calls.iter().position(|call| call.output == "shout.children").expect("called");
    for caused in ["length.children", "server.children"] {
        assert_eq!(call(caused).cause, Cause::Call(shout), "{caused}");
    }
    assert_eq!(call("promised.children").status, CallStatus::NoUpdate);
    assert_eq!(call("server.children").kind, CallKind::Server);
    assert_eq!(call("length.children").changed, ["shout.children"]);
    assert_eq!(
        call("length.children").request.as_ref().expect("request")["state"],
        json!([{"id": "text", "property": "value", "value": "abc"}])
    );
    assert_eq!(trace.messages.iter().find(|message| message.level == MessageLevel::Error), None);

    visit.recorder.begin_step("click #later");
    visit.client.find(Locator::Id("later")).await.expect("a button").click().await.expect("a click");
    let trace = visit.until(|trace| ended(trace, "promised.children") == 2).await;
    let promised = trace.calls.last().expect("called");
    assert_eq!((promised.step, &promised.changed), (1, &vec!["later.n_clicks".to_owned()]));
    let expected = json!({"multi": true, "response": {"promised": {"children": "promised 1"}}});
    assert_eq!(promised.response, Some(expected));
    assert_eq!(promised.partial[0].body, json!({"sideUpdate": {"aside": {"children": "set by later"}}}));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_says_right_before_it_is_left_is_not_lost() {
    let visit = Visit::to("clientside_app/app.py").await;
    visit.goto("/").await;
    visit.until(|trace| ended(trace, "shout.children") == 1).await;
    // React's development build warns by `console.error`.
    let script = "console.error('Warning: %s is old', 'x'); console.error('farewell %s', {n: 1}); \
                  location.href = '/?again'";
    visit.client.execute(script, Vec::new()).await.expect("the script runs");
    let trace = visit.until(|trace| trace.messages.iter().any(|m| m.level == MessageLevel::Error)).await;
    assert_eq!(trace.messages.iter().filter(|m| m.text == "farewell {\"n\":1}").count(), 1);
    let warned = trace.messages.iter().find(|m| m.text == "Warning: x is old");
    assert_eq!(warned.map(|m| m.level), Some(MessageLevel::Warning));
    // The page after it is tapped as well.
    visit.until(|trace| ended(trace, "shout.children") == 2).await;
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_background_callback_is_one_call_with_its_progress() {
    let visit = Visit::to("background.py").await;
    visit.goto("/").await;
    visit.until(|trace| ended(trace, "after.children") == 1).await;
    visit.recorder.begin_step("click #run");
    visit.client.find(Locator::Id("run")).await.expect("a button").click().await.expect("a click");
    let trace = visit.until(|trace| ended(trace, "after.children") == 2).await;
    let job = trace.calls.iter().position(|call| call.output == "result.children").expect("called");
    let call = &trace.calls[job];
    assert_eq!((call.kind, &call.status), (CallKind::Background, &CallStatus::Updated));
    assert!(call.polls > 0 && call.partial.iter().any(|partial| partial.body.get("progress").is_some()));
    assert_eq!(trace.calls.last().expect("called").cause, Cause::Call(job));
    assert_eq!(visit.proxy.in_flight(), Vec::<String>::new());
    visit.end().await;
}
