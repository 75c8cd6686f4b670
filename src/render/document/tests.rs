use std::sync::Arc;

use kurbo::{Affine, Size};

use super::{Block, Cover, Document, MM, Page};
use crate::render::scene::{Color, FontStyle, Fonts, Item, Markers, Scene, text};

fn heading(text: &str) -> Block {
    Block::Heading { level: 1, text: text.into() }
}

fn chart(width: f64, height: f64) -> Block {
    let font = Fonts::embedded().find("", FontStyle::REGULAR);
    let label = text::shape(&font, 12.0, "Total").run(Affine::translate((5.0, 20.0)), Color::BLACK);
    let items = vec![Item::Glyphs(label)];
    Block::Scene(Arc::new(Scene {
        background: Some(Color::WHITE),
        items,
        ..Scene::new(Size::new(width, height))
    }))
}

fn report(pages: Vec<Vec<Block>>) -> Document {
    Document {
        title: "Monday sales".into(),
        pages: pages.into_iter().map(|blocks| Page { blocks }).collect(),
        ..Document::default()
    }
}

fn bookmarks(document: &Document) -> Vec<Vec<String>> {
    document
        .sheets()
        .expect("lays out")
        .into_iter()
        .map(|sheet| sheet.bookmarks.into_iter().map(|(_, text)| text).collect())
        .collect()
}

/// The texts on a sheet, in order.
fn said(items: &[Item]) -> String {
    let texts = items.iter().map(|item| match item {
        Item::Glyphs(run) => run.text.clone(),
        Item::Group(group) => said(&group.items),
        _ => String::new(),
    });
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_page_begins_on_a_sheet_of_its_own() {
    let document = report(vec![vec![heading("EMEA")], vec![heading("APAC")]]);
    assert_eq!(bookmarks(&document), [["EMEA"], ["APAC"]]);
}

#[test]
fn a_heading_stays_with_the_chart_below_it() {
    let document = report(vec![vec![chart(600.0, 500.0), heading("By product"), chart(600.0, 500.0)]]);
    assert_eq!(bookmarks(&document), [vec![], vec!["By product".to_owned()]]);
}

#[test]
fn a_tall_page_runs_over_several_sheets() {
    assert_eq!(report(vec![vec![chart(1280.0, 6000.0)]]).sheets().expect("lays out").len(), 4);
}

#[test]
fn a_little_too_tall_chart_shrinks_onto_one_sheet() {
    assert_eq!(report(vec![vec![chart(650.0, 1200.0)]]).sheets().expect("lays out").len(), 1);
}

#[test]
fn a_document_without_pages_is_an_empty_sheet() {
    assert_eq!(report(vec![]).sheets().expect("lays out").len(), 1);
}

#[test]
fn long_text_runs_on_and_nothing_leaves_the_area() {
    let document = report(vec![vec![Block::Paragraph("word ".repeat(3000))]]);
    let sheets = document.sheets().expect("lays out");
    assert!(sheets.len() > 2);
    let limit = document.paper.size.height - 18.0 * MM;
    for sheet in sheets {
        for item in sheet.scene.items {
            if let Item::Group(piece) = item {
                assert!(piece.transform.translation().y < limit);
            }
        }
    }
}

#[test]
fn equal_documents_are_equal_files() {
    let document = report(vec![
        vec![heading("A"), chart(600.0, 400.0)],
        vec![Block::Table(vec![("Region".into(), "EMEA".into())])],
    ]);
    assert_eq!(document.to_pdf().expect("writes"), document.to_pdf().expect("writes"));
    assert_eq!(document.to_png(0.5).expect("draws"), document.to_png(0.5).expect("draws"));
    assert_eq!(document.to_html(), document.to_html());
}

#[test]
fn html_is_escaped_and_its_pictures_share_no_ids() {
    let document = report(vec![vec![heading("<script>"), chart(60.0, 40.0), chart(60.0, 40.0)]]);
    let html = document.to_html();
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"));
    assert!(html.contains("s1-f1") && html.contains("s2-f1"));
}

#[test]
fn an_empty_scene_takes_no_room() {
    let markers = Markers {
        shape: kurbo::BezPath::new(),
        open: false,
        positions: vec![],
        sizes: vec![],
        fills: vec![],
        strokes: vec![],
    };
    let scene = Scene { items: vec![Item::Markers(markers)], ..Scene::new(Size::ZERO) };
    assert_eq!(report(vec![vec![Block::Scene(Arc::new(scene))]]).sheets().expect("lays out").len(), 1);
}

#[test]
fn a_cover_and_the_contents_come_before_the_pages_and_count() {
    let cover = Cover { title: "Sales".into(), subtitle: "Monday".into(), text: "All regions.".into() };
    let document = Document {
        cover: Some(cover),
        contents: Some("Contents".into()),
        ..report(vec![vec![heading("EMEA")], vec![chart(1280.0, 6000.0), heading("APAC")]])
    };
    assert_eq!(
        bookmarks(&document),
        [vec![], vec![], vec!["EMEA"], vec![], vec![], vec![], vec!["APAC"]],
        "a cover, a sheet of contents, and then the pages"
    );
    let sheets = document.sheets().expect("lays out");
    let said = |sheet: usize| said(&sheets[sheet].scene.items);
    assert!(said(1).starts_with("Contents EMEA 3 APAC 7"), "{}", said(1));
    assert!(said(0).contains("Sales Monday All regions.") && !said(0).contains("1 / 7"), "{}", said(0));
    assert!(document.to_html().contains("<a href=\"#page-2\">APAC</a>"));
}

#[test]
fn more_contents_than_a_sheet_holds_run_on_and_push_the_numbers() {
    let headings = (0..100).map(|n| vec![heading(&format!("Region {n}"))]).collect();
    let document = Document { contents: Some("Contents".into()), ..report(headings) };
    let sheets = document.sheets().expect("lays out");
    let front = sheets.len() - 100;
    assert!(front > 1);
    let said = said(&sheets[front - 1].scene.items);
    assert!(said.contains(&format!("Region 99 {}", sheets.len())), "{said}");
}
