//! Words of a line, quoted as in a shell, so that a line can be typed and read back.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use serde::de::IgnoredAny;

/// Splits a line at white space.
///
/// `'…'` is taken literally, `"…"` knows the escapes `\"` and `\\`, and `\` elsewhere escapes one character.
/// A word that starts with `{` and reads as JSON is taken whole, so that a pattern id or props need no quotes.
/// Unlike in a shell `#` starts no comment: it starts most locators.
///
/// # Errors
/// Says which quote is not closed.
pub(super) fn split(line: &str) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let (word, after) = match json_object(rest) {
            Some((json, after)) => (json.to_owned(), after),
            None => word(rest)?,
        };
        words.push(word);
        rest = after.trim_start();
    }
    Ok(words)
}

/// Quotes a word so that [`split`] gives it back, and only where it must.
pub(super) fn quote(word: &str) -> Cow<'_, str> {
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '\'' | '"' | '\\');
    let json = json_object(word).is_some_and(|(_, rest)| rest.is_empty());
    if json || (!word.is_empty() && word.chars().all(plain)) {
        Cow::Borrowed(word)
    } else if word.contains('\'') {
        Cow::Owned(format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")))
    } else {
        Cow::Owned(format!("'{word}'"))
    }
}

/// The JSON object that `text` starts with, when it is a word of its own, and what follows.
fn json_object(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with('{') {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let (json, rest) = text.split_at_checked(values.byte_offset())?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some((json, rest))
}

/// One word of a shell, and what follows it.
fn word(text: &str) -> Result<(String, &str), &'static str> {
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next_if(|c| !c.is_whitespace()) {
        match c {
            '\'' => quoted(&mut chars, '\'', &mut word)?,
            '"' => quoted(&mut chars, '"', &mut word)?,
            '\\' => word.push(chars.next().unwrap_or('\\')),
            c => word.push(c),
        }
    }
    let left: usize = chars.map(char::len_utf8).sum();
    Ok((word, text.get(text.len() - left..).unwrap_or_default()))
}

/// Reads up to the closing quote.
fn quoted(chars: &mut Peekable<Chars<'_>>, end: char, word: &mut String) -> Result<(), &'static str> {
    while let Some(c) = chars.next() {
        if c == end {
            return Ok(());
        }
        let escapes = c == '\\' && end == '"';
        word.push(match chars.next_if(|next| escapes && matches!(next, '"' | '\\')) {
            Some(escaped) => escaped,
            None => c,
        });
    }
    Err(if end == '"' { "a double quote is not closed" } else { "a single quote is not closed" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_a_shell_does_but_a_hash_starts_no_comment() {
        assert_eq!(
            split(r#"click  #a 'b "c"' "d 'e' \"f\"" g\ h x="i j""#).unwrap(),
            ["click", "#a", "b \"c\"", "d 'e' \"f\"", "g h", "x=i j"]
        );
    }

    #[test]
    fn json_needs_no_quotes_and_may_have_them() {
        let id = r#"{"index": 1, "type": "a card"}"#;
        assert_eq!(split(&format!("click {id} x=1")).unwrap(), ["click", id, "x=1"]);
        assert_eq!(split(&format!("click '{id}'")).unwrap(), ["click", id]);
    }

    #[test]
    fn an_open_quote_is_named() {
        assert_eq!(split("fill #a 'b"), Err("a single quote is not closed"));
        assert_eq!(split("fill #a \"b"), Err("a double quote is not closed"));
    }

    #[test]
    fn what_is_quoted_reads_back() {
        for word in
            ["", "a", "a b", "it's", r#"say "it's""#, r"a\b", r"C:\it's\", "{a", r#"{"k": "v w"}"#, "é ü"]
        {
            assert_eq!(split(&quote(word)).unwrap(), [word]);
        }
    }
}
