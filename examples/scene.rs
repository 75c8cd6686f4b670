//! Draws one small scene as PNG, SVG and PDF. Run it with
//!
//! ```text
//! cargo run --example scene -- some/folder
//! ```

use std::error::Error;
use std::path::PathBuf;

use dashproof::render::scene::{
    Color, FontStyle, Fonts, Gradient, GradientKind, Group, Item, Markers, Paint, PathItem, Scene, Stop,
    Stroke, text,
};
use kurbo::{Affine, BezPath, Circle, Point, Rect, Shape, Size, Vec2};

const BLUE: Color = Color::rgb(0x63, 0x6e, 0xfa);
const RED: Color = Color::rgb(0xef, 0x55, 0x3b);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    let scene = scene();
    std::fs::write(folder.join("scene.png"), scene.to_png(1.0)?)?;
    std::fs::write(folder.join("scene.svg"), scene.to_svg())?;
    std::fs::write(folder.join("scene.pdf"), scene.to_pdf()?)?;
    Ok(())
}

fn scene() -> Scene {
    let mut scene = Scene { background: Some(Color::WHITE), ..Scene::new(Size::new(420.0, 260.0)) };
    label(&mut scene, "Revenue by region: Africa, Asia, “Yes”", 17.0, FontStyle::REGULAR, (20.0, 30.5));
    label(&mut scene, "bold", 12.0, FontStyle::BOLD, (20.0, 52.25));
    label(&mut scene, "bold italic", 12.0, FontStyle { weight: 700, italic: true }, (60.0, 52.75));

    let markers = Markers {
        shape: Circle::new(Point::ZERO, 0.5).to_path(0.001),
        open: false,
        positions: (0..40)
            .map(|n| Point::new(20.0 + f64::from(n) * 5.3, 150.0 - f64::from(n * n) / 15.0))
            .collect(),
        sizes: (0..40).map(|n| 6.0 + f64::from(n % 4)).collect(),
        fills: vec![BLUE.faded(0.7)],
        strokes: vec![(Color::WHITE, 1.0)],
    };
    let clipped = vec![
        Item::Path(PathItem::filled(
            Rect::new(0.0, 60.0, 420.0, 160.0).to_path(0.1),
            Color::rgb(229, 236, 246),
        )),
        Item::Markers(markers),
    ];
    let clip = Rect::new(20.0, 60.0, 200.0, 160.0).to_path(0.1);
    scene.items.push(Item::Group(Group { clip: Some(clip), items: clipped, ..Group::default() }));

    let mut wave = BezPath::new();
    wave.move_to((220.0, 110.0));
    wave.curve_to((260.0, 40.0), (300.0, 180.0), (400.0, 80.0));
    scene
        .items
        .push(Item::Path(PathItem::stroked(wave, Stroke { dash: vec![9.0, 3.0], ..Stroke::new(RED, 2.0) })));

    let gradient = Gradient {
        kind: GradientKind::Linear { from: Point::new(20.0, 0.0), to: Point::new(200.0, 0.0) },
        stops: vec![Stop { offset: 0.0, color: BLUE }, Stop { offset: 1.0, color: RED }],
    };
    let bar = Rect::new(20.0, 180.0, 200.0, 200.0).to_path(0.1);
    scene.items.push(Item::Path(PathItem::filled(bar, Paint::Gradient(gradient))));

    let discs = [(250.0, RED), (275.0, BLUE)]
        .map(|(x, color)| Item::Path(PathItem::filled(Circle::new((x, 190.0), 25.0).to_path(0.01), color)));
    scene.items.push(Item::Group(Group { opacity: 0.5, items: discs.into(), ..Group::default() }));

    let turned = Affine::translate(Vec2::new(350.0, 220.0)) * Affine::rotate(-0.6);
    let font = Fonts::embedded().find("Open Sans", FontStyle::REGULAR);
    let link = Group {
        link: Some("https://example.org/".into()),
        items: vec![Item::Glyphs(text::shape(&font, 12.0, "turned link").run(turned, BLUE))],
        ..Group::default()
    };
    scene.items.push(Item::Group(link));
    label(&mut scene, "The quick brown fox, 1 234 567.89 € × ÷ − µ", 11.0, FontStyle::REGULAR, (20.3, 240.0));
    scene
}

fn label(scene: &mut Scene, words: &str, size: f64, style: FontStyle, (x, y): (f64, f64)) {
    let font = Fonts::embedded().find("Open Sans", style);
    let run = text::shape(&font, size, words).run(Affine::translate((x, y)), Color::rgb(42, 63, 95));
    scene.items.push(Item::Glyphs(run));
}
