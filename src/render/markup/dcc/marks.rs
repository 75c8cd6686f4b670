//! The marks of a slider.

use serde_json::Value;

use super::super::element::Content;
use super::super::number::js_f64;
use super::super::style;
use super::super::view::View;
use super::slider::Range;

/// A label under the track.
pub(super) struct Mark {
    pub(super) at: f64,
    pub(super) label: Vec<Content>,
    /// CSS text.
    pub(super) style: String,
}

/// How many marks a slider gets by itself at most: those of a slider about 330 px wide.
const TARGET: f64 = 11.0;

/// The marks of a slider from `min` to `max`: those given, none when that is null, or evenly spaced ones.
pub(super) fn marks(view: &View<'_>, min: f64, max: f64, step: f64) -> Vec<Mark> {
    chosen(view, min, max, || spaced(min, max, step))
}

/// The same before Dash 4.
pub(super) fn classic(view: &View<'_>, range: &Range) -> Vec<Mark> {
    chosen(view, range.min, range.max, || evenly(range.min, range.max, view.number("step")))
}

fn chosen(view: &View<'_>, min: f64, max: f64, own: impl Fn() -> Vec<Mark>) -> Vec<Mark> {
    let given = match view.component.prop("marks") {
        Some(Value::Null) => return Vec::new(),
        Some(Value::Object(given)) if !given.is_empty() => given,
        _ => return own(),
    };
    let mut marks: Vec<Mark> = given
        .iter()
        .filter_map(|(key, value)| {
            let at: f64 = key.trim().parse().ok()?;
            let key = key.replace('~', "~0").replace('/', "~1");
            let (label, style) = match value {
                Value::Object(mark) if mark.contains_key("label") => (
                    view.at(&mark["label"], &format!("marks/{key}/label")),
                    mark.get("style").and_then(Value::as_object).map(style::css).unwrap_or_default(),
                ),
                label => (view.at(label, &format!("marks/{key}")), String::new()),
            };
            (min..=max).contains(&at).then_some(Mark { at, label, style })
        })
        .collect();
    marks.sort_by(|a, b| a.at.total_cmp(&b.at));
    marks
}

/// Marks at multiples of the step, about [`TARGET`] of them, and at both ends.
fn spaced(min: f64, max: f64, step: f64) -> Vec<Mark> {
    let step = if step > 0.0 { step } else { 1.0 };
    let ideal = (max - min) / (TARGET - 1.0);
    let factors = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 250.0, 500.0, 1000.0];
    let distance = |factor: f64| (ideal - step * factor).abs();
    let factor = factors.into_iter().min_by(|a, b| distance(*a).total_cmp(&distance(*b))).unwrap_or(1.0);
    let interval = (step * factor).max((max - min) / 200.0);
    let inner =
        (1..200).map(|count| min + interval * f64::from(count)).take_while(|at| *at < max - interval / 2.0);
    let mut places: Vec<f64> = std::iter::once(min).chain(inner).collect();
    if max > min {
        places.push(max);
    }
    let label = |at: f64| vec![Content::text(js_f64((at * 1e9).round() / 1e9))];
    places.into_iter().map(|at| Mark { at, label: label(at), style: String::new() }).collect()
}

/// The marks before Dash 4: at every step or, without one, about five to seven at round numbers.
fn evenly(min: f64, max: f64, step: Option<f64>) -> Vec<Mark> {
    const MOST: usize = 1000;
    let interval = step.filter(|step| *step > 0.0).unwrap_or_else(|| round_interval(min, max));
    let mut places: Vec<f64> =
        (1..MOST as u32).map(|count| min + interval * f64::from(count)).take_while(|at| *at < max).collect();
    // The one that would be too near to the last goes.
    if places.len() >= 2 && places.get(places.len() - 2).is_some_and(|at| max - at <= interval * 1.5) {
        places.pop();
    }
    places.insert(0, min);
    places.push(max);
    let label = |at: f64| vec![Content::text(js_f64((at * 1e9).round() / 1e9))];
    places.into_iter().map(|at| Mark { at, label: label(at), style: String::new() }).collect()
}

fn round_interval(min: f64, max: f64) -> f64 {
    let hundredth = (max - min).abs() / 100.0;
    let magnitude = 10_f64.powf(hundredth.log10().floor());
    let nearest = |values: &[f64], to: f64| {
        let near = |value: &&f64, other: &&f64| (**value - to).abs().total_cmp(&(**other - to).abs());
        values.iter().min_by(near).copied().unwrap_or(1.0)
    };
    let step = nearest(&[magnitude, 2.0 * magnitude, 5.0 * magnitude], hundredth);
    let length = (max - min) / step;
    let most = if max / step <= 10.0 { 7.0 } else { 9.0 };
    let least = (length / 4.0).round().max(1.0);
    if least < 10.0 {
        return least * step;
    }
    let (below, above) = (10_f64.powf(least.log10().floor()), 10_f64.powf(least.log10().ceil()));
    let mut round = [below, above / 2.0, (least / below).floor() * below, above];
    round.sort_by(|a, b| (a - least).abs().total_cmp(&(b - least).abs()));
    let fits = |interval: &&f64| (4.0..=most).contains(&((length / **interval).ceil() + 1.0));
    round.iter().find(fits).copied().unwrap_or(round[0]) * step
}
