//! The place in a file that an error is about, as a person wants to see it.

use std::fmt;

/// Lines shown above the faulty one.
const CONTEXT: usize = 2;
/// A longer line is cut around the fault, in characters.
const WIDTH: usize = 120;

/// A text whose web addresses have stars for their credentials: `https://*********@example.org/`.
///
/// Each character is a star, so that a column stays a column. An address that is wrong because its password
/// isn't percent-encoded (`https://ann:a/b@example.org/`) is one too.
pub(crate) fn without_credentials(text: &str) -> String {
    let mut parts = text.split_inclusive("://");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shown, part| {
        let word = part.split(char::is_whitespace).next().unwrap_or_default();
        let host = word.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let no_port = host.split_once(':').is_some_and(|(_, port)| !port.chars().all(|c| c.is_ascii_digit()));
        let end = host.rfind('@').or_else(|| word.rfind('@').filter(|_| no_port));
        let (secret, rest) = part.split_at(end.unwrap_or(0));
        shown + &"*".repeat(secret.chars().count()) + rest
    })
}

/// A few lines of a text with a caret under one character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    lines: Vec<(usize, String)>,
    column: usize,
}

impl Excerpt {
    /// The lines of `text` up to `line`, with a caret at `column`; both count from 1.
    ///
    /// A place after the end shows the last line.
    pub fn new(text: &str, line: usize, column: usize) -> Self {
        let last = line.clamp(1, text.lines().count().max(1));
        let shift = column.saturating_sub(WIDTH * 2 / 3);
        let lines = text
            .lines()
            .enumerate()
            .map(|(index, content)| (index + 1, content))
            .filter(|(number, _)| (last.saturating_sub(CONTEXT)..=last).contains(number))
            .map(|(number, content)| {
                (number, without_credentials(content).chars().skip(shift).take(WIDTH).collect())
            })
            .collect();
        Self { lines, column: column.max(1) - shift }
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.lines.last().map_or(1, |(number, _)| number.to_string().len());
        for (number, content) in &self.lines {
            writeln!(f, "{number:>width$} | {content}")?;
        }
        // Tabs stay tabs, so that the caret stands where the terminal puts the character.
        let under = self.lines.last().map_or("", |(_, content)| content.as_str());
        let indent: String =
            under.chars().take(self.column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        write!(f, "{:>width$} | {indent}^", "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_points_at_the_column_and_shows_the_lines_before() {
        let text = "a: 1\nb: 2\nc: 3\nd: x\ne: 5\n";
        assert_eq!(Excerpt::new(text, 4, 4).to_string(), "2 | b: 2\n3 | c: 3\n4 | d: x\n  |    ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_fault() {
        let text = format!("{}!{}", "x".repeat(500), "y".repeat(500));
        let shown = Excerpt::new(&text, 1, 501).to_string();
        let (content, caret) = shown.split_once('\n').unwrap();
        assert_eq!(content.find('!'), caret.find('^'));
        assert!(content.len() < 150);
    }

    #[test]
    fn an_excerpt_shows_no_credentials_and_its_caret_stays() {
        let text = "app: https://ann:s3cret@example.org/a@b\nca: {of: https://tokén@a.org, x: 1}";
        let shown = "1 | app: https://**********@example.org/a@b\n\
                     2 | ca: {of: https://*****@a.org, x: 1}\n  |                             ^";
        assert_eq!(Excerpt::new(text, 2, 29).to_string(), shown);
    }

    #[test]
    fn credentials_of_a_wrong_address_are_hidden_and_a_version_is_none() {
        for (text, shown) in [
            ("https://ann:s3/cret#@example.org/", "https://************@example.org/"),
            ("see http://a:s3cret@h:x and https://b@i", "see http://********@h:x and https://*@i"),
            ("https://a.org:8050/react@18/x.js", "https://a.org:8050/react@18/x.js"),
            ("ann@example.org", "ann@example.org"),
        ] {
            assert_eq!(without_credentials(text), shown);
        }
    }

    #[test]
    fn a_place_after_the_end_or_in_nothing_is_no_panic() {
        assert!(Excerpt::new("a\nb", 9, 9).to_string().contains("2 | b"));
        assert_eq!(Excerpt::new("", 1, 1).to_string(), "  | ^");
    }
}
