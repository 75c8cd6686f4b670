//! Every kind of failure message, to be read by a person: what was awaited, for how long, what was seen last, what was
//! pending, what the app said, what to do and where to look. Times are masked.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use regex::Regex;
use serde_json::Value;

/// The failures of one test file by each engine.
fn failures(file: &str, engine: &str) -> Vec<(String, String)> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/failures").join(file).with_extension("yaml");
    let traces = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_dashproof"));
    command.arg("test").arg(path).args([
        "--engine",
        engine,
        "--reporter",
        "json",
        "--update",
        "no",
        "--trace",
    ]);
    let ran = command.arg(traces.path()).stderr(Stdio::inherit()).output().unwrap();
    let events = String::from_utf8(ran.stdout).unwrap();
    let finished = events.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let finished = finished.filter(|event| event["event"] == "test_finished");
    // The first visit waits for a cold browser, which on a busy machine may take longer than all the others' limit.
    let finished = finished.filter(|event| event["test"]["name"] != "warm up");
    finished.map(|event| (event["test"]["name"].as_str().unwrap().to_owned(), told(&event))).collect()
}

/// What a person reads about a test.
fn told(event: &Value) -> String {
    let failure = &event["outcome"]["failures"][0];
    let Some(message) = failure["message"].as_str() else { return "    passed\n".to_owned() };
    let mut told = String::new();
    let texts = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
    };
    for line in message.lines() {
        writeln!(told, "    {line}").unwrap();
    }
    if let Some(hint) = failure["hint"].as_str() {
        writeln!(told, "    hint: {hint}").unwrap();
    }
    // The app's own last line; the server says more.
    let own = ["asking the warehouse", "listening", "out of memory"];
    let log = texts(&failure["evidence"]["log"]);
    if let Some(line) = log.iter().rfind(|line| own.contains(&line.as_str())) {
        writeln!(told, "    app log: {line}").unwrap();
    }
    for file in texts(&failure["evidence"]["files"]) {
        writeln!(told, "    see {}", Path::new(&file).file_name().unwrap().display()).unwrap();
    }
    let times = Regex::new(r"\b\d+(\.\d+)? m?s\b").unwrap();
    times.replace_all(&told, "[time]").into_owned()
}

#[test]
fn every_failure_says_what_was_awaited_how_long_what_was_seen_and_what_was_pending() {
    let mut gallery = String::new();
    let files = ["settling", "reading", "acting"];
    let browser = files.map(|file| thread::spawn(|| failures(file, "browser")));
    for (file, browser) in files.into_iter().zip(browser) {
        let browserless = failures(file, "browserless");
        for ((name, without), (_, with)) in browserless.into_iter().zip(browser.join().unwrap()) {
            writeln!(gallery, "{name}").unwrap();
            if without == with {
                write!(gallery, "  both engines\n{with}").unwrap();
            } else {
                write!(gallery, "  browserless\n{without}  browser\n{with}").unwrap();
            }
            gallery.push('\n');
        }
    }
    insta::assert_snapshot!(gallery);
}
