//! The scene: one display list for everything that is drawn, and the sinks that turn it into a file.

mod font;
mod model;
mod paint;

pub use font::{Font, FontStyle, Fonts};
pub use model::{
    Fill, FillRule, Glyph, GlyphRun, Group, Image, ImageItem, Item, LineCap, LineJoin, Markers, PathItem,
    Scene, Stroke,
};
pub use paint::{Color, Gradient, GradientKind, Paint, Stop};
