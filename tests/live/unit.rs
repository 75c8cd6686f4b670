//! Callbacks called on their own, and the layout before any ran: what is said when it is not as expected.

use std::path::Path;

use dashproof::Visit;
use dashproof::app::{App, AppSpec, Launch};
use dashproof::engine::{At, Bench, UnitCall};

use crate::folder::{Folder, Ran};

fn app() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps/units.py").display().to_string()
}

/// Runs one test of these steps, which must fail.
fn failing(steps: &str) -> String {
    let file = format!("app: {}\ntests:\n  - name: fails\n    steps:\n{steps}", app());
    let ran = Folder::new().with("units.yaml", &file).run(&["test", "units.yaml"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    ran.stdout
}

#[test]
fn a_result_that_is_not_as_expected_is_told_with_its_place() {
    let said = failing(
        "      - call: {output: total.children, inputs: {year.value: 1952}, returns: {total.children: Peru}}\n",
    );
    for part in [
        "at units.yaml:5",
        "call total.children",
        r#"expected `total.children` to be "Peru", it is "Peru 1952: 1.00 %""#,
    ] {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
    let said = failing("      - call: {output: total.children, inputs: {year.value: 1952}, returns: 3}\n");
    assert!(
        said.contains("it has several outputs, so say which: `total.children`, `status.children`"),
        "{said}"
    );
    let said = failing("      - call: {output: sum.children, raises: ValueError}\n");
    assert!(
        said.contains("expected it to fail with a message to contain \"ValueError\", it returned"),
        "{said}"
    );
}

#[test]
fn a_callback_that_fails_brings_the_apps_traceback() {
    let said = failing("      - call: {output: total.children, inputs: {year.value: 0}, returns: 3}\n");
    assert!(said.contains("the callback of `..total.children...status.children..` failed"), "{said}");
    assert!(said.contains("ZeroDivisionError"), "{said}");
    let said = failing("      - call: {output: total.children, inputs: {year.value: 0}, raises: KeyError}\n");
    assert!(said.contains("expected it to fail with a message to contain \"KeyError\""), "{said}");
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let said = failing("      - call: {output: totl.children}\n");
    assert!(
        said.contains("no callback gives `totl.children`; there is `total.children, status.children`"),
        "{said}"
    );
    let said = failing("      - layout: {on: \"#yaer\"}\n");
    assert!(said.contains("nothing found at `#yaer`; there is `#year`"), "{said}");
    let said = failing("      - layout: {on: \"#year\", value: 1952}\n");
    assert!(said.contains("expected value of `#year` in the layout to be 1952, it is 2007"), "{said}");
}

#[test]
fn the_command_line_calls_a_callback_and_prints_the_layout() {
    let app = app();
    let run = |arguments: &[&str]| -> Ran { Folder::new().run(arguments) };
    let called =
        run(&["call", &app, "total.children", "--input", "year.value=1952", "--path", "total.children"]);
    assert_eq!(called.succeeds().stdout, "\"Peru 1952: 1.00 %\"\n");
    let failed = run(&["call", &app, "total.children", "--input", "year.value=0"]);
    assert!(failed.code == 1 && failed.stderr.contains("ZeroDivisionError"), "{failed:?}");
    assert_eq!(run(&["call", &app, "nothing.children"]).code, 2);
    let tree = run(&["layout", &app]);
    assert!(
        tree.succeeds().stdout.contains("\n  Dropdown #country options=[\"Peru\",\"Chad\"] value=\"Peru\""),
        "{tree:?}"
    );
    let one = run(&["layout", &app, "--on", "#rows li"]);
    assert!(one.succeeds().stdout.contains("\"children\": \"first\""), "{one:?}");
}

#[tokio::test]
async fn calls_leave_nothing_behind() {
    let app = App::launch(&app().parse::<AppSpec>().unwrap(), &Launch::default()).await.unwrap();
    let mut bench = Bench::open(app.url(), &Visit::default()).await.unwrap();
    for times in 1..3 {
        let returned = bench.call(&UnitCall::of("chart.figure").input("add.n_clicks", times)).await.unwrap();
        assert_eq!(returned.value("figure.data[0].y[0]"), Some(&times.into()));
        assert_eq!(returned.at("figure.data[1]"), At::Nothing, "the first call's bar is still there");
    }
    app.shutdown().await;
}
