//! One of several that a locator finds.

use std::fmt;

use super::Locator;

/// The one at an index of what a locator finds, in the order of the page: `.card >> nth=1`, `text=Save >> last`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nth {
    /// What finds several.
    pub of: Locator,
    /// From 0; negative from the end, where -1 is the last.
    pub index: i64,
}

impl Nth {
    /// Reads `LOCATOR >> nth=INDEX`, `LOCATOR >> first` or `LOCATOR >> last`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (of, which) = text.rsplit_once(">>")?;
        let index = match which.trim() {
            "first" => 0,
            "last" => -1,
            which => which.strip_prefix("nth=")?.trim().parse().ok()?,
        };
        Some(Self { of: Locator::from(of), index })
    }

    /// The one among all that were found.
    pub(super) fn of_all<T>(&self, found: Vec<T>) -> Option<T> {
        let index = usize::try_from(self.index.unsigned_abs()).ok()?;
        let at = if self.index < 0 { found.len().checked_sub(index)? } else { index };
        found.into_iter().nth(at)
    }
}

impl fmt::Display for Nth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self { of, index: 0 } => write!(f, "{of} >> first"),
            Self { of, index: -1 } => write!(f, "{of} >> last"),
            Self { of, index } => write!(f, "{of} >> nth={index}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_both_ends_and_read_back() {
        let pick = |text: &str| Nth::parse(text).unwrap().of_all(vec!["a", "b", "c"]);
        assert_eq!(pick(".card >> nth=1"), Some("b"));
        assert_eq!(
            (pick("p >> first"), pick("p >> last"), pick("p >> nth=-3")),
            (Some("a"), Some("c"), Some("a"))
        );
        assert_eq!((pick("p >> nth=3"), pick("p >> nth=-4")), (None, None));
        for text in [".card >> nth=1", "text=a b >> last", "p >> first"] {
            assert_eq!(Nth::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Nth::parse("p >> second"), None);
    }
}
