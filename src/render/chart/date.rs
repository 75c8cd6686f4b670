//! Dates: text to milliseconds since 1970 in UTC, and back, by plotly's rules.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// One second, ms.
pub(crate) const SECOND: f64 = 1000.0;
/// One minute, ms.
pub(crate) const MINUTE: f64 = 60.0 * SECOND;
/// One hour, ms.
pub(crate) const HOUR: f64 = 60.0 * MINUTE;
/// One day, ms.
pub(crate) const DAY: f64 = 24.0 * HOUR;
/// A mean Gregorian year, ms.
pub(crate) const YEAR: f64 = 365.2425 * DAY;
/// A twelfth of a year, ms.
pub(crate) const MONTH: f64 = YEAR / 12.0;

/// The dates that plotly knows, ms: the years -9999 to 9999 (`MIN_MS` and `MAX_MS` of its `dates.js`).
pub(crate) const KNOWN: RangeInclusive<f64> = -377_705_116_800_000.0..=253_402_300_799_999.9;

/// A point in time, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: i64,
    /// 1 to 31.
    pub(crate) day: i64,
}

impl Civil {
    /// The day of `ms`.
    pub(crate) fn of(ms: f64) -> Self {
        // Days to civil date over eras of 400 years that begin in March.
        let days = (ms / DAY).floor() as i64 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: of_year - (153 * shifted + 2) / 5 + 1,
        }
    }

    /// Midnight of this day, ms; months and days beyond their end run over.
    pub(crate) fn ms(self) -> f64 {
        let months = self.year * 12 + self.month - 1;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let year = year - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + self.day - 1;
        let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
        days as f64 * DAY
    }
}

/// A number of ms that is a date.
pub(crate) fn of_number(ms: f64) -> Option<f64> {
    KNOWN.contains(&ms).then_some(ms)
}

/// Adds months, keeping the day where the month has it (plotly's `incrementMonth`).
pub(crate) fn add_months(ms: f64, months: i64) -> f64 {
    let time = ms.rem_euclid(DAY);
    let shifted = Civil::of(ms - time + 3.0 * DAY);
    Civil { month: shifted.month + months, ..shifted }.ms() + time - 3.0 * DAY
}

/// Moves a date by steps (`year`, `month`, `day`, `hour`, `minute`, `second`), as d3's `utcMonth.offset` does: a day
/// beyond its month's end runs over. With `ceil`, on to the next whole step.
pub(crate) fn shift(ms: f64, step: &str, count: i64, ceil: bool) -> f64 {
    let months = |count: i64| {
        let time = ms.rem_euclid(DAY);
        let day = Civil::of(ms - time);
        Civil { month: day.month + count, ..day }.ms() + time
    };
    let unit = match step {
        "year" | "month" => {
            let each = if step == "year" { 12 } else { 1 };
            let moved = months(each * count);
            let day = Civil::of(moved);
            let first = Civil { month: if step == "year" { 1 } else { day.month }, day: 1, ..day };
            return match (ceil, first.ms() < moved) {
                (false, _) | (true, false) => moved,
                (true, true) => Civil { month: first.month + each, ..first }.ms(),
            };
        }
        "day" => DAY,
        "hour" => HOUR,
        "minute" => MINUTE,
        _ => SECOND,
    };
    let moved = ms + count as f64 * unit;
    if ceil { (moved / unit).ceil() * unit } else { moved }
}

/// Parses plotly's date text: `YYYY[-MM[-DD[ HH[:MM[:SS[.s]]]]]]`, `T` for the space, a zone is ignored.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let mut rest = text.trim();
    let negative = rest.starts_with('-');
    if negative {
        rest = &rest[1..];
    }
    let year_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut year: i64 = rest.get(..year_digits)?.parse().ok()?;
    match year_digits {
        4 => {}
        // Two digits are a year within 70 before and 30 after 2000, as plotly has it.
        2 if !negative => year += if year >= 70 { 1900 } else { 2000 },
        _ => return None,
    }
    if negative {
        year = -year;
    }
    rest = &rest[year_digits..];
    let (mut month, mut day, mut time) = (1, 1, 0.0);
    if !rest.is_empty() {
        (month, rest) = digits(rest.strip_prefix('-')?)?;
    }
    if let Some(tail) = rest.strip_prefix('-') {
        (day, rest) = digits(tail)?;
        if let Some(tail) = rest.strip_prefix([' ', 'T', 't']) {
            (time, rest) = clock(tail)?;
        }
    }
    let first = Civil { year, month, day: 1 };
    let length = (Civil { month: month + 1, ..first }.ms() - first.ms()) / DAY;
    let valid = rest.is_empty() && (1..=12).contains(&month) && day >= 1 && day as f64 <= length;
    valid.then(|| Civil { year, month, day }.ms() + time)
}

fn digits(text: &str) -> Option<(i64, &str)> {
    let count = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    Some((text.get(..count)?.parse().ok()?, &text[count..]))
}

fn clock(text: &str) -> Option<(f64, &str)> {
    let (hour, mut rest) = digits(text)?;
    let (mut minute, mut second) = (0, 0.0);
    if let Some(tail) = rest.strip_prefix(':') {
        (minute, rest) = digits(tail)?;
        if let Some(tail) = rest.strip_prefix(':') {
            let count = tail.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
            second = tail.get(..count)?.parse::<f64>().ok()?;
            rest = &tail[count..];
        }
    }
    if hour > 23 || minute > 59 || second >= 60.0 {
        return None;
    }
    let zone = rest.trim_start_matches(['Z', 'z']);
    let zoned =
        zone.starts_with(['+', '-']) && zone[1..].bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    Some((hour as f64 * HOUR + minute as f64 * MINUTE + second * SECOND, if zoned { "" } else { zone }))
}

/// Writes `YYYY-MM-DD[ HH:MM[:SS[.ssss]]]`, as short as the time allows.
pub(crate) fn write(ms: f64) -> String {
    if !ms.is_finite() || ms.abs() > 9e14 {
        return String::new();
    }
    let ms = (ms * 10.0).round() / 10.0;
    let day = Civil::of(ms);
    let mut text = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    let tenths = (ms.rem_euclid(DAY) * 10.0).round() as i64;
    if tenths > 0 {
        let _ = write!(text, " {:02}:{:02}", tenths / 36_000_000, tenths / 600_000 % 60);
        let seconds = tenths % 600_000;
        if seconds > 0 {
            let _ = write!(text, ":{:02}", seconds / 10_000);
            if seconds % 10_000 > 0 {
                text += format!(".{:04}", seconds % 10_000).trim_end_matches('0');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_become_milliseconds() {
        assert_eq!(parse("1970-01-02"), Some(DAY));
        assert_eq!(parse("1970"), Some(0.0));
        assert_eq!(parse("2012-02-29T01:02:03.5"), Some(1_330_477_323_500.0));
        assert_eq!(parse("2012-02-29 01:02Z"), Some(1_330_477_320_000.0));
        assert_eq!(parse("2015-01-01T00:00:00.000000000"), Some(1_420_070_400_000.0));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["2013-02-30", "hello", "", "201", "2012-1-1 25:00", "a-b"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn months_are_added_without_leaving_the_month() {
        let january = parse("1970-01-31").unwrap_or_default();
        assert_eq!(write(add_months(january, 1)), "1970-02-28");
        assert_eq!(write(add_months(january, -13)), "1968-12-31");
        assert_eq!(write(1.5 * HOUR + 0.5), "1970-01-01 01:30:00.0005");
    }
}
