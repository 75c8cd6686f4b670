//! The distance between ticks: nice numbers, months, powers (plotly's `autoTicks`).

use super::{Axis, AxisKind};
use crate::render::chart::date::{self, DAY, HOUR, MINUTE, MONTH, SECOND, YEAR};

/// From one tick to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Step {
    /// By a number, ms, categories, or powers of ten.
    By(f64),
    /// By months: plotly's `M3`.
    Months(i64),
    /// Log axes: linear steps of the value, plotly's `L5`.
    Linear(f64),
    /// Log axes: every digit (`D1`), or 1, 2 and 5 (`D2`).
    Digits(u8),
}

/// The months that plotly's years can be apart.
const MOST_MONTHS: f64 = 12.0 * 19_998.0;

impl Step {
    /// Reads a `dtick` attribute.
    pub(crate) fn read(value: &serde_json::Value, kind: AxisKind) -> Option<Self> {
        if let Some(number) = crate::render::chart::attrs::number(value) {
            let valid = number > 0.0 && (!kind.is_categorical() || number >= 1.0);
            return valid.then_some(Self::By(if kind.is_categorical() {
                number.round().max(1.0)
            } else {
                number
            }));
        }
        let text = value.as_str()?;
        let (letter, number) = text.split_at_checked(1)?;
        let number: f64 = number.parse().ok().filter(|number: &f64| *number > 0.0 && number.is_finite())?;
        match (letter, kind) {
            ("M", AxisKind::Date) if number.fract() == 0.0 && number <= MOST_MONTHS => {
                Some(Self::Months(number as i64))
            }
            ("L", AxisKind::Log) => Some(Self::Linear(number)),
            ("D", AxisKind::Log) if number == 1.0 || number == 2.0 => Some(Self::Digits(number as u8)),
            _ => None,
        }
    }
}

/// `Lib.roundUp`: the first of `set` above `value`; the last that is not, when `reverse`.
fn round_up(value: f64, set: &[f64], reverse: bool) -> f64 {
    let found = if reverse {
        set.iter().rev().find(|candidate| **candidate <= value).or(set.first())
    } else {
        set.iter().find(|candidate| **candidate > value).or(set.last())
    };
    found.copied().unwrap_or(value)
}

const TEN: [f64; 3] = [2.0, 5.0, 10.0];
const TWENTY_FOUR: [f64; 5] = [1.0, 2.0, 3.0, 6.0, 12.0];
const SIXTY: [f64; 6] = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0];
const ANGLES: [f64; 5] = [15.0, 30.0, 45.0, 90.0, 180.0];
const DAYS: [f64; 5] = [1.0, 2.0, 3.0, 7.0, 14.0];
const DAYS_OF_WEEKS: [f64; 4] = [1.0, 2.0, 7.0, 14.0];
/// Near enough to the logarithms of the digits to round to them.
const LOG_DIGITS: [f64; 11] = [-0.046, 0.0, 0.301, 0.477, 0.602, 0.699, 0.778, 0.845, 0.903, 0.954, 1.0];
const LOG_TWO_FIVE: [f64; 5] = [-0.301, 0.0, 0.301, 0.699, 1.0];

/// The nice step above a rough one, and the value that ticks are counted from.
///
/// `whole_weeks` leaves three days out, where days of the week are cut out.
pub(crate) fn auto_step(kind: AxisKind, range: [f64; 2], rough: f64, whole_weeks: bool) -> (f64, Step) {
    let rough = if rough.is_finite() && rough > 0.0 { rough } else { 1.0 };
    let base = |rough: f64| 10_f64.powf((rough.ln() / std::f64::consts::LN_10).floor());
    let nice = |rough: f64, base: f64, set: &[f64]| base * round_up(rough / base, set, false);
    let first_day = date::parse("2000-01-01").unwrap_or(0.0);
    match kind {
        AxisKind::Date => {
            let twice = 2.0 * rough;
            if twice > YEAR {
                let years = rough / YEAR;
                let years = nice(years, base(years), &TEN);
                (first_day, Step::Months(((12.0 * years) as i64).max(1)))
            } else if twice > MONTH {
                (first_day, Step::Months(nice(rough / MONTH, 1.0, &TWENTY_FOUR) as i64))
            } else if twice > DAY {
                // Weeks begin on Sunday, 2000-01-02.
                let days: &[f64] = if whole_weeks { &DAYS_OF_WEEKS } else { &DAYS };
                (first_day + DAY, Step::By(nice(rough, DAY, days)))
            } else if twice > HOUR {
                (first_day, Step::By(nice(rough, HOUR, &TWENTY_FOUR)))
            } else if twice > MINUTE {
                (first_day, Step::By(nice(rough, MINUTE, &SIXTY)))
            } else if twice > SECOND {
                (first_day, Step::By(nice(rough, SECOND, &SIXTY)))
            } else {
                (first_day, Step::By(nice(rough, base(rough), &TEN)))
            }
        }
        AxisKind::Log => {
            let span = (range[1] - range[0]).abs();
            let step = if rough > 0.7 {
                Step::By(rough.ceil())
            } else if span < 1.0 {
                let count = 1.5 * span / rough;
                let rough = (10_f64.powf(range[1]) - 10_f64.powf(range[0])).abs() / count;
                Step::Linear(nice(rough, base(rough), &TEN))
            } else {
                Step::Digits(if rough > 0.3 { 2 } else { 1 })
            };
            (0.0, step)
        }
        AxisKind::Category | AxisKind::MultiCategory => (0.0, Step::By(rough.max(1.0).ceil())),
        AxisKind::Linear => (0.0, Step::By(nice(rough, base(rough), &TEN))),
    }
}

/// The nice angle above a rough one, in degrees.
pub(super) fn angle_step(rough: f64) -> Step {
    Step::By(round_up(rough, &ANGLES, false))
}

/// The tick after `value`, or before it when `back`.
pub(crate) fn increment(value: f64, step: Step, back: bool) -> f64 {
    let sign = if back { -1.0 } else { 1.0 };
    match step {
        Step::By(by) => clean_sum(value, sign * by),
        Step::Months(months) => date::add_months(value, if back { -months } else { months }),
        Step::Linear(by) => (10_f64.powf(value) + sign * by).log10(),
        Step::Digits(digits) => {
            let set: &[f64] = if digits == 2 { &LOG_TWO_FIVE } else { &LOG_DIGITS };
            let next = value + sign * 0.01;
            digit(next.floor(), round_up(next.rem_euclid(1.0), set, back))
        }
    }
}

fn digit(power: f64, fraction: f64) -> f64 {
    power + ((10_f64.powf(fraction) * 10.0).round() / 10.0).log10()
}

/// `Lib.increment`: a sum without the noise of binary fractions.
fn clean_sum(value: f64, by: f64) -> f64 {
    let sum = value + by;
    let text = |number: f64| format!("{number}").len();
    if text(sum) <= 16 {
        return sum;
    }
    format!("{sum:.11e}")
        .parse::<f64>()
        .ok()
        .filter(|clean| text(*clean) < text(sum) && *clean != value)
        .unwrap_or(sum)
}

/// The first tick in the range.
pub(crate) fn first_tick(axis: &Axis, range: [f64; 2], tick0: f64, step: Step) -> f64 {
    let back = range[1] < range[0];
    // A little more, so that ticks at the very ends are not rounded away.
    let start = range[0] - (range[1] - range[0]) / 1e4;
    match step {
        Step::By(by) => {
            let steps = (start - tick0) / by;
            let first = (if back { steps.floor() } else { steps.ceil() }) * by + tick0;
            if axis.kind.is_categorical() {
                first.clamp(0.0, (axis.categories.len().saturating_sub(1)) as f64)
            } else {
                first
            }
        }
        Step::Months(months) => {
            let elapsed = (start - tick0) / MONTH / months as f64;
            let mut at = date::add_months(tick0, months * (elapsed.floor() as i64 - 1));
            while at < start {
                at = date::add_months(at, months);
            }
            if back && at > start { date::add_months(at, -months) } else { at }
        }
        Step::Linear(by) => {
            let steps = (10_f64.powf(start) - tick0) / by;
            ((if back { steps.floor() } else { steps.ceil() }) * by + tick0).log10()
        }
        Step::Digits(digits) => {
            let set: &[f64] = if digits == 2 { &LOG_TWO_FIVE } else { &LOG_DIGITS };
            digit(start.floor(), round_up(start.rem_euclid(1.0), set, back))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_nice() {
        assert_eq!(auto_step(AxisKind::Linear, [0.0, 1.0], 0.13, false).1, Step::By(0.2));
        assert_eq!(auto_step(AxisKind::Date, [0.0, 1.0], 40.0 * DAY, false).1, Step::Months(2));
        assert_eq!(auto_step(AxisKind::Date, [0.0, 1.0], 2.5 * YEAR, false).1, Step::Months(60));
        assert_eq!(auto_step(AxisKind::Log, [0.0, 6.0], 0.9, false).1, Step::By(1.0));
        assert_eq!(auto_step(AxisKind::Category, [0.0, 6.0], 0.2, false).1, Step::By(1.0));
    }

    #[test]
    fn sums_stay_clean() {
        assert_eq!(increment(0.1, Step::By(0.2), false), 0.3);
        assert_eq!(increment(0.0, Step::Digits(2), false), 2_f64.log10());
    }
}
