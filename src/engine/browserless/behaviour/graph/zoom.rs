//! Zooming and panning.

use serde_json::Value;

use super::find;
use super::relaid;
use super::scale::{interval, written};
use crate::engine::browserless::behaviour::Effect;
use crate::engine::browserless::behaviour::target::Target;
use crate::engine::{Error, GraphRange};
use crate::render::chart::{Axis, Chart};

/// Drags a rectangle with the zoom tool; without one, double-clicks.
///
/// # Errors
/// [`Error::NotActionable`] when the axes are fixed, [`Error::BadAction`] when an end can't be placed.
pub(super) fn zoom(target: &Target<'_>, range: &GraphRange) -> Result<Vec<Effect>, Error> {
    let figure = find::figure(target)?;
    let chart = find::laid_out(&figure);
    let (x, y) = find::subplot(target, &chart, range.subplot.as_deref())?;
    unlinked(target, &chart, [x, y])?;
    if range.x.is_none() && range.y.is_none() {
        return Ok(relaid::told(target, whole(target, &chart, [x, y])));
    }
    let mut keys = Vec::new();
    for (axis, ends) in [(x, &range.x), (y, &range.y)] {
        let Some(ends) = ends else { continue };
        let [low, high] = interval(axis, ends).map_err(|reason| target.bad(reason))?;
        let ends = if axis.is_reversed() { [high, low] } else { [low, high] };
        keys.extend(moved(&chart, axis, ends));
    }
    if keys.is_empty() {
        return Err(target.not_actionable("its axes are fixed"));
    }
    Ok(relaid::told(target, keys))
}

/// Drags the plot with the pan tool: what is at the first end of each range gets to the second.
///
/// # Errors
/// As [`zoom`].
pub(super) fn pan(target: &Target<'_>, range: &GraphRange) -> Result<Vec<Effect>, Error> {
    let figure = find::figure(target)?;
    let chart = find::laid_out(&figure);
    let (x, y) = find::subplot(target, &chart, range.subplot.as_deref())?;
    unlinked(target, &chart, [x, y])?;
    let mut keys = Vec::new();
    for (axis, ends) in [(x, &range.x), (y, &range.y)] {
        let by = match ends {
            Some([from, to]) => {
                let place = |end: &Value| interval(axis, &[end.clone(), end.clone()]);
                let middle = |end| place(end).map(|[low, high]| f64::midpoint(low, high));
                middle(to).map_err(|reason| target.bad(reason))?
                    - middle(from).map_err(|reason| target.bad(reason))?
            }
            None => 0.0,
        };
        keys.extend(moved(&chart, axis, axis.range.map(|end| end - by)));
    }
    if keys.is_empty() {
        return Err(target.not_actionable("its axes are fixed"));
    }
    Ok(relaid::told(target, keys))
}

/// That no axis of another direction moves along.
fn unlinked(target: &Target<'_>, chart: &Chart<'_>, axes: [&Axis<'_>; 2]) -> Result<(), Error> {
    let anchor = |axis: &Axis<'_>| axis.attrs.str("scaleanchor").map(str::to_owned);
    let linked = |axis: &&Axis<'_>| {
        let by_another = chart.axes.iter().find(|other| anchor(other).as_deref() == Some(&axis.id));
        anchor(axis).is_some_and(|anchor| chart.axes.get(&anchor).is_some()) || by_another.is_some()
    };
    let Some(axis) = axes.iter().find(|axis| linked(axis)) else { return Ok(()) };
    Err(target
        .unsupported_because(format!("zooming and panning `{}`, which a `scaleanchor` links", axis.name())))
}

/// The keys of an axis that now shows `ends`, and of those that move with it: axes laid over it by the same share,
/// axes that match it to the same ends.
fn moved(chart: &Chart<'_>, axis: &Axis<'_>, ends: [f64; 2]) -> Vec<(String, Value)> {
    let share = |end: f64| (end - axis.range[0]) / (axis.range[1] - axis.range[0]);
    let over = chart.axes.iter().filter(|other| other.overlaying.as_deref() == Some(&axis.id));
    let over = over.map(|other| {
        (other, ends.map(|end| other.range[0] + (other.range[1] - other.range[0]) * share(end)))
    });
    let group = |axis: &Axis<'_>| axis.matches.clone().unwrap_or_else(|| axis.id.clone());
    let matched = chart
        .axes
        .iter()
        .filter(|other| other.id != axis.id && other.letter == axis.letter && group(other) == group(axis))
        .map(|other| (other, ends));
    std::iter::once((axis, ends))
        .chain(over)
        .chain(matched)
        .filter(|(axis, _)| !axis.attrs.flag("fixedrange", false))
        .flat_map(|(axis, ends)| {
            let name = axis.name();
            let told = ends.map(|end| written(axis, end)).into_iter().enumerate();
            told.map(|(index, end)| (format!("{name}.range[{index}]"), end)).collect::<Vec<_>>()
        })
        .collect()
}

/// What a double click gives back: the ranges that the figure names, once they were left; else those of the data.
fn whole(target: &Target<'_>, chart: &Chart<'_>, axes: [&Axis<'_>; 2]) -> Vec<(String, Value)> {
    let told = target.component.prop("relayoutData").and_then(Value::as_object);
    let left = told.is_some_and(|told| told.keys().any(|key| key.contains(".range[")));
    let first = relaid::first_ranges(target, chart);
    let mut keys = Vec::new();
    for axis in axes {
        let members = moved(chart, axis, axis.range).into_iter().step_by(2);
        for (key, _) in members {
            let name = key.trim_end_matches(".range[0]").to_owned();
            match first.get(&name).filter(|_| left) {
                Some(range) => keys.push((format!("{name}.range"), range.clone())),
                None => keys.push((format!("{name}.autorange"), Value::Bool(true))),
            }
        }
    }
    keys
}
