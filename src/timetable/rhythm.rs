//! What comes again and again: times of day, times that the clock shows, or a period.

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{clock, spread};

/// A cron expression or a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rhythm {
    /// An expression that names its hours.
    TimesOfDay(Box<Cron>),
    /// An expression for any hour.
    TimesShown(Box<Cron>),
    /// A period, counted from the timetable's start or from 1970 (UTC).
    Every(SignedDuration),
}

impl Rhythm {
    /// Reads an expression; its `H` are the ones of `name`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(text: &str, name: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(period) = text.strip_prefix("@every ") {
            let period = SignedDuration::try_from(crate::duration::parse(period)?)
                .map_err(|error| error.to_string())?;
            return match period {
                period if period < SignedDuration::from_secs(1) => {
                    Err("a period is one second or more".to_owned())
                }
                period => Ok(Self::Every(period)),
            };
        }
        let fields = match text {
            "@yearly" | "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" | "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            name if name.starts_with('@') => {
                return Err(
                    "there are @yearly, @monthly, @weekly, @daily, @hourly and @every 90 min".to_owned()
                );
            }
            fields => fields,
        };
        if fields.split_whitespace().count() != 5 {
            return Err("write five fields: minute, hour, day of month, month, day of week".to_owned());
        }
        let fields = spread::spread(fields, name)?;
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        let cron = Box::new(parser.parse(&fields).map_err(|error| error.to_string())?);
        let any_hour = fields.split_whitespace().nth(1).is_some_and(|hours| hours.starts_with('*'));
        Ok(if any_hour { Self::TimesShown(cron) } else { Self::TimesOfDay(cron) })
    }

    /// The next instant after another; a period is counted from `anchor`.
    pub(super) fn next(&self, zone: &TimeZone, anchor: Timestamp, after: Timestamp) -> Option<Timestamp> {
        match self {
            Self::TimesOfDay(cron) => clock::next_time_of_day(cron, zone, after),
            Self::TimesShown(cron) => clock::next_time_shown(cron, zone, after),
            Self::Every(_) if after < anchor => Some(anchor),
            Self::Every(period) => {
                let (period, since) = (period.as_nanos(), after.as_nanosecond() - anchor.as_nanosecond());
                Timestamp::from_nanosecond(anchor.as_nanosecond() + (since / period + 1) * period).ok()
            }
        }
    }
}
