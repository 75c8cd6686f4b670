//! `dashproof test` on the built-in demo.

use crate::folder::Folder;

const STORES: &str = r##"
app: demo
tests:
  - name: a country decides which cities there are
    steps:
      - tab: {on: "#tabs", tab: Stores}
      - select: {on: "#country", option: France}
      - expect: {on: "#city", value: Lyon}
      - expect: {callback: city-summary.children, times: 1, triggered_by: city.value}
"##;

#[test]
fn a_passing_file_leaves_its_trace_and_its_junit_report() {
    let folder = Folder::new().with("stores.yaml", STORES);
    let ran = folder.run(&["test", "stores.yaml", "--trace", "traces", "--junit", "junit.xml"]);
    assert!(ran.succeeds().stdout.contains("1 passed"), "{ran:?}");
    assert!(folder.read("junit.xml").contains(r#"tests="1" skipped="0" failures="0""#));
    let trace = "traces/stores__a-country-decides-which-cities-there-are.trace.json";
    assert_eq!(folder.files(), ["junit.xml", "stores.yaml", trace]);

    for (format, part) in
        [("chrome", "traceEvents"), ("har", "\"log\""), ("mermaid", "flowchart"), ("dot", "digraph")]
    {
        let exported = folder.run(&["trace", "export", trace, "--to", format]);
        assert!(exported.succeeds().stdout.contains(part), "{format}");
    }
}

#[test]
fn a_failing_step_is_reported_with_its_place_and_the_calls_before_it() {
    let folder = Folder::new().with("stores.yaml", &STORES.replace("Lyon", "Atlantis"));
    let ran = folder.run(&["test", "stores.yaml"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for part in
        ["at stores.yaml:8", "\"Atlantis\"", "last seen \"Lyon\"", "city-summary.children", "1 failed"]
    {
        assert!(ran.stdout.contains(part), "{part:?} is not in {}", ran.stdout);
    }
}

#[test]
fn a_report_leads_from_the_failed_test_to_its_trace_page_and_its_last_look() {
    let folder = Folder::new().with("stores.yaml", &STORES.replace("Lyon", "Atlantis"));
    let ran = folder.run(&["test", "stores.yaml", "--report", "report"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let name = "stores__a-country-decides-which-cities-there-are";
    assert_eq!(
        folder.files(),
        ["report/index.html", &format!("report/{name}.html"), &format!("report/{name}.png"), "stores.yaml"]
    );
    let report = folder.read("report/index.html");
    let link = format!("./{}%2Ehtml", name.replace('_', "%5F").replace('-', "%2D"));
    for part in [
        "1 of 1 tests failed",
        "Atlantis",
        "data:image/png;base64,",
        "city-summary.children",
        &link.replace('/', "&#x2f;"),
    ] {
        assert!(report.contains(part), "{part:?} is not in {report}");
    }
    let page = folder.read(&format!("report/{name}.html"));
    assert!(
        page.contains("select #country France") && page.contains("\"shots\":[{"),
        "the steps with pictures"
    );
}

#[test]
fn soft_expectations_are_all_reported_and_the_test_goes_on() {
    let soft = r##"
      - expect: {on: "#city", value: Atlantis, soft: true}
      - expect: {on: "#country", value: Utopia, soft: true}
      - select: {on: "#city", option: Paris}
      - expect: {on: "#city", value: Paris}
"##;
    let folder = Folder::new().with("stores.yaml", &(STORES.trim_end().to_owned() + soft));
    let ran = folder.run(&["test", "stores.yaml"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for part in ["at stores.yaml:10", "\"Atlantis\"", "line 11: ", "\"Utopia\"", "city.value"] {
        assert!(ran.stdout.contains(part), "{part:?} is not in {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("\"Paris\""), "that one holds: {}", ran.stdout);
}

#[test]
fn other_tests_run_on_after_one_failed() {
    let more = "  - {name: opens, steps: [expect: {no_errors: true}]}\n";
    let folder = Folder::new().with("stores.yaml", &(STORES.replace("Lyon", "Atlantis") + more));
    let ran = folder.run(&["test", "stores.yaml"]);
    assert!(ran.stdout.contains("1 passed, 1 failed"), "{ran:?}");
    folder.run(&["test", "stores.yaml", "--name", "opens"]).succeeds();
}

#[test]
fn each_event_is_a_line_of_json_when_asked() {
    let folder = Folder::new().with("stores.yaml", STORES);
    let ran = folder.run(&["test", "stores.yaml", "--reporter", "json"]);
    let events: Vec<serde_json::Value> =
        ran.succeeds().stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<&str> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(names, ["run_started", "app_started", "test_started", "test_finished", "run_finished"]);
}

#[test]
fn shards_share_the_tests_without_overlap() {
    let tests: Vec<String> = (0..20).map(|n| format!("  - {{name: test {n}, steps: []}}\n")).collect();
    let tests = tests.concat();
    let folder = Folder::new().with("many.yaml", &format!("app: demo\ntests:\n{tests}"));
    let mut seen: Vec<String> = Vec::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let ran = folder.run(&["test", "many.yaml", "--shard", shard]);
        seen.extend(
            ran.succeeds()
                .stdout
                .lines()
                .filter(|line| line.starts_with("ok"))
                .map(|line| line.rsplit("  ").next().unwrap().to_owned()),
        );
    }
    seen.sort();
    let mut all: Vec<String> = (0..20).map(|n| format!("test {n}")).collect();
    all.sort();
    assert_eq!(seen, all);
}
