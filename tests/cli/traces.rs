//! `dashproof trace` on visits to the built-in demo.

use serde_json::{Value, json};

use crate::folder::Folder;

const STORES: &str = r##"
app: demo
tests:
  - {name: a country, steps: [tab: {on: "#tabs", tab: Stores}, select: {on: "#country", option: France}]}
  - {name: a region, steps: [select: {on: "#region", option: EMEA}]}
  - {name: a target, steps: [tab: {on: "#tabs", tab: Targets}, click: {on: "#add-target"}]}
  - {name: opens, steps: []}
"##;
const TRACE: &str = "traces/stores__a-country.trace.json";

/// A folder with the trace of a visit that chose a country.
fn visited() -> Folder {
    let folder = Folder::new().with("stores.yaml", STORES);
    folder.run(&["test", "stores.yaml", "--name", "a country", "--trace", "traces"]).succeeds();
    folder
}

#[test]
fn a_trace_is_held_against_expectations_and_budgets() {
    let folder = visited();
    let check = |arguments: &[&str]| folder.run(&[&["trace", "check", "traces"], arguments].concat());
    let kept = ["--expect", "callback: city-summary.children, times: 2", "--budget", "calls: 50, time: 60 s"];
    assert_eq!(check(&kept).succeeds().stdout, "as expected\n");
    let broken = ["--expect", "callback: city-summary.children, times: 1", "--budget", "calls: 1"];
    check(&broken).fails(
        1,
        &[
            TRACE,
            "`city-summary.children` was called 2 times, not once",
            "select #country France",
            "; the budget is 1",
        ],
    );
    check(&["--expect", "callback: city-sumary.children"]).fails(1, &["no callback has the output"]);
}

#[test]
fn a_fault_of_the_command_line_befalls_every_test() {
    let folder = Folder::new()
        .with("opens.yaml", "app: demo\ntests:\n  - name: t\n    steps: [expect: {on: '#kpi-revenue', text: {matches: '.*[0-9].*'}}]\n");
    folder.run(&["test", "opens.yaml"]).succeeds();
    let failed = folder.run(&["test", "opens.yaml", "--fault", "callback: kpi-revenue.children, fail: 500"]);
    assert_eq!(failed.code, 1, "{failed:?}");
    assert!(failed.stdout.contains("failed with 500"), "{}", failed.stdout);
    folder
        .run(&["test", "opens.yaml", "--fault", "callback: a.b"])
        .fails(2, &["a fault needs one of `delay`"]);
}

#[test]
fn a_budget_of_the_command_line_goes_before_that_of_the_file() {
    let folder = Folder::new()
        .with("opens.yaml", "app: demo\nbudget: {calls: 0, time: 60 s}\ntests: [{name: opens, steps: []}]\n");
    let test = |budget: &str| folder.run(&["test", "opens.yaml", "--budget", budget]);
    test("calls: 50").succeeds();
    let failed = test("calls: 50, bytes: 1 kB");
    assert_eq!(failed.code, 1, "{failed:?}");
    assert!(failed.stdout.contains("; the budget is 1 kB"), "{}", failed.stdout);
    test("call: 50").fails(2, &["unknown field `call`"]);
}

#[test]
fn an_expectation_that_can_not_be_understood_is_a_usage_error() {
    let folder = visited();
    let check = |arguments: &[&str]| folder.run(&[&["trace", "check", TRACE], arguments].concat());
    check(&[]).fails(2, &["give --expect or --budget"]);
    check(&["--expect", "callbak: a.b"]).fails(2, &["unknown field `callbak`"]);
    check(&["--budget", "call: 1"]).fails(2, &["unknown field `call`, expected one of calls"]);
    check(&["--expect", "on: '#city', value: Lyon"]).fails(2, &["no page to look at"]);
}

#[test]
fn a_broken_trace_is_named_with_line_and_column() {
    let folder = visited().with("broken.json", "{\"version\": 1,\n  oops");
    let place = ["broken.json is no trace", "at line 2 column 3"];
    folder.run(&["trace", "check", "broken.json", "--budget", "calls: 1"]).fails(2, &place);
    folder.run(&["trace", "diff", TRACE, "broken.json"]).fails(2, &place);
    folder.run(&["trace", "coverage", TRACE, "broken.json"]).fails(2, &place);
    folder.run(&["trace", "diff", TRACE, "missing.json"]).fails(2, &["missing.json"]);
    folder.run(&["trace", "coverage", "."]).fails(2, &["no .trace.json file in .", "hint: "]);
}

#[test]
fn a_diff_names_an_extra_a_slower_and_a_missing_call_and_nothing_else() {
    let folder = visited();
    let mut trace: Value = serde_json::from_str(&folder.read(TRACE)).unwrap();
    let calls = trace["calls"].as_array_mut().unwrap();
    let [.., cities, summary] = calls.as_mut_slice() else { panic!("{calls:#?}") };
    assert_eq!(summary["output"], "city-summary.children");
    cities["duration"] = json!(10.0);
    let folder = folder.with("before.json", &trace.to_string());

    let calls = trace["calls"].as_array_mut().unwrap();
    calls.pop();
    calls.last_mut().unwrap()["duration"] = json!(510.0);
    let again = calls.iter().find(|call| call["output"] == "revenue-by-region.figure").unwrap().clone();
    calls.push(again);
    let folder = folder.with("after.json", &trace.to_string());

    let differ = folder.run(&["trace", "diff", "before.json", "after.json"]);
    assert_eq!(differ.code, 1, "{differ:?}");
    assert_eq!(
        differ.stdout,
        "goto
  more calls, 2 instead of 1: revenue-by-region.figure
select #country France
  gone: city-summary.children
  slower, 510 ms instead of 10 ms: city.options, city.value
"
    );
    let json: Value =
        serde_json::from_str(&folder.run(&["trace", "diff", "before.json", "after.json", "--json"]).stdout)
            .unwrap();
    let changes: Vec<&Value> = json["changes"].as_array().unwrap().iter().map(|one| &one["change"]).collect();
    assert_eq!(changes, ["more_calls", "gone", "slower"]);
    let same = folder.run(&["trace", "diff", "before.json", "before.json"]);
    assert_eq!(same.succeeds().stdout, "no difference\n");
}

#[test]
fn the_coverage_of_shards_adds_up_to_that_of_the_whole() {
    let folder = Folder::new().with("stores.yaml", STORES);
    for (traces, shard) in [("whole", "1/1"), ("first", "1/2"), ("second", "2/2")] {
        folder.run(&["test", "stores.yaml", "--trace", traces, "--shard", shard]).succeeds();
    }
    let coverage = |folders: &[&str]| {
        let ran = folder.run(&[&["trace", "coverage"], folders].concat());
        ran.succeeds().stdout.clone()
    };
    let whole = coverage(&["whole"]);
    assert!(whole.contains("  never ran: cancel-forecast.id\n"), "{whole}");
    assert_eq!(coverage(&["second", "first"]), whole);
    assert_ne!(coverage(&["first"]), whole);
    assert_ne!(coverage(&["second"]), whole);
}

#[test]
fn coverage_below_a_threshold_fails() {
    let folder = visited();
    let coverage =
        |percent: &str| folder.run(&["trace", "coverage", "traces", "--json", "--min-callbacks", percent]);
    let json: Value = serde_json::from_str(&coverage("50").succeeds().stdout).unwrap();
    let callbacks = &json["total"]["callbacks"];
    assert!(callbacks["exercised"].as_u64() < callbacks["all"].as_u64(), "{callbacks}");
    coverage("100").fails(1, &["% of the callbacks were exercised", "the threshold is 100 %"]);
}

#[test]
fn a_shard_without_a_test_is_no_error() {
    let folder = Folder::new().with("one.yaml", "app: demo\ntests: [{name: opens, steps: []}]\n");
    for shard in ["1/2", "2/2"] {
        folder.run(&["test", "one.yaml", "--shard", shard]).succeeds();
    }
}
