//! When: a cron expression in a time zone.

use std::str::FromStr;

use croner::Cron;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Error;

/// A cron expression, five fields or a form like `@daily`, in an IANA time zone.
///
/// At a change of daylight saving time: a time of day that the clocks skip fires once, at the first instant
/// after the gap; one that the clocks repeat fires once, the first time. Expressions with a wildcard hour or minute
/// follow the elapsed time instead.
#[derive(Debug, Clone)]
pub struct Timetable {
    cron: Cron,
    zone: TimeZone,
}

impl Timetable {
    /// Reads an expression and a zone such as `Europe/Berlin`.
    ///
    /// # Errors
    /// [`Error::BadCron`] or [`Error::BadZone`].
    pub fn parse(cron: &str, zone: &str) -> Result<Self, Error> {
        let parsed = Cron::from_str(cron)
            .map_err(|error| Error::BadCron { text: cron.to_owned(), reason: error.to_string() })?;
        let zone = TimeZone::get(zone)
            .map_err(|error| Error::BadZone { text: zone.to_owned(), reason: error.to_string() })?;
        Ok(Self { cron: parsed, zone })
    }

    /// The time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The fire times after an instant, soonest first, without end unless the expression has one.
    pub fn after(&self, instant: Timestamp) -> impl Iterator<Item = Timestamp> {
        let mut last = instant.to_zoned(self.zone.clone());
        std::iter::from_fn(move || {
            let next = self.cron.find_next_occurrence(&last, false).ok()?;
            // An expression that stood still would loop for ever.
            (next.timestamp() > last.timestamp()).then(|| {
                last = next.clone();
                next.timestamp()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fires(cron: &str, zone: &str, after: &str, count: usize) -> Vec<String> {
        let timetable = Timetable::parse(cron, zone).unwrap();
        timetable.after(after.parse().unwrap()).take(count).map(|fire| fire.to_string()).collect()
    }

    #[test]
    fn a_weekly_report_keeps_its_time_of_day_over_daylight_saving() {
        assert_eq!(
            fires("0 7 * * MON", "Europe/Berlin", "2026-03-23T12:00:00Z", 2),
            ["2026-03-30T05:00:00Z", "2026-04-06T05:00:00Z"]
        );
        assert_eq!(
            fires("0 7 * * MON", "Europe/Berlin", "2026-03-20T12:00:00Z", 1),
            ["2026-03-23T06:00:00Z"]
        );
    }

    #[test]
    fn a_time_that_the_clocks_skip_fires_once_after_the_gap() {
        assert_eq!(
            fires("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2),
            ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]
        );
    }

    #[test]
    fn a_time_that_the_clocks_repeat_fires_once() {
        assert_eq!(
            fires("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2),
            ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]
        );
    }

    #[test]
    fn a_bad_expression_and_a_bad_zone_are_named() {
        assert!(Timetable::parse("0 7 * *", "UTC").unwrap_err().to_string().contains("`0 7 * *`"));
        assert!(Timetable::parse("@daily", "Mars/Base").unwrap_err().to_string().contains("`Mars/Base`"));
    }
}
