//! What a date axis cuts out (`rangebreaks`): weekends, nights, holidays.

use serde_json::Value;

use super::{Axis, AxisKind, Letter};
use crate::render::chart::attrs::{self, Attrs};
use crate::render::chart::date::{DAY, HOUR};

/// More cuts than this leave nothing that could be told apart; a rule that makes more is not applied.
const MOST: f64 = 50_000.0;
/// 1970-01-01 was a Thursday.
const FIRST_WEEKDAY: f64 = 4.0;

/// A rule that cuts values out, in ms.
#[derive(Debug, Clone, PartialEq)]
enum Rule {
    /// Again every `period`, from `from` for `length`, counted from `zero`.
    Every { period: f64, zero: f64, from: f64, length: f64 },
    /// One stretch.
    Span(f64, f64),
    /// Stretches of one length.
    Values(Vec<f64>, f64),
}

impl Rule {
    fn read(attrs: &Attrs, axis: &Axis) -> Option<Self> {
        if !attrs.is("enabled") {
            return None;
        }
        if let Some([from, to]) = attrs.list("bounds") {
            let named = day(from).is_some() || day(to).is_some();
            return match attrs.str_or("pattern", if named { "day of week" } else { "" }) {
                "day of week" => {
                    let read = |end: &Value| day(end).or_else(|| attrs::number(end));
                    let fits = |end: &f64| end.fract() == 0.0 && (0.0..7.0).contains(end);
                    Self::every(7.0, DAY, FIRST_WEEKDAY, read(from).filter(fits)?, read(to).filter(fits)?)
                }
                "hour" => {
                    let fits = |end: &f64| (0.0..=24.0).contains(end);
                    let (from, to) = (attrs::number(from).filter(fits)?, attrs::number(to).filter(fits)?);
                    Self::every(24.0, HOUR, 0.0, from, to)
                }
                _ => Some(Self::Span(axis.locate(from)?, axis.locate(to)?)),
            };
        }
        let mut values: Vec<f64> =
            attrs.list("values")?.iter().filter_map(|value| axis.locate(value)).collect();
        values.sort_by(f64::total_cmp);
        (!values.is_empty()).then(|| Self::Values(values, attrs.number("dvalue")))
    }

    fn every(count: f64, unit: f64, zero: f64, from: f64, to: f64) -> Option<Self> {
        let length = if to < from { to + count - from } else { to - from };
        let every = Self::Every {
            period: count * unit,
            zero: -zero * unit,
            from: from * unit,
            length: length * unit,
        };
        (length > 0.0).then_some(every)
    }

    fn hides(&self, value: f64) -> bool {
        match self {
            Self::Every { period, zero, from, length } => (value - zero - from).rem_euclid(*period) < *length,
            Self::Span(from, to) => (*from..*to).contains(&value),
            Self::Values(values, length) => values.iter().any(|from| (*from..from + length).contains(&value)),
        }
    }

    /// The stretches that touch `low` to `high`.
    fn stretches(&self, low: f64, high: f64) -> Vec<(f64, f64)> {
        match self {
            Self::Every { period, zero, from, length } => {
                let count = (high - low) / period;
                if !(0.0..MOST).contains(&count) {
                    return Vec::new();
                }
                // plotly looks from the period of the range's start on: what began before that is not cut.
                let first = zero + ((low.floor() - zero) / period).floor() * period + from;
                (0..=count as usize + 1)
                    .map(|index| first + index as f64 * period)
                    .map(|start| (start, start + length))
                    .collect()
            }
            Self::Span(from, to) => vec![(from.min(*to), from.max(*to))],
            Self::Values(values, length) => values.iter().map(|from| (*from, from + length)).collect(),
        }
    }
}

/// The number of a weekday that a text begins with, from Sunday.
fn day(value: &Value) -> Option<f64> {
    let name = value.as_str()?.get(..3)?.to_ascii_lowercase();
    let index = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].iter().position(|day| *day == name)?;
    Some(index as f64)
}

/// A stretch that is cut out, ms, and what is cut out before it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cut {
    from: f64,
    to: f64,
    before: f64,
}

/// An axis' rules, and the cuts that they make in its range.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Breaks {
    rules: Vec<Rule>,
    cuts: Vec<Cut>,
    /// Values inside a cut go with its end, as where the axis runs against the page.
    downwards: bool,
}

impl Breaks {
    /// Reads the rules of an axis whose type is known.
    pub(super) fn read(axis: &Axis) -> Self {
        let items = axis.attrs.items("rangebreaks", "rangebreakdefaults");
        let rules = items.iter().filter(|_| axis.kind == AxisKind::Date);
        Self { rules: rules.filter_map(|item| Rule::read(item, axis)).collect(), ..Self::default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether whole days of the week are cut out.
    pub(super) fn weekly(&self) -> bool {
        self.rules.iter().any(|rule| matches!(rule, Rule::Every { period, .. } if *period == 7.0 * DAY))
    }

    /// Whether a value is cut out.
    pub(crate) fn hides(&self, value: f64) -> bool {
        self.rules.iter().any(|rule| rule.hides(value))
    }

    /// What is cut out between two values.
    fn locate(&self, low: f64, high: f64) -> Vec<Cut> {
        let mut stretches: Vec<(f64, f64)> = self
            .rules
            .iter()
            .flat_map(|rule| rule.stretches(low, high))
            .map(|(from, to)| (from.clamp(low, high), to.clamp(low, high)))
            .filter(|(from, to)| from < to)
            .collect();
        stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut cuts: Vec<Cut> = Vec::new();
        for (from, to) in stretches {
            match cuts.last_mut() {
                Some(last) if from <= last.to => last.to = last.to.max(to),
                last => {
                    let before = last.map_or(0.0, |last| last.before + last.to - last.from);
                    cuts.push(Cut { from, to, before });
                }
            }
        }
        cuts
    }

    /// How much is cut out between two values, ms.
    pub(super) fn length(&self, low: f64, high: f64) -> f64 {
        let finite = !self.rules.is_empty() && low < high;
        finite.then(|| self.locate(low, high)).and_then(|cuts| cuts.last().copied()).map_or(0.0, Cut::after)
    }

    /// A value less all that is cut out before it.
    pub(super) fn compress(&self, value: f64) -> f64 {
        let index = self.cuts.partition_point(|cut| cut.to < value);
        let hidden = match self.cuts.get(index) {
            Some(cut) => {
                let inside =
                    if self.downwards { value > cut.from } else { value >= f64::midpoint(cut.from, cut.to) };
                if inside { cut.after() } else { cut.before }
            }
            None => self.cuts.last().copied().map_or(0.0, Cut::after),
        };
        value - hidden
    }

    /// The value, or the end of the cut that it lies in.
    pub(super) fn after(&self, value: f64) -> f64 {
        let index = self.cuts.partition_point(|cut| cut.to <= value);
        self.cuts.get(index).filter(|cut| cut.from <= value).map_or(value, |cut| cut.to)
    }
}

impl Cut {
    fn after(self) -> f64 {
        self.before + self.to - self.from
    }
}

impl Axis<'_> {
    /// Finds the cuts of the axis' range.
    pub(crate) fn settle_breaks(&mut self) {
        if self.breaks.rules.is_empty() {
            return;
        }
        let (low, high) = self.span();
        self.breaks.cuts = self.breaks.locate(low, high);
        self.breaks.downwards = self.is_reversed() != (self.letter == Letter::Y);
    }

    /// Moves tick values out of cuts, and drops those that would stand within `apart` px of the next.
    pub(super) fn clear_of_breaks(&self, values: Vec<f64>, apart: f64) -> Vec<f64> {
        let mut kept: Vec<f64> = Vec::new();
        for value in values.into_iter().rev() {
            let value = self.breaks.after(value);
            let at = self.place(value);
            let near = kept.last().is_some_and(|next| {
                let next = self.place(*next);
                if self.letter == Letter::Y { next > at - apart } else { next < at + apart }
            });
            if near && self.is_reversed() {
                kept.pop();
            }
            if !near || self.is_reversed() {
                kept.push(value);
            }
        }
        kept.reverse();
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rules: Vec<Rule>, low: f64, high: f64) -> Breaks {
        let mut breaks = Breaks { rules, ..Breaks::default() };
        breaks.cuts = breaks.locate(low, high);
        breaks
    }

    #[test]
    fn weekends_are_cut_out_of_a_week() {
        let weekend = Rule::every(7.0, DAY, FIRST_WEEKDAY, 6.0, 1.0).into_iter().collect();
        // 1970-01-03 was a Saturday.
        let breaks = of(weekend, 0.0, 7.0 * DAY);
        assert!(breaks.hides(2.0 * DAY) && breaks.hides(3.9 * DAY) && !breaks.hides(4.0 * DAY));
        assert_eq!(breaks.length(0.0, 7.0 * DAY), 2.0 * DAY);
        assert_eq!(breaks.compress(5.0 * DAY), 3.0 * DAY);
        assert_eq!(breaks.after(2.5 * DAY), 4.0 * DAY);
    }

    #[test]
    fn rules_that_overlap_cut_once() {
        let breaks = of(vec![Rule::Span(1.0, 3.0), Rule::Values(vec![2.0, 8.0], 2.0)], 0.0, 9.0);
        assert_eq!(breaks.length(0.0, 9.0), 4.0);
    }
}
