//! What a tick says (plotly's `tickText`).

use super::date_label::date_label;
use super::{Axis, AxisKind, Course, Letter, Step, turn_label};
use crate::number_format;
use crate::render::chart::attrs::Attrs;

const MINUS: char = '\u{2212}';

/// A tick's label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub(super) text: String,
    pub(super) size: f64,
    pub(super) nudge: (f64, f64),
}

/// The label of one tick.
///
/// `exact` asks for more digits than the step needs (ticks that the figure lists); `ends` says whether the tick
/// is the first or last; `head` is the part of a date that the labels before have shown already.
pub(super) fn label(
    axis: &Axis,
    value: f64,
    tick0: f64,
    step: Step,
    exact: bool,
    ends: (bool, bool),
    head: &mut String,
) -> Label {
    let size = axis.tick_style.font.size;
    let mut label = Label { text: String::new(), size, nudge: (0.0, 0.0) };
    match axis.kind {
        AxisKind::Date => label.text = date_label(axis, value, tick0, step, exact, head),
        AxisKind::Log => log_label(axis, value, step, exact, &mut label),
        AxisKind::Category => {
            label.text = axis.categories.get(value.round() as usize).cloned().unwrap_or_default();
        }
        AxisKind::MultiCategory => {
            label.text =
                axis.groups.get(value.round() as usize).map(|group| group.1.clone()).unwrap_or_default();
        }
        AxisKind::Linear => {
            let radians = axis.in_radians().then(|| value.to_radians());
            let format = NumberFormat::new(&axis.attrs, axis.range, step);
            let zero = matches!(step, Step::By(by) if (value / by).abs() < 1e-6);
            // Zero carries no exponent where every other label has one.
            let hidden = !shown(axis, "showexponent", ends) || zero && which(axis, "showexponent") == "all";
            label.text = radians
                .and_then(turn_label::multiple_of_pi)
                .unwrap_or_else(|| format.write(radians.unwrap_or(value), exact, hidden));
        }
    }
    let attrs = &axis.attrs;
    // Digits between powers of ten stand bare, as do values that the figure lists.
    let bare = exact || matches!(step, Step::Digits(_)) && value.fract() != 0.0;
    if !bare && shown(axis, "showtickprefix", ends) {
        label.text.insert_str(0, attrs.text("tickprefix"));
    }
    if !bare && shown(axis, "showticksuffix", ends) {
        label.text += axis.tick_suffix();
    }
    if let Some(alias) =
        attrs.get("labelalias").and_then(|aliases| aliases.get(&label.text)).and_then(|v| v.as_str())
    {
        alias.clone_into(&mut label.text);
    }
    label
}

/// A label with the axis' prefix and suffix, where they are shown.
pub(super) fn affixed(axis: &Axis, text: &str, ends: (bool, bool)) -> String {
    let affix =
        |name: &str, affix: &'_ str| if shown(axis, name, ends) { affix.to_owned() } else { String::new() };
    let before = affix("showtickprefix", axis.attrs.text("tickprefix"));
    before + text + &affix("showticksuffix", axis.tick_suffix())
}

/// Which labels show a part: the figure's only one of the three words for it holds for all three.
fn which<'a>(axis: &Axis<'a>, name: &str) -> &'a str {
    let mut words = ["showexponent", "showtickprefix", "showticksuffix"]
        .into_iter()
        .filter_map(|name| axis.own.str(name));
    let default = words.next().filter(|first| words.all(|word| word == *first));
    axis.attrs.str_or(name, default.unwrap_or("all"))
}

impl<'a> Axis<'a> {
    /// What stands behind the numbers of ticks: `ticksuffix`, or the degree sign around a circle.
    pub(crate) fn tick_suffix(&self) -> &'a str {
        let degrees = self.course == Course::Turn && self.kind == AxisKind::Linear && !self.in_radians();
        if degrees { self.attrs.str_or("ticksuffix", "°") } else { self.attrs.text("ticksuffix") }
    }

    /// What a tick says that stands for `value`, whatever its neighbours are.
    pub(crate) fn say_exactly(&self, value: f64) -> String {
        let text = label(self, value, 0.0, Step::By(1.0), true, (false, false), &mut String::new()).text;
        let affix = |name: &str, text: &'a str| if which(self, name) == "none" { "" } else { text };
        let (before, after) = (self.attrs.text("tickprefix"), self.tick_suffix());
        format!("{}{text}{}", affix("showtickprefix", before), affix("showticksuffix", after))
    }
}

fn shown(axis: &Axis, name: &str, (first, last): (bool, bool)) -> bool {
    match which(axis, name) {
        "first" => first,
        "last" => last,
        "none" => false,
        _ => true,
    }
}

fn log_label(axis: &Axis, value: f64, step: Step, exact: bool, label: &mut Label) {
    let number = 10_f64.powf(value);
    let format = axis.attrs.str("tickformat").filter(|format| !format.is_empty());
    let step = if exact && !matches!(step, Step::Linear(_)) { Step::Linear(3.0) } else { step };
    let whole = (value + 0.01).rem_euclid(1.0) < 0.1;
    let between = axis.attrs.text("minorloglabels");
    if format.is_some() || matches!(step, Step::Linear(_)) {
        label.text = NumberFormat::new(&axis.attrs, axis.range.map(|end| 10_f64.powf(end)), step)
            .write(number, exact, false);
    } else if matches!(step, Step::By(_)) || whole || between == "complete" {
        let (digit, power) = leading_digit(number);
        if !whole && !matches!(step, Step::By(_)) {
            label.size *= 0.75;
        }
        let style = axis.attrs.text("exponentformat");
        if style == "power" || (matches!(style, "SI" | "B") && !(-15..=14).contains(&power)) {
            let times = if digit == 1 { String::new() } else { format!("{digit}x") };
            label.text = match power {
                0 => digit.to_string(),
                1 => format!("{times}10"),
                power if power > 0 => format!("{times}10<sup>{power}</sup>"),
                power => format!("{times}10<sup>{MINUS}{}</sup>", -power),
            };
            label.size *= 1.25;
        } else if matches!(style, "e" | "E") && power.abs() > 2 {
            let sign = if power > 0 { '+' } else { MINUS };
            label.text = format!("{digit}{style}{sign}{}", power.abs());
        } else {
            label.text =
                NumberFormat::new(&axis.attrs, [0.0, number], Step::By(number)).write(number, true, false);
            if step == Step::Digits(1) && axis.letter == Letter::Y {
                label.nudge.1 -= label.size / 6.0;
            }
        }
    } else {
        if between != "none" {
            label.text = format!("{:.0}", 10_f64.powf(value.rem_euclid(1.0)).round());
        }
        label.size *= 0.75;
    }
    if step == Step::Digits(1) && label.text.starts_with(['0', '1']) {
        if axis.letter == Letter::Y {
            label.nudge.0 -= label.size / 4.0;
        } else {
            label.nudge.1 += label.size / 2.0;
            let forward = if axis.is_reversed() { -1.0 } else { 1.0 };
            label.nudge.0 += forward * label.size * if value < 0.0 { 0.5 } else { 0.25 };
        }
    }
}

/// A number's first digit, rounded, and its power of ten.
fn leading_digit(number: f64) -> (i32, i32) {
    let text = format!("{number:.0e}");
    let (digit, power) = text.split_once('e').unwrap_or((&text, "0"));
    (digit.parse().unwrap_or(1), power.parse().unwrap_or(0))
}

/// A number with more digits than the ticks show.
pub(super) fn write_exactly(axis: &Axis, value: f64) -> String {
    number_format_of(axis).write(value, true, false)
}

/// A number with as many digits as the ticks show.
pub(super) fn write_like_ticks(axis: &Axis, value: f64) -> String {
    number_format_of(axis).write(value, false, false)
}

fn number_format_of<'a>(axis: &Axis<'a>) -> NumberFormat<'a> {
    let step = axis.step.map_or(Step::By(1.0), |(_, step)| step);
    NumberFormat::new(&axis.attrs, axis.range, step)
}

/// A number as ticks `step` apart on a range have it, or in a d3-format.
pub(crate) fn write_scaled(value: f64, range: [f64; 2], step: f64, specifier: Option<&str>) -> String {
    let mut format = NumberFormat {
        specifier,
        exponent_style: "B",
        separate: false,
        separators: ('.', ','),
        min_exponent: 3,
        round: 0,
        exponent: 0,
    };
    format.scale(range, step);
    format.write(value, false, (value / step).abs() < 1e-6)
}

/// A number as texts on marks have it that no axis writes: four digits more than it needs, and no exponent.
pub(crate) fn write_plainly(value: f64) -> String {
    let format = NumberFormat {
        specifier: None,
        exponent_style: "none",
        separate: false,
        separators: ('.', ','),
        min_exponent: 0,
        round: 0,
        exponent: 0,
    };
    format.write(value, true, false)
}

/// How the numbers of an axis are written (plotly's `numFormat`).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NumberFormat<'a> {
    specifier: Option<&'a str>,
    exponent_style: &'a str,
    separate: bool,
    separators: (char, char),
    min_exponent: i32,
    /// Digits after the point.
    round: i32,
    exponent: i32,
}

impl<'a> NumberFormat<'a> {
    pub(super) fn new(attrs: &Attrs<'a>, range: [f64; 2], step: Step) -> Self {
        let mut format = Self {
            specifier: attrs.str("tickformat").filter(|format| !format.is_empty()),
            exponent_style: attrs.one_of(
                "exponentformat",
                &["none", "e", "E", "power", "SI", "B", "SI extended"],
                "B",
            ),
            separate: attrs.is("separatethousands"),
            separators: separators(attrs),
            min_exponent: attrs.num_or("minexponent", 3.0) as i32,
            round: 0,
            exponent: 0,
        };
        let by = match step {
            Step::By(by) | Step::Linear(by) => by,
            _ => 1.0,
        };
        format.scale(range, by);
        format
    }

    /// Chooses digits and a common exponent for a range and a step.
    fn scale(&mut self, range: [f64; 2], by: f64) {
        self.round = 2 - (by.abs().log10() + 0.01).floor() as i32;
        let largest = range[0].abs().max(range[1].abs());
        let power = if largest > 0.0 { (largest.log10() + 0.01).floor() as i32 } else { 0 };
        self.exponent = 0;
        if power.abs() > self.min_exponent {
            let si = matches!(self.exponent_style, "SI" | "B") && (-15..=14).contains(&power);
            self.exponent = if si { 3 * (f64::from(power - 1) / 3.0).round() as i32 } else { power };
        }
    }

    pub(super) fn write(&self, value: f64, exact: bool, hide_exponent: bool) -> String {
        if let Some(specifier) = self.specifier {
            return number_format::format(value, specifier, self.separators).replace('-', &MINUS.to_string());
        }
        let mut format = self.clone();
        if exact {
            let unit = if value == 0.0 { 1.0 } else { value.abs() };
            if hide_exponent {
                // A prefix that is not written does not choose the digits either.
                format.exponent_style = "hide";
            }
            format.scale([0.0, if value == 0.0 { 1.0 } else { value }], unit);
            format.round += 4;
        }
        format.digits(value, hide_exponent)
    }

    fn digits(&self, value: f64, hide_exponent: bool) -> String {
        let exponent = if self.exponent_style == "none" { 0 } else { self.exponent };
        let mut size = value.abs();
        let mut round = self.round;
        let mut negative = value < 0.0;
        let mut text = if size < 10_f64.powi(-round) / 2.0 {
            negative = false;
            "0".to_owned()
        } else {
            if exponent != 0 {
                size *= 10_f64.powi(-exponent);
                round += exponent;
            }
            let digits = if round <= 0 {
                let unit = 10_f64.powi(-round);
                format!("{:.0}", (size / unit).round() * unit)
            } else {
                let fixed = format!("{size:.*}", round.min(20) as usize);
                fixed.trim_end_matches('0').trim_end_matches('.').to_owned()
            };
            self.separated(&digits)
        };
        if exponent != 0 && !hide_exponent {
            text += &self.exponent_text(exponent);
        }
        if negative { format!("{MINUS}{text}") } else { text }
    }

    fn separated(&self, digits: &str) -> String {
        let (whole, fraction) =
            digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
        // Four digits alone may be a year.
        let whole = if fraction.is_some() || whole.len() > 4 || self.separate {
            number_format::group(whole, &self.separators.into(), usize::MAX)
        } else {
            whole.to_owned()
        };
        fraction.map_or(whole.clone(), |fraction| format!("{whole}{}{fraction}", self.separators.0))
    }

    fn exponent_text(&self, exponent: i32) -> String {
        const PREFIXES: [&str; 10] = ["f", "p", "n", "μ", "m", "", "k", "M", "G", "T"];
        let sign = |plus: &str| {
            if exponent < 0 { format!("{MINUS}{}", -exponent) } else { format!("{plus}{exponent}") }
        };
        match self.exponent_style {
            "e" | "E" => format!("{}{}", self.exponent_style, sign("+")),
            "B" if exponent == 9 => "B".into(),
            "SI" | "B" | "SI extended" if (-15..=14).contains(&exponent) => {
                PREFIXES.get((exponent / 3 + 5) as usize).copied().unwrap_or("").into()
            }
            _ => format!("×10<sup>{}</sup>", sign("")),
        }
    }
}

/// The decimal and thousands separators that the layout asks for; the axis carries them along.
fn separators(attrs: &Attrs) -> (char, char) {
    let mut chars = attrs.str_or("separators", ".,").chars();
    (chars.next().unwrap_or('.'), chars.next().unwrap_or(','))
}
