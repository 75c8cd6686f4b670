//! Baselines from the first capture to the approved one.

use std::path::Path;

use super::*;
use crate::render::scene::{Image, PngOptions};
use crate::snapshot::Pending;

fn baseline(folder: &Path) -> Baseline {
    Baseline {
        source: folder.join("tests/sales.yaml"),
        line: 12,
        name: "sales__emea__values".to_owned(),
        suffix: None,
        description: "a click filters".to_owned(),
    }
}

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

fn png(level: u8, diff: Option<PathBuf>) -> Content {
    let image = Image { width: 8, height: 8, rgba: [level, level, level, 255].repeat(64) };
    Content::Picture {
        png: image.to_png(PngOptions::default()).unwrap(),
        tolerance: PictureTolerance::default(),
        diff,
    }
}

/// A project that keeps insta's settings out of the environment: what differs waits, nothing is printed.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in
        [(".config/insta.yaml", "behavior: {update: new, output: none}"), ("tests/sales.yaml", "app: demo")]
    {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

fn accept_all(folder: &Path) -> usize {
    let pending = Pending::find(folder).unwrap();
    for pending in &pending {
        pending.accept().unwrap();
    }
    pending.len()
}

#[test]
fn a_capture_waits_until_it_is_accepted_and_passes_from_then_on() {
    let folder = project();
    let baseline = baseline(folder.path());
    let Verdict::Missing { pending: Some(pending) } = baseline.hold(text("a\nb\nc")).unwrap() else {
        panic!("no pending capture");
    };
    assert!(pending.ends_with("tests/snapshots/sales__emea__values.snap.new"));
    assert_eq!(accept_all(folder.path()), 1);
    let approved = std::fs::read_to_string(pending.with_extension("")).unwrap();
    assert_eq!(approved, "---\nsource: tests/sales.yaml\ndescription: a click filters\n---\na\nb\nc\n");
    assert_eq!(baseline.hold(text("a\nb\nc")).unwrap(), Verdict::Approved);
    assert_eq!(accept_all(folder.path()), 0);
}

#[test]
fn a_difference_is_told_line_by_line_and_a_rejected_one_leaves_the_baseline() {
    let folder = project();
    let baseline = baseline(folder.path());
    baseline.hold(text("a\nb\nc")).unwrap();
    accept_all(folder.path());
    let Verdict::Different { how, pending: Some(pending) } = baseline.hold(text("a\nB\nc")).unwrap() else {
        panic!("no difference");
    };
    assert!(how.contains("-b\n+B\n"), "{how}");
    Pending { path: pending.clone() }.reject().unwrap();
    assert!(!pending.exists());
    assert_eq!(baseline.hold(text("a\nb\nc")).unwrap(), Verdict::Approved);
}

#[test]
fn a_picture_is_held_with_a_tolerance_and_its_difference_is_drawn() {
    let folder = project();
    let baseline = Baseline { suffix: Some("browserless".to_owned()), ..baseline(folder.path()) };
    assert!(matches!(baseline.hold(png(200, None)).unwrap(), Verdict::Missing { .. }));
    accept_all(folder.path());
    let snapshots = folder.path().join("tests/snapshots");
    assert!(snapshots.join("sales__emea__values@browserless.snap.png").is_file());
    assert_eq!(baseline.hold(png(203, None)).unwrap(), Verdict::Approved);

    let drawn = folder.path().join("run/diff.png");
    let verdict = baseline.hold(png(20, Some(drawn.clone()))).unwrap();
    assert!(
        matches!(&verdict, Verdict::Different { how, .. } if how.starts_with("64 pixels differ")),
        "{verdict:?}"
    );
    assert_eq!(Image::from_png(&std::fs::read(drawn).unwrap()).unwrap().width, 8);
    let waiting = Pending::find(&snapshots.join("sales__emea__values@browserless.snap.png")).unwrap();
    waiting[0].accept().unwrap();
    assert_eq!(std::fs::read_dir(&snapshots).unwrap().count(), 2);
    assert_eq!(baseline.hold(png(20, None)).unwrap(), Verdict::Approved);
}

#[test]
fn a_broken_baseline_is_an_error_or_a_difference_and_no_panic() {
    let folder = project();
    let baseline = baseline(folder.path());
    let path = folder.path().join("tests/snapshots/sales__emea__values.snap");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "---\nsource: [\n---\na\n").unwrap();
    assert_ne!(baseline.hold(text("a")).ok(), Some(Verdict::Approved));
}

#[test]
fn nothing_waits_is_said_by_name() {
    let folder = project();
    let error = Pending::find(&folder.path().join("x.snap")).unwrap_err();
    assert!(error.to_string().contains("x.snap"));
}
