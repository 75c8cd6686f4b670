//! What is exported and told, read by the tools that it is for.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread::JoinHandle;

use serde_json::{Value, json};

use crate::folder::{Folder, Ran};

const STORES: &str = r##"
app: demo
tests:
  - {name: a country, steps: [tab: {on: "#tabs", tab: Stores}, select: {on: "#country", option: France}]}
"##;

const SALES: &str = "
app: demo
reports:
  - name: sales
    when: {cron: '@yearly'}
    pages: [{capture: '#revenue-by-region'}]
    deliver: [{file: out.pdf}]
";

/// What a tool makes of a visit to the demo, from its stdin.
fn read_by(tool: &mut Command, format: &str) -> Ran {
    let folder = Folder::new().with("stores.yaml", STORES);
    folder.run(&["test", "stores.yaml", "--trace", "."]).succeeds();
    folder
        .run(&["trace", "export", "stores__a-country.trace.json", "--to", format, "-o", "exported"])
        .succeeds();
    Ran::of(tool.stdin(File::open(folder.path().join("exported")).unwrap()))
}

/// OpenTelemetry's own messages, which read OTLP from stdin and print its spans: parent, name, linked.
fn opentelemetry() -> Command {
    let python = std::env::var_os("DASHPROOF_OTLP_PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/exports/otlp.py"));
    command
}

fn spans(ran: &Ran) -> Vec<Value> {
    ran.succeeds().stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn opentelemetry_reads_spans_with_their_parents_and_causes() {
    let spans = spans(&read_by(&mut opentelemetry(), "otlp"));
    assert_eq!(spans.iter().filter(|span| span[0].is_null()).count(), 1, "{spans:#?}");
    let step = "select #country France";
    let calls: Vec<&Value> = spans.iter().filter(|span| span[0] == step).collect();
    let cities = "city.options, city.value";
    assert_eq!(
        calls,
        [&json!([step, cities, []]), &json!([step, "city-summary.children", [cities]])],
        "{spans:#?}"
    );
}

/// A collector for one message, and where it listens: the head of the request, and its body.
fn collector() -> (String, JoinHandle<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let taken = std::thread::spawn(move || {
        let mut request = BufReader::new(listener.accept().unwrap().0);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(request.read_line(&mut head).unwrap(), 0, "{head}");
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        let mut body = vec![0; length.parse().unwrap()];
        request.read_exact(&mut body).unwrap();
        request.get_mut().write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").unwrap();
        (head, body)
    });
    (address, taken)
}

#[test]
fn a_collector_is_told_of_a_run_with_its_attempts_their_phases_and_what_was_sent() {
    let folder = Folder::new().with("r.yaml", SALES);
    let (address, taken) = collector();
    folder.run(&["serve", "r.yaml", "--once", "--otlp", &address]).succeeds();
    let (head, body) = taken.join().unwrap();
    assert!(head.starts_with("POST /v1/traces HTTP/1.1\r\n"), "{head}");
    std::fs::write(folder.path().join("told.json"), body).unwrap();
    let told = File::open(folder.path().join("told.json")).unwrap();
    let spans = spans(&Ran::of(opentelemetry().stdin(told)));
    let of = |parent: Value| -> Vec<&Value> {
        spans.iter().filter(|span| span[0] == parent).map(|span| &span[1]).collect()
    };
    assert_eq!(of(Value::Null), ["sales"]);
    assert_eq!(of(json!("sales")), ["attempt", "deliver"]);
    assert!(of(json!("attempt")).contains(&&json!("capturing")), "{spans:#?}");
}

#[test]
fn a_collector_that_is_away_costs_a_run_nothing() {
    let folder = Folder::new().with("r.yaml", SALES);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let ran = folder.run(&["serve", "r.yaml", "--once", "--otlp", &format!("http://ann:s3cret@{free}")]);
    let told = &ran.succeeds().stderr;
    assert!(told.contains(&format!("run 1 is not told to http://**********@{free}/v1/traces: ")), "{told}");
    assert!(!told.contains("s3cret"), "{told}");
    assert!(folder.path().join("out.pdf").exists());
}

#[test]
fn graphviz_draws_the_callback_graph() {
    let ran = read_by(Command::new("dot").arg("-Tsvg"), "dot");
    let svg = &ran.succeeds().stdout;
    assert!(svg.contains("<title>city.value&#45;&gt;callback 7</title>"), "{svg}");
    assert_eq!(svg.matches("2 ×").count(), 2, "both callbacks about cities ran twice: {svg}");
}

#[test]
fn a_har_validator_accepts_the_archive() {
    let modules =
        std::env::var_os("DASHPROOF_HAR_VALIDATOR").expect("DASHPROOF_HAR_VALIDATOR: see scripts/test");
    let script = "require('har-validator/lib/promise').har(JSON.parse(require('fs').readFileSync(0)))\
        .then((har) => console.log(har.log.entries.length), (bad) => { console.error(bad.errors); process.exit(1); })";
    let modules = std::path::Path::new(&modules).join("node_modules");
    let ran = read_by(Command::new("node").env("NODE_PATH", modules).args(["-e", script]), "har");
    assert_ne!(ran.succeeds().stdout.trim(), "0");
}
