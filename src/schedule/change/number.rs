//! A number as dashboards write it: `$1,204,330`, `1.204,50 €`, `-3.5 %`, `1.2M`.

/// Reads the one number of a text, whatever the locale.
///
/// - What stands around it (a currency, a unit, `%`) does not count; a percentage is its figure: 12.5 for `12.5 %`.
/// - It is negative after `-` or `−`, or between parentheses.
/// - `k`, `M`, `B` or `bn`, and `T` right after it are thousands, millions, billions and trillions.
/// - Spaces, apostrophes and underscores part its digits into groups. Of `.` and `,` the last one is the decimal mark
///   when both are there, and neither when one is there several times. A comma that is there once parts groups when three
///   digits follow, a dot never does: `1,234` is 1234, and `1.234` is less than two. `decimal` names the mark where this is wrong.
///
/// # Errors
/// That there is no number, or more than one.
pub(super) fn number(text: &str, decimal: Option<char>) -> Result<f64, String> {
    let mut found = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_ascii_digit() || starts_fraction(&chars, at) {
            let end = end_of(&chars, at);
            found.push((at, end));
            at = end;
        } else {
            at += 1;
        }
    }
    let [(start, end)] = found[..] else {
        let many = if found.is_empty() { "no number" } else { "more than one number" };
        return Err(format!("`{text}` holds {many}"));
    };
    let digits: String = chars[start..end].iter().collect();
    let value = parse(&digits, decimal).ok_or_else(|| format!("`{text}` is no number that can be read"))?;
    let (before, after) = (&chars[..start], &chars[end..]);
    let is_negative = has_minus(before) || (is_parenthesis(before) && after.contains(&')'));
    let value = value * multiple(after);
    Ok(if is_negative { -value } else { value })
}

/// A minus before the number, or before all of the text; one between spaces parts words.
fn has_minus(before: &[char]) -> bool {
    let is_minus = |c: &char| matches!(c, '-' | '−' | '–');
    let near = before.iter().rev().find(|c| c.is_alphanumeric() || c.is_whitespace() || is_minus(c));
    near.is_some_and(is_minus) || before.iter().find(|c| !c.is_whitespace()).is_some_and(is_minus)
}

/// `(`, with no more than a currency's sign before it.
fn is_parenthesis(before: &[char]) -> bool {
    before.contains(&'(') && !before.iter().any(|c| c.is_alphanumeric())
}

/// `.5`, but not the end of a sentence.
fn starts_fraction(chars: &[char], at: usize) -> bool {
    matches!(chars[at], '.' | ',') && chars.get(at + 1).is_some_and(char::is_ascii_digit)
}

/// Where the number that begins at `start` ends: a separator belongs to it when a digit follows.
fn end_of(chars: &[char], start: usize) -> usize {
    const SEPARATORS: &str = ".,'’_ \u{a0}\u{202f}\u{2009}";
    let mut end = start + 1;
    while let Some(next) = chars.get(end) {
        let digits_after = || chars[end + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        let parts = match next {
            '.' | ',' => digits_after() > 0,
            // A space parts groups of three digits, and any others are two numbers.
            separator if SEPARATORS.contains(*separator) => digits_after() == 3,
            _ => false,
        };
        if next.is_ascii_digit() || parts {
            end += 1;
        } else if matches!(next, 'e' | 'E') {
            let sign = usize::from(matches!(chars.get(end + 1), Some('+' | '-')));
            let digits =
                chars[(end + 1 + sign).min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
            return if digits == 0 { end } else { end + 1 + sign + digits };
        } else {
            break;
        }
    }
    end
}

fn parse(digits: &str, decimal: Option<char>) -> Option<f64> {
    let (dots, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let mark = decimal.or(match (dots, commas) {
        (0 | 2.., 0) | (0, 2..) => None,
        (1, 0) => Some('.'),
        (0, 1) => {
            let (whole, rest) = digits.split_once(',')?;
            let is_group = rest.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0";
            (!is_group).then_some(',')
        }
        _ => digits.chars().rev().find(|c| matches!(c, '.' | ',')),
    });
    let plain: String = digits
        .chars()
        .filter_map(|c| match c {
            c if Some(c) == mark => Some('.'),
            c if c.is_ascii_digit() || matches!(c, 'e' | 'E' | '+' | '-') => Some(c),
            _ => None,
        })
        .collect();
    plain.parse().ok()
}

/// What a letter after a number makes of it.
fn multiple(after: &[char]) -> f64 {
    let word: String =
        after.iter().skip_while(|c| c.is_whitespace()).take_while(|c| c.is_alphabetic()).collect();
    match word.as_str() {
        "k" | "K" => 1e3,
        "M" | "Mio" => 1e6,
        "B" | "bn" | "G" => 1e9,
        "T" => 1e12,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_dashboards_of_any_country_write_them() {
        for (text, expected) in [
            ("$1,204,330", 1_204_330.0),
            ("1.204.330,50 €", 1_204_330.5),
            ("1,204.5", 1204.5),
            ("1 204 330,5", 1_204_330.5),
            ("1\u{202f}204 €", 1204.0),
            ("1'204'330.50 CHF", 1_204_330.5),
            ("12,34,567", 1_234_567.0),
            ("1,234", 1234.0),
            ("1.234", 1.234),
            ("0,123", 0.123),
            ("3,5", 3.5),
            ("12.5 %", 12.5),
            ("-3.5%", -3.5),
            ("−3.5 %", -3.5),
            ("-$5", -5.0),
            ("$-5", -5.0),
            ("- 5", -5.0),
            ("Change: -5", -5.0),
            ("Revenue - $5", 5.0),
            ("($1,234)", -1234.0),
            ("Growth (5)", 5.0),
            ("+7", 7.0),
            ("$1.2M", 1.2e6),
            ("3.4 k", 3400.0),
            ("2bn", 2e9),
            ("7 days", 7.0),
            ("Revenue: $90.", 90.0),
            ("1e6", 1e6),
            ("1.5e-3", 0.0015),
            (".5", 0.5),
        ] {
            assert_eq!(number(text, None), Ok(expected), "{text}");
        }
    }

    #[test]
    fn the_decimal_mark_can_be_named() {
        assert_eq!(number("1.234 €", Some(',')), Ok(1234.0));
        assert_eq!(number("1,234", Some(',')), Ok(1.234));
    }

    #[test]
    fn a_text_with_no_number_or_with_several_is_no_number() {
        for text in ["", "n/a", "–", "3 of 10", "2026: $5"] {
            let error = number(text, None).unwrap_err();
            assert!(error.contains(&format!("`{text}`")), "{error}");
        }
    }
}
