//! Composes a small report as PDF, HTML and PNG. Run it with
//!
//! ```text
//! cargo run --example document -- some/folder
//! ```

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

use dashproof::render::document::{Block, Cover, Document, Page};
use dashproof::render::scene::{Color, FontStyle, Fonts, Item, PathItem, Scene, text};
use kurbo::{Affine, Rect, Shape, Size};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    let document = Document {
        title: "Monday sales".into(),
        author: "Sales".into(),
        header: "EMEA".into(),
        cover: Some(Cover {
            title: "Monday sales".into(),
            subtitle: "EMEA, 4 May 2026".into(),
            text: "Revenue by quarter and by product, against the plan.".into(),
        }),
        contents: Some("Contents".into()),
        pages: vec![
            Page {
                blocks: vec![
                    Block::Heading { level: 1, text: "Sales in EMEA".into() },
                    Block::Paragraph("Revenue by quarter, against the plan. ".repeat(8)),
                    Block::Table(vec![
                        ("Region".into(), "EMEA".into()),
                        ("Revenue".into(), "1 204 330 €".into()),
                    ]),
                    Block::Scene(Arc::new(bars(700.0, 4))),
                    Block::Heading { level: 2, text: "By product".into() },
                    Block::Scene(Arc::new(bars(700.0, 4))),
                ],
            },
            Page {
                blocks: vec![
                    Block::Heading { level: 1, text: "All of it".into() },
                    Block::Scene(Arc::new(bars(1280.0, 40))),
                ],
            },
        ],
        ..Document::default()
    };
    std::fs::write(folder.join("document.pdf"), document.to_pdf()?)?;
    std::fs::write(folder.join("document.html"), document.to_html())?;
    std::fs::write(folder.join("document.png"), document.to_png(0.5)?)?;
    Ok(())
}

fn bars(width: f64, count: i32) -> Scene {
    let mut scene = Scene {
        background: Some(Color::rgb(248, 249, 250)),
        ..Scene::new(Size::new(width, f64::from(count) * 90.0 + 20.0))
    };
    let font = Fonts::embedded().find("Open Sans", FontStyle::REGULAR);
    for index in 0..count {
        let top = f64::from(index) * 90.0 + 20.0;
        let length = width * 0.7 * f64::from(index % 4 + 1) / 4.0;
        let bar = Rect::new(100.0, top, 100.0 + length, top + 70.0).to_path(0.1);
        scene.items.push(Item::Path(PathItem::filled(bar, Color::rgb(0x63, 0x6e, 0xfa))));
        let label = text::shape(&font, 14.0, &format!("Quarter {}", index + 1));
        let place = Affine::translate((90.0 - label.width, top + 40.0));
        scene.items.push(Item::Glyphs(label.run(place, Color::BLACK)));
    }
    scene
}
