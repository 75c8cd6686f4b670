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
fn a_file_of_lines_is_a_figure_a_line_and_a_bad_one_is_told_by_its_line() {
    let text = format!("{FIGURE}\n\n{{\"data\": [}}\n{FIGURE}\n");
    let folder = Folder::new().with("many.jsonl", &text);
    let ran = folder.run(&["chart", "many.jsonl", "-o", "out", "--jobs", "3"]);
    ran.fails(2, &["error: many.jsonl:3:11: ", "3 | {\"data\": [}"]);
    assert_eq!(folder.files(), ["many.jsonl", "out/many-1.png", "out/many-4.png"]);
}

#[test]
fn several_files_are_drawn_into_a_folder_under_their_names() {
    let folder = Folder::new().with("a.json", FIGURE).with("b.json", FIGURE);
    folder.run(&["chart", "a.json", "b.json", "-o", "out", "--format", "svg"]).succeeds();
    assert_eq!(folder.files(), ["a.json", "b.json", "out/a.svg", "out/b.svg"]);
    folder.run(&["chart", "a.json", "b.json", "-o", "-"]).fails(2, &["several figures need a folder"]);
    folder.run(&["chart", "a.json", "./a.json", "-o", "twice"]).fails(2, &["would both become twice/a.png"]);
}

#[test]
fn several_descriptions_are_a_line_each() {
    let folder = Folder::new().with("many.jsonl", &format!("{FIGURE}\n{FIGURE}\n"));
    let text = folder.run(&["chart", "many.jsonl", "--describe"]).succeeds().stdout.clone();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0], lines[1]);
}

#[test]
fn a_transparent_picture_is_seen_through_and_a_small_one_is_smaller() {
    let folder = Folder::new().with("a.json", FIGURE);
    folder.run(&["chart", "a.json", "-o", "plain.png"]).succeeds();
    folder.run(&["chart", "a.json", "-o", "clear.png", "--transparent"]).succeeds();
    folder.run(&["chart", "a.json", "-o", "small.png", "--optimize"]).succeeds();
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let corner = |name: &str| {
        let image = dashproof::render::scene::Image::from_png(&read(name)).unwrap();
        image.rgba[3]
    };
    assert_eq!((corner("plain.png"), corner("clear.png")), (255, 0));
    assert!(read("small.png").len() * 3 < read("plain.png").len() * 2);
}

#[test]
fn the_text_of_an_svg_can_be_outlines() {
    let folder = Folder::new().with("a.json", FIGURE);
    folder.run(&["chart", "a.json", "-o", "a.svg", "--text", "outlines"]).succeeds();
    assert!(!folder.read("a.svg").contains("<text"));
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
