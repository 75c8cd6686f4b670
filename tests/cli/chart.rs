//! `dashproof chart` on files, folders and streams.

use std::io::Write;
use std::process::Stdio;

use crate::folder::Folder;

const FIGURE: &str =
    r#"{"data": [{"type": "bar", "x": ["a", "b"], "y": [1, 2]}], "layout": {"title": {"text": "Two bars"}}}"#;

#[test]
fn a_figure_becomes_the_format_that_its_file_names() {
    let folder = Folder::new().with("a.json", FIGURE);
    for (file, magic) in [("a.png", &b"\x89PNG"[..]), ("a.svg", b"<svg"), ("a.pdf", b"%PDF")] {
        folder.run(&["chart", "a.json", "-o", file]).succeeds();
        let bytes = std::fs::read(folder.path().join(file)).unwrap();
        assert!(bytes.windows(magic.len()).take(200).any(|window| window == magic), "{file}");
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    let folder = Folder::new().with("a.json", FIGURE);
    for format in ["png", "svg", "pdf"] {
        let draw = |name: &str| {
            let file = format!("{name}.{format}");
            folder.run(&["chart", "a.json", "-o", &file]).succeeds();
            std::fs::read(folder.path().join(file)).unwrap()
        };
        assert!(draw("once") == draw("twice"), "{format}");
    }
}

#[test]
fn a_dash_stands_for_the_standard_streams() {
    let folder = Folder::new();
    let mut command = folder.command(&["chart", "-", "-o", "-", "--format", "svg"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(FIGURE.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    assert!(String::from_utf8(out.stdout).unwrap().contains("Two bars"));
}

#[test]
fn a_figure_is_described_as_json() {
    let folder = Folder::new().with("a.json", FIGURE);
    let described = folder.run(&["chart", "a.json", "--describe"]).succeeds().stdout.clone();
    let value: serde_json::Value = serde_json::from_str(&described).unwrap();
    assert!(value.to_string().contains("Two bars"), "{value}");
}

#[test]
fn a_truncated_figure_is_shown_at_its_place_and_leaves_the_old_picture() {
    let folder = Folder::new().with("a.json", "{\"data\": [\n  {\"type\": \"bar\", ").with("a.png", "old");
    let ran = folder.run(&["chart", "a.json", "-o", "a.png"]);
    ran.fails(2, &["error: a.json:2:", "not a figure", "2 |   {\"type\": \"bar\", "]);
    assert_eq!(folder.read("a.png"), "old");
    assert_eq!(folder.files(), ["a.json", "a.png"]);
}

#[test]
fn a_folder_is_drawn_whole_even_when_one_figure_is_bad() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("figures")).unwrap();
    let folder = folder.with("figures/bad.json", "[").with("figures/good.json", FIGURE);
    folder.run(&["chart", "figures", "-o", "out", "--format", "svg"]).fails(2, &["figures/bad.json:1:"]);
    assert_eq!(folder.files(), ["figures/bad.json", "figures/good.json", "out/good.svg"]);
}

#[test]
fn an_impossible_size_is_refused() {
    let folder = Folder::new().with("a.json", FIGURE);
    for size in ["0", "-5", "NaN", "1e12"] {
        let ran = folder.run(&["chart", "a.json", "-o", "a.png", &format!("--width={size}")]);
        ran.fails(2, &["error: "]);
    }
    assert_eq!(folder.files(), ["a.json"]);
}
