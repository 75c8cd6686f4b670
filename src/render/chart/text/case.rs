//! Which letters a font's `textcase` and `variant` write as capitals, and which of them small.

/// How much smaller small capitals are than capitals, where a browser makes them itself.
const SMALL: f64 = 0.7;

/// Which letters are written as capitals (plotly's `textcase`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum TextCase {
    /// As they are.
    #[default]
    Normal,
    /// All.
    Upper,
    /// None.
    Lower,
    /// The first of each word.
    Words,
}

impl TextCase {
    pub(super) fn of(word: &str) -> Self {
        match word {
            "upper" => Self::Upper,
            "lower" => Self::Lower,
            "word caps" => Self::Words,
            _ => Self::Normal,
        }
    }

    /// What is drawn of a text, without characters that have no width.
    pub(super) fn apply(self, text: &str) -> String {
        let text = text.replace('\u{200b}', "");
        match self {
            Self::Normal => text,
            Self::Upper => text.to_uppercase(),
            Self::Lower => text.to_lowercase(),
            Self::Words => {
                let mut inside = false;
                let mut out = String::with_capacity(text.len());
                for letter in text.chars() {
                    if inside {
                        out.push(letter);
                    } else {
                        out.extend(letter.to_uppercase());
                    }
                    inside = letter.is_alphanumeric();
                }
                out
            }
        }
    }
}

/// Which characters are small capitals (plotly's `variant`, CSS Fonts 4 § 6.6 `font-variant-caps`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum SmallCaps {
    #[default]
    None,
    /// Lower-case letters.
    Lower,
    /// All characters.
    All,
    /// Capitals and what has no case; lower-case letters stay as they are.
    Upper,
}

impl SmallCaps {
    pub(super) fn of(word: &str) -> Self {
        match word {
            "small-caps" | "petite-caps" => Self::Lower,
            "all-small-caps" | "all-petite-caps" => Self::All,
            "unicase" => Self::Upper,
            _ => Self::None,
        }
    }

    /// A text in pieces of one size each: what is drawn, and px per em, whole for small capitals as in browsers.
    pub(super) fn pieces(self, text: &str, size: f64) -> Vec<(String, f64)> {
        if self == Self::None || text.is_empty() {
            return vec![(text.to_owned(), size)];
        }
        let mut pieces: Vec<(String, f64)> = Vec::new();
        for letter in text.chars() {
            let small = match self {
                Self::None => false,
                Self::Lower => letter.is_lowercase(),
                Self::All => true,
                Self::Upper => !letter.is_lowercase(),
            };
            let size = if small { (SMALL * size).round() } else { size };
            if pieces.last().is_none_or(|(_, last)| last.total_cmp(&size).is_ne()) {
                pieces.push((String::new(), size));
            }
            if let Some((piece, _)) = pieces.last_mut() {
                if small { piece.extend(letter.to_uppercase()) } else { piece.push(letter) }
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_capitals_stand_for_lower_case_letters_alone() {
        let pieces = SmallCaps::of("small-caps").pieces("Ab 1é", 18.0);
        let whole = |text: &str, size| (text.to_owned(), size);
        assert_eq!(pieces, [whole("A", 18.0), whole("B", 13.0), whole(" 1", 18.0), whole("É", 13.0)]);
        assert_eq!(SmallCaps::of("all-small-caps").pieces("Ab 1", 18.0), [whole("AB 1", 13.0)]);
        assert_eq!(SmallCaps::of("unicase").pieces("Ab", 10.0), [whole("A", 7.0), whole("b", 10.0)]);
    }
}
