//! Values on an axis: as the data have them, in the axis' coordinates, as events tell them.

use serde_json::{Value, json};

use crate::engine::browserless::behaviour::text::{number, scalar_text};
use crate::render::chart::{Axis, AxisKind, parse_date, write_date};

/// Where a value of the data is: numbers, ms, category numbers.
pub(super) fn position(axis: &Axis, value: &Value) -> Option<f64> {
    match axis.kind {
        AxisKind::Date => parse_date(&scalar_text(value)),
        AxisKind::Category => axis.category(&scalar_text(value)),
        AxisKind::MultiCategory => {
            let [outer, inner] = value.as_array()?.as_slice() else { return None };
            let pair = (scalar_text(outer), scalar_text(inner));
            axis.groups.iter().position(|group| *group == pair).map(|index| index as f64)
        }
        AxisKind::Linear | AxisKind::Log => parsed(value),
    }
}

/// What events tell of a place among the data (plotly's `c2d`); null beyond the categories.
pub(super) fn shown(axis: &Axis, at: f64) -> Value {
    // JavaScript rounds halves up.
    let index = (at + 0.5).floor();
    let index = if index < 0.0 { usize::MAX } else { index as usize };
    match axis.kind {
        AxisKind::Date => Value::from(write_date(at)),
        AxisKind::Category => axis.categories.get(index).map_or(Value::Null, |name| json!(name)),
        AxisKind::MultiCategory => {
            axis.groups.get(index).map_or(Value::Null, |(outer, inner)| json!([outer, inner]))
        }
        AxisKind::Linear | AxisKind::Log => number(at),
    }
}

/// What events tell of a value of the data; `None` when it has no place on the axis.
pub(super) fn told(axis: &Axis, value: &Value) -> Option<Value> {
    match axis.kind {
        AxisKind::Category if !value.is_null() => Some(json!(scalar_text(value))),
        _ => position(axis, value).map(|at| shown(axis, at)),
    }
}

/// What a range tells of a place in linear coordinates: logarithms stay what they are (plotly's `c2r`).
pub(super) fn written(axis: &Axis, at: f64) -> Value {
    if axis.kind == AxisKind::Date { Value::from(write_date(at)) } else { number(at) }
}

/// From one end to the other in linear coordinates; categories that are named are wholly inside.
///
/// # Errors
/// Says which end can't be placed.
pub(super) fn interval(axis: &Axis, ends: &[Value; 2]) -> Result<[f64; 2], String> {
    let place = |end: &Value| {
        let index = if axis.kind.is_categorical() { end.as_f64() } else { None };
        let at = position(axis, end).map(|at| axis.linear(at)).filter(|at| at.is_finite());
        let unknown = || format!("`{}` is not on the {} {}", scalar_text(end), axis.kind.name(), axis.name());
        at.map(|at| (at, true)).or(index.map(|at| (at, false))).ok_or_else(unknown)
    };
    let (from, to) = (place(&ends[0])?, place(&ends[1])?);
    let [from, to] = if from.0 <= to.0 { [from, to] } else { [to, from] };
    let margin = |named: bool| if named && axis.kind.is_categorical() { 0.5 } else { 0.0 };
    Ok([from.0 - margin(from.1), to.0 + margin(to.1)])
}

/// Where a drag over a range begins and ends in linear coordinates; categories that are named are wholly inside.
///
/// # Errors
/// As [`interval`].
pub(super) fn drag(axis: &Axis, [from, to]: &[Value; 2]) -> Result<[f64; 2], String> {
    let (from, to) =
        (interval(axis, &[from.clone(), from.clone()])?, interval(axis, &[to.clone(), to.clone()])?);
    Ok(if from[0] <= to[0] { [from[0], to[1]] } else { [from[1], to[0]] })
}

/// A number, also one written as text.
pub(super) fn parsed(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number: &f64| number.is_finite())
}
