//! A scene as an SVG file: real text in embedded font subsets, stable ids, short numbers.

mod defs;
mod number;
mod subset;
mod writer;
mod xml;

pub use xml::escape;

use super::Scene;
use writer::Writer;

/// How text is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SvgText {
    /// Text elements, with the glyphs they need embedded as a font: selectable and searchable.
    #[default]
    Embedded,
    /// Outlines: looks the same in every program, also in those that ignore embedded fonts.
    Outlines,
}

impl Scene {
    /// Writes the scene as an SVG file with text as text.
    pub fn to_svg(&self) -> String {
        self.to_svg_with(SvgText::default())
    }

    /// Writes the scene as an SVG file.
    pub fn to_svg_with(&self, text: SvgText) -> String {
        Writer::new(text).write(self)
    }
}

#[cfg(test)]
mod tests;
