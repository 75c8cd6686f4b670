//! The engine variants with one rule broken each (`scripts/variants`), by which the tests are tested.

use std::path::Path;
use std::process::Command;

#[test]
fn every_variant_of_the_engine_still_fits_the_source() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut fitted = 0;
    for entry in root.join("fixtures/variants").read_dir().unwrap() {
        let patch = entry.unwrap().path();
        let checked =
            Command::new("git").args(["apply", "--check"]).arg(&patch).current_dir(root).output().unwrap();
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
        fitted += 1;
    }
    assert!(fitted > 0);
}
