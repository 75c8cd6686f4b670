//! Minor ticks and their grid: smaller steps between the major ticks (plotly's `minor` container).

use super::{Axis, AxisKind, Step, auto_step, first_tick, increment};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::{DARK, mix};
use crate::render::chart::column::Column;
use crate::render::chart::date::DAY;
use crate::render::scene::Color;

const WEEK: f64 = 7.0 * DAY;
/// How much of the background is in the minor grid's colour, unless the figure has one.
const GRID_LIGHTNESS: f64 = 0.67;

/// How minor tick marks look.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MinorMarks {
    pub(super) inside: bool,
    /// px.
    pub(super) length: f64,
    /// px.
    pub(super) width: f64,
    pub(super) color: Color,
}

/// How minor grid lines look.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MinorGrid<'a> {
    pub(super) color: Color,
    /// px.
    pub(super) width: f64,
    pub(super) dash: &'a str,
}

impl<'a> Axis<'a> {
    fn minor(&self) -> (Attrs<'a>, Attrs<'a>) {
        (self.attrs.at("minor"), self.own.at("minor"))
    }

    /// The marks of minor ticks, when the figure has them.
    pub(super) fn minor_marks(&self) -> Option<MinorMarks> {
        let (minor, own) = self.minor();
        let styled = ["ticklen", "tickwidth", "tickcolor"].iter().any(|name| own.has(name));
        let inside = match minor.str_or("ticks", if styled { "outside" } else { "" }) {
            "inside" => true,
            "outside" => false,
            _ => return None,
        };
        let major = self.tick_style.marks.map(|_| &self.tick_style);
        Some(MinorMarks {
            inside,
            length: minor.num_or("ticklen", 0.6 * major.map_or(5.0, |major| major.length)),
            width: minor.num_or("tickwidth", major.map_or(1.0, |major| major.width)),
            color: minor.color("tickcolor").or(major.map(|major| major.color)).unwrap_or(DARK),
        })
    }

    /// The minor grid, when the figure has one; `major` is the grid's colour.
    pub(super) fn minor_grid(&self, major: Color, background: Color) -> Option<MinorGrid<'a>> {
        let (minor, own) = self.minor();
        let styled = ["gridcolor", "gridwidth", "griddash"].iter().any(|name| own.has(name));
        minor.flag("showgrid", styled).then(|| MinorGrid {
            color: minor.color("gridcolor").unwrap_or_else(|| mix(major, background, GRID_LIGHTNESS)),
            width: minor.num_or("gridwidth", self.attrs.number("gridwidth")),
            dash: minor.str_or("griddash", self.attrs.text("griddash")),
        })
    }

    /// Whether there are minor ticks whose places are not listed.
    pub(super) fn chooses_minor(&self) -> bool {
        let (minor, _) = self.minor();
        let shown = self.minor_marks().is_some() || self.minor_grid(DARK, Color::WHITE).is_some();
        let listed = minor.str("tickmode").map_or(minor.has("tickvals"), |mode| mode == "array");
        shown && !listed
    }

    /// Where the minor ticks lie, in linear coordinates; none at major ticks.
    pub(super) fn minor_values(&self) -> Vec<f64> {
        let (low, high) = self.span();
        let near = (high - low) * 1e-9;
        let majors = || self.ticks.iter().filter(|tick| !tick.minor);
        let taken = |value: &f64| majors().any(|tick| (tick.value - value).abs() <= near);
        self.step.map_or_else(Vec::new, |step| {
            self.all_minor_values(step, false).into_iter().filter(|value| !taken(value)).collect()
        })
    }

    /// Where minor ticks lie between major ones every `major` from `tick0`, and at them; `ahead` begins a step earlier.
    pub(super) fn all_minor_values(&self, (tick0, major): (f64, Step), ahead: bool) -> Vec<f64> {
        let (minor, _) = self.minor();
        let listed = minor.get("tickvals").and_then(Column::of);
        let own_step = minor.get("dtick").and_then(|value| Step::read(value, self.kind));
        match (listed, minor.str("tickmode")) {
            (Some(listed), None | Some("array")) => self.minor_listed(&listed),
            (_, Some("auto" | "sync") | None) if own_step.is_none() => {
                self.minor_walk(tick0, self.minor_step(&minor, tick0, major), ahead)
            }
            _ => {
                let start = minor.get("tick0").and_then(|value| self.locate(value)).unwrap_or(tick0);
                self.minor_walk(start, own_step.unwrap_or(major), ahead)
            }
        }
    }

    fn minor_listed(&self, listed: &Column) -> Vec<f64> {
        let (low, high) = self.span();
        let one = |index: usize| match (self.kind, listed.value(index)) {
            (AxisKind::Log, _) => listed.num(index).map(f64::log10),
            (_, Some(value)) => self.locate(value),
            (_, None) => listed.num(index),
        };
        (0..listed.len()).filter_map(one).filter(|value| (low..=high).contains(value)).collect()
    }

    /// A step that divides the major one into about as many as `nticks` asks for.
    fn minor_step(&self, minor: &Attrs, tick0: f64, major: Step) -> Step {
        let count = minor.number("nticks").max(1.0);
        let first = first_tick(self, self.range, tick0, major);
        let next = increment(first, major, false);
        let span = [first, first + (next - first) * 0.99];
        let (_, step) = auto_step(self.kind, span, (span[1] - span[0]).abs() / count, self.breaks.weekly());
        let multiple = |big: f64, small: f64| ((big / small + 0.5).rem_euclid(1.0) - 0.5).abs() < 1e-3;
        let close = |big: f64, small: f64| (big / small / 2.5 - 1.0).abs() < 1e-3;
        match (major, step) {
            (Step::By(big), Step::By(small))
                if big == 2.0 * WEEK && small < WEEK && self.kind == AxisKind::Date =>
            {
                if small == 3.0 * DAY || small == 2.0 * DAY { Step::By(WEEK) } else { step }
            }
            (Step::By(big), Step::By(small)) if !multiple(big, small) => {
                if big == WEEK && self.kind == AxisKind::Date && !minor.has("nticks") {
                    Step::By(DAY)
                } else if close(big, small) {
                    Step::By(big / 2.0)
                } else {
                    major
                }
            }
            (Step::Months(_), Step::By(_)) => Step::Months(1),
            (Step::Months(big), Step::Months(small)) => {
                if big % small.max(1) != 0 {
                    major
                } else if big >= 12 && small == 2 {
                    Step::Months(3)
                } else {
                    step
                }
            }
            (Step::Linear(big), Step::Linear(small)) if !multiple(big, small) => {
                if close(big, small) {
                    Step::Linear(big / 2.0)
                } else {
                    major
                }
            }
            (Step::Linear(_), Step::Linear(_)) => step,
            (_, Step::Linear(_)) => Step::Digits(1),
            (Step::By(big), Step::Digits(2)) if big > 1.0 => Step::By(1.0),
            _ => step,
        }
    }

    fn minor_walk(&self, tick0: f64, step: Step, ahead: bool) -> Vec<f64> {
        let [from, to] = self.range;
        let (back, end) = (to < from, to + (to - from) / 1e4);
        let most = self.length.max(1000.0) as usize;
        let first = first_tick(self, self.range, tick0, step);
        let mut value = if ahead { increment(first, step, !back) } else { first };
        let mut values: Vec<f64> = Vec::new();
        while value.is_finite() && (if back { value >= end } else { value <= end }) && values.len() <= most {
            if values.last() == Some(&value) {
                break;
            }
            values.push(value);
            value = increment(value, step, back);
        }
        values
    }
}
