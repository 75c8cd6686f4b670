//! `dashproof trace export`, read by the tools that it is for.

use std::fs::File;
use std::process::Command;

use serde_json::{Value, json};

use crate::folder::{Folder, Ran};

const STORES: &str = r##"
app: demo
tests:
  - {name: a country, steps: [tab: {on: "#tabs", tab: Stores}, select: {on: "#country", option: France}]}
"##;

/// What a tool makes of a visit to the demo, from its stdin.
fn read_by(tool: &mut Command, format: &str) -> Ran {
    let folder = Folder::new().with("stores.yaml", STORES);
    folder.run(&["test", "stores.yaml", "--trace", "."]).succeeds();
    folder
        .run(&["trace", "export", "stores__a-country.trace.json", "--to", format, "-o", "exported"])
        .succeeds();
    Ran::of(tool.stdin(File::open(folder.path().join("exported")).unwrap()))
}

#[test]
fn opentelemetry_reads_spans_with_their_parents_and_causes() {
    let python = std::env::var_os("DASHPROOF_OTLP_PYTHON").unwrap_or_else(|| "python3".into());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/exports/otlp.py");
    let ran = read_by(Command::new(python).arg(script), "otlp");
    let spans: Vec<Value> =
        ran.succeeds().stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
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
