//! The paper that a document is laid onto.

use std::str::FromStr;

use kurbo::{Insets, Rect, Size};

use crate::render::Error;

/// One millimetre in pt.
pub const MM: f64 = 72.0 / 25.4;

/// A sheet of paper and its margins, pt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Of the sheet.
    pub size: Size,
    /// Kept free on each side; header and footer stand in it.
    pub margins: Insets,
}

impl Paper {
    /// ISO 216 A4, 210 × 297 mm, with margins of 18 mm.
    pub const A4: Self = Self::new(210.0, 297.0);
    /// US Letter, 8.5 × 11 inches, with margins of 18 mm.
    pub const LETTER: Self = Self::new(215.9, 279.4);

    /// A sheet of a size in mm, with margins of 18 mm.
    pub const fn new(width: f64, height: f64) -> Self {
        Self { size: Size::new(width * MM, height * MM), margins: Insets::uniform(18.0 * MM) }
    }

    /// The sheet turned by a quarter.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { size: Size::new(self.size.height, self.size.width), ..self }
    }

    /// The sheet with margins in mm.
    #[must_use]
    pub const fn with_margins(self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { margins: Insets::new(left * MM, top * MM, right * MM, bottom * MM), ..self }
    }

    /// Where blocks may stand, pt from the top left of the sheet.
    ///
    /// # Errors
    /// [`Error::BadSize`] when the margins leave less than 10 mm of width or height.
    pub fn area(&self) -> Result<Rect, Error> {
        let Insets { x0, y0, x1, y1 } = self.margins;
        let area = Rect::new(x0, y0, self.size.width - x1, self.size.height - y1);
        if area.is_finite() && area.width() >= 10.0 * MM && area.height() >= 10.0 * MM {
            Ok(area)
        } else {
            Err(Error::BadSize { width: area.width(), height: area.height() })
        }
    }
}

impl Default for Paper {
    fn default() -> Self {
        Self::A4
    }
}

impl FromStr for Paper {
    type Err = String;

    /// Reads `A4` or `Letter`, upright or with `landscape` behind it; upper and lower case are alike.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let lower = text.to_ascii_lowercase();
        let mut words = lower.split_whitespace();
        let paper = match words.next() {
            Some("a4") => Self::A4,
            Some("letter") => Self::LETTER,
            _ => {
                return Err(format!(
                    "no paper is called {text:?}: use A4 or Letter, and landscape behind it"
                ));
            }
        };
        match (words.next(), words.next()) {
            (None | Some("portrait"), None) => Ok(paper),
            (Some("landscape"), None) => Ok(paper.turned()),
            _ => Err(format!("paper lies portrait or landscape, not as {text:?} says")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_is_read_by_its_name() {
        assert_eq!("a4".parse(), Ok(Paper::A4));
        assert_eq!("Letter landscape".parse(), Ok(Paper::LETTER.turned()));
        assert!("A4 sideways".parse::<Paper>().is_err_and(|error| error.contains("sideways")));
        assert!("".parse::<Paper>().is_err());
    }

    #[test]
    fn margins_that_leave_nothing_are_refused() {
        let narrow = Paper::A4.with_margins(105.0, 0.0, 105.0, 0.0);
        assert!(matches!(narrow.area(), Err(Error::BadSize { .. })));
    }
}
