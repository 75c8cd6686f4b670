//! The fuzz targets, each over changed seeds: a bounded run of what `cargo fuzz` does without end.

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::bytes::Regex;
use rustix::process::{Resource, Rlimit, setrlimit};

#[expect(unreachable_pub, reason = "each binary of libFuzzer's uses one of them")]
#[path = "../../fuzz/targets.rs"]
mod targets;

#[expect(unreachable_pub, reason = "a binary of libFuzzer's uses it too")]
#[path = "../../fuzz/fields.rs"]
mod fields;

use fields::Lot;

/// What one target may take, bytes: enough for any seed, and far from what a length in a hostile input asks for.
const MEMORY: u64 = 4 << 30;

#[test]
fn no_page_of_an_app_panics_or_hangs_the_reader() {
    fuzz("index", 1000, targets::index);
}

#[test]
fn no_component_tree_panics_or_hangs_the_reader() {
    fuzz("layout", 200, targets::layout);
}

#[test]
fn no_list_of_callbacks_panics_or_hangs_the_reader() {
    fuzz("dependencies", 4000, targets::dependencies);
}

#[test]
fn no_answer_and_no_patch_panics_or_hangs_the_reader() {
    fuzz("response", 2000, targets::response);
}

#[test]
fn no_id_or_pattern_panics_or_hangs_the_reader() {
    fuzz("pattern", 4000, targets::pattern);
}

#[test]
fn no_test_file_panics_or_hangs_the_reader() {
    fuzz("scenario", 1000, targets::scenario);
}

#[test]
fn no_action_panics_the_reader_and_each_reads_back_as_it_is_written() {
    fuzz("action", 2000, targets::action);
}

#[test]
fn no_figure_panics_or_hangs_the_renderer() {
    fuzz("../../fixtures/figures", 10, targets::figure);
}

#[test]
fn no_figure_with_odd_fields_panics_or_hangs_the_renderer() {
    for (path, seed) in seeds("../../fixtures/figures") {
        let figure: serde_json::Value = serde_json::from_slice(&seed).unwrap();
        for number in 0..8 {
            let mut odd = figure.clone();
            fields::change(&mut odd, &mut Lot::new(number));
            let odd = odd.to_string();
            let drawn = catch_unwind(|| targets::figure(odd.as_bytes()));
            assert!(drawn.is_ok(), "change {number} of {}:\n{odd}", path.display());
        }
    }
}

#[test]
fn no_app_panics_or_hangs_the_browserless_engine() {
    fuzz("visit", 200, targets::visit);
}

/// Runs `target` over `times` changes of each seed in a folder of `fuzz/seeds`.
fn fuzz(folder: &str, times: u64, target: fn(&[u8])) {
    let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
    setrlimit(Resource::As, limit).unwrap();
    let seeds = seeds(folder);
    assert!(!seeds.is_empty(), "no seeds in {folder}");
    for (path, seed) in seeds {
        target(&seed);
        for number in 0..times {
            let changed = Change::new(number).of(&seed);
            if catch_unwind(|| target(&changed)).is_err() {
                let input = String::from_utf8_lossy(&changed);
                panic!("change {number} of {}:\n{input}", path.display());
            }
        }
    }
}

fn seeds(folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| !path.to_string_lossy().contains(".sem."));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// What stands in the place of another token: what JSON readers and what is behind them stumble over.
const ODD: &[&str] = &[
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "0",
    "-1",
    "0.5",
    "1e308",
    "-1e-308",
    "9007199254740993",
    "18446744073709551616",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"é\"",
    "\"__proto__\"",
    "\"2020-13-45\"",
    "\"<b>&#x;\"",
    "[[]]",
    "\"{\"",
    "\".\"",
];

static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#""(?:\\.|[^"\\])*"|-?[0-9]+(?:\.[0-9]+)?|[A-Za-z_]+"#).unwrap());

/// One reproducible change of a seed.
struct Change(Lot);

impl Change {
    fn new(number: u64) -> Self {
        Self(Lot::new(number))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0.below(end)
    }

    fn of(mut self, seed: &[u8]) -> Vec<u8> {
        let mut text = seed.to_vec();
        for _ in 0..=self.below(3) {
            text = match self.below(8) {
                0 => self.byte(text),
                1 => self.cut(text),
                2 => self.twice(text),
                _ => self.token(text),
            };
        }
        text
    }

    fn byte(&mut self, mut text: Vec<u8>) -> Vec<u8> {
        let at = self.below(text.len());
        let byte = self.below(256) as u8;
        if let Some(place) = text.get_mut(at) {
            *place = byte;
        }
        text
    }

    fn cut(&mut self, mut text: Vec<u8>) -> Vec<u8> {
        let start = self.below(text.len());
        let end = (start + self.below(20)).min(text.len());
        text.drain(start..end);
        text
    }

    fn twice(&mut self, mut text: Vec<u8>) -> Vec<u8> {
        let start = self.below(text.len());
        let end = (start + self.below(200)).min(text.len());
        let piece = text[start..end].to_vec();
        text.splice(end..end, piece);
        text
    }

    /// Puts something else in the place of a string, a number or a word: an odd value, or another of the seed's own.
    fn token(&mut self, mut text: Vec<u8>) -> Vec<u8> {
        let tokens: Vec<_> = TOKEN.find_iter(&text).map(|found| found.range()).collect();
        if tokens.is_empty() {
            return text;
        }
        let place = tokens[self.below(tokens.len())].clone();
        let other = match self.below(3) {
            0 => text[tokens[self.below(tokens.len())].clone()].to_vec(),
            _ => ODD[self.below(ODD.len())].as_bytes().to_vec(),
        };
        text.splice(place, other);
        text
    }
}
