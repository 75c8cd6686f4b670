//! Fonts: embedded Open Sans, and what the user adds.

use std::sync::Arc;

/// Upright or slanted, and how heavy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FontStyle {
    /// CSS weight, 100 to 900.
    pub weight: u16,
    /// Slanted.
    pub italic: bool,
}

/// One font file.
#[derive(Debug, PartialEq, Eq)]
pub struct Font {
    /// Its family: `Open Sans`.
    pub family: String,
    /// Its style.
    pub style: FontStyle,
    /// The TrueType or OpenType bytes.
    pub data: Arc<[u8]>,
    /// The face within a collection; 0 otherwise.
    pub index: u32,
}

/// The fonts that a picture may use.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    /// In order of preference.
    pub faces: Vec<Arc<Font>>,
}
