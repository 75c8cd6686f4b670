use kurbo::{Affine, BezPath, Circle, Point, Rect, Shape, Size};

use super::super::{
    Color, FontStyle, Fonts, Gradient, GradientKind, Group, Item, Markers, Paint, PathItem, Scene, Stop, text,
};
use super::*;

fn everything() -> Scene {
    let font = Fonts::embedded().find("", FontStyle::REGULAR);
    let run = text::shape(&font, 12.0, "Total: 1 204").run(Affine::translate((5.0, 20.0)), Color::BLACK);
    let markers = Markers {
        shape: Circle::new(Point::ZERO, 0.5).to_path(0.01),
        open: false,
        positions: (0..50).map(|n| Point::new(f64::from(n), 50.0)).collect(),
        sizes: vec![6.0],
        fills: vec![Color::rgb(200, 10, 10).faded(0.5)],
        strokes: vec![(Color::WHITE, 1.0)],
    };
    let gradient = Gradient {
        kind: GradientKind::Linear { from: Point::ZERO, to: Point::new(100.0, 0.0) },
        stops: vec![Stop { offset: 0.0, color: Color::BLACK }, Stop { offset: 1.0, color: Color::WHITE }],
    };
    let bar = PathItem::filled(Rect::new(0.0, 60.0, 100.0, 70.0).to_path(0.1), Paint::Gradient(gradient));
    let group = Group {
        opacity: 0.4,
        clip: Some(Circle::new((50.0, 50.0), 40.0).to_path(0.1)),
        link: Some("https://example.org/".into()),
        items: vec![Item::Markers(markers), Item::Path(bar)],
        ..Group::default()
    };
    let items = vec![Item::Glyphs(run), Item::Group(group)];
    Scene { background: Some(Color::WHITE), items, ..Scene::new(Size::new(100.0, 100.0)) }
}

fn has(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn equal_scenes_are_equal_files_on_every_thread() {
    let first = everything().to_pdf().expect("writes");
    let others: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| everything().to_pdf().expect("writes"))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(others.iter().all(|other| *other == first));
}

#[test]
fn different_scenes_have_different_ids() {
    let id = |file: &[u8]| {
        let start = file.windows(5).rposition(|window| window == b"/ID[(").expect("an id") + 5;
        file[start..start + 32].to_vec()
    };
    let other = Scene { background: None, ..everything() };
    assert_ne!(id(&everything().to_pdf().expect("writes")), id(&other.to_pdf().expect("writes")));
}

#[test]
fn a_font_is_embedded_as_a_subset_and_a_link_is_an_annotation() {
    let file = everything().to_pdf().expect("writes");
    assert!(has(&file, "/FontFile2") && has(&file, "/ToUnicode") && has(&file, "https://example.org/"));
    assert!(file.len() < 30_000, "{} bytes", file.len());
}

#[test]
fn no_standard_is_claimed_that_is_not_kept() {
    let file = everything().to_pdf().expect("writes");
    assert!(file.starts_with(b"%PDF-1.4") && !has(&file, "PDFX"));
}

#[test]
fn a_page_without_a_size_is_refused() {
    for side in [0.0, f64::NAN, 1e6] {
        assert!(matches!(Scene::new(Size::new(side, 10.0)).to_pdf(), Err(Error::BadSize { .. })));
    }
}

#[test]
fn numbers_that_are_none_leave_no_trace() {
    let mut path = BezPath::new();
    path.move_to((f64::NAN, 0.0));
    path.line_to((1.0, f64::INFINITY));
    let items = vec![Item::Path(PathItem::filled(path, Color::BLACK))];
    let file = Scene { items, ..Scene::new(Size::new(9.0, 9.0)) }.to_pdf().expect("writes");
    assert!(!has(&file, "NaN") && !has(&file, "inf"));
}
