//! `dashproof snap` of a real app: documents with real text, and pictures that look like Chromium's.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use dashproof::render::scene::Image;

use crate::folder::{Folder, Ran};
use crate::likeness::likeness;

/// The least share of marks that Chromium and we agree on; measured, less a margin for other versions of Chromium.
const LIKE_CHROMIUM: f64 = 0.88;

fn app() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/apps/bootstrap_sales.py")
}

/// Writes a capture of the app, styled by Bootstrap from the file that the test script names.
fn snap(folder: &Folder, file: &str, options: &[&str]) {
    let css = std::env::var("DASHPROOF_BOOTSTRAP_CSS").unwrap_or_else(|_| {
        panic!("DASHPROOF_BOOTSTRAP_CSS names no Bootstrap stylesheet; use scripts/test")
    });
    let app = app();
    let app = app.to_str().unwrap();
    let arguments = [&["snap", app, "-o", file, "--limit", "60 s", "--stylesheet", &css], options].concat();
    Ran::of(&mut folder.command(&arguments)).succeeds();
}

fn picture(folder: &Folder, file: &str) -> Image {
    Image::from_png(&std::fs::read(folder.path().join(file)).unwrap()).unwrap()
}

/// What a poppler tool prints about a file.
fn poppler(folder: &Folder, tool: &str, arguments: &[&str]) -> String {
    let output = Command::new(tool).args(arguments).current_dir(folder.path()).output();
    let output = output.unwrap_or_else(|error| panic!("{tool} (from poppler) does not start: {error}"));
    assert!(output.status.success(), "{tool}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_document_holds_text_and_lines_on_a4_paper() {
    let folder = Folder::new();
    snap(&folder, "sales.pdf", &[]);
    let text = poppler(&folder, "pdftotext", &["-layout", "sales.pdf", "-"]);
    let cards = ["$1,890,000", "Desks", "June"];
    let titles = ["Revenue of All", "By month", "By product"];
    let ticks = ["200k", "Mar 2025", "0.4M", "Lamps"];
    let table = ["630000", "1050000"];
    for part in [&cards[..], &titles, &ticks, &table].concat() {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let images = poppler(&folder, "pdfimages", &["-list", "sales.pdf"]);
    assert_eq!(images.lines().count(), 2, "nothing but the heading of the list: {images}");
    assert!(poppler(&folder, "pdfinfo", &["sales.pdf"]).contains("(A4)"));
}

#[test]
fn paper_may_lie_and_a_long_page_runs_over_sheets() {
    let folder = Folder::new();
    snap(&folder, "wide.pdf", &["--paper", "A4 landscape", "--viewport", "700x800"]);
    let info = poppler(&folder, "pdfinfo", &["wide.pdf"]);
    let size: Vec<f64> = info
        .lines()
        .find_map(|line| line.strip_prefix("Page size:"))
        .unwrap()
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    assert!(size[0] > size[1], "{info}");
    let text = poppler(&folder, "pdftotext", &["-layout", "wide.pdf", "-"]);
    let sheets: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(sheets.len() > 1, "{text}");
    assert!(sheets[0].contains("$1,890,000") && sheets.last().unwrap().contains("1050000"), "{text}");
}

#[test]
fn an_element_and_the_whole_page_are_captured() {
    let folder = Folder::new();
    snap(&folder, "viewport.png", &["--viewport", "1280x600"]);
    snap(&folder, "page.png", &["--viewport", "1280x600", "--full-page"]);
    snap(&folder, "chart.png", &["--viewport", "1280x600", "--on", "#by-product"]);
    let [viewport, page, chart] =
        ["viewport.png", "page.png", "chart.png"].map(|file| picture(&folder, file));
    assert_eq!((viewport.width, viewport.height), (1280, 600));
    assert_eq!(page.width, 1280);
    assert!(page.height > 850, "the table is below the viewport: {}", page.height);
    // Five of the twelve columns, less what is beside them; a graph is 450 px high unless told otherwise.
    assert!((480..=533).contains(&chart.width), "{}", chart.width);
    assert!((449..=451).contains(&chart.height), "{}", chart.height);
}

#[test]
#[cfg(feature = "browser")]
fn a_picture_looks_like_chromiums() {
    let folder = Folder::new().with("same.css", &same());
    let options = ["--stylesheet", "same.css"];
    snap(&folder, "ours.png", &options);
    snap(&folder, "chromium.png", &[&options[..], &["--engine", "browser"]].concat());
    let likeness = likeness(&picture(&folder, "chromium.png"), &picture(&folder, "ours.png"));
    assert!(likeness > LIKE_CHROMIUM, "{likeness:.3}");
}

/// What makes pictures comparable: the font that is embedded in dashproof, and no mode bar, which is a control and no
/// part of a figure.
fn same() -> String {
    let face = |style: &str, weight: u32| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/fonts/OpenSans-{style}.ttf"));
        let data = BASE64_STANDARD.encode(std::fs::read(path).unwrap());
        format!(
            "@font-face{{font-family:'Open Sans';font-weight:{weight};src:url(data:font/ttf;base64,{data})}}\n"
        )
    };
    face("Regular", 400)
        + &face("Bold", 700)
        + "body{--bs-body-font-family:'Open Sans'}\n.modebar{display:none}\n"
}
