//! Dates as date pickers show them: the tokens of moment.js.

use jiff::civil::Date;

/// Writes one part of a date.
type Write = fn(Date) -> String;

/// The tokens, the longest first where one begins another.
const TOKENS: &[(&str, Write)] = &[
    ("YYYY", |date| date.strftime("%Y").to_string()),
    ("YY", |date| date.strftime("%y").to_string()),
    ("MMMM", |date| date.strftime("%B").to_string()),
    ("MMM", |date| date.strftime("%b").to_string()),
    ("MM", |date| date.strftime("%m").to_string()),
    ("Mo", |date| ordinal(date.month())),
    ("M", |date| date.month().to_string()),
    ("Qo", |date| ordinal((date.month() + 2) / 3)),
    ("Q", |date| ((date.month() + 2) / 3).to_string()),
    ("DDDD", |date| date.strftime("%j").to_string()),
    ("DDD", |date| date.day_of_year().to_string()),
    ("DD", |date| date.strftime("%d").to_string()),
    ("Do", |date| ordinal(date.day())),
    ("D", |date| date.day().to_string()),
    ("dddd", |date| date.strftime("%A").to_string()),
    ("ddd", |date| date.strftime("%a").to_string()),
];

/// A date prop (`2024-02-03`, perhaps with a time) in a display format; as it is when it is no date.
pub(super) fn display(text: &str, format: &str) -> String {
    let Some(Ok(date)) = text.get(..10).map(str::parse::<Date>) else { return text.to_owned() };
    let mut shown = String::new();
    let mut rest = format;
    while let Some(c) = rest.chars().next() {
        if let Some((token, write)) = TOKENS.iter().find(|(token, _)| rest.starts_with(token)) {
            shown.push_str(&write(date));
            rest = &rest[token.len()..];
        } else if let Some((quoted, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            shown.push_str(quoted);
            rest = after;
        } else {
            shown.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    shown
}

fn ordinal(number: i8) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::display;

    #[test]
    fn tokens_are_replaced_and_the_rest_is_kept() {
        assert_eq!(display("2024-02-03T10:00:00", "D MMM YYYY"), "3 Feb 2024");
        assert_eq!(display("2024-12-22", "dddd, MMMM Do [of] YY/M"), "Sunday, December 22nd of 24/12");
        assert_eq!(display("soon", "YYYY"), "soon");
    }
}
