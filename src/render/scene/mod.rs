//! The scene: one display list for everything that is drawn, and the sinks that turn it into a file.

mod font;
mod fonts;
mod geometry;
mod markers;
mod model;
mod paint;
mod raster;
pub mod text;

pub use font::{Font, FontStyle};
pub use fonts::Fonts;
pub use markers::Markers;
pub use model::{
    Fill, FillRule, Glyph, GlyphRun, Group, Image, ImageItem, Item, LineCap, LineJoin, PathItem, Scene,
    Stroke,
};
pub use paint::{Color, Gradient, GradientKind, Paint, Stop};
pub use raster::PngOptions;
