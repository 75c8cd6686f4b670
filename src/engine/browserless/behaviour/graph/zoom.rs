//! Zooming and panning.

use serde_json::Value;

use super::find;
use super::relaid;
use super::scale::{drag, interval, written};
use crate::engine::browserless::behaviour::Effect;
use crate::engine::browserless::behaviour::target::Target;
use crate::engine::{Error, GraphRange};
use crate::render::chart::{Axis, Chart, Letter};

/// Drags a rectangle with the zoom tool; without one, double-clicks.
///
/// # Errors
/// [`Error::NotActionable`] when the axes are fixed, [`Error::BadAction`] when an end can't be placed.
pub(super) fn zoom(target: &Target<'_>, range: &GraphRange) -> Result<Vec<Effect>, Error> {
    let figure = find::figure(target)?;
    let chart = find::laid_out(&figure);
    let axes = find::subplot(target, &chart, range.subplot.as_deref())?;
    crossed(target, axes)?;
    if range.x.is_none() && range.y.is_none() {
        return Ok(relaid::told(target, whole(target, &chart, axes.into())));
    }
    let sides = [(axes.0, &range.x), (axes.1, &range.y)];
    let mut drags = Vec::new();
    for (axis, ends) in sides {
        let ends = ends.as_ref().map(|ends| dragged(axis, ends)).transpose();
        drags.push(ends.map_err(|reason| target.bad(reason))?);
    }
    let is_tied = chart.axes.scale_group(axes.0) == chart.axes.scale_group(axes.1);
    let boxed = match drags.as_slice() {
        [x, y] if is_tied => boxed(*x, *y).map(Some),
        [x, y] => [*x, *y].map(|drag| drag.map(|[from, to]| [from.min(to), from.max(to)])),
        _ => [None, None],
    };
    let mut keys = Vec::new();
    for ((axis, _), shares) in sides.into_iter().zip(boxed) {
        let Some([low, high]) = shares else { continue };
        keys.extend(moved(&chart, axis, [low, high].map(|share| at(axis, share))));
        // What shares the scale with it is zoomed about its middle.
        let margin = f64::midpoint(low, 1.0 - high);
        let tied = linked(&chart, axes).into_iter().filter(|other| other.1 == axis.letter);
        for (other, _) in tied {
            keys.extend(ranged(&chart, other, [margin, 1.0 - margin].map(|share| at(other, share))));
        }
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
    crossed(target, (x, y))?;
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
    for (other, _) in linked(&chart, (x, y)) {
        keys.extend(ranged(&chart, other, other.range));
    }
    if keys.is_empty() {
        return Err(target.not_actionable("its axes are fixed"));
    }
    Ok(relaid::told(target, keys))
}

/// That no axis of the subplot matches the other one.
fn crossed(target: &Target<'_>, (x, y): (&Axis<'_>, &Axis<'_>)) -> Result<(), Error> {
    let matches = |axis: &Axis<'_>, other: &Axis<'_>| axis.matches.as_ref() == Some(&other.id);
    if !matches(x, y) && !matches(y, x) {
        return Ok(());
    }
    Err(target.unsupported_because(format!(
        "zooming and panning `{}` and `{}`, which match",
        x.name(),
        y.name()
    )))
}

/// Where a drag begins and ends on an axis, as shares of its length.
fn dragged(axis: &Axis<'_>, ends: &[Value; 2]) -> Result<[f64; 2], String> {
    Ok(drag(axis, ends)?.map(|end| (end - axis.range[0]) / (axis.range[1] - axis.range[0])))
}

/// The rectangle that a drag makes where both axes have one scale (plotly's `zoomMove`): it is as wide as it is high, by
/// the longer side, from where the drag began.
fn boxed(x: Option<[f64; 2]>, y: Option<[f64; 2]>) -> [[f64; 2]; 2] {
    let [x, y] = [x, y].map(|drag| drag.unwrap_or([0.5, 0.5]));
    let sorted = |[from, to]: [f64; 2]| [from.min(to), from.max(to)];
    let [width, height] = [x, y].map(|[from, to]| (to - from).abs());
    if width > height {
        [sorted(x), if y[1] > y[0] { [y[0], y[0] + width] } else { [y[0] - width, y[0]] }]
    } else {
        [if x[1] < x[0] { [x[0] - height, x[0]] } else { [x[0], x[0] + height] }, sorted(y)]
    }
}

/// The place at a share of an axis' length.
fn at(axis: &Axis<'_>, share: f64) -> f64 {
    axis.range[0] + (axis.range[1] - axis.range[0]) * share
}

/// An axis and those that move with it: axes laid over it by the same share, axes that match it to the same ends. Each
/// with the ends that it then shows.
fn moving<'c>(chart: &'c Chart<'c>, axis: &'c Axis<'c>, ends: [f64; 2]) -> Vec<(&'c Axis<'c>, [f64; 2])> {
    let share = |end: f64| (end - axis.range[0]) / (axis.range[1] - axis.range[0]);
    let over = chart.axes.iter().filter(|other| other.overlaying.as_deref() == Some(&axis.id));
    let over = over.map(|other| (other, ends.map(|end| at(other, share(end)))));
    let group = |axis: &Axis<'_>| axis.matches.clone().unwrap_or_else(|| axis.id.clone());
    let matched = chart
        .axes
        .iter()
        .filter(|other| other.id != axis.id && other.letter == axis.letter && group(other) == group(axis))
        .map(|other| (other, ends));
    std::iter::once((axis, ends)).chain(over).chain(matched).collect()
}

/// The axes beside those of a subplot that have one scale with them, and the letter of the axis that they follow.
fn linked<'c>(chart: &'c Chart<'c>, (x, y): (&'c Axis<'c>, &'c Axis<'c>)) -> Vec<(&'c Axis<'c>, Letter)> {
    let moving: Vec<_> = [x, y].into_iter().flat_map(|axis| moving(chart, axis, axis.range)).collect();
    let beside = chart.axes.iter().filter(|other| moving.iter().all(|(axis, _)| axis.id != other.id));
    let follows = |other: &Axis<'_>| {
        let tied = |axis: &Axis<'_>| chart.axes.scale_group(axis) == chart.axes.scale_group(other);
        [x, y].into_iter().find(|axis| tied(axis)).map(|axis| axis.letter)
    };
    beside.filter_map(|other| Some((other, follows(other)?))).collect()
}

/// The keys of an axis that now shows `ends`, and of those that move with it.
fn moved(chart: &Chart<'_>, axis: &Axis<'_>, ends: [f64; 2]) -> Vec<(String, Value)> {
    moving(chart, axis, ends).into_iter().flat_map(|(axis, ends)| ranged(chart, axis, ends)).collect()
}

/// The keys of an axis that now shows `ends`; none when it is fixed.
fn ranged(chart: &Chart<'_>, axis: &Axis<'_>, ends: [f64; 2]) -> Vec<(String, Value)> {
    if !is_free(chart, axis) {
        return Vec::new();
    }
    let name = axis.name();
    let told = ends.map(|end| written(axis, end)).into_iter().enumerate();
    told.map(|(index, end)| (format!("{name}.range[{index}]"), end)).collect()
}

/// Whether a visitor may move an axis: it and those of its scale are not fixed.
fn is_free(chart: &Chart<'_>, axis: &Axis<'_>) -> bool {
    let tied = |other: &&Axis<'_>| chart.axes.scale_group(other) == chart.axes.scale_group(axis);
    !chart.axes.iter().filter(tied).any(|axis| axis.attrs.flag("fixedrange", false))
}

/// What a double click gives back: the ranges that the first figure named, once one of them was left; else those of
/// the data.
fn whole(target: &Target<'_>, chart: &Chart<'_>, axes: [&Axis<'_>; 2]) -> Vec<(String, Value)> {
    let first = find::hand(target).first;
    let mut there: Vec<&Axis<'_>> = Vec::new();
    for (axis, _) in axes.iter().flat_map(|axis| moving(chart, axis, axis.range)) {
        there.push(axis);
    }
    let left = there.iter().any(|axis| match first.get(&axis.name()) {
        Some(range) => axis.own.flag("autorange", false) || axis.own.get("range") != Some(range),
        None => axis.own.has("range") && !axis.own.flag("autorange", false),
    });
    if left {
        there.extend(linked(chart, axes.into()).into_iter().map(|(axis, _)| axis));
    }
    let back = |axis: &Axis<'_>| {
        let name = axis.name();
        match first.get(&name).filter(|_| left) {
            Some(range) => (format!("{name}.range"), range.clone()),
            None => (format!("{name}.autorange"), Value::Bool(true)),
        }
    };
    there.into_iter().filter(|axis| is_free(chart, axis)).map(back).collect()
}
