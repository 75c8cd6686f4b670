//! The part of a font that a picture needs.

use std::collections::BTreeSet;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::super::Font;

/// A font file with these glyphs and the characters they show, as a data URI; the whole font when it can't be
/// taken apart.
pub(super) fn data_uri(font: &Font, glyphs: &BTreeSet<u16>) -> String {
    let file = cut(font, glyphs).unwrap_or_else(|| font.data.to_vec());
    format!("data:font/ttf;base64,{}", BASE64_STANDARD.encode(file))
}

fn cut(font: &Font, glyphs: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let file = ReadScope::new(&font.data).read::<FontData<'_>>().ok()?;
    let provider = file.table_provider(font.index as usize).ok()?;
    // The first glyph is what shows when one is missing; every font has it.
    let glyphs: Vec<u16> = std::iter::once(0).chain(glyphs.iter().copied().filter(|id| *id != 0)).collect();
    let profile = SubsetProfile::Custom(
        [b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post", b"cvt ", b"fpgm", b"prep"]
            .map(|tag| u32::from_be_bytes(*tag))
            .to_vec(),
    );
    subset(&provider, &glyphs, &profile, CmapTarget::Unicode).ok()
}
