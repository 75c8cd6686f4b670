//! `dashproof lint` on real apps: every fault of an app made of faults is found, and nothing in apps that are right.

use std::path::{Path, PathBuf};

use crate::folder::{Folder, Ran};

/// The fixture apps with faults, and the rules that these break.
const FAULTY: [(&str, &[&str]); 4] = [
    ("circular.py", &["cycle"]),
    ("console_errors.py", &["missing-id"]),
    ("invalid_callbacks.py", &["duplicate-output", "invalid-callback", "never-called"]),
    // It keeps a secret that nobody reads.
    ("login.py", &["unread-output"]),
];

fn apps() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps")
}

fn lint(app: &Path, options: &[&str]) -> Ran {
    let file = app.file_name().unwrap().to_str().unwrap();
    let arguments = [&["lint", file], options].concat();
    Ran::of(Folder::new().command(&arguments).current_dir(app.parent().unwrap()))
}

#[test]
fn every_fault_is_found_with_its_line() {
    let ran = lint(&apps().join("lint/faults.py"), &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for part in [
        "\nfaults.py:36: missing-id: the layout has no `chioce`, Input of the callback of out.children\n",
        "\nfaults.py:97: missing-id: the layout has no `nowhere`, Input of the callback of late.title\n",
        "\nfaults.py:67: unknown-prop: `choice` is a Dropdown and has no prop `vlaue`",
        "\nfaults.py:46: duplicate-output: the callback for twin.children: Output 0 (twin.children) is already in use. ",
        "\nfaults.py:92: duplicate-output: ",
        "\nfaults.py:82: merged-patterns: ",
        "\nfaults.py:51: cycle: ring-1.children → ring-2.children → ring-1.children\n",
        "\nfaults.py:62: never-called: nothing calls the callback of quiet.children",
        "\nfaults.py:72: unread-output: no callback reads the Store `unread`",
        "\n10 problems in 13 callbacks\n",
    ] {
        assert!(ran.stdout.contains(part), "{part:?} is not in {}", ran.stdout);
    }
    assert!(ran.stdout.starts_with("duplicate-id: 2 components have the id `shared`\n"), "{}", ran.stdout);
}

#[test]
fn findings_are_annotations_or_json_and_known_ones_are_left_out() {
    let app = apps().join("lint/prevented.py");
    let github = lint(&app, &["--format", "github"]);
    assert!(
        github.stdout.starts_with("::error file=prevented.py,line=14,title=prevented-in-vain::"),
        "{github:?}"
    );
    let found: serde_json::Value = serde_json::from_str(&lint(&app, &["--format", "json"]).stdout).unwrap();
    assert_eq!((&found[0]["rule"], &found[0]["line"]), (&"prevented-in-vain".into(), &14.into()));
    assert_eq!(lint(&app, &["--allow", "prevented-in-vain=shout.children"]).code, 1);
    lint(&app, &["--allow", "prevented-in-vain=length.children"]).succeeds();
    let unknown = lint(&app, &["--allow", "prevented"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("prevented-in-vain"), "{unknown:?}");
}

#[test]
fn nothing_is_found_in_apps_that_are_right() {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(apps()).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|end| end == "py"));
    found.extend(
        ["clientside_app/app.py", "pages_app/app.py", "browser/controls.py"].map(|path| apps().join(path)),
    );
    found.sort();
    // Of `basic_auth.py`; the others need none.
    let header = ["--header", "Authorization: Basic cmVhZGVyOm9wZW4tc2VzYW1l"];
    // Three apps at a time.
    std::thread::scope(|scope| {
        for some in found.chunks(found.len().div_ceil(3)) {
            scope.spawn(|| some.iter().for_each(|app| as_it_should(app, &header)));
        }
    });
}

/// Lints an app and sees that only the rules are broken that should be.
fn as_it_should(app: &Path, options: &[&str]) {
    let ran = lint(app, options);
    let name = app.file_name().unwrap().to_str().unwrap();
    let faulty = FAULTY.iter().find(|(faulty, _)| *faulty == name);
    let rules = faulty.map(|(_, rules)| *rules).unwrap_or_default();
    for line in ran.stdout.lines().filter(|line| !line.contains(" in ")) {
        assert!(rules.iter().any(|rule| line.contains(&format!(": {rule}: "))), "{name}: {line}");
    }
    assert_eq!(ran.code, i32::from(!rules.is_empty()), "{name}: {ran:?}");
}
