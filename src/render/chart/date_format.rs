//! d3-time-format, in UTC and English, with plotly's `%{n}f` and `%h`.

use super::date::{Civil, DAY, HOUR, MINUTE, SECOND};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Formats a time in ms since 1970.
pub(crate) fn format(ms: f64, specifier: &str) -> String {
    if !ms.is_finite() || ms.abs() > 9e14 {
        return String::new();
    }
    let moment = Moment::of(ms);
    let mut out = String::new();
    let mut chars = specifier.chars().peekable();
    while let Some(next) = chars.next() {
        if next != '%' {
            out.push(next);
            continue;
        }
        let pad = chars.next_if(|c| matches!(c, '-' | '_' | '0'));
        let digits = chars.next_if(char::is_ascii_digit);
        match chars.next() {
            Some('f') if digits.is_some() => {
                out += &moment.fraction(digits.and_then(|d| d.to_digit(10)).unwrap_or(6));
            }
            Some(directive) => out += &moment.directive(directive, pad),
            None => out.push('%'),
        }
    }
    out
}

struct Moment {
    ms: f64,
    day: Civil,
    of_day: f64,
}

impl Moment {
    fn of(ms: f64) -> Self {
        // A twentieth of a ms makes up for the noise of sums.
        let floored = (ms + 0.05).floor();
        Self { ms, day: Civil::of(floored), of_day: floored.rem_euclid(DAY) }
    }

    fn weekday(&self) -> i64 {
        ((self.ms / DAY).floor() as i64 + 4).rem_euclid(7)
    }

    fn day_of_year(&self) -> i64 {
        ((self.day.ms() - Civil { month: 1, day: 1, ..self.day }.ms()) / DAY) as i64 + 1
    }

    /// The ISO 8601 week and the year it belongs to.
    fn iso_week(&self) -> (i64, i64) {
        let thursday = self.day.ms() + (3 - (self.weekday() + 6).rem_euclid(7)) as f64 * DAY;
        let year = Civil::of(thursday).year;
        let first = Civil { year, month: 1, day: 1 }.ms();
        (((thursday - first) / DAY) as i64 / 7 + 1, year)
    }

    fn fraction(&self, digits: u32) -> String {
        let digits = digits.clamp(1, 6) as usize;
        let seconds = (self.ms / SECOND).rem_euclid(1.0);
        let text = format!("{seconds:.digits$}");
        let trimmed = text.trim_start_matches(['0', '1']).trim_start_matches('.').trim_end_matches('0');
        if trimmed.is_empty() { "0".into() } else { trimmed.into() }
    }

    fn directive(&self, directive: char, pad: Option<char>) -> String {
        let padded = |value: i64, width: usize, default: char| match pad.unwrap_or(default) {
            '-' => value.to_string(),
            '_' => format!("{value:width$}"),
            _ => format!("{value:0width$}"),
        };
        let two = |value: i64| padded(value, 2, '0');
        let month = MONTHS.get((self.day.month - 1) as usize).copied().unwrap_or("");
        let weekday = WEEKDAYS.get(self.weekday() as usize).copied().unwrap_or("");
        let (hour, minute) = ((self.of_day / HOUR) as i64, (self.of_day / MINUTE) as i64 % 60);
        let second = (self.of_day / SECOND) as i64 % 60;
        let millisecond = self.of_day as i64 % 1000;
        match directive {
            'a' => weekday[..3].to_owned(),
            'A' => weekday.to_owned(),
            'b' => month[..3].to_owned(),
            'B' => month.to_owned(),
            'c' => format(self.ms, "%-m/%-d/%Y, %-I:%M:%S %p"),
            'd' => two(self.day.day),
            'e' => padded(self.day.day, 2, '_'),
            'f' => padded(millisecond * 1000, 6, '0'),
            'g' => two(self.iso_week().1.rem_euclid(100)),
            'G' => padded(self.iso_week().1, 4, '0'),
            'h' => ((self.day.month - 1) / 6 + 1).to_string(),
            'H' => two(hour),
            'I' => two((hour + 11) % 12 + 1),
            'j' => padded(self.day_of_year(), 3, '0'),
            'L' => padded(millisecond, 3, '0'),
            'm' => two(self.day.month),
            'M' => two(minute),
            'p' => if hour < 12 { "AM" } else { "PM" }.to_owned(),
            'q' => ((self.day.month - 1) / 3 + 1).to_string(),
            'Q' => format!("{:.0}", self.ms),
            's' => format!("{:.0}", (self.ms / SECOND).floor()),
            'S' => two(second),
            'u' => (if self.weekday() == 0 { 7 } else { self.weekday() }).to_string(),
            'U' => two((self.day_of_year() + 6 - self.weekday()) / 7),
            'V' => two(self.iso_week().0),
            'w' => self.weekday().to_string(),
            'W' => two((self.day_of_year() + 6 - (self.weekday() + 6) % 7) / 7),
            'x' => format(self.ms, "%-m/%-d/%Y"),
            'X' => format(self.ms, "%-I:%M:%S %p"),
            'y' => two(self.day.year.rem_euclid(100)),
            'Y' => padded(self.day.year, 4, '0'),
            'Z' => "+0000".to_owned(),
            '%' => "%".to_owned(),
            other => format!("%{other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::date::parse;

    #[test]
    fn directives_format_as_d3_does() {
        let ms = parse("2021-01-03 15:04:05.678").unwrap_or_default();
        for (specifier, expected) in [
            ("%b %-d, %Y", "Jan 3, 2021"),
            ("%A %e|%p %I:%M", "Sunday  3|PM 03:04"),
            ("%j %U %V %W %q", "003 01 53 00 1"),
            ("%H:%M:%S.%L %3f", "15:04:05.678 678"),
            ("100%% %y", "100% 21"),
        ] {
            assert_eq!(format(ms, specifier), expected, "{specifier}");
        }
    }
}
