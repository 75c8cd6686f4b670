//! Each reporter is told of the same run.

use std::time::Duration;

use super::*;
use crate::engine::EngineKind;
use crate::scenario::{Evidence, Failure, FailureKind, Outcome, Status, Summary, TestId};

fn failure(message: &str) -> Failure {
    Failure {
        kind: FailureKind::Step,
        line: 7,
        column: 9,
        step: "click #go".to_owned(),
        message: message.to_owned(),
        hint: Some("use `#run`".to_owned()),
        evidence: Evidence {
            log: vec!["GET / 200".to_owned()],
            timeline: vec!["0 ms  goto".to_owned()],
            files: vec!["out/a.trace.json".into()],
        },
    }
}

fn run() -> Vec<Event> {
    let test = |line, name: &str| TestId {
        file: "tests/sales.yaml".into(),
        line,
        name: name.to_owned(),
        engine: EngineKind::Browserless,
    };
    let outcome = |status, failures| Outcome {
        status,
        duration: Duration::from_millis(12),
        failures,
        pages: vec!["out/a test.html".into()],
    };
    let outcomes = [
        (test(3, "opens"), outcome(Status::Passed, vec![])),
        (
            test(5, "runs <once>"),
            outcome(Status::Failed, vec![failure("nothing found, 50% of it\nsecond line")]),
        ),
        (test(9, "wobbles"), outcome(Status::Flaky, vec![failure("not settled")])),
    ];
    let mut summary = Summary { duration: Duration::from_millis(1500), ..Summary::default() };
    let mut events = vec![Event::RunStarted { files: 1, tests: 3 }];
    for (test, outcome) in outcomes {
        summary.count(&outcome);
        events.push(Event::TestStarted { test: test.clone() });
        events.push(Event::TestFinished { test, outcome });
    }
    events.push(Event::RunFinished { summary });
    events
}

fn told(mut reporter: impl Reporter) {
    for event in run() {
        reporter.event(&event).unwrap();
    }
}

fn text(tell: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    tell(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_console_shows_each_failure_with_its_place_hint_and_evidence() {
    insta::assert_snapshot!(text(|out| told(Console::new(out, false))), @r"
    ok        12 ms  tests/sales.yaml  opens
    FAIL      12 ms  tests/sales.yaml  runs <once>
    flaky     12 ms  tests/sales.yaml  wobbles

    FAIL runs <once>
      at tests/sales.yaml:7  click #go
        nothing found, 50% of it
        second line
      hint: use `#run`
      trace
        0 ms  goto
      app log
        GET / 200
      see out/a.trace.json

    flaky wobbles (attempt 1 of 2)
      at tests/sales.yaml:7  click #go
        not settled
      hint: use `#run`
      trace
        0 ms  goto
      app log
        GET / 200
      see out/a.trace.json

    1 passed, 1 flaky, 1 failed in 1.5 s
    ");
}

#[test]
fn the_console_colours_only_when_told_to() {
    assert!(text(|out| told(Console::new(out, true))).contains("\u{1b}[31mFAIL"));
}

#[test]
fn each_event_is_one_line_of_json() {
    let lines = text(|out| told(JsonLines(out)));
    let events: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.len(), run().len());
    assert_eq!(events[2]["outcome"]["status"], "passed");
    assert_eq!(events[7]["summary"]["milliseconds"], 1500.0);
}

#[test]
fn github_annotates_the_failing_line_and_escapes_its_text() {
    insta::assert_snapshot!(text(|out| told(Github(out))), @r"
    ::error file=tests/sales.yaml,line=7,col=9,title=runs <once>::click #go%0Anothing found, 50%25 of it%0Asecond line%0Ahint: use `#run`
    ::warning file=tests/sales.yaml,line=7,col=9,title=wobbles::click #go%0Anot settled%0Ahint: use `#run`
    ");
}

#[test]
fn junit_tells_failures_from_flaky_tests() {
    let mut junit = Junit::default();
    for event in run() {
        junit.event(&event).unwrap();
    }
    insta::assert_snapshot!(junit.to_xml().unwrap(), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="dashproof" tests="3" skipped="0" failures="1" errors="0" time="1.500">
        <testsuite name="tests/sales.yaml" tests="3" skipped="0" errors="0" failures="1" time="0.036">
            <testcase name="opens" classname="tests/sales.yaml" time="0.012">
                <properties>
                    <property name="engine" value="browserless"/>
                </properties>
            </testcase>
            <testcase name="runs &lt;once&gt;" classname="tests/sales.yaml" time="0.012">
                <properties>
                    <property name="engine" value="browserless"/>
                </properties>
                <failure message="nothing found, 50% of it" type="step">tests/sales.yaml:7  click #go
    nothing found, 50% of it
    second line
    hint: use `#run`

    trace
    0 ms  goto

    app log
    GET / 200
    </failure>
                <system-out>[[ATTACHMENT|out/a.trace.json]]
    </system-out>
            </testcase>
            <testcase name="wobbles" classname="tests/sales.yaml" time="0.012">
                <properties>
                    <property name="engine" value="browserless"/>
                </properties>
                <flakyFailure message="not settled" type="step">tests/sales.yaml:7  click #go
    not settled
    hint: use `#run`

    trace
    0 ms  goto

    app log
    GET / 200
    </flakyFailure>
                <system-out>[[ATTACHMENT|out/a.trace.json]]
    </system-out>
            </testcase>
        </testsuite>
    </testsuites>
    "#);
}

#[test]
fn the_page_of_a_run_shows_failed_tests_first_and_takes_no_text_for_markup() {
    let mut html = Html::default();
    for event in run() {
        html.event(&event).unwrap();
    }
    let page = html.to_html().unwrap();
    let at = |part: &str| page.find(part).unwrap_or_else(|| panic!("{part} is not in {page}"));
    assert!(at("runs &lt;once&gt;") < at("wobbles") && at("wobbles") < at("opens"), "failed, flaky, passed");
    for part in ["1 of 3 tests failed", "click #go", "use `#run`", "GET &#x2f; 200", "out&#x2f;a.trace.json"]
    {
        at(part);
    }
    assert_eq!(page.matches("href=\".&#x2f;a%20test%2Ehtml\"").count(), 3);
    assert!(!page.contains("<once>") && !page.contains("<script"));
}
