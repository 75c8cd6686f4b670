#![no_main]
#[path = "../fields.rs"]
mod fields;
#[path = "../targets.rs"]
mod targets;

use std::sync::LazyLock;

use serde_json::Value;

/// The figures that are changed: `fixtures/figures`, sorted by name.
static FIGURES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/figures");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the fixtures").map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| !path.to_string_lossy().contains(".sem."));
    paths.sort();
    paths.iter().filter_map(|path| serde_json::from_slice(&std::fs::read(path).ok()?).ok()).collect()
});

libfuzzer_sys::fuzz_target!(|seed: u64| {
    let mut lot = fields::Lot::new(seed);
    let mut figure = FIGURES[lot.below(FIGURES.len())].clone();
    fields::change(&mut figure, &mut lot);
    targets::figure(figure.to_string().as_bytes());
});
