//! Positions on date axes that stand for whole periods (`xperiod`, `xperiodalignment`).

use super::Trace;
use crate::render::chart::attrs::number;
use crate::render::chart::axis::{Axis, AxisKind};
use crate::render::chart::date::{self, DAY, MONTH};

/// The Sunday that weeks are counted from.
const SUNDAY: &str = "2000-01-02";
const NEW_YEAR: &str = "2000-01-01";
/// Stepping to a date's period from an estimate never takes longer than this.
const STEPS: usize = 16;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Length {
    Ms(f64),
    Months(i64),
}

impl Length {
    fn read(value: &serde_json::Value) -> Option<Self> {
        if let Some(months) = value.as_str().and_then(|text| text.strip_prefix('M')) {
            return months.parse().ok().filter(|count| *count > 0).map(Self::Months);
        }
        number(value).filter(|ms| *ms > 0.0).map(Self::Ms)
    }

    fn after(self, base: f64, count: f64) -> f64 {
        match self {
            Self::Ms(ms) => base + count * ms,
            Self::Months(months) => date::add_months(base, (count * months as f64) as i64),
        }
    }

    fn average(self) -> f64 {
        match self {
            Self::Ms(ms) => ms,
            Self::Months(months) => months as f64 * MONTH,
        }
    }

    /// The start and the end of the period that `at` lies in.
    fn around(self, at: f64, base: f64) -> (f64, f64) {
        let mut count = ((at - base) / self.average()).round();
        for _ in 0..STEPS {
            if self.after(base, count) <= at {
                break;
            }
            count -= 1.0;
        }
        for _ in 0..STEPS {
            if self.after(base, count + 1.0) > at {
                break;
            }
            count += 1.0;
        }
        (self.after(base, count), self.after(base, count + 1.0))
    }
}

/// Moves positions along `letter` to the start, middle or end of their periods (plotly's `alignPeriod`).
pub(super) fn align(trace: &Trace, axis: &Axis, letter: char, positions: &mut [f64]) {
    let length = trace.attrs.get(&format!("{letter}period")).and_then(Length::read);
    let Some(length) = length.filter(|_| axis.kind == AxisKind::Date) else { return };
    let weeks = matches!(length, Length::Ms(ms) if ms % (7.0 * DAY) == 0.0);
    let zero = || date::parse(if weeks { SUNDAY } else { NEW_YEAR });
    let own = trace.attrs.get(&format!("{letter}period0")).and_then(|value| axis.locate(value));
    let base = own.or_else(zero).unwrap_or(0.0);
    let alignment = trace.attrs.text(&format!("{letter}periodalignment"));
    for position in positions.iter_mut().filter(|position| position.is_finite()) {
        let (start, end) = length.around(*position, base);
        *position = match alignment {
            "start" => start,
            "end" => end,
            _ => f64::midpoint(start, end),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_lies_in_its_month() {
        let ms = |text: &str| date::parse(text).unwrap_or(f64::NAN);
        let around = Length::Months(1).around(ms("2024-02-29"), ms(NEW_YEAR));
        assert_eq!(around, (ms("2024-02-01"), ms("2024-03-01")));
        let weeks = Length::Ms(7.0 * DAY).around(ms("1999-12-31"), ms(SUNDAY));
        assert_eq!(weeks, (ms("1999-12-26"), ms("2000-01-02")));
    }
}
