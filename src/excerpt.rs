//! The place in a file that an error is about, as a person wants to see it.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::secrets::{is_secret_name, stars, without_credentials};

/// Lines shown above the faulty one.
const CONTEXT: usize = 2;
/// A longer line is cut around the fault, in characters.
const WIDTH: usize = 120;

/// A key within braces and its value, `{token: abc}`: what goes before the value, the key, the value.
static IN_BRACES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"([{,]\s*["']?([\w-]+)["']?\s*:\s)((?:\$\{\w*\}|[^,{}\[\]])+)"#).ok());

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
        let mut secrets = SecretBlock::default();
        let lines = text
            .lines()
            .enumerate()
            .map(|(index, content)| (index + 1, secrets.without(content)))
            .filter(|(number, _)| (last.saturating_sub(CONTEXT)..=last).contains(number))
            .map(|(number, content)| {
                (number, without_credentials(&content).chars().skip(shift).take(WIDTH).collect())
            })
            .collect();
        Self { lines, column: column.max(1) - shift }
    }
}

/// Follows the lines of a YAML file, whose `headers` and `env` hold secrets.
#[derive(Default)]
struct SecretBlock {
    /// How far the key is indented in whose block the lines are.
    indent: Option<usize>,
}

impl SecretBlock {
    /// The next line, with a star for each character of what is secret. Keys of a block and `${NAME}` are none.
    fn without<'a>(&mut self, line: &'a str) -> Cow<'a, str> {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if !text.is_empty() && self.indent.is_some_and(|block| indent <= block) {
            self.indent = None;
        }
        // What is typed into `#password`.
        if let Some((before, value)) = line.split_once("value:")
            && is_secret_name(before)
        {
            return Cow::Owned(format!("{before}value:{}", starred(value)));
        }
        let key = text.trim_start_matches("- ");
        let Some((name, value)) = key.split_once(':') else {
            return if self.indent.is_some() { Cow::Owned(starred(line)) } else { Cow::Borrowed(line) };
        };
        let opens = matches!(name, "headers" | "env");
        if opens && self.indent.is_none() {
            self.indent = Some(indent);
        } else if self.indent.is_none() && !(is_secret_name(name) && name.chars().all(is_of_a_key)) {
            return within_braces(line);
        }
        let (before, _) = line.split_at(line.len() - value.len());
        Cow::Owned(before.to_owned() + &starred(value))
    }
}

/// A line with stars for what has a secret's name within braces.
fn within_braces(line: &str) -> Cow<'_, str> {
    let Some(pattern) = IN_BRACES.as_ref() else { return Cow::Borrowed(line) };
    pattern.replace_all(line, |found: &Captures<'_>| {
        let part = |group| found.get(group).map_or("", |part| part.as_str());
        if is_secret_name(part(2)) { part(1).to_owned() + &starred(part(3)) } else { part(0).to_owned() }
    })
}

/// Stars for all but blanks, brackets and variables.
fn starred(text: &str) -> String {
    let mut parts = text.split("${");
    let hide =
        |text: &str| text.chars().map(|c| if " \t{}[],:".contains(c) { c } else { '*' }).collect::<String>();
    let first = hide(parts.next().unwrap_or_default());
    parts.fold(first, |shown, part| match part.split_once('}') {
        Some((name, rest)) if name.chars().all(is_of_a_key) => format!("{shown}${{{name}}}{}", hide(rest)),
        _ => shown + &stars("${") + &hide(part),
    })
}

fn is_of_a_key(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
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
    fn an_excerpt_shows_no_headers_and_no_environment_and_its_caret_stays() {
        let text = "headers:\n  X-Key: s3cret ${NAME}\n  Other: >-\n    more\nenv: {A: 's3cret, B: x'}\nx: 1";
        let shown = "3 |   Other: **\n4 |     ****\n5 | env: {*: *******, *: **}\n  |       ^";
        assert_eq!(Excerpt::new(text, 5, 7).to_string(), shown);
        assert!(Excerpt::new(text, 2, 1).to_string().contains("  X-Key: ****** ${NAME}"));
        assert!(
            Excerpt::new("- fill: {on: '#password', value: x}", 1, 1).to_string().contains("', value: *}")
        );
        let braces = "- slack: {channel: C012, token: xoxb-1, secret: '${KEY} a', x: {password: p}}";
        let shown = "- slack: {channel: C012, token: ******, secret: *${KEY} **, x: {password: *}}";
        assert!(Excerpt::new(braces, 1, 1).to_string().contains(shown), "{}", Excerpt::new(braces, 1, 1));
        assert!(Excerpt::new(text, 6, 1).to_string().ends_with("6 | x: 1\n  | ^"));
    }

    #[test]
    fn a_place_after_the_end_or_in_nothing_is_no_panic() {
        assert!(Excerpt::new("a\nb", 9, 9).to_string().contains("2 | b"));
        assert_eq!(Excerpt::new("", 1, 1).to_string(), "  | ^");
    }
}
