//! What a cron expression means where the clocks change.
//!
//! - An expression that **names its hours** (`30 2 * * *`, `*/15 7-18 * * *`) means times of day. One that the clocks skip fires
//!   at the first instant after the gap, once however many were skipped; one that they repeat fires the first time.
//! - An expression **for any hour** (`0 * * * *`, `0 */2 * * *`) means what the clock shows: nothing in a gap, and both
//!   times when an hour is repeated.
//!
//! The library's own walk over a zone follows the first rule for single times only, and gives up on a gap that ends on
//! another day; so it is asked about calendars without changes, and the changes are dealt with here.

use croner::Cron;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Timestamp, Zoned};

/// The next instant at which a time of day that the expression names comes.
pub(super) fn next_time_of_day(cron: &Cron, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
    let mut civil = on_a_plain_calendar(after.to_zoned(zone.clone()));
    loop {
        civil = cron.find_next_occurrence(&civil, false).ok()?;
        let time = civil.datetime();
        let instant = match zone.to_ambiguous_timestamp(time).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(time).ok()?,
            AmbiguousOffset::Fold { before, .. } => before.to_timestamp(time).ok()?,
            AmbiguousOffset::Gap { before, .. } => end_of_gap(zone, before.to_timestamp(time).ok()?)?,
        };
        if instant > after {
            return Some(instant);
        }
    }
}

/// The next instant at which the clock shows a time that matches.
pub(super) fn next_time_shown(cron: &Cron, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
    let (mut from, mut inclusive) = (after, false);
    loop {
        let shown = from.to_zoned(TimeZone::fixed(zone.to_offset(from)));
        let next = cron.find_next_occurrence(&shown, inclusive).ok()?.timestamp();
        match zone.following(from).next() {
            Some(change) if change.timestamp() <= next => (from, inclusive) = (change.timestamp(), true),
            _ => return Some(next),
        }
    }
}

/// The first instant after the gap in which a time of day lies, which would be at `unchanged` had the clocks not changed.
fn end_of_gap(zone: &TimeZone, unchanged: Timestamp) -> Option<Timestamp> {
    let after = unchanged.checked_add(jiff::SignedDuration::from_nanos(1)).ok()?;
    zone.preceding(after).next().map(|change| change.timestamp())
}

fn on_a_plain_calendar(local: Zoned) -> Zoned {
    Offset::UTC.to_timestamp(local.datetime()).unwrap_or(Timestamp::MAX).to_zoned(TimeZone::UTC)
}
