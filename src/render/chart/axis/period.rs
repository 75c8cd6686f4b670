//! Date axes whose labels stand in the middle of their periods (`ticklabelmode: "period"`).

use super::{Axis, AxisKind, Step};
use crate::render::chart::date::{self, DAY, HOUR, MONTH, YEAR};

const SECOND: f64 = 1000.0;
const HALF_DAY: f64 = DAY / 2.0;
const WEEK: f64 = 7.0 * DAY;
const QUARTER: f64 = 3.0 * MONTH;
/// The shortest and the longest month, quarter and year.
const MONTHS: [f64; 2] = [28.0 * DAY, 31.0 * DAY];
const QUARTERS: [f64; 2] = [90.0 * DAY, 92.0 * DAY];
const YEARS: [f64; 2] = [365.0 * DAY, 366.0 * DAY];

/// The period that a date format tells apart; `None` when it shows less than hours, or nothing.
fn told(format: &str) -> Option<f64> {
    let has = |letters: &str| {
        format
            .match_indices('%')
            .any(|(at, _)| format[at + 1..].chars().next().is_some_and(|c| letters.contains(c)))
    };
    if has("fLQsSMX") {
        return None;
    }
    [
        ("HI", HOUR),
        ("p", HALF_DAY),
        ("Aadejuwx", DAY),
        ("UVW", WEEK),
        ("Bbm", MONTH),
        ("q", QUARTER),
        ("Yy", YEAR),
    ]
    .into_iter()
    .find_map(|(letters, period)| has(letters).then_some(period))
}

/// Whether a date format tells the ends of a period apart.
pub(super) fn tells(format: &str, period: f64) -> bool {
    let has = |letter: &str| format.contains(letter);
    let least = match told(format) {
        Some(YEAR) => YEARS[0],
        Some(QUARTER) => QUARTERS[0],
        Some(MONTH) => MONTHS[0],
        Some(least) => least,
        None if has("%f") || has("%L") => 0.0,
        None if has("%S") || has("%X") => SECOND,
        None if has("%M") => 60.0 * SECOND,
        None => 0.0,
    };
    period >= least
}

impl Axis<'_> {
    /// Whether labels stand in the middle of periods.
    pub(super) fn labels_periods(&self) -> bool {
        self.kind == AxisKind::Date && self.attrs.str("ticklabelmode") == Some("period")
    }

    fn told_period(&self) -> Option<f64> {
        told(self.attrs.text("tickformat"))
    }

    /// A chosen step that is at least one of the periods that the labels tell apart.
    pub(super) fn period_step(&self, (tick0, step): (f64, Step)) -> (f64, Step) {
        let Some(period) = self.told_period() else { return (tick0, step) };
        let months = |count: i64, least: f64| match step {
            Step::By(by) if by < least => Step::Months(count),
            Step::Months(own) if own < count => Step::Months(count),
            step => step,
        };
        let longer = if period == MONTH {
            months(1, MONTHS[0])
        } else if period == QUARTER {
            months(3, QUARTERS[0])
        } else if period == YEAR {
            months(12, YEARS[0])
        } else {
            match step {
                Step::By(by) => Step::By(by.max(period)),
                step => step,
            }
        };
        // Months don't begin with a day of the week.
        let tick0 = if longer == step { tick0 } else { date::parse("2000-01-01").unwrap_or(tick0) };
        (tick0, longer)
    }

    /// Where the labels of ticks stand: the middle of the period that begins there.
    pub(super) fn period_middles(&self, values: &[f64]) -> Vec<f64> {
        let told = self.told_period();
        let within = |delta: f64, [least, most]: [f64; 2], average: f64| {
            if (least..=most).contains(&delta) { delta } else { average }
        };
        values
            .iter()
            .enumerate()
            .map(|(index, value)| {
                let next = values.get(index + 1).map(|next| next - value);
                let last = index.checked_sub(1).and_then(|before| Some(value - values.get(before)?));
                let actual = next.or(last).unwrap_or(0.0).abs();
                let delta = told.unwrap_or(actual);
                let length = if delta >= YEARS[0] {
                    within(actual, YEARS, YEAR)
                } else if told == Some(QUARTER) && delta >= QUARTERS[0] {
                    within(actual, QUARTERS, QUARTER)
                } else if delta >= MONTHS[0] {
                    within(actual, MONTHS, MONTH)
                } else if told == Some(WEEK) {
                    WEEK
                } else if delta >= DAY {
                    DAY
                } else if told == Some(HALF_DAY) {
                    HALF_DAY
                } else if told == Some(HOUR) {
                    HOUR
                } else {
                    0.0
                };
                value + length.min(actual) / 2.0
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_tells_its_shortest_period() {
        assert_eq!(told("%b\n%Y"), Some(MONTH));
        assert_eq!(told("%Y"), Some(YEAR));
        assert_eq!(told("%H:%M"), None);
        assert_eq!(told("é%"), None);
    }
}
