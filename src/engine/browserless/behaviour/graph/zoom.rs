//! Zooming and panning.

use serde_json::Value;

use super::find;
use super::polar;
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
    if let Some(effects) = polar::zoom(target, &chart, range) {
        return effects;
    }
    let axes = find::subplot(target, &chart, range.subplot.as_deref())?;
    if range.x.is_none() && range.y.is_none() {
        return Ok(relaid::told(target, whole(target, &chart, axes)));
    }
    let sides = [(axes.0, &range.x), (axes.1, &range.y)];
    let mut drags = Vec::new();
    for (axis, ends) in sides {
        let ends = ends.as_ref().map(|ends| dragged(axis, ends)).transpose();
        drags.push(ends.map_err(|reason| target.bad(reason))?);
    }
    let is_tied = chart.axes.scale_group(axes.0) == chart.axes.scale_group(axes.1);
    let boxed = match drags.as_slice() {
        [x, y] if is_crossed(axes) => [Some(diagonal(*x, *y)); 2],
        [x, y] if is_tied => boxed(*x, *y).map(Some),
        [x, y] => [*x, *y].map(|drag| drag.map(|[from, to]| [from.min(to), from.max(to)])),
        _ => [None, None],
    };
    let mut keys = Vec::new();
    for ((axis, _), shares) in sides.into_iter().zip(boxed) {
        let Some([low, high]) = shares else { continue };
        keys.extend(moved(&chart, axes, axis, [low, high].map(|share| at(axis, share))));
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
    let axes = find::subplot(target, &chart, range.subplot.as_deref())?;
    let mut shares = [0.0; 2];
    for (share, (axis, ends)) in shares.iter_mut().zip([(axes.0, &range.x), (axes.1, &range.y)]) {
        let Some([from, to]) = ends else { continue };
        let middle = |end: &Value| {
            let place = interval(axis, &[end.clone(), end.clone()]).map_err(|reason| target.bad(reason));
            place.map(|[low, high]| f64::midpoint(low, high))
        };
        *share = (middle(to)? - middle(from)?) / (axis.range[1] - axis.range[0]);
    }
    if is_crossed(axes) {
        shares = [f64::midpoint(shares[0], shares[1]); 2];
    }
    let mut keys = Vec::new();
    for (axis, share) in [axes.0, axes.1].into_iter().zip(shares) {
        keys.extend(moved(&chart, axes, axis, [-share, 1.0 - share].map(|share| at(axis, share))));
    }
    // plotly tells of these too, and leaves them where they are.
    let behind = matching(&chart, axes, axes.0).filter(|_| is_crossed(axes));
    for other in linked(&chart, axes).into_iter().map(|(other, _)| other).chain(behind) {
        keys.extend(ranged(&chart, other, other.range));
    }
    if keys.is_empty() {
        return Err(target.not_actionable("its axes are fixed"));
    }
    Ok(relaid::told(target, keys))
}

/// The axes that match one another have this in common.
fn group<'c>(axis: &'c Axis<'_>) -> &'c str {
    axis.matches.as_deref().unwrap_or(&axis.id)
}

/// Whether the axes of a subplot match each other (plotly's `isSubplotConstrained`).
fn is_crossed((x, y): (&Axis<'_>, &Axis<'_>)) -> bool {
    group(x) == group(y)
}

/// An axis and all that match it, in the figure's order.
fn peers<'c>(chart: &'c Chart<'c>, axis: &'c Axis<'c>) -> impl Iterator<Item = &'c Axis<'c>> {
    chart.axes.iter().filter(move |other| group(other) == group(axis))
}

/// The axes beside those of a subplot that match one of them.
fn matching<'c>(
    chart: &'c Chart<'c>,
    (x, y): (&'c Axis<'c>, &'c Axis<'c>),
    axis: &'c Axis<'c>,
) -> impl Iterator<Item = &'c Axis<'c>> {
    peers(chart, axis).filter(move |other| other.id != x.id && other.id != y.id)
}

/// The shares that a drag covers of axes that match each other: the same of both, from the lower end to the upper one.
fn diagonal(x: Option<[f64; 2]>, y: Option<[f64; 2]>) -> [f64; 2] {
    let ends = [x, y].map(|drag| drag.unwrap_or([0.5, 0.5]));
    let ends = ends.as_flattened();
    [ends.iter().copied().fold(1.0, f64::min), ends.iter().copied().fold(0.0, f64::max)]
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

/// An axis of a subplot and those that move with it: axes laid over it by the same share, axes that match it to the same
/// ends, unless it matches the subplot's other one. Each with the ends that it then shows.
fn moving<'c>(
    chart: &'c Chart<'c>,
    axes: (&'c Axis<'c>, &'c Axis<'c>),
    axis: &'c Axis<'c>,
    ends: [f64; 2],
) -> Vec<(&'c Axis<'c>, [f64; 2])> {
    let share = |end: f64| (end - axis.range[0]) / (axis.range[1] - axis.range[0]);
    let over = chart.axes.iter().filter(|other| other.overlaying.as_deref() == Some(&axis.id));
    let over = over.map(|other| (other, ends.map(|end| at(other, share(end)))));
    let matched = matching(chart, axes, axis).filter(|_| !is_crossed(axes)).map(|other| (other, ends));
    std::iter::once((axis, ends)).chain(over).chain(matched).collect()
}

/// The axes beside those of a subplot that have one scale with them, and the letter of the axis that they follow.
fn linked<'c>(chart: &'c Chart<'c>, (x, y): (&'c Axis<'c>, &'c Axis<'c>)) -> Vec<(&'c Axis<'c>, Letter)> {
    let moving: Vec<_> =
        [x, y].into_iter().flat_map(|axis| moving(chart, (x, y), axis, axis.range)).collect();
    let beside = chart.axes.iter().filter(|other| moving.iter().all(|(axis, _)| axis.id != other.id));
    let beside = beside.filter(|other| ![group(x), group(y)].contains(&group(other)));
    let follows = |other: &Axis<'_>| {
        let tied = |axis: &Axis<'_>| chart.axes.scale_group(axis) == chart.axes.scale_group(other);
        [x, y].into_iter().find(|axis| tied(axis)).map(|axis| axis.letter)
    };
    beside.filter_map(|other| Some((other, follows(other)?))).collect()
}

/// The keys of an axis that now shows `ends`, and of those that move with it.
fn moved<'c>(
    chart: &'c Chart<'c>,
    axes: (&'c Axis<'c>, &'c Axis<'c>),
    axis: &'c Axis<'c>,
    ends: [f64; 2],
) -> Vec<(String, Value)> {
    moving(chart, axes, axis, ends).into_iter().flat_map(|(axis, ends)| ranged(chart, axis, ends)).collect()
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
fn whole<'c>(
    target: &Target<'_>,
    chart: &'c Chart<'c>,
    axes: (&'c Axis<'c>, &'c Axis<'c>),
) -> Vec<(String, Value)> {
    let first = find::hand(target).first;
    let own = [axes.0, axes.1].into_iter();
    let moving = own.flat_map(|axis| moving(chart, axes, axis, axis.range)).map(|(axis, _)| axis);
    let mut there: Vec<&'c Axis<'c>> =
        moving.chain(matching(chart, axes, axes.0).filter(|_| is_crossed(axes))).collect();
    // What an axis does not name it has from one that it matches.
    let peers = |axis: &'c Axis<'c>| std::iter::once(axis).chain(peers(chart, axis));
    let before = |axis: &'c Axis<'c>| peers(axis).find_map(|axis| first.get(&axis.name()).cloned());
    let now = |axis: &'c Axis<'c>| peers(axis).find_map(|axis| axis.own.get("range").cloned());
    let left = there.iter().any(|axis| {
        let auto = axis.own.flag("autorange", false);
        match before(axis) {
            Some(range) => auto || now(axis) != Some(range),
            None => now(axis).is_some() && !auto,
        }
    });
    if left {
        there.extend(linked(chart, axes).into_iter().map(|(axis, _)| axis));
    }
    let back = |axis: &'c Axis<'c>| {
        let name = axis.name();
        match before(axis).filter(|_| left) {
            Some(range) => (format!("{name}.range"), range),
            None => (format!("{name}.autorange"), Value::Bool(true)),
        }
    };
    there.into_iter().filter(|axis| is_free(chart, axis)).map(back).collect()
}
