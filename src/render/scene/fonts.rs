//! The fonts that a picture may use: embedded Open Sans, and what the user adds.

use std::sync::{Arc, LazyLock};

use super::{Font, FontStyle, substitutes};
use crate::render::Error;

/// Open Sans in four styles; see `assets/fonts/LICENSE-OpenSans.txt`.
static EMBEDDED: LazyLock<Vec<Arc<Font>>> = LazyLock::new(|| {
    let files: [&[u8]; 4] = [
        include_bytes!("../../../assets/fonts/OpenSans-Regular.ttf"),
        include_bytes!("../../../assets/fonts/OpenSans-Bold.ttf"),
        include_bytes!("../../../assets/fonts/OpenSans-Italic.ttf"),
        include_bytes!("../../../assets/fonts/OpenSans-BoldItalic.ttf"),
    ];
    files.iter().filter_map(|file| Font::from_bytes(Arc::from(*file), 0).ok()).map(Arc::new).collect()
});

/// The fonts that a picture may use. Never empty: Open Sans is always among them.
#[derive(Debug, Clone)]
pub struct Fonts {
    faces: Vec<Arc<Font>>,
}

impl Default for Fonts {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Fonts {
    /// Open Sans: regular, bold, italic and bold italic.
    pub fn embedded() -> Self {
        Self { faces: EMBEDDED.clone() }
    }

    /// Adds every face of a font file or collection; they go before fonts of the same family.
    ///
    /// # Errors
    /// [`Error::Font`] when the bytes are no font.
    pub fn add(&mut self, data: &[u8]) -> Result<(), Error> {
        let data: Arc<[u8]> = Arc::from(data);
        let first = Font::from_bytes(Arc::clone(&data), 0)?;
        let more = (1..).map_while(|index| Font::from_bytes(Arc::clone(&data), index).ok());
        let added: Vec<_> = std::iter::once(first).chain(more).map(Arc::new).collect();
        self.faces.splice(0..0, added);
        Ok(())
    }

    /// Every face, in order of preference.
    pub fn faces(&self) -> &[Arc<Font>] {
        &self.faces
    }

    /// The face for a CSS `font-family` list and a style: the first family of the list that is here, else
    /// Open Sans. Within a family the style is matched as in CSS Fonts 4, section 5.2: slant first, then the
    /// nearest weight, in the direction that the section gives.
    pub fn find(&self, family_list: &str, style: FontStyle) -> Arc<Font> {
        family_list
            .split(',')
            .map(|family| family.trim().trim_matches(['"', '\'']))
            .find_map(|family| self.best(family, style))
            .or_else(|| self.best("Open Sans", style))
            .unwrap_or_else(|| Arc::clone(&EMBEDDED[0]))
    }

    /// The face for a CSS `font-family` list as a browser on a machine with few fonts chooses it: the first family
    /// that is here or that is generic, else the generic sans serif.
    pub(crate) fn resolve(&self, family_list: &str, style: FontStyle) -> Arc<Font> {
        family_list
            .split(',')
            .map(|family| family.trim().trim_matches(['"', '\'']))
            .find_map(|family| self.best(family, style).or_else(|| substitutes::generic(family, style)))
            .or_else(|| substitutes::generic("sans-serif", style))
            .unwrap_or_else(|| self.find(family_list, style))
    }

    fn best(&self, family: &str, style: FontStyle) -> Option<Arc<Font>> {
        self.faces
            .iter()
            .filter(|font| font.family.eq_ignore_ascii_case(family))
            .min_by_key(|font| {
                (font.style.italic != style.italic, weight_distance(style.weight, font.style.weight))
            })
            .cloned()
    }
}

/// How unwelcome a weight is where another is wanted: whether it lies on the wrong side, then how far.
fn weight_distance(wanted: u16, had: u16) -> (u8, u16) {
    let side = match (wanted, had) {
        _ if had == wanted => 0,
        // Between 400 and 500, up to 500 comes first, then lighter, then bolder.
        (400..=500, _) if had > wanted && had <= 500 => 0,
        (400..=500, _) if had < wanted => 1,
        (0..400, _) if had < wanted => 0,
        (501.., _) if had > wanted => 0,
        _ => 2,
    };
    (side, had.abs_diff(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(family: &str, weight: u16, italic: bool) -> (String, u16, bool) {
        let font = Fonts::embedded().find(family, FontStyle { weight, italic });
        (font.family.clone(), font.style.weight, font.style.italic)
    }

    #[test]
    fn four_styles_of_open_sans_are_embedded() {
        for (weight, italic) in [(400, false), (700, false), (400, true), (700, true)] {
            assert_eq!(
                found("\"Open Sans\", verdana, sans-serif", weight, italic),
                ("Open Sans".into(), weight, italic)
            );
        }
    }

    #[test]
    fn an_unknown_family_falls_back_to_open_sans() {
        assert_eq!(found("Courier New, monospace", 400, false).0, "Open Sans");
        assert_eq!(found("", 400, false).0, "Open Sans");
    }

    #[test]
    fn the_nearest_weight_is_taken_in_the_direction_of_css() {
        assert_eq!(found("Open Sans", 500, false).1, 400);
        assert_eq!(found("Open Sans", 600, false).1, 700);
        assert_eq!(found("Open Sans", 300, false).1, 400);
        assert_eq!(found("Open Sans", 900, true).1, 700);
    }

    #[test]
    fn an_added_font_is_found_and_a_broken_one_is_refused() {
        let mut fonts = Fonts::embedded();
        let bytes = Arc::clone(&fonts.faces()[0].data);
        fonts.add(&bytes).expect("a font");
        assert_eq!(fonts.faces().len(), 5);
        assert!(fonts.add(b"nonsense").is_err());
    }
}
