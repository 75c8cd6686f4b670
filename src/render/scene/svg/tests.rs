use kurbo::{Affine, BezPath, Circle, Point, Rect, Shape, Size};

use super::super::{Color, FontStyle, Fonts, Group, Item, Markers, PathItem, text};
use super::*;

fn labelled(label: &str) -> Scene {
    let font = Fonts::embedded().find("", FontStyle::REGULAR);
    let run = text::shape(&font, 12.0, label).run(Affine::translate((5.0, 20.0)), Color::BLACK);
    Scene { items: vec![Item::Glyphs(run)], ..Scene::new(Size::new(100.0, 30.0)) }
}

#[test]
fn text_is_text_and_safe() {
    let svg = labelled("a<b & \"c\"").to_svg();
    assert!(svg.contains(">a&lt;b &amp; &quot;c&quot;</text>"), "{svg}");
}

#[test]
fn a_font_is_embedded_once_and_only_the_glyphs_that_are_used() {
    let mut scene = labelled("Yes");
    scene.items.extend(labelled("No").items);
    let svg = scene.to_svg();
    assert_eq!(svg.matches("@font-face").count(), 1);
    assert!(svg.len() < 20_000, "{} bytes", svg.len());
}

#[test]
fn text_can_be_outlines() {
    let svg = labelled("Yes").to_svg_with(&SvgOptions { text: SvgText::Outlines, ..SvgOptions::default() });
    assert!(!svg.contains("<text") && !svg.contains("@font-face") && svg.contains("<path"));
}

#[test]
fn a_marker_shape_is_written_once() {
    let markers = Markers {
        shape: Circle::new(Point::ZERO, 0.5).to_path(0.01),
        open: false,
        positions: vec![Point::new(1.0, 2.0), Point::new(3.0, 4.0)],
        sizes: vec![6.0],
        fills: vec![Color::BLACK],
        strokes: vec![(Color::WHITE, 1.0)],
    };
    let svg = Scene { items: vec![Item::Markers(markers)], ..Scene::new(Size::new(9.0, 9.0)) }.to_svg();
    assert_eq!((svg.matches("<use").count(), svg.matches("<path").count()), (2, 1));
}

#[test]
fn equal_clips_share_a_definition_and_links_are_escaped() {
    let group = Group {
        clip: Some(Rect::new(0.0, 0.0, 5.0, 5.0).to_path(0.1)),
        link: Some("https://example.org/?a=1&b=\"".into()),
        items: vec![Item::Path(PathItem::filled(BezPath::new(), Color::BLACK))],
        ..Group::default()
    };
    let items = vec![Item::Group(group.clone()), Item::Group(group)];
    let svg = Scene { items, ..Scene::new(Size::new(9.0, 9.0)) }.to_svg();
    assert_eq!(svg.matches("<clipPath").count(), 1);
    assert!(svg.contains("href=\"https://example.org/?a=1&amp;b=&quot;\""));
}
