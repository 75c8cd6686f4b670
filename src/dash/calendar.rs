//! The days that a calendar shows of a month.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// The first day that is shown of the month of `day`, when weeks begin on `first` (0 is Sunday).
pub(crate) fn first_shown(day: Date, first: i8) -> Date {
    let begin = day.first_of_month();
    let offset = (begin.weekday().to_sunday_zero_offset() - first).rem_euclid(7);
    begin.saturating_sub(i64::from(offset).days())
}

/// The first day of the month so many months later.
pub(crate) fn month_after(day: Date, months: i64) -> Date {
    let span = Span::new().try_months(months).unwrap_or_default();
    day.first_of_month().saturating_add(span)
}

/// The day of a date or a time, as `YYYY-MM-DD…`.
pub(crate) fn day(text: &str) -> Option<Date> {
    text.get(..10).unwrap_or(text).parse().ok()
}
