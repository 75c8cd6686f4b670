//! The fixture files are what they claim to be.

use std::path::Path;

use dashproof::scenario::Scenario;

#[test]
fn every_fixture_scenario_is_a_valid_test_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let scenario = Scenario::load(&path).unwrap_or_else(|error| panic!("{error}"));
            assert!(!scenario.tests.is_empty(), "{} has no test", path.display());
            files += 1;
        }
    }
    assert!(files >= 19, "only {files} files found");
}
