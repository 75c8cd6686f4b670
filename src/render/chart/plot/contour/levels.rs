//! Which values get a contour.

use serde_json::Value;

use super::super::Trace;
use crate::render::chart::attrs::number;
use crate::render::chart::axis::{AxisKind, Step, auto_step};
use crate::render::chart::column::Column;

/// More levels than this are cut off, as plotly does.
const MOST: usize = 1000;

/// Values in equal steps (plotly's `contours.start`, `end`, `size`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Levels {
    pub(crate) start: f64,
    pub(crate) end: f64,
    pub(crate) size: f64,
    /// Whether they were chosen for the data.
    pub(crate) auto: bool,
}

impl Levels {
    /// The levels that a plot trace asks for, or round ones for numbers from `low` to `high`.
    pub(crate) fn read(trace: &Trace, (low, high): (f64, f64)) -> Self {
        let attrs = &trace.attrs;
        let count = attrs.number("ncontours");
        let count = if count >= 1.0 { count } else { 15.0 };
        let ends = attrs.num("contours.start").zip(attrs.num("contours.end"));
        match ends.filter(|_| !attrs.flag("autocontour", false)) {
            Some((start, end)) => {
                let (start, end) = (start.min(end), start.max(end));
                let given = attrs.num("contours.size").filter(|size| *size > 0.0);
                let size = given.unwrap_or_else(|| if start == end { 1.0 } else { step(start, end, count) });
                Self { start, end, size, auto: false }
            }
            None => {
                let fixed = attrs.num("zmin").zip(attrs.num("zmax")).is_some_and(|(min, max)| min < max);
                let auto = attrs.flag("zauto", !fixed);
                let own = |path: &str, data: f64| attrs.num(path).filter(|_| !auto).unwrap_or(data);
                Self::round(own("zmin", low), own("zmax", high), count)
            }
        }
    }

    fn round(low: f64, high: f64, count: f64) -> Self {
        let size = step(low, high, count);
        // Ticks at the very ends count in spite of rounding.
        let slack = (high - low) / 1e4;
        let mut start = ((low - slack) / size).ceil() * size;
        let mut end = ((high + slack) / size).floor() * size;
        if start == low {
            start += size;
        }
        if end == high {
            end -= size;
        }
        if start > end {
            start = f64::midpoint(start, end);
            end = start;
        }
        Self { start, end, size, auto: true }
    }

    /// A little beyond the last level, so that rounding does not lose it.
    pub(crate) fn beyond(&self) -> f64 {
        self.end + self.size / 1e6
    }

    /// How many colours lie on the levels.
    pub(crate) fn count(&self) -> f64 {
        ((self.beyond() - self.start) / self.size).floor() + 1.0
    }

    /// The values, lowest first.
    pub(crate) fn values(&self) -> Vec<f64> {
        let mut values = Vec::new();
        let mut level = self.start;
        while level < self.beyond() && values.len() < MOST {
            values.push(level);
            level += self.size;
        }
        values
    }
}

fn step(low: f64, high: f64, count: f64) -> f64 {
    match auto_step(AxisKind::Linear, [low, high], (high - low) / count, false) {
        (_, Step::By(by)) => by,
        _ => 1.0,
    }
}

/// What a constraint leaves out (plotly's `contours.operation`, open and closed ends alike).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Constraint {
    Equal(f64),
    Less(f64),
    Greater(f64),
    Within(f64, f64),
    Outside(f64, f64),
}

impl Constraint {
    /// The constraint of a trace with `contours.type: constraint`.
    pub(crate) fn read(trace: &Trace) -> Option<Self> {
        let attrs = trace.attrs.at("contours");
        if attrs.text("type") != "constraint" {
            return None;
        }
        let value = attrs.get("value");
        let one = || numbers(value).first().copied().unwrap_or(0.0);
        let two = || {
            let list = numbers(value);
            match list.as_slice() {
                [] => (0.0, 1.0),
                [one] => (*one, one + 1.0),
                [a, b, ..] => (a.min(*b), a.max(*b)),
            }
        };
        Some(match attrs.text("operation") {
            "<" | "<=" => Self::Less(one()),
            ">" | ">=" => Self::Greater(one()),
            "[]" | "()" | "[)" | "(]" => Self::Within(two().0, two().1),
            "][" | ")(" | "](" | ")[" => Self::Outside(two().0, two().1),
            _ => Self::Equal(one()),
        })
    }

    /// The values that get a line.
    pub(crate) fn values(self) -> Vec<f64> {
        match self {
            Self::Equal(value) | Self::Less(value) | Self::Greater(value) => vec![value],
            Self::Within(low, high) | Self::Outside(low, high) => vec![low, high],
        }
    }

    /// Whether the whole grid is filled when no line reaches its edge; `starts` says whether one begins there.
    pub(crate) fn fills_all(self, z: &[Vec<f64>], starts: bool) -> bool {
        let inner = z.len().saturating_sub(1);
        let edge = z.iter().enumerate().flat_map(|(index, row)| {
            let whole = index == 0 || index == inner;
            let last = row.len().saturating_sub(1);
            row.iter().enumerate().filter(move |(column, _)| whole || *column == 0 || *column == last)
        });
        let (low, high) = edge.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, number)| {
            (low.min(*number), high.max(*number))
        });
        match self {
            Self::Equal(_) => false,
            Self::Greater(value) => value > high,
            Self::Less(value) => value < low || (starts && value == low),
            Self::Within(from, to) => to < low || from > high || (starts && to == low),
            Self::Outside(from, to) => from < low && to > high,
        }
    }
}

fn numbers(value: Option<&Value>) -> Vec<f64> {
    let Some(value) = value else { return Vec::new() };
    match Column::of(value) {
        Some(list) => list.numbers().into_iter().filter(|number| number.is_finite()).collect(),
        None => number(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_round_and_leave_the_ends_out() {
        let levels = Levels::round(0.0, 10.0, 15.0);
        assert_eq!((levels.start, levels.end, levels.size), (1.0, 9.0, 1.0));
        assert_eq!(levels.values().len(), 9);
    }

    #[test]
    fn two_levels_at_the_ends_become_one_between_them() {
        let levels = Levels::round(0.0, 10.0, 1.25);
        assert_eq!(levels.values(), [5.0]);
    }
}
