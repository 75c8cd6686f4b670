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

/// How an SVG file is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SvgOptions {
    /// How text is written.
    pub text: SvgText,
    /// Begins every id and font name, so that several files can stand in one HTML page.
    pub prefix: String,
}

impl Scene {
    /// Writes the scene as an SVG file with text as text.
    pub fn to_svg(&self) -> String {
        self.to_svg_with(&SvgOptions::default())
    }

    /// Writes the scene as an SVG file.
    pub fn to_svg_with(&self, options: &SvgOptions) -> String {
        Writer::new(options).write(self)
    }
}

#[cfg(test)]
mod tests;
