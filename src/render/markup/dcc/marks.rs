//! The marks of a slider.

use serde_json::Value;

use super::super::element::Content;
use super::super::number::js_f64;
use super::super::style;
use super::super::view::View;

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
    let given = match view.component.prop("marks") {
        Some(Value::Null) => return Vec::new(),
        Some(Value::Object(given)) if !given.is_empty() => given,
        _ => return spaced(min, max, step),
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
