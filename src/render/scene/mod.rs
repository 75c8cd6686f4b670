//! The scene: one display list for everything that is drawn, and the sinks that turn it into a file.

mod bounds;
mod font;
mod fonts;
mod geometry;
mod markers;
mod model;
mod paint;
mod pdf;
mod raster;
mod slice;
mod substitutes;
mod svg;
pub mod text;

pub use font::{Font, FontStyle};
pub use fonts::Fonts;
pub use markers::Markers;
pub use model::{
    ChartBox, Fill, FillRule, Glyph, GlyphRun, Group, Image, ImageItem, Item, LineCap, LineJoin, PathItem,
    Scene, Stroke,
};
pub use paint::{Color, Gradient, GradientKind, Paint, Stop};
pub use pdf::{PT_PER_PX, PdfInfo, pdf};
pub use raster::PngOptions;
pub(crate) use substitutes::signs;
pub use svg::{SvgOptions, SvgText, escape};
