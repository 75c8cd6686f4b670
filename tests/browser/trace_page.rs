//! The page of a trace, used as a developer would use it.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use dashproof::engine::{EngineKind, Framework};
use dashproof::trace::{Call, CallKind, CallStatus, Message, MessageLevel, Picture, Step, Trace};
use dashproof::{Action, Property, Session, Visit, viewer};
use serde_json::{Value, json};
use url::Url;

use crate::visits::patient;

/// Markup that would leave its mark if it were ever taken for markup.
const HOSTILE: &str = "</script><img src=x onerror=\"document.body.className='taken'\" class=taken><script>document.body.className='taken'</script>";

/// A PNG file of one pixel.
const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// A trace's page in a browser.
struct Page(Session);

impl Page {
    /// The page is served once for each request, from a thread that ends with the tests.
    async fn open(trace: &Trace) -> Self {
        let page = viewer::page(trace, &trace.app);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut request = [0; 4096];
                let asked = stream.read(&mut request).unwrap_or_default();
                let is_page = request[..asked].starts_with(b"GET / ");
                let (status, body) = if is_page { ("200 OK", page.as_str()) } else { ("404 Not Found", "") };
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                // A browser that has gone away needs no answer.
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
            }
        });
        let visit = Visit { engine: EngineKind::Browser, framework: Some(Framework::Page), ..patient() };
        Self(Session::open(&url, &visit).await.unwrap())
    }

    async fn act(&mut self, line: &str) {
        self.0.act(&Action::parse(line).unwrap()).await.unwrap();
    }

    async fn read(&mut self, on: &str, property: Property) -> Value {
        self.0.read(&on.into(), &property).await.unwrap()
    }

    async fn text(&mut self, on: &str) -> String {
        self.read(on, Property::Text).await.as_str().unwrap_or_default().to_owned()
    }

    async fn count(&mut self, on: &str) -> u64 {
        self.read(on, Property::Count).await.as_u64().unwrap()
    }
}

fn step(name: &str, start: f64, end: f64) -> Step {
    Step { name: name.to_owned(), start, end: Some(end) }
}

fn dependency(output: &str, inputs: &[&str]) -> Value {
    let prop = |prop: &&str| {
        let (id, property) = prop.rsplit_once('.').unwrap();
        json!({"id": id, "property": property})
    };
    json!({"output": output, "inputs": inputs.iter().map(prop).collect::<Vec<_>>(), "state": []})
}

fn call(step: usize, output: &str, changed: &[&str], (start, took): (f64, f64), value: &Value) -> Call {
    let (id, property) = output.rsplit_once('.').unwrap();
    let input = changed.first().and_then(|prop| prop.rsplit_once('.')).unwrap_or(("none", "value"));
    let mut call = Call::begin(
        CallKind::Server,
        start,
        json!({"output": output, "changedPropIds": changed, "inputs": [{"id": input.0, "property": input.1, "value": 7}]}),
    );
    call.step = step;
    call.response = Some(json!({"multi": true, "response": {id: {property: value}}}));
    call.http_status = Some(200);
    call.finish(start + took, CallStatus::Updated);
    call
}

/// A select that is stored, what the store feeds, and a callback that never runs.
fn sales() -> Trace {
    let figure = json!({"data": [{"type": "bar", "x": ["A", "B"], "y": [1, 2]}], "layout": {}});
    let mut failed = call(1, "table.data", &["store.data"], (126.0, 4.0), &json!(null));
    failed.status = CallStatus::Failed { message: "KeyError: 'price'".to_owned() };
    let mut trace = Trace {
        version: Trace::VERSION,
        app: "sales.py".to_owned(),
        engine: "browserless".to_owned(),
        dependencies: vec![
            dependency("store.data", &["region.value"]),
            dependency("chart.figure", &["store.data"]),
            dependency("table.data", &["store.data"]),
            dependency("help.children", &["ask.n_clicks"]),
        ],
        steps: vec![step("goto", 0.0, 60.0), step("select #region EMEA", 100.0, 150.0)],
        calls: vec![
            call(0, "store.data", &[], (10.0, 20.0), &json!({"rows": "first"})),
            call(1, "store.data", &["region.value"], (102.0, 20.0), &json!({"rows": "second"})),
            call(1, "chart.figure", &["store.data"], (124.0, 9.0), &figure),
            failed,
        ],
        messages: vec![Message {
            step: 1,
            at: 131.0,
            level: MessageLevel::Error,
            text: "callback failed".to_owned(),
        }],
        ..Trace::default()
    };
    trace.calls[2].cause = dashproof::trace::Cause::Call(1);
    trace.calls[3].cause = dashproof::trace::Cause::Call(1);
    trace
}

#[tokio::test]
async fn a_call_tells_why_it_ran_what_it_wrote_and_shows_its_figure() {
    let mut page = Page::open(&sales()).await;
    assert_eq!(page.count(".row.step").await, 2);
    assert_eq!(page.count(".row.call").await, 4);
    assert_eq!(page.count("path.arrow").await, 2);
    page.act("click '.row[data-call=\"2\"]'").await;
    assert_eq!(page.text("#details h2").await, "chart.figure");
    assert_eq!(
        page.text("ol.why").await,
        "select #region EMEA\nstore.data ran because region.value changed\nchart.figure ran because that wrote store.data"
    );
    assert_eq!(page.count("img.figure").await, 1);
    assert_eq!(page.count("path.arrow.bold").await, 1);
    page.act("click text=Response").await;
    assert!(page.text("#details details[open] pre").await.contains("\"figure\""));
    page.act("press #timeline ArrowLeft").await;
    assert_eq!(page.text("#details h2").await, "store.data");
    page.act("press #timeline ArrowRight").await;
    assert_eq!(page.text("#details h2").await, "chart.figure");
    page.act("press #timeline ArrowDown").await;
    assert!(page.text("#details pre.error").await.contains("KeyError: 'price'"));
    page.0.close().await.unwrap();
}

#[tokio::test]
async fn calls_are_found_by_text_component_callback_and_status() {
    let mut page = Page::open(&sales()).await;
    for (line, count) in [
        ("fill #text second", "1 of 4 calls"),
        ("fill #text KEYERROR", "1 of 4 calls"),
        ("fill #text nowhere", "0 of 4 calls"),
        ("click #reset", "4 calls"),
        ("fill #component store", "4 of 4 calls"),
        ("fill #component table", "1 of 4 calls"),
        ("fill #component help", "0 of 4 calls"),
        ("click #reset", "4 calls"),
        ("select #callback store.data", "2 of 4 calls"),
        ("click #reset", "4 calls"),
        ("select #status failed", "1 of 4 calls"),
    ] {
        page.act(line).await;
        assert_eq!(page.text("#count").await, count, "{line}");
    }
    assert_eq!(page.count(".row.call").await, 1);
    page.0.close().await.unwrap();
}

#[tokio::test]
async fn the_graph_leads_to_the_calls_of_a_callback_and_a_picture_to_its_step() {
    let mut trace = sales();
    trace.pictures.push(Picture { step: 1, at: 150.0, png: PIXEL.to_owned() });
    let mut page = Page::open(&trace).await;
    page.act("click #tab-graph").await;
    for (class, boxes) in [("ran", 2), ("failed", 1), ("unused", 1)] {
        assert_eq!(page.count(&format!("g.box.{class}")).await, boxes, "{class}");
    }
    assert_eq!(page.count("path.way").await, 2);
    page.act("click 'g.box[data-callback=\"1\"]'").await;
    assert_eq!(page.text("#count").await, "1 of 4 calls");
    assert_eq!(page.text("#details h2").await, "chart.figure");
    page.act("click #reset").await;
    page.act("click #tab-callbacks").await;
    assert_eq!(page.count(".row.lane").await, 4);
    page.act("click .shot").await;
    assert_eq!(page.text("#details h2").await, "select #region EMEA");
    assert_eq!(page.count("#details img.figure").await, 1);
    page.0.close().await.unwrap();
}

#[tokio::test]
async fn what_a_hostile_app_said_is_shown_as_text_and_never_runs() {
    let mut trace = sales();
    trace.app = HOSTILE.to_owned();
    trace.steps[1].name = format!("click {HOSTILE}");
    trace.messages[0].text = format!("{HOSTILE}\u{202e}reversed");
    trace.dependencies.push(dependency(
        &format!("{HOSTILE}.children"),
        &["javascript:document.body.className='taken'.value"],
    ));
    let output = format!("{HOSTILE}.children");
    let prop = format!("{HOSTILE}.value");
    let value = json!({"href": "javascript:document.body.className='taken'", "text": HOSTILE, "huge": "x".repeat(3_000_000)});
    trace.calls.push(call(1, &output, &[&prop], (140.0, 5.0), &value));
    trace.calls[3].status = CallStatus::Failed { message: HOSTILE.to_owned() };
    trace.pictures.push(Picture {
        step: 1,
        at: 150.0,
        png: "\"onerror=\"document.body.className='taken'".to_owned(),
    });
    let mut page = Page::open(&trace).await;
    assert_eq!(page.text("h1").await, HOSTILE);
    for selected in ["[data-call=\"4\"]", "[data-call=\"3\"]", "[data-step=\"1\"]", "[data-message=\"0\"]"] {
        page.act(&format!("click '.row{selected}'")).await;
        assert!(page.text("#details").await.contains(HOSTILE), "{selected}");
        for (on, none) in [(".taken", 0), ("#details a", 0), ("script", 3)] {
            // Ours are the tap that the recording puts in, the data and the page's own.
            assert_eq!(page.count(on).await, none, "{on} after {selected}");
        }
    }
    assert!(page.text("#details").await.contains("‹U+202E›reversed"));
    page.act("click '.row[data-call=\"4\"]'").await;
    page.act("click text=Response").await;
    assert!(page.text("#details").await.contains("2998000 more characters"));
    page.act("click #tab-graph").await;
    assert!(page.text("#graph").await.contains("javascript:document.body"));
    assert_eq!(page.count(".taken").await, 0);
    page.0.close().await.unwrap();
}
