//! The document and the files it becomes.

use kurbo::{Affine, Rect, Shape, Size};

use super::{Cover, Page, Paper, html, layout};
use crate::render::Error;
use crate::render::scene::{Color, Fonts, Group, Item, PT_PER_PX, PathItem, PdfInfo, Scene, pdf};

/// Captures composed into pages.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Stands in the file's description, and at the foot of each sheet unless something else does.
    pub title: String,
    /// Who made it; may be empty.
    pub author: String,
    /// Stands at the head of each sheet; may be empty.
    pub header: String,
    /// Stands at the foot of each sheet, beside its number; the title when absent.
    pub footer: Option<String>,
    /// A sheet before all others.
    pub cover: Option<Cover>,
    /// The title of a list of the headings and the sheets they are on, before the pages.
    pub contents: Option<String>,
    /// What it is laid onto.
    pub paper: Paper,
    /// The document's own text is set in Open Sans from these.
    pub fonts: Fonts,
    /// Each begins on a sheet of its own.
    pub pages: Vec<Page>,
}

/// One laid-out sheet of paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// In pt.
    pub scene: Scene,
    /// The headings on it, in order: level and text.
    pub bookmarks: Vec<(u8, String)>,
}

impl Document {
    /// Lays the pages onto sheets; a document without pages is one empty sheet.
    ///
    /// # Errors
    /// [`Error::BadSize`] when the paper's margins leave no room.
    pub fn sheets(&self) -> Result<Vec<Sheet>, Error> {
        layout::sheets(self)
    }

    /// The document as a PDF file, with its headings as bookmarks. Equal documents give equal bytes.
    ///
    /// # Errors
    /// As [`Document::sheets`] and [`pdf`].
    pub fn to_pdf(&self) -> Result<Vec<u8>, Error> {
        let sheets = self.sheets()?;
        let bookmarks = sheets
            .iter()
            .enumerate()
            .flat_map(|(page, sheet)| sheet.bookmarks.iter().map(move |(_, name)| (name.clone(), page)))
            .collect();
        let scenes: Vec<Scene> = sheets.into_iter().map(|sheet| sheet.scene).collect();
        pdf(&scenes, 1.0, &PdfInfo { title: self.title.clone(), author: self.author.clone(), bookmarks })
    }

    /// The document as one HTML page that needs no other file.
    pub fn to_html(&self) -> String {
        html::html(self)
    }

    /// The sheets under each other as one PNG picture, with `scale` device px per CSS px.
    ///
    /// # Errors
    /// As [`Document::sheets`] and [`Scene::to_png`].
    pub fn to_png(&self, scale: f64) -> Result<Vec<u8>, Error> {
        const GAP: f64 = 12.0;
        let sheets = self.sheets()?;
        let size = self.paper.size;
        let height = sheets.len() as f64 * (size.height + GAP) + GAP;
        let mut all = Scene {
            background: Some(Color::rgb(206, 212, 218)),
            ..Scene::new(Size::new(size.width + 2.0 * GAP, height))
        };
        let frame = Rect::ZERO.with_size(size).to_path(0.1);
        for (index, mut sheet) in sheets.into_iter().enumerate() {
            let paper = Item::Path(PathItem::filled(frame.clone(), Color::WHITE));
            sheet.scene.items.insert(0, paper);
            all.items.push(Item::Group(Group {
                transform: Affine::translate((GAP, GAP + index as f64 * (size.height + GAP))),
                clip: Some(frame.clone()),
                items: sheet.scene.items,
                ..Group::default()
            }));
        }
        all.to_png(scale / PT_PER_PX)
    }
}
