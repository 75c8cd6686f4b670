//! Which values get a tick.

use super::label::{affixed, label};
use super::step::angle_step;
use super::{Axis, AxisKind, Course, Letter, Step, auto_step, first_tick, increment};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::DARK;
use crate::render::chart::column::Column;
use crate::render::chart::date::{self, DAY, MONTH};
use crate::render::chart::text::TextStyle;
use crate::render::scene::Color;

/// A tick of an axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tick {
    /// In linear coordinates.
    pub(crate) value: f64,
    /// Where its label stands, when not at the value (period labels).
    pub(crate) label_at: f64,
    /// HTML subset; may be empty.
    pub(crate) text: String,
    /// px per em of the label.
    pub(crate) size: f64,
    /// px that the label is moved by, across and down.
    pub(crate) nudge: (f64, f64),
    /// Whether a line and grid line are drawn; period axes have a label before their first tick.
    pub(crate) drawn: bool,
    /// A minor tick that has a label (`ticklabelindex`).
    pub(crate) minor: bool,
}

/// How ticks and their labels look.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TickStyle {
    pub(crate) font: TextStyle,
    pub(crate) labels: bool,
    /// Degrees; `None` turns labels only when they overlap.
    pub(crate) angle: Option<f64>,
    /// `inside`, `outside` or none.
    pub(crate) marks: Option<bool>,
    /// px.
    pub(crate) length: f64,
    /// px.
    pub(crate) width: f64,
    pub(crate) color: Color,
}

impl TickStyle {
    pub(crate) fn new(attrs: &Attrs, own: &Attrs, font: &TextStyle) -> Self {
        let explicit = ["ticklen", "tickwidth", "tickcolor"].iter().any(|name| own.has(name));
        let ticks = attrs.str_or("ticks", if explicit { "outside" } else { "" });
        Self {
            font: font.with(&attrs.at("tickfont")),
            labels: attrs.is("showticklabels"),
            angle: attrs
                .num("tickangle")
                .map(|angle| if angle.abs() > 180.0 { angle.rem_euclid(360.0) } else { angle }),
            marks: match ticks {
                "inside" => Some(true),
                "outside" => Some(false),
                _ => None,
            },
            length: attrs.number("ticklen"),
            width: attrs.number("tickwidth"),
            color: attrs.color("tickcolor").or(attrs.color("color")).unwrap_or(DARK),
        }
    }

    /// px that outer tick marks take.
    pub(crate) fn outer_length(&self) -> f64 {
        if self.marks == Some(false) { self.length } else { 0.0 }
    }
}

/// How ticks are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Auto,
    Linear,
    Array,
}

impl Axis<'_> {
    /// Chooses the ticks for the axis' range and length.
    pub(crate) fn set_ticks(&mut self) {
        let values = self.attrs.get("tickvals").and_then(Column::of);
        let own_step = self.attrs.get("dtick").and_then(|value| Step::read(value, self.kind));
        let mode = match self.attrs.str("tickmode") {
            Some("array") if values.is_some() => Mode::Array,
            Some("auto" | "sync" | "array") => Mode::Auto,
            Some("linear") => Mode::Linear,
            _ if values.is_some() => Mode::Array,
            _ if own_step.is_some() => Mode::Linear,
            _ => Mode::Auto,
        };
        let (tick0, step) = match mode {
            Mode::Linear => self.own_step(own_step),
            _ => self.auto_ticks(mode == Mode::Array && !self.chooses_minor()),
        };
        let (tick0, step) = if mode == Mode::Auto && self.labels_periods() {
            self.period_step((tick0, step))
        } else {
            (tick0, step)
        };
        self.step = Some((tick0, step));
        self.ticks = match (mode, values) {
            (Mode::Array, Some(values)) => self.array_ticks(&values, tick0, step),
            (Mode::Auto, _) => self.walk(tick0, step, self.tick_style.font.size),
            _ => self.walk(tick0, step, 1.0),
        };
    }

    /// Ticks at px of the page, labelled with the digits of the step that the axis would choose itself.
    pub(super) fn set_ticks_at(&mut self, places: &[f64]) {
        let (tick0, step) = self.auto_ticks(false);
        self.step = Some((tick0, step));
        let values: Vec<f64> = places.iter().map(|px| self.value_at(*px)).collect();
        self.ticks = self.label_all(&values, tick0, step, false);
    }

    /// Puts the ticks at `tick0` and every `by` from there.
    pub(crate) fn set_ticks_by(&mut self, tick0: f64, by: f64) {
        self.step = Some((tick0, Step::By(by)));
        self.ticks = self.walk(tick0, Step::By(by), 1.0);
    }

    /// What a tick at `value` would say among ticks every `by` from `tick0`.
    ///
    /// `exact` asks for more digits than `by` needs; `ends` says whether the tick is the first or last.
    pub(crate) fn say(&self, value: f64, (tick0, by): (f64, f64), exact: bool, ends: (bool, bool)) -> String {
        let text = label(self, value, tick0, Step::By(by), exact, ends, &mut String::new()).text;
        // Ticks that a figure lists stand bare, these don't.
        if exact { affixed(self, &text, ends) } else { text }
    }

    fn own_step(&self, own: Option<Step>) -> (f64, Step) {
        let default = if self.kind == AxisKind::Date { Step::By(DAY) } else { Step::By(1.0) };
        let zero = if self.kind == AxisKind::Date { date::parse("2000-01-01").unwrap_or(0.0) } else { 0.0 };
        let tick0 = self.attrs.get("tick0").and_then(|value| self.locate(value)).unwrap_or(zero);
        let step = own.unwrap_or(default);
        match step {
            Step::Digits(_) => (0.0, step),
            Step::By(by) if self.in_radians() => (tick0.to_degrees(), Step::By(by.to_degrees())),
            _ => (tick0, step),
        }
    }

    /// Whether angles are written in radians.
    pub(super) fn in_radians(&self) -> bool {
        self.course == Course::Turn
            && self.kind == AxisKind::Linear
            && self.attrs.text("thetaunit") == "radians"
    }

    fn auto_ticks(&self, dense: bool) -> (f64, Step) {
        let asked = Some(self.attrs.number("nticks")).filter(|count| *count >= 1.0);
        let fitting = || {
            if self.kind.is_categorical() {
                self.length / (self.tick_style.font.size * 1.2).round()
            } else {
                let room = if self.letter == Letter::Y { 40.0 } else { 80.0 };
                (self.length / room).clamp(4.0, 9.0) + 1.0
            }
        };
        // A radius is half as long as what it shows.
        let automatic = || if self.course == Course::Radius { 2.0 * fitting() } else { fitting() };
        let count = asked.or(self.tick_count).unwrap_or_else(automatic);
        let count = if dense { count * 100.0 } else { count };
        let rough = (self.range[1] - self.range[0]).abs() / count;
        let (tick0, step) = match (self.course, self.kind) {
            (Course::Turn, AxisKind::Linear) => (0.0, angle_step(rough)),
            _ => auto_step(self.kind, self.range, rough, self.breaks.weekly()),
        };
        match (self.min_step, step) {
            (Some((least, from)), Step::By(by)) if by < least * 2.0 && !dense => (from, Step::By(least)),
            _ => (tick0, step),
        }
    }

    fn walk(&self, tick0: f64, step: Step, apart: f64) -> Vec<Tick> {
        let [from, to] = self.range;
        let back = to < from;
        let start = from - (to - from) / 1e4;
        let mut end = to + (to - from) / 1e4;
        if self.kind.is_categorical() {
            end = if back { end.max(-0.5) } else { end.min(self.categories.len() as f64 - 0.5) };
        }
        let most = self.length.max(1000.0) as usize;
        let mut value = first_tick(self, self.range, tick0, step);
        // plotly moves its own first tick out of a cut on a figure's first drawing; a slider makes it draw again.
        if !self.breaks.is_empty() && apart > 1.0 && !self.slid {
            let clear = self.breaks.after(value);
            value = if back { clear } else { increment(clear, step, true) };
        }
        let period = self.labels_periods();
        let unit = match step {
            Step::By(by) => by,
            Step::Months(months) => MONTH * months as f64,
            Step::Linear(_) | Step::Digits(_) => f64::INFINITY,
        };
        // Labels are counted from the first tick.
        let mut from = ((value - tick0) / unit).round() as i64;
        if period {
            value = increment(value, step, !back);
            from -= 1;
        }
        let every = self.attrs.num("ticklabelstep").map_or(1, |every| every.max(1.0) as i64);
        let mut values: Vec<f64> = Vec::new();
        while value.is_finite() && (if back { value >= end } else { value <= end }) && values.len() <= most {
            if values.last() == Some(&value) {
                break;
            }
            if self.breaks.is_empty() || back {
                values.push(value);
            } else if self.breaks.hides(value) && self.breaks.after(value) >= self.range[1] {
                break;
            } else if value >= start {
                values.push(value);
            }
            value = increment(value, step, back);
        }
        if !self.breaks.is_empty() {
            values = self.clear_of_breaks(values, apart);
        }
        // The last tick of a full turn lies upon the first.
        if self.course == Course::Turn && (self.range[1] - self.range[0]).abs() == 360.0 {
            values.pop();
        }
        let skipped = |index: usize| (from + index as i64) % every != 0;
        if let Some(ticks) = self.label_by_index(&values, (tick0, step), skipped) {
            return ticks;
        }
        if !period {
            return self.label_some(&values, tick0, step, false, skipped);
        }
        let (low, high) = self.span();
        let middles = self.period_middles(&values);
        let outside = |index: usize| middles.get(index).is_some_and(|at| !(low..=high).contains(at));
        let mut ticks =
            self.label_some(&values, tick0, step, false, |index| skipped(index) || outside(index));
        for (index, (tick, middle)) in ticks.iter_mut().zip(&middles).enumerate() {
            tick.label_at = middle.clamp(low, high);
            tick.drawn = index > 0;
        }
        ticks
    }

    fn array_ticks(&self, values: &Column, tick0: f64, step: Step) -> Vec<Tick> {
        let texts = self.attrs.get("ticktext").and_then(Column::of);
        let delta = (self.range[1] - self.range[0]) / 1e4;
        let (a, b) = (self.range[0] - delta, self.range[1] + delta);
        let step = match step {
            Step::Linear(by) => Step::Linear(by),
            _ if self.kind == AxisKind::Log => {
                Step::Linear(10_f64.powf(self.range[0].min(self.range[1]).floor() - 1.0))
            }
            step => step,
        };
        let mut ticks = Vec::new();
        for index in 0..values.len() {
            let located = match values {
                Column::Values(list) => list.get(index).and_then(|value| self.locate(value)),
                Column::Numbers(_) => values.num(index),
            };
            let value = match self.kind {
                // Tick values on log axes are data values, not exponents.
                AxisKind::Log => values.num(index).map(f64::log10),
                _ => located,
            };
            let shown = |value: &f64| *value > a.min(b) && *value < a.max(b) && !self.breaks.hides(*value);
            let Some(value) = value.filter(shown) else { continue };
            let mut labelled = self.label_all(&[value], tick0, step, true);
            if let (Some(tick), Some(text)) =
                (labelled.first_mut(), texts.as_ref().and_then(|texts| texts.text(index)))
            {
                tick.text = text;
                tick.size = self.tick_style.font.size;
                tick.nudge = (0.0, 0.0);
            }
            ticks.append(&mut labelled);
        }
        ticks
    }

    fn label_all(&self, values: &[f64], tick0: f64, step: Step, exact: bool) -> Vec<Tick> {
        self.label_some(values, tick0, step, exact, |_| false)
    }

    /// Ticks with labels but for the `hidden` ones, which don't count for what a date's next label must say.
    pub(super) fn label_some(
        &self,
        values: &[f64],
        tick0: f64,
        step: Step,
        exact: bool,
        hidden: impl Fn(usize) -> bool,
    ) -> Vec<Tick> {
        let mut head = String::new();
        let last = values.len().saturating_sub(1);
        values
            .iter()
            .enumerate()
            .map(|(index, value)| {
                // Counting from the start point again takes the noise of sums away.
                let value = match step {
                    Step::By(by) if self.kind == AxisKind::Linear => {
                        let snapped = tick0 + ((value - tick0) / by).round() * by;
                        if exact || (snapped - value).abs() > by * 1e-6 { *value } else { clean(snapped) }
                    }
                    _ => *value,
                };
                let shown_head = head.clone();
                let mut text = label(self, value, tick0, step, exact, (index == 0, index == last), &mut head);
                if hidden(index) {
                    text.text.clear();
                    head = shown_head;
                }
                Tick {
                    value,
                    label_at: value,
                    text: text.text,
                    size: text.size,
                    nudge: text.nudge,
                    drawn: true,
                    minor: false,
                }
            })
            .collect()
    }
}

/// A number without the noise of binary fractions.
fn clean(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}
