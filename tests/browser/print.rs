//! Pages on paper.

use std::process::Command;

use dashproof::engine::Print;

use crate::visits::Visited;

/// What a poppler tool prints about a document.
pub(crate) fn poppler(tool: &str, options: &[&str], pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.pdf");
    std::fs::write(&file, pdf).unwrap();
    let said = Command::new(tool)
        .args(options)
        .arg(&file)
        .args((tool == "pdftotext").then_some("-"))
        .output()
        .unwrap();
    assert!(said.status.success(), "{tool}: {said:?}");
    String::from_utf8(said.stdout).unwrap()
}

#[tokio::test]
async fn a_printed_page_holds_its_text_and_lines_and_numbers_its_sheets() {
    let mut visit = Visited::open("crossfilter.py").await;
    let print = Print {
        paper: "A4 landscape".parse().unwrap(),
        title: "Sales & <more>".to_owned(),
        header: "Monday".to_owned(),
        on: None,
    };
    let pdf = visit.session.print(&print).await.unwrap();
    let text = poppler("pdftotext", &["-layout"], &pdf.bytes);
    for part in ["Monday", "Sales & <more>", "1/1", "nothing picked"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let about = poppler("pdfinfo", &[], &pdf.bytes);
    assert!(about.contains("(A4)"), "{about}");
    assert!(about.contains("Tagged:          yes"), "{about}");
    let images = poppler("pdfimages", &["-list"], &pdf.bytes);
    assert_eq!(images.lines().count(), 2, "nothing but the heading of the list: {images}");

    let graph = Print { on: Some("#by-region".into()), ..print };
    let pdf = visit.session.print(&graph).await.unwrap();
    assert!(poppler("pdfimages", &["-list"], &pdf.bytes).lines().count() > 2, "no bitmap of the element");
    visit.close().await;
}
