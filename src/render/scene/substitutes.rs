//! Fonts that stand in for those that are not here, as on a Linux machine without further fonts: DejaVu.
//!
//! The files are DejaVu 2.37 without hints, cut to Latin, Greek, Cyrillic and common signs; the regular sans serif
//! has the arrows, shapes and mathematical signs that stand in for missing letters of every other font.

use std::sync::{Arc, OnceLock};

use super::{Font, FontStyle};

/// A face that is parsed when it is first wanted.
struct Face {
    bytes: &'static [u8],
    font: OnceLock<Option<Arc<Font>>>,
}

/// Regular, bold, italic, bold italic of a family.
macro_rules! family {
    ($($file:literal),*) => {
        [$(Face {
            bytes: include_bytes!(concat!("../../../assets/fonts/", $file, ".ttf")),
            font: OnceLock::new(),
        }),*]
    };
}

static SANS: [Face; 4] =
    family!("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique");
static SERIF: [Face; 4] =
    family!("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic", "DejaVuSerif-BoldItalic");
static MONO: [Face; 4] =
    family!("DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSansMono-Oblique", "DejaVuSansMono-BoldOblique");

/// The font for a generic family of CSS: `sans-serif`, `serif` or `monospace`.
pub(crate) fn generic(family: &str, style: FontStyle) -> Option<Arc<Font>> {
    let faces = match family {
        "sans-serif" => &SANS,
        "serif" => &SERIF,
        "monospace" => &MONO,
        _ => return None,
    };
    let face = &faces[usize::from(style.weight > 500) + 2 * usize::from(style.italic)];
    let parse = || Font::from_bytes(Arc::from(face.bytes), 0).ok().map(Arc::new);
    face.font.get_or_init(parse).clone()
}

/// The font for characters that another lacks: the one with the most signs.
pub(crate) fn signs() -> Option<Arc<Font>> {
    generic("sans-serif", FontStyle::REGULAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_generic_family_has_its_face_for_a_style() {
        for (family, name) in
            [("sans-serif", "DejaVu Sans"), ("serif", "DejaVu Serif"), ("monospace", "DejaVu Sans Mono")]
        {
            for (weight, italic) in [(400, false), (700, false), (400, true), (700, true)] {
                let font = generic(family, FontStyle { weight, italic });
                let found = font.map(|font| (font.family.clone(), font.style));
                assert_eq!(found, Some((name.to_owned(), FontStyle { weight, italic })));
            }
        }
    }

    #[test]
    fn triangles_have_a_glyph() {
        assert!(signs().is_some_and(|font| font.glyph('▲').is_some()));
    }
}
