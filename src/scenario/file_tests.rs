//! Reading test files, good ones and bad ones.

use std::time::Duration;

use super::*;
use crate::engine::{BrowserKind, EngineKind, Locator};
use crate::scenario::{Expect, SnapshotKind};

fn parse(text: &str) -> Result<Scenario, Error> {
    Scenario::parse(Path::new("tests/sales.yaml"), text)
}

/// The error of a bad file, as the command line shows it.
fn error(text: &str) -> String {
    let error = parse(text).unwrap_err();
    format!("{error}\n{}", error.excerpt().unwrap())
}

/// A file whose only test has one step.
fn step(step: &str) -> String {
    format!("app: a.py\ntests:\n  - name: t\n    steps:\n      - {step}\n")
}

fn only_step(text: &str) -> StepKind {
    let mut scenario = parse(&step(text)).unwrap();
    scenario.tests.remove(0).steps.remove(0).kind
}

#[test]
fn an_action_can_be_started_without_waiting_for_what_it_causes() {
    let kind = only_step(r##"start: {click: {on: "#run"}}"##);
    assert_eq!(kind.to_string(), "start click #run");
    assert!(matches!(kind, StepKind::Start(Action::Click { .. })), "{kind:?}");
}

#[test]
fn a_file_reads_as_the_design_writes_it() {
    let scenario = parse(
        r##"
app: sales.py                       # a path, module:app, a command, a URL, or demo
engine: browser
browser: firefox
viewport: 1000x700
limit: 5 s
stylesheets: [bootstrap.css]
tests:
  - name: a click on a region filters every chart
    steps:
      - select: {on: "#year", option: "1952"}
      - click: {on: "#by-region", point: {x: EMEA}}
      - expect: {on: "#kpi-revenue", text: "$1,204,330"}
      - expect: {callback: time-chart.figure, times: 1, within: 300 ms}
      - expect: {no_errors: true}
      - settle
      - reload
      - snapshot: {name: emea, of: [values, figures, picture]}
reports:
  - name: monday-sales
    when: {cron: "0 7 * * MON", zone: Europe/Berlin}
    pages: [{capture: page}]
    deliver: [{file: "reports/{{ date }}.pdf"}]
"##,
    )
    .unwrap();
    assert_eq!(scenario.visit.engine, EngineKind::Browser);
    assert_eq!(scenario.visit.browser.kind, Some(BrowserKind::Firefox));
    assert_eq!(scenario.visit.viewport, (1000, 700));
    assert_eq!(scenario.visit.limit, Duration::from_secs(5));
    assert_eq!(scenario.visit.stylesheets, [PathBuf::from("tests/bootstrap.css")]);
    let steps = &scenario.tests[0].steps;
    assert_eq!(steps.iter().map(|step| step.line).collect::<Vec<_>>(), (11..=18).collect::<Vec<_>>());
    assert!(
        matches!(&steps[0].kind, StepKind::Action(Action::Select { on, .. }) if *on == Locator::from("#year"))
    );
    assert_eq!(
        steps[3].kind.to_string(),
        "expect callback `time-chart.figure` to be called 1 time within 300 ms"
    );
    assert_eq!(steps[5].kind, StepKind::Settle);
    assert_eq!(steps[6].kind, StepKind::Action(Action::Reload));
    let StepKind::Snapshot(snapshot) = &steps[7].kind else { panic!("{:?}", steps[7]) };
    assert_eq!(snapshot.of, [SnapshotKind::Values, SnapshotKind::Figures, SnapshotKind::Picture]);
}

#[test]
fn an_unknown_verb_is_named_with_its_place_and_what_was_meant() {
    insta::assert_snapshot!(error(&step(r##"clik: {on: "#go"}"##)), @r##"
    tests/sales.yaml:5:9: unknown verb `clik`; did you mean `click`?
    3 |   - name: t
    4 |     steps:
    5 |       - clik: {on: "#go"}
      |         ^
    "##);
    insta::assert_snapshot!(error(&step("expct: {no_errors: true}")).lines().next().unwrap(), @"tests/sales.yaml:5:9: unknown verb `expct`; did you mean `expect`?");
}

#[test]
fn an_unknown_key_is_named_at_every_depth() {
    insta::assert_snapshot!(error("ap: a.py\ntests: []\n"), @r"
    tests/sales.yaml:1:1: unknown key `ap`; did you mean `app`?
    1 | ap: a.py
      | ^
    ");
    insta::assert_snapshot!(error("app: a.py\ntests:\n  - name: t\n    step: []\n"), @r"
    tests/sales.yaml:4:5: unknown key `step`; did you mean `steps`?
    2 | tests:
    3 |   - name: t
    4 |     step: []
      |     ^
    ");
    insta::assert_snapshot!(error(&step(r##"expect: {on: "#a", txt: b}"##)), @r##"
    tests/sales.yaml:5:28: unknown key `txt`; did you mean `text`?
    3 |   - name: t
    4 |     steps:
    5 |       - expect: {on: "#a", txt: b}
      |                            ^
    "##);
    insta::assert_snapshot!(error(&step(r##"select: {on: "#a", options: b}"##)), @r##"
    tests/sales.yaml:5:28: unknown key `options`; did you mean `option`?
    3 |   - name: t
    4 |     steps:
    5 |       - select: {on: "#a", options: b}
      |                            ^
    "##);
}

#[test]
fn broken_yaml_is_shown_where_it_breaks() {
    insta::assert_snapshot!(error("app: a.py\ntests:\n  - name: [t\n    steps: []\n"), @r"
    tests/sales.yaml:3:11: expected string scalar
    1 | app: a.py
    2 | tests:
    3 |   - name: [t
      |           ^
    ");
    insta::assert_snapshot!(error("").lines().next().unwrap(), @"tests/sales.yaml:1:1: unexpected end of input");
    insta::assert_snapshot!(error("app: a.py\napp: b.py\n").lines().next().unwrap(), @"tests/sales.yaml:2:1: `app` is given twice");
}

#[test]
fn what_contradicts_itself_is_refused_with_what_would_be_right() {
    let first = |text: &str| error(&step(text)).lines().next().unwrap().to_owned();
    insta::assert_snapshot!(first(r##"expect: {on: "#a"}"##), @"tests/sales.yaml:5:9: nothing is expected of `#a`: add `text`, `value`, `visible`…");
    insta::assert_snapshot!(first("expect: {text: a}"), @"tests/sales.yaml:5:9: `text` needs `on: LOCATOR`");
    insta::assert_snapshot!(first(r##"expect: {on: "#a", text: 5}"##), @"tests/sales.yaml:5:9: text is a text, never 5; write it in quotes");
    insta::assert_snapshot!(first(r##"expect: {on: "#a", text: {matches: "("}}"##), @"tests/sales.yaml:5:9: `matches`: regex parse error:");
    insta::assert_snapshot!(first("expect: {times: 1}"), @"tests/sales.yaml:5:9: `times`, `within`, `triggered_by`, `before` and `bytes_below` need `callback: ID.PROP`");
    insta::assert_snapshot!(first("expect: {callback: a.b, within: 300}"), @"tests/sales.yaml:5:41: `300` is no duration: write a number and ms, s, min, h or d");
    insta::assert_snapshot!(first("snapshot: {name: ../x, of: [values]}"), @"tests/sales.yaml:5:9: `../x` can't name a snapshot: use letters, digits, spaces, `-` and `_`");
    insta::assert_snapshot!(first("snapshot: {name: x, of: [pixels]}"), @"tests/sales.yaml:5:34: unknown word `pixels`; valid here: `values`, `figures`, `description`, `picture`, `trace`");
    insta::assert_snapshot!(error("app: a.py\nviewport: wide\n"), @r"
    tests/sales.yaml:2:11: `wide` is no viewport: write WIDTHxHEIGHT in px, each up to 16384, such as 1280x800
    1 | app: a.py
    2 | viewport: wide
      |           ^
    ");
}

#[test]
fn a_clock_is_a_moment_and_a_seed_a_number() {
    let text = "app: a.py\nclock: 2025-03-10T10:00:00+01:00\nseed: 7\n";
    let visit = Scenario::parse(Path::new("tests/sales.yaml"), text).unwrap().visit;
    assert_eq!(visit.clock.map(|clock| clock.to_string()).as_deref(), Some("2025-03-10T09:00:00Z"));
    assert_eq!(visit.seed, Some(7));
    assert!(error("app: a.py\nclock: noon\n").contains("tests/sales.yaml:2:8: `noon` is no moment"));
}

#[test]
fn names_are_unique_in_a_file() {
    let twice = "app: a.py\ntests:\n  - {name: t, steps: []}\n  - {name: t, steps: []}\n";
    assert!(error(twice).contains("tests/sales.yaml:4:5: two tests are named `t`"));
}

#[test]
fn an_operator_is_a_map_of_one_and_equals_means_any_value_literally() {
    let matcher = |text: &str| {
        let StepKind::Expect(expect) = only_step(&format!(r##"expect: {{on: "#a", value: {text}}}"##)) else {
            panic!("no expect step");
        };
        let [Expect::Sees(expectation)] = expect.as_slice() else { panic!("{expect:?}") };
        expectation.matcher.to_string()
    };
    assert_eq!(matcher("null"), "to be null");
    assert_eq!(matcher("[1, a]"), r#"to be [1,"a"]"#);
    assert_eq!(matcher("{contains: b}"), r#"to contain "b""#);
    assert_eq!(matcher("{not: {matches: b.}}"), "not to match /b./");
    assert_eq!(matcher("{equals: {contains: b}}"), r#"to be {"contains":"b"}"#);
}

#[test]
fn files_of_an_upload_are_relative_to_the_test_file() {
    let kind = only_step(r##"upload: {on: "#file", files: [data/a.csv]}"##);
    assert!(
        matches!(kind, StepKind::Action(Action::Upload { files, .. }) if files == [PathBuf::from("tests/data/a.csv")])
    );
}

#[test]
fn an_authority_is_relative_to_the_test_file_and_needless_without_any_check() {
    let trust = |keys: &str| parse(&format!("app: https://a.test/\n{keys}")).map(|file| file.visit.trust);
    assert_eq!(trust("").unwrap(), Trust::System);
    assert_eq!(trust("ca: own.pem\n").unwrap(), Trust::Authority("tests/own.pem".into()));
    assert_eq!(trust("insecure: true\n").unwrap(), Trust::Anyone);
    let both = trust("ca: own.pem\ninsecure: true\n").unwrap_err().to_string();
    assert!(both.starts_with("tests/sales.yaml:3:11: `insecure` believes any certificate"), "{both}");
}

#[test]
fn an_unset_variable_in_a_header_is_named_at_its_place() {
    let text = "app: a.py\nheaders: {Authorization: \"Bearer ${DASHPROOF_UNSET}\"}\n";
    assert!(error(text).starts_with("tests/sales.yaml:2:26: the environment variable `DASHPROOF_UNSET`"));
}

#[test]
fn what_is_wrong_with_a_part_of_a_report_is_shown_at_that_part() {
    let report = |steps: &str, page: &str, delivery: &str| {
        let text = format!(
            "app: demo\nreports:\n  - name: a\n    when: {{cron: '@daily'}}\n    steps:\n      - {steps}\n    pages:\n      - {page}\n    deliver:\n      - {delivery}\n"
        );
        error(&text).lines().next().unwrap().to_owned()
    };
    let (step, page, file) = ("click: '#a'", "capture: page", "file: a.pdf");
    for (shown, place, said) in [
        (report("clik: '#a'", page, file), "6:9", "unknown verb `clik`; did you mean `click`?"),
        (report(step, "{capture: page, steps: [{clik: '#a'}]}", file), "8:33", "unknown verb `clik`"),
        (report(step, "title: Sales", file), "8:9", "a page shows something"),
        (report(step, page, "file: a.txt"), "10:9", "`a.txt` should end in .pdf"),
        (
            report(step, page, "webhook: {url: 'http://a.example', send: []}"),
            "10:9",
            "a webhook sends nothing",
        ),
    ] {
        assert!(shown.contains(&format!(":{place}: {said}")), "{shown}");
    }
}
