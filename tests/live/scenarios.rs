//! Every fixture scenario through the command line.

use std::path::Path;

use crate::folder::Folder;

#[test]
fn every_scenario_passes_without_a_browser() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    let count = std::fs::read_dir(&scenarios)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "yaml"))
        .count();
    let ran = Folder::new().run(&["test", scenarios.to_str().unwrap(), "--jobs", "3", "--update", "no"]);
    let passed = ran.succeeds().stdout.lines().filter(|line| line.starts_with("ok ")).count();
    assert!(passed >= count, "{passed} tests of {count} files: {ran:?}");
}
