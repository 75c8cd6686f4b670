//! Our fonts for the layout engine, and its glyphs back to text.

use std::collections::HashMap;
use std::sync::Arc;

use blitz_dom::FontContext;
use parley::fontique::{
    Blob, Collection, CollectionOptions, FallbackKey, GenericFamily, Script, SourceCache,
};

use crate::render::scene::{Font, Fonts};

/// Every CSS generic family is the same to us.
const GENERIC: [GenericFamily; 13] = [
    GenericFamily::Serif,
    GenericFamily::SansSerif,
    GenericFamily::Monospace,
    GenericFamily::Cursive,
    GenericFamily::Fantasy,
    GenericFamily::SystemUi,
    GenericFamily::UiSerif,
    GenericFamily::UiSansSerif,
    GenericFamily::UiMonospace,
    GenericFamily::UiRounded,
    GenericFamily::Emoji,
    GenericFamily::Math,
    GenericFamily::FangSong,
];

/// Scripts that the default font may have letters of.
const SCRIPTS: [&[u8; 4]; 6] = [b"Latn", b"Grek", b"Cyrl", b"Hebr", b"Zyyy", b"Zinh"];

/// Bytes as the engine shares them.
struct Bytes(Arc<[u8]>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Fonts that were handed to the layout engine.
pub(super) struct PageFonts {
    by_blob: HashMap<(u64, u32), Arc<Font>>,
    letters: HashMap<(u64, u32), HashMap<u32, char>>,
}

impl PageFonts {
    /// Hands `fonts` over; no font of the system is used.
    pub(super) fn new(fonts: &Fonts) -> (Self, FontContext) {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let mut by_blob = HashMap::new();
        for font in fonts.faces() {
            let blob = Blob::new(Arc::new(Bytes(Arc::clone(&font.data))));
            by_blob.insert((blob.id(), font.index), Arc::clone(font));
            // A collection's faces come one by one: each registration adds all of the file, which is harmless.
            collection.register_fonts(blob, None);
        }
        let default = collection.family_id("Open Sans");
        for generic in GENERIC {
            collection.set_generic_families(generic, default.into_iter());
        }
        for script in SCRIPTS {
            collection
                .set_fallbacks(FallbackKey::new(Script::from_bytes(*script), None), default.into_iter());
        }
        let fonts = Self { by_blob, letters: HashMap::new() };
        (fonts, FontContext { collection, source_cache: SourceCache::default() })
    }

    /// The font that the engine calls by `blob` and `index`.
    pub(super) fn font(&self, blob: u64, index: u32) -> Option<Arc<Font>> {
        self.by_blob.get(&(blob, index)).cloned()
    }

    /// The character that a glyph shows: the first of its font that has it.
    pub(super) fn character(&mut self, blob: u64, index: u32, glyph: u32) -> Option<char> {
        let font = self.by_blob.get(&(blob, index))?;
        let letters = self.letters.entry((blob, index)).or_insert_with(|| {
            let mut letters = HashMap::new();
            // The Basic Multilingual Plane without its ideographs holds all that a text font has.
            for character in (' '..='\u{33ff}').chain('\u{fb00}'..='\u{fffd}') {
                if let Some(glyph) = font.glyph(character) {
                    letters.entry(glyph).or_insert(character);
                }
            }
            letters
        });
        letters.get(&glyph).copied()
    }
}
