//! Blocks onto sheets.

use std::sync::Arc;

use kurbo::{Affine, BezPath, Rect, Size, Vec2};

use super::text::Type;
use super::{Block, Document, Page, Sheet, front};
use crate::render::Error;
use crate::render::scene::{
    Color, FontStyle, Fonts, Group, Image, ImageItem, Item, PT_PER_PX, PathItem, Scene, Stroke,
};

const INK: Color = Color::rgb(33, 37, 41);
const FAINT: Color = Color::rgb(108, 117, 125);
const RULE: Color = Color::rgb(222, 226, 230);
/// Between blocks, pt.
const GAP: f64 = 9.0;
/// A picture shrinks this far to stay on one sheet; one that would shrink further is cut.
const LEAST_SHRINK: f64 = 0.7;
/// A sheet is filled at least this far before a tall picture is cut.
const LEAST_FILL: f64 = 0.4;

/// What can't be torn apart: it goes onto one sheet.
pub(super) struct Piece {
    height: f64,
    /// pt from the piece's top left.
    items: Vec<Item>,
    /// Its level and text.
    pub(super) bookmark: Option<(u8, String)>,
    /// Whether it may not be the last on its sheet.
    stays_with_next: bool,
    /// Free space above it, unless it is the first on its sheet.
    gap: f64,
}

impl Piece {
    pub(super) fn new(height: f64, items: Vec<Item>, gap: f64) -> Self {
        Self { height, items, bookmark: None, stays_with_next: false, gap }
    }
}

/// Lays a document's pages onto sheets.
pub(super) fn sheets(document: &Document) -> Result<Vec<Sheet>, Error> {
    let area = document.paper.area()?;
    let setter = Setter::new(&document.fonts, area);
    let pages: Vec<Sheet> =
        document.pages.iter().flat_map(|page| setter.page(page, document.paper.size)).collect();
    let mut sheets = front::sheets(document, &setter, &pages);
    sheets.extend(pages);
    if sheets.is_empty() {
        sheets.push(blank(document.paper.size));
    }
    let count = sheets.len();
    for (index, sheet) in sheets.iter_mut().enumerate().skip(usize::from(document.cover.is_some())) {
        setter.edges(document, &mut sheet.scene, index + 1, count);
    }
    Ok(sheets)
}

pub(super) fn blank(size: Size) -> Sheet {
    Sheet { scene: Scene { background: Some(Color::WHITE), ..Scene::new(size) }, bookmarks: Vec::new() }
}

/// Sets blocks into an area of the sheet.
pub(super) struct Setter {
    pub(super) area: Rect,
    pub(super) headings: [Type; 3],
    pub(super) body: Type,
    strong: Type,
    small: Type,
}

impl Setter {
    fn new(fonts: &Fonts, area: Rect) -> Self {
        let heading = |size| Type::new(fonts, FontStyle::BOLD, size, INK);
        Self {
            area,
            headings: [heading(20.0), heading(15.0), heading(12.0)],
            body: Type::new(fonts, FontStyle::REGULAR, 10.0, INK),
            strong: Type::new(fonts, FontStyle::BOLD, 10.0, INK),
            small: Type::new(fonts, FontStyle::REGULAR, 8.0, FAINT),
        }
    }

    fn page(&self, page: &Page, size: Size) -> Vec<Sheet> {
        let mut pieces: Vec<Piece> = Vec::new();
        for block in &page.blocks {
            // What the headings just above leave of a sheet.
            let headings = pieces.iter().rev().take_while(|piece| piece.stays_with_next);
            let room = self.area.height() - headings.map(|piece| piece.gap + piece.height).sum::<f64>();
            pieces.extend(self.pieces(block, room - GAP));
        }
        self.fill(&pieces, size)
    }

    /// Pieces onto sheets, from the top of the first.
    pub(super) fn fill(&self, pieces: &[Piece], size: Size) -> Vec<Sheet> {
        let mut sheets = Vec::new();
        let mut sheet = blank(size);
        let mut top = 0.0;
        for (index, piece) in pieces.iter().enumerate() {
            let gap = if top > 0.0 { piece.gap } else { 0.0 };
            // Headings in a row stay with the first thing that is none.
            let kept: f64 = pieces[index + 1..]
                .iter()
                .zip(&pieces[index..])
                .take_while(|(_, before)| before.stays_with_next)
                .map(|(next, _)| next.gap + next.height)
                .sum();
            let needed = gap + piece.height + kept;
            if top > 0.0 && top + needed > self.area.height() {
                sheets.push(std::mem::replace(&mut sheet, blank(size)));
                top = 0.0;
            }
            top += if top > 0.0 { piece.gap } else { 0.0 };
            let place = self.area.origin().to_vec2() + Vec2::new(0.0, top);
            sheet.bookmarks.extend(piece.bookmark.clone());
            sheet.scene.items.push(Item::Group(Group {
                transform: Affine::translate(place),
                items: piece.items.clone(),
                ..Group::default()
            }));
            top += piece.height;
        }
        sheets.push(sheet);
        sheets
    }

    /// A block's pieces; the first is no higher than `room` if it is a picture.
    fn pieces(&self, block: &Block, room: f64) -> Vec<Piece> {
        match block {
            Block::Heading { level, text } => vec![self.heading(*level, text)],
            Block::Paragraph(text) => self.lines(text),
            Block::Scene(scene) => self.scene(scene, room),
            Block::Bitmap(image) => vec![self.bitmap(image, room)],
            Block::Table(rows) => {
                rows.iter().enumerate().map(|(index, row)| self.row(row, index == 0)).collect()
            }
        }
    }

    pub(super) fn heading(&self, level: u8, text: &str) -> Piece {
        let [first, second, third] = &self.headings;
        let kind = match level {
            0 | 1 => first,
            2 => second,
            _ => third,
        };
        let (items, height) = kind.stacked(text, 0.0, self.area.width());
        Piece {
            bookmark: Some((level, text.to_owned())),
            stays_with_next: true,
            ..Piece::new(height, items, 1.5 * GAP)
        }
    }

    fn lines(&self, text: &str) -> Vec<Piece> {
        let lines = self.body.wrap(text, self.area.width());
        let piece = |(index, line)| {
            let gap = if index == 0 { GAP } else { 0.0 };
            Piece::new(self.body.leading(), vec![self.body.item(line, 0.0, 0.0)], gap)
        };
        lines.into_iter().enumerate().map(piece).collect()
    }

    fn scene(&self, scene: &Arc<Scene>, room: f64) -> Vec<Piece> {
        let Size { width, height } = scene.size;
        let room = room.max(self.area.height() / 3.0);
        if !(width > 0.0 && height > 0.0 && scene.size.is_finite()) {
            return Vec::new();
        }
        let to_width = (self.area.width() / width).min(PT_PER_PX);
        let to_sheet = to_width.min(room / height);
        if to_sheet >= LEAST_SHRINK * to_width {
            return vec![placed(scene, to_sheet, GAP)];
        }
        let tallest = self.area.height() / to_width;
        let mut pieces = Vec::new();
        let mut top = 0.0;
        while top < height {
            let sheet = if top > 0.0 { tallest } else { room / to_width };
            let latest = top + sheet;
            let bottom = if latest >= height {
                height
            } else {
                scene.best_cut(top + sheet * LEAST_FILL, latest, tallest)
            };
            pieces.push(placed(&scene.slice(top, bottom), to_width, if top > 0.0 { 0.0 } else { GAP }));
            top = bottom;
        }
        pieces
    }

    fn bitmap(&self, image: &Arc<Image>, room: f64) -> Piece {
        let (width, height) = (f64::from(image.width), f64::from(image.height));
        let room = room.max(self.area.height() / 3.0);
        let scale = PT_PER_PX.min(self.area.width() / width).min(room / height);
        let rect = Rect::new(0.0, 0.0, width * scale, height * scale);
        let item = ImageItem { image: Arc::clone(image), rect, smooth: true };
        Piece::new(rect.height(), vec![Item::Image(item)], GAP)
    }

    fn row(&self, (name, value): &(String, String), first: bool) -> Piece {
        let (width, pad) = (self.area.width(), 3.0);
        let split = width * 0.35;
        let (mut items, name_height) = self.strong.stacked(name, 0.0, split - GAP);
        let (values, value_height) = self.body.stacked(value, split, width - split);
        items.extend(values);
        let height = name_height.max(value_height) + 2.0 * pad;
        let items = vec![
            Item::Group(Group { transform: Affine::translate((0.0, pad)), items, ..Group::default() }),
            rule(0.0, width, height),
        ];
        Piece::new(height, items, if first { GAP } else { 0.0 })
    }

    /// The header, and the footer with its page number.
    fn edges(&self, document: &Document, scene: &mut Scene, number: usize, count: usize) {
        let Rect { x0, y0, x1, y1 } = self.area;
        let height = self.small.leading();
        if !document.header.is_empty() {
            let line = self.small.line(&document.header);
            scene.items.push(self.small.item(line, x0, y0 - GAP - height));
        }
        let footer = self.small.line(document.footer.as_ref().unwrap_or(&document.title));
        let page = self.small.line(&format!("{number} / {count}"));
        scene.items.push(rule(x0, x1, y1 + GAP));
        scene.items.push(self.small.item(footer, x0, y1 + GAP + 2.0));
        let right = x1 - page.width;
        scene.items.push(self.small.item(page, right, y1 + GAP + 2.0));
    }
}

/// A scene at `scale` pt per px.
fn placed(scene: &Scene, scale: f64, gap: f64) -> Piece {
    let frame = kurbo::Shape::to_path(&Rect::ZERO.with_size(scene.size), 0.1);
    let mut items = Vec::with_capacity(scene.items.len() + 1);
    items.extend(scene.background.map(|color| Item::Path(PathItem::filled(frame.clone(), color))));
    items.extend(scene.items.iter().cloned());
    let group = Group { transform: Affine::scale(scale), clip: Some(frame), items, ..Group::default() };
    Piece::new(scene.size.height * scale, vec![Item::Group(group)], gap)
}

fn rule(from: f64, to: f64, y: f64) -> Item {
    let mut line = BezPath::new();
    line.move_to((from, y));
    line.line_to((to, y));
    Item::Path(PathItem::stroked(line, Stroke::new(RULE, 0.5)))
}
