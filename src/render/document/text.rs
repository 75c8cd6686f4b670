//! Lines of text.

use std::sync::Arc;

use kurbo::Affine;

use crate::render::scene::text::{ShapedText, shape};
use crate::render::scene::{Color, Font, FontStyle, Fonts, Item};

/// A size of type.
#[derive(Debug, Clone)]
pub(super) struct Type {
    font: Arc<Font>,
    /// pt per em.
    size: f64,
    color: Color,
}

impl Type {
    pub(super) fn new(fonts: &Fonts, style: FontStyle, size: f64, color: Color) -> Self {
        Self { font: fonts.find("Open Sans", style), size, color }
    }

    /// From one baseline to the next, pt.
    pub(super) fn leading(&self) -> f64 {
        self.size * 1.4
    }

    pub(super) fn line(&self, text: &str) -> ShapedText {
        shape(&self.font, self.size, text)
    }

    /// A line of text with its top left at a place.
    pub(super) fn item(&self, line: ShapedText, x: f64, top: f64) -> Item {
        let baseline =
            top + (self.leading() + self.font.ascent(self.size) - self.font.descent(self.size)) / 2.0;
        Item::Glyphs(line.run(Affine::translate((x, baseline)), self.color))
    }

    /// Wrapped lines under each other, and their height.
    pub(super) fn stacked(&self, text: &str, x: f64, width: f64) -> (Vec<Item>, f64) {
        let lines = self.wrap(text, width);
        let height = lines.len() as f64 * self.leading();
        let tops = (0..).map(|index| f64::from(index) * self.leading());
        (lines.into_iter().zip(tops).map(|(line, top)| self.item(line, x, top)).collect(), height)
    }

    /// Breaks text into lines of at most `width` pt: at spaces, and inside a word that is wider than a line.
    pub(super) fn wrap(&self, text: &str, width: f64) -> Vec<ShapedText> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split_whitespace() {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.line(&longer).width <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(self.line(&std::mem::take(&mut line)));
                }
                line = self.split(word, width, &mut lines);
            }
            lines.push(self.line(&line));
        }
        lines
    }

    /// Sets as many full lines as a word needs, and gives back its rest.
    fn split(&self, word: &str, width: f64, lines: &mut Vec<ShapedText>) -> String {
        let mut rest = word;
        loop {
            let shaped = self.line(rest);
            if shaped.width <= width {
                return rest.to_owned();
            }
            // The first glyph that ends beyond the line; at least one character goes on each line.
            let first = rest.chars().next().map_or(0, char::len_utf8);
            let ends = shaped.glyphs.iter().skip(1).map(|glyph| (glyph.x, glyph.cluster as usize));
            let fits =
                ends.filter(|(x, at)| *x <= width && rest.is_char_boundary(*at)).map(|(_, at)| at).max();
            let (head, tail) = rest.split_at(fits.unwrap_or(first).max(first));
            lines.push(self.line(head));
            if tail.is_empty() {
                return String::new();
            }
            rest = tail;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: f64) -> Vec<String> {
        let body = Type::new(&Fonts::embedded(), FontStyle::REGULAR, 10.0, Color::BLACK);
        let lines = body.wrap(text, width);
        assert!(lines.iter().all(|line| line.width <= width.max(10.0)));
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn text_breaks_at_spaces_and_line_breaks() {
        assert_eq!(lines("one two three\nfour", 40.0), ["one two", "three", "four"]);
    }

    #[test]
    fn a_word_wider_than_a_line_is_split() {
        let split = lines("abcdefghijklmnopqrstuvwxyz", 40.0);
        assert!(split.len() > 2);
        assert_eq!(split.concat(), "abcdefghijklmnopqrstuvwxyz");
    }

    #[test]
    fn a_line_narrower_than_a_letter_still_takes_one() {
        assert_eq!(lines("ab", 1.0).concat(), "ab");
    }
}
