//! Dates as a datetime column takes them.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

/// Year, month, day, hour, minute and second, each but the first optional; a zone is read and left out.
static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time = r"[ Tt]([01]?\d|2[0-3])(?::([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?(?:[Zz]|[+-]\d{2}:?\d{2})?)?";
    Regex::new(&format!(r"(?m)^\s*(-?\d{{4}}|\d{{2}})(?:-(\d{{1,2}})(?:-(\d{{1,2}})(?:{time})?)?)?\s*$")).ok()
});

/// The year at which two digits begin to mean the next century: the component takes 70 years before today's.
const FIRST_YEAR: i16 = 1956;

/// Digits of a second's fraction that are kept, with the date and time before them.
const LONGEST: usize = 29;

/// A date as `YYYY-MM-DD HH:MM:SS`, as far as it was given; `None` for no date, and for a year of two digits unless
/// these are allowed.
pub(super) fn normalised(text: &str, short_years: bool) -> Option<String> {
    let found = FORM.as_ref()?.captures(text)?;
    let part = |index: usize| found.get(index).map(|part| part.as_str());
    let number = |index: usize, default: i8| part(index).map_or(Some(default), |text| text.parse().ok());
    let year: i16 = match part(1)? {
        short if short.len() == 2 => {
            let short: i16 = short.parse().ok().filter(|_| short_years)?;
            (short + 2000 - FIRST_YEAR).rem_euclid(100) + FIRST_YEAR
        }
        year => year.parse().ok()?,
    };
    let (month, day) = (number(2, 1)?, number(3, 1)?);
    Date::new(year, month, day).ok()?;
    let (hour, minute) = (number(4, 0)?, number(5, 0)?);
    let sign = if year < 0 { "-" } else { "" };
    let second = part(6);
    let whole = format!(
        "{:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{}",
        year.unsigned_abs(),
        second.unwrap_or_default()
    );
    let length = match () {
        () if second.is_some() => LONGEST,
        () if part(5).is_some() => 16,
        () if part(4).is_some() => 13,
        () if part(3).is_some() => 10,
        () if part(2).is_some() => 7,
        () => 4,
    };
    Some(format!("{sign}{}", whole.get(..length.min(whole.len()))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_keeps_what_it_was_given_with() {
        for (text, expected) in [
            ("2018", Some("2018")),
            ("2018-3", Some("2018-03")),
            (" 2018-03-4 ", Some("2018-03-04")),
            ("2018-03-04T5", Some("2018-03-04 05")),
            ("2018-03-04 05:06", Some("2018-03-04 05:06")),
            ("2018-03-04 05:06:07.1234567891", Some("2018-03-04 05:06:07.123456789")),
            ("2018-03-04T05:06:07Z", Some("2018-03-04 05:06:07")),
            ("2018-02-30", None),
            ("2018-13", None),
            ("18", None),
            ("20180304", None),
            ("-0044-03-15", Some("-0044-03-15")),
        ] {
            assert_eq!(normalised(text, false).as_deref(), expected, "{text}");
        }
        assert_eq!(normalised("18-01", true).as_deref(), Some("2018-01"));
        assert_eq!(normalised("87", true).as_deref(), Some("1987"));
    }
}
