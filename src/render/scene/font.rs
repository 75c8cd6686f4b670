//! One font: its bytes, parsed once.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use harfrust::{Direction, Feature, Script, ShapePlan, Tag};
use kurbo::BezPath;
use skrifa::font::attribute::Style;
use skrifa::font::name::NameId;
use skrifa::{DrawMemory, GlyphId, PathSink, ScalerFont};

use crate::render::Error;

/// Upright or slanted, and how heavy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FontStyle {
    /// CSS weight, 100 to 900.
    pub weight: u16,
    /// Slanted.
    pub italic: bool,
}

impl FontStyle {
    /// Upright, weight 400.
    pub const REGULAR: Self = Self { weight: 400, italic: false };
    /// Upright, weight 700.
    pub const BOLD: Self = Self { weight: 700, italic: false };
}

impl Default for FontStyle {
    fn default() -> Self {
        Self::REGULAR
    }
}

/// One face of a font file, ready to be measured and drawn.
///
/// Two fonts are equal when they are the same face of the same bytes.
pub struct Font {
    /// Its family: `Open Sans`.
    pub family: String,
    /// Its style.
    pub style: FontStyle,
    /// The TrueType or OpenType bytes.
    pub data: Arc<[u8]>,
    /// The face within a collection; 0 otherwise.
    pub index: u32,
    face: skrifa::Font,
    plans: Mutex<Vec<Arc<ShapePlan>>>,
    outlines: Mutex<HashMap<u32, Arc<BezPath>>>,
}

/// Ligatures off: one glyph per character keeps the text of a PDF selectable letter by letter.
const FEATURES: [Feature; 2] = [off(Tag::new(b"liga")), off(Tag::new(b"clig"))];

const fn off(tag: Tag) -> Feature {
    Feature { tag, value: 0, start: Feature::GLOBAL_START, end: Feature::GLOBAL_END }
}

impl Font {
    /// Reads face `index` of a TrueType or OpenType file. A variable font is drawn at its default place.
    ///
    /// # Errors
    /// [`Error::Font`] when the bytes are no such file or hold no such face.
    pub fn from_bytes(data: Arc<[u8]>, index: u32) -> Result<Self, Error> {
        let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Arc::clone(&data));
        let face = skrifa::Font::new(shared, index).ok_or_else(|| {
            Error::Font(format!("no TrueType or OpenType face {index} in {} bytes", data.len()))
        })?;
        let names = face.names();
        let family = [NameId::TYPOGRAPHIC_FAMILY_NAME, NameId::FAMILY_NAME]
            .into_iter()
            .find_map(|id| names.get(id)?.english_or_first())
            .map(|name| name.name().chars().collect::<String>())
            .ok_or_else(|| Error::Font("the font has no family name".into()))?;
        let attributes = face.default_attributes();
        let style = FontStyle {
            weight: attributes.weight.value().clamp(1.0, 1000.0) as u16,
            italic: attributes.style != Style::Normal,
        };
        Ok(Self { family, style, data, index, face, plans: Mutex::default(), outlines: Mutex::default() })
    }

    /// The parsed face.
    pub(super) fn face(&self) -> &skrifa::Font {
        &self.face
    }

    /// The font's design units per em.
    pub fn units_per_em(&self) -> f64 {
        f64::from(self.face.units_per_em().max(1))
    }

    /// How far the font reaches above its baseline at `size` px per em; not rounded.
    pub fn ascent(&self, size: f64) -> f64 {
        self.face.metrics().h_line().map_or(0.8, |line| line.ascender.to_f64() / self.units_per_em()) * size
    }

    /// How far the font reaches below its baseline at `size` px per em, positive; not rounded.
    pub fn descent(&self, size: f64) -> f64 {
        self.face.metrics().h_line().map_or(0.2, |line| -line.descender.to_f64() / self.units_per_em()) * size
    }

    /// How far a glyph moves the pen, px, without kerning.
    pub fn advance(&self, glyph: u32, size: f64) -> f64 {
        f64::from(self.face.glyph_metrics().h_advance(GlyphId::new(glyph))) / self.units_per_em() * size
    }

    /// The glyph that shows `character`, if the font has one.
    pub fn glyph(&self, character: char) -> Option<u32> {
        self.face.charmap().map_unicode(character).map(GlyphId::to_u32)
    }

    /// A glyph's outline in design units, y up; empty for a space or an unknown glyph.
    pub fn outline(&self, glyph: u32) -> Arc<BezPath> {
        let mut outlines = self.outlines.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(outlines.entry(glyph).or_insert_with(|| {
            let mut pen = Pen::default();
            let scaler = ScalerFont::force_unhinted(self.face.clone(), None);
            // A broken outline keeps what was readable of it.
            if let Some(outline) = scaler.outline(GlyphId::new(glyph)) {
                outline.draw(DrawMemory::Scratch, &mut pen).ok();
            }
            Arc::new(pen.0)
        }))
    }

    /// The shaping plan for a script and direction, made once.
    pub(super) fn plan(&self, script: Option<Script>, direction: Direction) -> Arc<ShapePlan> {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.iter().find(|plan| plan.script() == script && plan.direction() == direction)
        {
            return Arc::clone(plan);
        }
        let plan = Arc::new(ShapePlan::new(&self.face, direction, script, None, &FEATURES));
        plans.push(Arc::clone(&plan));
        plan
    }

    /// The features that every plan is made with.
    pub(super) fn features() -> &'static [Feature] {
        &FEATURES
    }
}

impl PartialEq for Font {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && (Arc::ptr_eq(&self.data, &other.data) || self.data == other.data)
    }
}

impl Eq for Font {}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { family, style, data, index, .. } = self;
        f.debug_struct("Font")
            .field("family", family)
            .field("style", style)
            .field("bytes", &data.len())
            .field("index", index)
            .finish_non_exhaustive()
    }
}

/// Collects an outline.
#[derive(Default)]
struct Pen(BezPath);

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((f64::from(x), f64::from(y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((f64::from(x), f64::from(y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to((f64::from(cx), f64::from(cy)), (f64::from(x), f64::from(y)));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.curve_to(
            (f64::from(cx0), f64::from(cy0)),
            (f64::from(cx1), f64::from(cy1)),
            (f64::from(x), f64::from(y)),
        );
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

#[cfg(test)]
mod tests {
    use super::super::Fonts;
    use super::*;

    #[test]
    fn bytes_that_are_no_font_are_refused() {
        let error = Font::from_bytes(Arc::from(&b"not a font"[..]), 0).expect_err("refused");
        assert_eq!(error.to_string(), "bad font: no TrueType or OpenType face 0 in 10 bytes");
    }

    #[test]
    fn a_glyph_has_an_outline_and_a_space_has_none() {
        let font = Fonts::embedded().find("Open Sans", FontStyle::REGULAR);
        assert!(!font.outline(font.glyph('A').expect("A")).is_empty());
        assert!(font.outline(font.glyph(' ').expect("space")).is_empty());
    }
}
