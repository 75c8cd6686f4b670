//! The display list. Coordinates are CSS px, y down, painted in order.

use std::sync::Arc;

use kurbo::{Affine, BezPath, Rect, Size};

use super::{Color, Font, Markers, Paint};

/// A picture as a list of things to paint.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The picture's size; what lies outside is not seen.
    pub size: Size,
    /// Painted first, under everything; transparent when absent.
    pub background: Option<Color>,
    /// In painting order.
    pub items: Vec<Item>,
    /// What was asked for and could not be drawn faithfully, by name.
    pub notes: Vec<String>,
    /// The charts in it, of a picture of a page.
    pub charts: Vec<ChartBox>,
}

/// Where a chart is in a picture of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartBox {
    /// Its graph's id, or what else tells it from others.
    pub name: String,
    /// In CSS px of the picture.
    pub rect: Rect,
}

impl Scene {
    /// An empty, transparent scene.
    pub fn new(size: Size) -> Self {
        Self { size, background: None, items: Vec::new(), notes: Vec::new(), charts: Vec::new() }
    }
}

/// One thing to paint.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An outline, filled, stroked or both.
    Path(PathItem),
    /// A run of text.
    Glyphs(GlyphRun),
    /// One small shape, many times.
    Markers(Markers),
    /// A bitmap.
    Image(ImageItem),
    /// Items together.
    Group(Group),
}

/// An outline, filled, stroked or both: fill first.
#[derive(Debug, Clone, PartialEq)]
pub struct PathItem {
    /// The outline.
    pub path: BezPath,
    /// Its inside.
    pub fill: Option<Fill>,
    /// Its line.
    pub stroke: Option<Stroke>,
}

impl PathItem {
    /// The inside of an outline, by the non-zero rule.
    pub fn filled(path: BezPath, paint: impl Into<Paint>) -> Self {
        Self { path, fill: Some(paint.into().into()), stroke: None }
    }

    /// An outline's line.
    pub fn stroked(path: BezPath, stroke: Stroke) -> Self {
        Self { path, fill: None, stroke: Some(stroke) }
    }
}

/// How the inside of an outline is painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    /// With what.
    pub paint: Paint,
    /// What is inside.
    pub rule: FillRule,
}

impl<P: Into<Paint>> From<P> for Fill {
    fn from(paint: P) -> Self {
        Self { paint: paint.into(), rule: FillRule::NonZero }
    }
}

/// Which points are inside an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FillRule {
    /// Winding number is not 0.
    #[default]
    NonZero,
    /// Winding number is odd.
    EvenOdd,
}

/// How a line is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// With what.
    pub paint: Paint,
    /// Width, px.
    pub width: f64,
    /// Lengths of dashes and gaps, px; empty is solid.
    pub dash: Vec<f64>,
    /// How far into the dashes the line begins, px.
    pub dash_offset: f64,
    /// Its ends.
    pub cap: LineCap,
    /// Its corners.
    pub join: LineJoin,
    /// Where a mitred corner is cut off, as SVG's `stroke-miterlimit`.
    pub miter_limit: f64,
}

impl Stroke {
    /// SVG's default for [`Stroke::miter_limit`].
    pub const MITER_LIMIT: f64 = 4.0;

    /// A solid line with butt ends and mitred corners, as SVG's defaults.
    pub fn new(paint: impl Into<Paint>, width: f64) -> Self {
        Self {
            paint: paint.into(),
            width,
            dash: Vec::new(),
            dash_offset: 0.0,
            cap: LineCap::default(),
            join: LineJoin::default(),
            miter_limit: Self::MITER_LIMIT,
        }
    }
}

/// The ends of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineCap {
    /// Cut at the end.
    #[default]
    Butt,
    /// A half circle more.
    Round,
    /// Half a width more.
    Square,
}

/// The corners of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineJoin {
    /// Pointed.
    #[default]
    Miter,
    /// Rounded.
    Round,
    /// Cut off.
    Bevel,
}

/// Shaped text: glyphs of one font at one size, with the text they stand for, so that it stays selectable.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    /// The font.
    pub font: Arc<Font>,
    /// px per em.
    pub size: f64,
    /// With what.
    pub paint: Paint,
    /// From the run's coordinates (origin at the start of the baseline) to the scene's.
    pub transform: Affine,
    /// The glyphs, in visual order.
    pub glyphs: Vec<Glyph>,
    /// The text that the glyphs show.
    pub text: String,
}

/// One glyph of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Its index in the font.
    pub id: u32,
    /// Its origin on the run's baseline, px.
    pub x: f64,
    /// Its origin, px, y down.
    pub y: f64,
    /// Where its text begins in [`GlyphRun::text`], in bytes.
    pub cluster: u32,
}

/// A bitmap: RGBA, 8 bits a channel, not premultiplied, row by row.
#[derive(Debug, PartialEq, Eq)]
pub struct Image {
    /// In its own pixels.
    pub width: u32,
    /// In its own pixels.
    pub height: u32,
    /// `width * height * 4` bytes.
    pub rgba: Vec<u8>,
}

/// A bitmap drawn into a rectangle.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageItem {
    /// The bitmap.
    pub image: Arc<Image>,
    /// Where its corners come to lie.
    pub rect: Rect,
    /// Interpolated when scaled, or with hard pixels.
    pub smooth: bool,
}

/// Items that share a transform, an opacity, a clip or a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// From the group's coordinates to its parent's.
    pub transform: Affine,
    /// Of the group as a whole, 0 to 1.
    pub opacity: f64,
    /// In the group's coordinates; nothing is painted outside.
    pub clip: Option<BezPath>,
    /// Where a click leads.
    pub link: Option<String>,
    /// In painting order.
    pub items: Vec<Item>,
}

impl Default for Group {
    fn default() -> Self {
        Self { transform: Affine::IDENTITY, opacity: 1.0, clip: None, link: None, items: Vec::new() }
    }
}
