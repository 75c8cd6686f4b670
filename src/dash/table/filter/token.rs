//! The words of the filter language.

use serde_json::Value;

use crate::dash::json::normalise;
use crate::dash::table::js;

/// A kind of word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    And,
    Or,
    Open,
    Close,
    Not,
    Relation(Relation),
    Test(Test),
    /// `{column}`.
    Field,
    /// `"text"`, with one of three quotes.
    Text,
    /// A bare word: a number where it spells one.
    Word,
    /// All that is left, blanks included: only in the cell of a column.
    Phrase,
}

/// An operator between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Contains,
    DateStartsWith,
    Equal,
    AtLeast,
    Greater,
    AtMost,
    Less,
    Unequal,
}

/// An operator on one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    Blank,
    Bool,
    Even,
    Nil,
    Num,
    Object,
    Odd,
    Prime,
    Str,
}

/// Relations in the order in which they are looked for: sign, word, and whether `i` or `s` may stand before it.
pub(super) const RELATIONS: [(Relation, &str, &str, bool); 8] = [
    (Relation::Contains, "", "contains", true),
    (Relation::DateStartsWith, "", "datestartswith", false),
    (Relation::Equal, "=", "eq", true),
    (Relation::AtLeast, ">=", "ge", true),
    (Relation::Greater, ">", "gt", true),
    (Relation::AtMost, "<=", "le", true),
    (Relation::Less, "<", "lt", true),
    (Relation::Unequal, "!=", "ne", true),
];

/// Tests with what they are written as.
pub(super) const TESTS: [(Test, &str); 9] = [
    (Test::Blank, "is blank"),
    (Test::Bool, "is bool"),
    (Test::Even, "is even"),
    (Test::Nil, "is nil"),
    (Test::Num, "is num"),
    (Test::Object, "is object"),
    (Test::Odd, "is odd"),
    (Test::Prime, "is prime"),
    (Test::Str, "is str"),
];

/// A word as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) text: String,
}

impl Kind {
    pub(super) fn is_expression(self) -> bool {
        matches!(self, Self::Field | Self::Text | Self::Word | Self::Phrase)
    }

    /// The word of this kind that `rest` starts with.
    pub(super) fn at_start(self, rest: &str) -> Option<&str> {
        let length = match self {
            Self::And => logical(rest, "&&", "and"),
            Self::Or => logical(rest, "||", "or"),
            Self::Open => rest.starts_with('(').then_some(1),
            Self::Close => rest.starts_with(')').then_some(1),
            Self::Not => rest.starts_with('!').then_some(1),
            Self::Relation(relation) => relation.at_start(rest),
            Self::Test(test) => {
                let written = TESTS.iter().find(|(known, _)| *known == test).map_or("", |(_, text)| *text);
                starts_with(rest, written).then_some(written.len())
            }
            Self::Field => enclosed(rest, '{', '}', "{").filter(|length| *length > 2),
            Self::Text => ['\'', '"', '`'].into_iter().find_map(|quote| enclosed(rest, quote, quote, "")),
            Self::Word => word(rest),
            Self::Phrase => (run(rest, "'\"`{}()") == rest.len() && !rest.is_empty()).then_some(rest.len()),
        }?;
        rest.get(..length)
    }
}

impl Relation {
    /// How it is written out.
    pub(super) fn sign(self) -> &'static str {
        let (_, sign, word, _) =
            RELATIONS.into_iter().find(|(known, ..)| *known == self).unwrap_or(RELATIONS[0]);
        if sign.is_empty() { word } else { sign }
    }

    /// Whether the case of letters can matter to it.
    pub(super) fn has_case(self) -> bool {
        self != Self::DateStartsWith
    }

    fn at_start(self, rest: &str) -> Option<usize> {
        let (_, sign, word, prefixed) = RELATIONS.into_iter().find(|(known, ..)| *known == self)?;
        let after = usize::from(prefixed && rest.starts_with(['i', 's', 'I', 'S']));
        // The prefix is tried first, and left out when nothing follows it.
        [after, 0].into_iter().find_map(|from| {
            let rest = rest.get(from..)?;
            if !sign.is_empty() && rest.starts_with(sign) {
                return Some(from + sign.len());
            }
            let ends = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
            let whole = starts_with(rest, word) && rest.get(word.len()..).is_some_and(ends);
            whole.then_some(from + word.len())
        })
    }
}

impl Token {
    /// The column that a field names.
    pub(super) fn column(&self) -> Option<String> {
        (self.kind == Kind::Field).then(|| unescaped(inside(&self.text)))
    }

    /// The value that an expression other than a field stands for.
    pub(super) fn constant(&self) -> Value {
        match self.kind {
            Kind::Text => unescaped(inside(&self.text)).into(),
            Kind::Field => Value::Null,
            _ => {
                let text = Value::from(self.text.as_str());
                match js::numeric(Some(&text)) {
                    Some(number) => normalise(number.into()),
                    None => unescaped(&self.text).into(),
                }
            }
        }
    }
}

/// Whether `text` starts with ASCII `word`, whatever the case.
fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// `&&`, or `and` with the blank after it.
fn logical(rest: &str, sign: &str, word: &str) -> Option<usize> {
    if rest.starts_with(sign) {
        return Some(sign.len());
    }
    let blank = rest.get(word.len()..)?.chars().next().filter(|c| c.is_whitespace())?;
    starts_with(rest, word).then(|| word.len() + blank.len_utf8())
}

/// The length of `open…close`, in which a backslash escapes and `refused` may not stand.
fn enclosed(rest: &str, open: char, close: char, refused: &str) -> Option<usize> {
    let mut chars = rest.char_indices();
    chars.next().filter(|(_, first)| *first == open)?;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next().filter(|(_, escaped)| *escaped != '\n')?;
            }
            c if c == close => return Some(at + close.len_utf8()),
            c if refused.contains(c) => return None,
            _ => {}
        }
    }
    None
}

/// The length of what `rest` starts with, up to one of `stops` that is not escaped.
fn run(rest: &str, stops: &str) -> usize {
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        if stops.contains(c) || (c == '\\' && chars.next().is_none_or(|(_, escaped)| escaped == '\n')) {
            return at;
        }
    }
    rest.len()
}

/// A bare word ends at a blank, a closing bracket or the end.
fn word(rest: &str) -> Option<usize> {
    let blank = rest.char_indices().scan(false, |escaped, (at, c)| {
        let inside = std::mem::replace(escaped, c == '\\' && !*escaped);
        Some((at, c, inside))
    });
    let end = blank
        .into_iter()
        .find(|(_, c, escaped)| !escaped && c.is_whitespace())
        .map_or(rest.len(), |(at, ..)| at);
    let length = run(rest.get(..end)?, "'\"`{}()");
    let follows = rest.get(length..)?;
    let ends = follows.is_empty() || follows.starts_with(|c: char| c.is_whitespace() || c == ')');
    (length > 0 && ends).then_some(length)
}

/// What is between the first and the last character.
fn inside(text: &str) -> &str {
    text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    plain
}
