//! The instants that a timetable fires at.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::rhythm::Rhythm;
use super::{Error, When, spread};

/// When something fires, understood: a rhythm in an IANA time zone, between a start and an end.
///
/// At a change of daylight saving time, an expression that names its hours fires once for each time of day: at the
/// first instant after the gap for one that the clocks skip, the first time for one that they repeat. An expression for
/// any hour (`0 * * * *`, `0 */2 * * *`) fires whenever the clock shows such a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timetable {
    rhythm: Rhythm,
    zone: TimeZone,
    start: Option<Timestamp>,
    /// The first instant that does not count any more.
    end: Option<Timestamp>,
    /// What it was understood from.
    when: When,
    /// Whose it is: what `H` and jitter belong to.
    name: String,
}

impl Timetable {
    /// Understands what was written; `H` and jitter are the ones of `name`.
    ///
    /// # Errors
    /// [`Error::BadCron`], [`Error::BadZone`], [`Error::BadInstant`], or [`Error::Never`].
    pub fn new(when: &When, name: &str) -> Result<Self, Error> {
        let zone = TimeZone::get(&when.zone)
            .map_err(|error| Error::BadZone { text: when.zone.clone(), reason: error.to_string() })?;
        Self::in_zone(when, name, zone)
    }

    pub(super) fn in_zone(when: &When, name: &str, zone: TimeZone) -> Result<Self, Error> {
        let rhythm = Rhythm::parse(&when.cron, name)
            .map_err(|reason| Error::BadCron { text: when.cron.clone(), reason })?;
        let timetable = Self {
            rhythm,
            start: when.start.as_deref().map(|text| Ok(span(text, &zone)?.0)).transpose()?,
            end: when.end.as_deref().map(|text| Ok(span(text, &zone)?.1)).transpose()?,
            zone,
            when: when.clone(),
            name: name.to_owned(),
        };
        if timetable.after(Timestamp::UNIX_EPOCH).next().is_none() {
            return Err(Error::Never {
                text: when.cron.clone(),
                start: when.start.clone(),
                end: when.end.clone(),
            });
        }
        Ok(timetable)
    }

    /// What it was understood from.
    pub fn when(&self) -> &When {
        &self.when
    }

    /// The time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The fire times after an instant, soonest first, without end unless there is one.
    pub fn after(&self, instant: Timestamp) -> impl Iterator<Item = Timestamp> {
        let just_before =
            |start: Timestamp| start.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(start);
        let mut last = self.start.map_or(instant, |start| just_before(start).max(instant));
        let anchor = self.start.unwrap_or(Timestamp::UNIX_EPOCH);
        std::iter::from_fn(move || {
            let next = self.rhythm.next(&self.zone, anchor, last)?;
            last = next;
            self.end.is_none_or(|end| next < end).then_some(next)
        })
    }

    /// When a fire is begun: at its instant, or by jitter a span later that belongs to it and to `part`, such as a burst.
    pub fn begin(&self, fire: Timestamp, part: &str) -> Timestamp {
        let millis = u64::try_from(self.when.jitter.as_millis()).unwrap_or(u64::MAX);
        let own = spread::number(&[&self.name, part, &fire.to_string()]) % millis.max(1);
        let delay = SignedDuration::from_millis(i64::try_from(own).unwrap_or(i64::MAX));
        fire.checked_add(delay).unwrap_or(Timestamp::MAX)
    }
}

/// What a text stands for: a day with all its instants, or one instant; from when, and from when not any more.
fn span(text: &str, zone: &TimeZone) -> Result<(Timestamp, Timestamp), Error> {
    let bad = || Error::BadInstant { text: text.to_owned() };
    let until = |instant: Timestamp| instant.checked_add(SignedDuration::from_nanos(1)).map_err(|_| bad());
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok((instant, until(instant)?));
    }
    let instant = |time: DateTime| zone.to_timestamp(time).map_err(|_| bad());
    // A date is a date and time too, so its length tells.
    if text.trim().len() > "2026-05-04".len() {
        let time = instant(text.trim().parse().map_err(|_| bad())?)?;
        return Ok((time, until(time)?));
    }
    let day: Date = text.trim().parse().map_err(|_| bad())?;
    let midnight = |day: Date| instant(day.to_datetime(jiff::civil::Time::midnight()));
    Ok((midnight(day)?, midnight(day.tomorrow().map_err(|_| bad())?)?))
}

#[cfg(test)]
#[path = "fires_tests.rs"]
mod tests;
