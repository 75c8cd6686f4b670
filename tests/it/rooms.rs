//! The rooms of `src/` call each other only in the direction that the crate's tour draws.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each room with the rooms it may call, besides itself and the small things that any room may use.
const ARROWS: [(&str, &[&str]); 15] = [
    ("process", &[]),
    ("dash", &[]),
    ("render", &["dash"]),
    ("trace", &["dash"]),
    ("viewer", &["trace", "render"]),
    ("engine", &["trace", "render", "dash", "process"]),
    ("snapshot", &["engine", "trace", "render"]),
    ("demo", &[]),
    ("timetable", &[]),
    ("app", &["demo", "trace", "process"]),
    ("scenario", &["snapshot", "engine", "viewer", "trace", "render", "app", "timetable"]),
    ("schedule", &["scenario", "snapshot", "engine", "trace", "render", "app", "process", "timetable"]),
    ("server", &["schedule", "scenario", "viewer", "snapshot", "trace", "render", "timetable"]),
    (
        "cli",
        &[
            "server",
            "schedule",
            "scenario",
            "snapshot",
            "engine",
            "viewer",
            "trace",
            "render",
            "app",
            "demo",
            "dash",
            "timetable",
        ],
    ),
    ("main.rs", &["cli"]),
];

/// The rooms that the root re-exports a name of.
const ROOT_NAMES: [(&str, &str); 8] = [
    ("Action", "engine"),
    ("Capture", "engine"),
    ("CaptureSpec", "engine"),
    ("Locator", "engine"),
    ("Property", "engine"),
    ("Session", "engine"),
    ("Visit", "engine"),
    ("Trace", "trace"),
];

#[test]
fn every_room_calls_only_the_rooms_it_may() {
    let mut faults = Vec::new();
    for (room, may_call) in ARROWS {
        for file in sources(&src().join(room)) {
            let called = rooms_called(&std::fs::read_to_string(&file).unwrap());
            for other in called.iter().filter(|other| *other != room && !may_call.contains(&other.as_str())) {
                faults.push(format!("{} calls {other}", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_folder_of_the_sources_is_a_room() {
    let known: BTreeSet<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    for entry in std::fs::read_dir(src()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(!path.is_dir() || known.contains(name), "{name} has no arrows");
    }
}

#[test]
fn a_call_is_seen_in_a_path_in_a_group_and_by_a_name_of_the_root() {
    let source =
        "//! See [`crate::cli`].\nuse crate::{Session, app};\nfn f() { crate::render::scene::x() }\n";
    assert_eq!(rooms_called(source), BTreeSet::from(["app", "engine", "render"].map(str::to_owned)));
}

/// The rooms that code names by way of the crate's root; comments may name any.
fn rooms_called(source: &str) -> BTreeSet<String> {
    let code =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    code.replace("dashproof::", "crate::")
        .split("crate::")
        .skip(1)
        .flat_map(|after| match after.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or_default().split(',').map(first_name).collect(),
            None => vec![first_name(after)],
        })
        .map(|name| ROOT_NAMES.iter().find(|(root, _)| *root == name).map_or(name, |(_, room)| room))
        .filter(|name| ARROWS.iter().any(|(room, _)| room == name))
        .map(str::to_owned)
        .collect()
}

fn first_name(path: &str) -> &str {
    path.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// The Rust files at a path: itself, or all below it.
fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|entry| sources(&entry))
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
        .collect()
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}
