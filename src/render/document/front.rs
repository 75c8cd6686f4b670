//! What stands before the pages: a cover and the contents.

use kurbo::{Affine, Size};

use super::layout::{Piece, Setter, blank};
use super::{Document, Sheet};
use crate::render::scene::{Group, Item};

/// A sheet of its own before all others, without header and footer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover {
    /// In large type.
    pub title: String,
    /// Under it; may be empty.
    pub subtitle: String,
    /// Under both, wrapped; may be empty.
    pub text: String,
}

/// How far down the cover's title stands, of the area's height.
const TITLE_AT: f64 = 0.3;
/// What a level of a heading is indented by in the contents, pt.
const INDENT: f64 = 14.0;

/// The sheets before `pages`: cover and contents, as the document wants them.
pub(super) fn sheets(document: &Document, setter: &Setter, pages: &[Sheet]) -> Vec<Sheet> {
    let size = document.paper.size;
    let mut front: Vec<Sheet> = document.cover.iter().map(|cover| setter.cover(cover, size)).collect();
    if let Some(title) = &document.contents {
        // How many sheets the contents take does not depend on the numbers in them.
        let before = front.len() + setter.contents(title, pages, 0, size).len();
        front.extend(setter.contents(title, pages, before, size));
    }
    front
}

impl Setter {
    fn cover(&self, cover: &Cover, size: Size) -> Sheet {
        let [largest, ..] = &self.headings;
        let (mut items, mut top) = largest.stacked(&cover.title, 0.0, self.area.width());
        for text in [&cover.subtitle, &cover.text] {
            if !text.is_empty() {
                let (lines, height) = self.body.stacked(text, 0.0, self.area.width());
                top += self.body.leading();
                items.push(moved(lines, 0.0, top));
                top += height;
            }
        }
        let mut sheet = blank(size);
        sheet.scene.items.push(moved(items, self.area.x0, self.area.y0 + TITLE_AT * self.area.height()));
        sheet
    }

    /// The headings of `pages`, with the number of the sheet that each is on; `before` sheets come before them.
    fn contents(&self, title: &str, pages: &[Sheet], before: usize, size: Size) -> Vec<Sheet> {
        // A list of the bookmarks is none itself.
        let mut heading = self.heading(1, title);
        heading.bookmark = None;
        let mut pieces = vec![heading];
        for (index, sheet) in pages.iter().enumerate() {
            for (level, heading) in &sheet.bookmarks {
                pieces.push(self.entry(*level, heading, before + index + 1));
            }
        }
        self.fill(&pieces, size)
    }

    fn entry(&self, level: u8, heading: &str, number: usize) -> Piece {
        let indent = INDENT * f64::from(level.saturating_sub(1).min(4));
        let number = self.body.line(&number.to_string());
        let (width, left) = (self.area.width(), self.area.width() - number.width);
        let (mut items, height) = self.body.stacked(heading, indent, width - indent - 3.0 * INDENT);
        items.push(self.body.item(number, left, height - self.body.leading()));
        Piece::new(height, items, if level <= 1 { 6.0 } else { 0.0 })
    }
}

fn moved(items: Vec<Item>, x: f64, y: f64) -> Item {
    Item::Group(Group { transform: Affine::translate((x, y)), items, ..Group::default() })
}
