//! Text into glyphs.

use std::cell::RefCell;
use std::sync::Arc;

use harfrust::{Buffer, ShapeOptions, ShaperFont};
use kurbo::Affine;

use super::{Font, Glyph, GlyphRun, Paint};

/// A line of text as glyphs of one font at one size.
#[derive(Debug, Clone, PartialEq)]
pub struct ShapedText {
    /// The font.
    pub font: Arc<Font>,
    /// px per em.
    pub size: f64,
    /// The text.
    pub text: String,
    /// The glyphs from the start of the baseline on, in visual order.
    pub glyphs: Vec<Glyph>,
    /// The sum of the advances, px.
    pub width: f64,
    /// Above the baseline, px: whole, as in browsers, so that 12 px Open Sans is 13 + 4 px high.
    pub ascent: f64,
    /// Below the baseline, px, positive and whole.
    pub descent: f64,
}

impl ShapedText {
    /// The height of the line: ascent and descent.
    pub fn height(&self) -> f64 {
        self.ascent + self.descent
    }

    /// The run to draw, with `transform` from the start of its baseline to the scene.
    pub fn run(self, transform: Affine, paint: impl Into<Paint>) -> GlyphRun {
        GlyphRun {
            font: self.font,
            size: self.size,
            paint: paint.into(),
            transform,
            glyphs: self.glyphs,
            text: self.text,
        }
    }
}

thread_local! {
    /// Shaping's working memory, kept because labels are many and short.
    static BUFFER: RefCell<Buffer> = RefCell::new(Buffer::new());
}

/// Shapes one line of `text` at `size` px per em, kerned and unhinted, as Chromium measures it; ligatures stay
/// apart. The direction is that of the first letter with one; line breaks are not looked for.
pub fn shape(font: &Arc<Font>, size: f64, text: &str) -> ShapedText {
    let scale = size / font.units_per_em();
    let mut pen = (0.0, 0.0);
    let glyphs = BUFFER.with_borrow_mut(|buffer| {
        buffer.reset();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let plan = font.plan(buffer.script(), buffer.direction());
        let options = ShapeOptions::new().plan(Some(&plan)).features(Font::features());
        if harfrust::shape(&ShaperFont::new(font.face()), buffer, options).is_err() {
            return Vec::new();
        }
        let place = |(info, position): (&harfrust::GlyphInfo, &harfrust::GlyphPosition)| {
            let glyph = Glyph {
                id: info.glyph_id,
                x: pen.0 + f64::from(position.x_offset) * scale,
                y: pen.1 - f64::from(position.y_offset) * scale,
                cluster: info.cluster,
            };
            pen.0 += f64::from(position.x_advance) * scale;
            pen.1 -= f64::from(position.y_advance) * scale;
            glyph
        };
        buffer.glyph_infos().iter().zip(buffer.glyph_positions()).map(place).collect()
    });
    ShapedText {
        font: Arc::clone(font),
        size,
        text: text.to_owned(),
        glyphs,
        width: pen.0,
        ascent: font.ascent(size).round(),
        descent: font.descent(size).round(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FontStyle, Fonts};
    use super::*;

    fn width(text: &str, size: f64) -> f64 {
        shape(&Fonts::embedded().find("Open Sans", FontStyle::REGULAR), size, text).width
    }

    #[test]
    fn widths_are_kerned_as_in_a_browser() {
        assert!((width("Yes", 12.0) - 18.58).abs() < 0.005, "{}", width("Yes", 12.0));
        assert!((width("Africa", 12.0) - 31.98).abs() < 0.005, "{}", width("Africa", 12.0));
    }

    #[test]
    fn widths_grow_with_the_size() {
        assert!((width("Revenue", 24.0) - 2.0 * width("Revenue", 12.0)).abs() < 1e-9);
    }

    #[test]
    fn a_line_is_whole_pixels_high() {
        let line = shape(&Fonts::embedded().find("", FontStyle::REGULAR), 12.0, "x");
        assert_eq!((line.ascent, line.descent), (13.0, 4.0));
    }

    #[test]
    fn every_letter_keeps_a_glyph_and_its_place_in_the_text() {
        let line = shape(&Fonts::embedded().find("", FontStyle::REGULAR), 12.0, "öffi");
        let clusters: Vec<_> = line.glyphs.iter().map(|glyph| glyph.cluster).collect();
        assert_eq!(clusters, [0, 2, 3, 4]);
    }

    #[test]
    fn no_text_is_no_glyphs() {
        assert!(shape(&Fonts::embedded().find("", FontStyle::REGULAR), 12.0, "").glyphs.is_empty());
    }
}
