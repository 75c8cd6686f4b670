//! Test files through the command line, without a browser.

use std::path::Path;

use crate::folder::Folder;

/// Runs the files of a folder of `fixtures`; none fails, and each has a test.
fn passes(folder: &str) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let files = std::fs::read_dir(&folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "yaml"))
        .count();
    let ran = Folder::new().run(&["test", folder.to_str().unwrap(), "--jobs", "3", "--update", "no"]);
    let passed = ran.succeeds().stdout.lines().filter(|line| line.starts_with("ok ")).count();
    assert!(passed >= files, "{passed} tests of {files} files: {ran:?}");
    passed
}

#[test]
fn every_scenario_passes_without_a_browser() {
    passes("scenarios");
}

/// What plotly/dash's own integration tests check, with apps of our own; `docs/dash-tests.md` says which of them.
#[test]
fn every_behaviour_that_dash_tests_itself_holds_without_a_browser() {
    assert!(passes("ported") >= 130);
}
