//! Selections: by a rectangle, by a lasso, by a click.

use serde_json::{Value, json};

use super::curve::Curve;
use super::event::{Event, Row};
use super::find;
use super::hand::Hand;
use super::point::{Point, points};
use super::relaid;
use super::scale::{drag, interval, shown, written};
use crate::engine::browserless::behaviour::Effect;
use crate::engine::browserless::behaviour::target::Target;
use crate::engine::browserless::behaviour::text::scalar_text;
use crate::engine::{Error, GraphPath, GraphRange};
use crate::render::chart::{Axis, AxisKind};

/// The types of plot traces with axes whose points can be selected.
const SELECTABLE: [&str; 10] = [
    "scatter",
    "scattergl",
    "bar",
    "histogram",
    "box",
    "violin",
    "waterfall",
    "funnel",
    "candlestick",
    "ohlc",
];

/// Draws a rectangle with the box select tool; without one, double-clicks.
///
/// # Errors
/// [`Error::BadAction`] says which end can't be placed.
pub(super) fn brush(target: &Target<'_>, range: &GraphRange) -> Result<Vec<Effect>, Error> {
    if range.x.is_none() && range.y.is_none() {
        let mut hand = find::hand(target);
        let mut effects = unmarked(target, &mut hand);
        effects.push(hand.remember(target.at));
        effects.push(target.set([("selectedData", Value::Null)]));
        effects.extend(undrawn(target, hand));
        return Ok(effects);
    }
    let figure = find::figure(target)?;
    let chart = find::laid_out(&figure);
    let curves = Curve::all(figure.value(), &chart);
    let subplot = find::subplot(target, &chart, range.subplot.as_deref())?;
    // A whole axis is covered from its px 0 on, a part of it as it is dragged.
    let ends = |axis: &Axis, ends: &Option<[Value; 2]>, whole| match ends {
        Some(ends) => drag(axis, ends).map_err(|reason| target.bad(reason)),
        None => Ok(whole),
    };
    let [[left, right], [low, high]] = [subplot.0.range, subplot.1.range];
    let dragged = [ends(subplot.0, &range.x, [left, right])?, ends(subplot.1, &range.y, [high, low])?];
    let [x, y] = dragged.map(|[from, to]| [from.min(to), from.max(to)]);
    let within = |[low, high]: [f64; 2], at: f64| low <= at && at <= high;
    let chosen = chosen(&curves, subplot, |at| within(x, at[0]) && within(y, at[1]));
    let mut hand = find::hand(target);
    let marks = marks(target, &mut hand, &curves, subplot, &chosen);
    let told = |axis: &Axis, ends: [f64; 2]| ends.map(|at| reported(axis, at));
    let ([x0, x1], [y0, y1]) = (told(subplot.0, dragged[0]), told(subplot.1, dragged[1]));
    let corners = json!({"type": "rect", "x0": x0, "y0": y0, "x1": x1, "y1": y1});
    let range = json!({subplot.0.id.clone(): told(subplot.0, x), subplot.1.id.clone(): told(subplot.1, y)});
    let selected = json!({"points": chosen, "range": range});
    Ok(told_of(target, subplot, (hand, marks), selected, &corners))
}

/// Draws a polygon with the lasso.
///
/// # Errors
/// [`Error::BadAction`] says which corner can't be placed.
pub(super) fn lasso(target: &Target<'_>, path: &GraphPath) -> Result<Vec<Effect>, Error> {
    if path.path.len() < 3 {
        return Err(target.bad("a lasso has three corners at least"));
    }
    let figure = find::figure(target)?;
    let chart = find::laid_out(&figure);
    let curves = Curve::all(figure.value(), &chart);
    let subplot = find::subplot(target, &chart, path.subplot.as_deref())?;
    let place = |axis: &Axis, end: &Value| {
        let both = interval(axis, &[end.clone(), end.clone()]).map_err(|reason| target.bad(reason));
        // plotly keeps the pointer's way within the plot.
        let (from, to) = axis.span();
        both.map(|[low, high]| f64::midpoint(low, high).max(from.min(to)).min(from.max(to)))
    };
    let corners: Vec<[f64; 2]> = path
        .path
        .iter()
        .map(|[x, y]| Ok([place(subplot.0, x)?, place(subplot.1, y)?]))
        .collect::<Result<_, Error>>()?;
    let chosen = chosen(&curves, subplot, |at| contains(&corners, at));
    let mut hand = find::hand(target);
    let marks = marks(target, &mut hand, &curves, subplot, &chosen);
    let [x, y] = [(0, subplot.0), (1, subplot.1)].map(|(side, axis)| -> Vec<Value> {
        corners.iter().map(|corner| reported(axis, corner[side])).collect()
    });
    // A path has no blanks within a coordinate.
    let coordinate = |value: &Value| scalar_text(value).replace(' ', "_");
    let steps = x.iter().zip(&y).map(|(x, y)| format!("{},{}", coordinate(x), coordinate(y)));
    let outline = format!("M{}Z", steps.collect::<Vec<_>>().join("L"));
    let points = json!({subplot.0.id.clone(): x, subplot.1.id.clone(): y});
    let selected = json!({"points": chosen, "lassoPoints": points});
    Ok(told_of(target, subplot, (hand, marks), selected, &json!({"type": "path", "path": outline})))
}

/// plotly tells of the points, then of the outline that stays.
fn told_of(
    target: &Target<'_>,
    (x, y): (&Axis, &Axis),
    (hand, marks): (Hand, Vec<Effect>),
    selected: Value,
    outline: &Value,
) -> Vec<Effect> {
    let mut selection = json!({"xref": x.id, "yref": y.id, "line": {"width": 1, "dash": "dot"}});
    if let (Value::Object(fields), Value::Object(outline)) = (&mut selection, outline) {
        fields.extend(outline.clone());
    }
    let mut effects = undrawn(target, hand.clone());
    effects.extend(marks);
    effects.push(target.set([("selectedData", selected)]));
    effects.extend(relaid::told_by(target, hand, [("selections", json!([selection]))], true));
    effects
}

/// The outline that was drawn before goes.
fn undrawn(target: &Target<'_>, hand: Hand) -> Vec<Effect> {
    if hand.is_selecting() {
        relaid::told_by(target, hand, [("selections", json!([]))], true)
    } else {
        Vec::new()
    }
}

/// Whether a polygon holds a place, by the even-odd rule.
fn contains(corners: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let next = corners.iter().skip(1).chain(corners.first());
    let crossed = corners
        .iter()
        .zip(next)
        .filter(|([ax, ay], [bx, by])| (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax);
    crossed.count() % 2 == 1
}

/// The events of the points on a subplot that lie within, in linear coordinates.
fn chosen(curves: &[Curve<'_>], subplot: (&Axis, &Axis), within: impl Fn([f64; 2]) -> bool) -> Vec<Value> {
    let mut events = Vec::new();
    for curve in curves {
        let Some((x, y)) = curve.axes.filter(|axes| axes.0.id == subplot.0.id && axes.1.id == subplot.1.id)
        else {
            continue;
        };
        let (points, _) = points(std::slice::from_ref(curve));
        let taken = points.iter().filter(|point| point.selectable).filter_map(|point| {
            let at = point.at?;
            within([x.linear(at[0]), y.linear(at[1])]).then(|| event(curve, point, at))
        });
        events.extend(taken);
    }
    events
}

/// What plotly notes in the figure of what is selected: the points of each plot trace that could have some.
fn marks(
    target: &Target<'_>,
    hand: &mut Hand,
    curves: &[Curve<'_>],
    subplot: (&Axis, &Axis),
    events: &[Value],
) -> Vec<Effect> {
    let numbers = |event: &Value| match (event.get("pointNumbers"), event.get("pointNumber")) {
        (Some(Value::Array(numbers)), _) => numbers.clone(),
        (_, number) => number.cloned().into_iter().collect(),
    };
    let searched = curves.iter().filter(|curve| {
        let here = curve.axes.is_some_and(|axes| axes.0.id == subplot.0.id && axes.1.id == subplot.1.id);
        here && SELECTABLE.contains(&curve.kind)
    });
    searched
        .map(|curve| {
            let own = events.iter().filter(|event| event["curveNumber"] == json!(curve.index));
            let numbers: Vec<Value> = own.flat_map(numbers).collect();
            mark(target, hand, curve.index, Value::Array(numbers))
        })
        .collect()
}

/// Notes the selected points of a plot trace.
fn mark(target: &Target<'_>, hand: &mut Hand, curve: usize, points: Value) -> Effect {
    let figure = target.component.prop("figure").unwrap_or(&Value::Null);
    hand.restyled(figure, curve, "selectedpoints", points.clone());
    Effect::Amend { at: format!("{}/props/figure/data/{curve}/selectedpoints", target.at), value: points }
}

/// Takes those notes away, where the plot trace is shown.
fn unmarked(target: &Target<'_>, hand: &mut Hand) -> Vec<Effect> {
    let figure = target.component.prop("figure").and_then(|figure| figure.get("data")?.as_array());
    let noted = figure.into_iter().flatten().enumerate().filter(|(_, trace)| {
        trace.get("selectedpoints").is_some()
            && trace.get("visible").is_none_or(|shown| *shown == json!(true))
    });
    noted.map(|(curve, _)| mark(target, hand, curve, Value::Null)).collect()
}

/// What a selection tells of a point: where its mark is, which for a bar is its tip.
fn event(curve: &Curve<'_>, point: &Point, at: [f64; 2]) -> Value {
    let Some((x_axis, y_axis)) = curve.axes else { return Value::Null };
    let (x, y) = (shown(x_axis, at[0]), shown(y_axis, at[1]));
    let rows = point.events.first().and_then(|event| event.get("pointNumbers")?.as_array());
    let rows = rows.map(|rows| rows.iter().filter_map(Value::as_u64).map(|row| row as usize).collect());
    let mut event = match rows {
        Some(rows) => Event::of_rows(curve, point.row.clone(), rows),
        None => Event::of(curve, point.row.clone()),
    };
    // plotly leaves a box' points to what its arrays say.
    let told = |value: &Value| Some(value.clone()).filter(|value| !value.is_null() && curve.kind != "box");
    event.set_some("x", told(&x));
    event.set_some("y", told(&y));
    if curve.kind == "bar" {
        let (label, value) = if curve.trace.is_horizontal() { (y, x) } else { (x, y) };
        event.set("label", label);
        event.set("value", value);
    }
    if let (true, Row::One(bin)) = (event.is_of_rows(), &point.row) {
        event.set("binNumber", json!(bin));
    }
    event.describe().told()
}

/// A place as selections tell it: unlike ranges they give back the logarithm.
fn reported(axis: &Axis, at: f64) -> Value {
    if axis.kind == AxisKind::Log { shown(axis, axis.unlinear(at)) } else { written(axis, at) }
}

/// What a click on a point selects with it.
pub(super) fn clicked(target: &Target<'_>, point: &Point) -> Result<Vec<Effect>, Error> {
    let figure = find::figure(target)?;
    let chart = find::laid_out(&figure);
    let curves = Curve::all(figure.value(), &chart);
    let curve = curves.iter().find(|curve| curve.index == point.curve);
    let taken = curve.zip(point.at.filter(|_| point.selectable)).map(|(curve, at)| event(curve, point, at));
    let selected = json!({"points": taken.into_iter().collect::<Vec<_>>()});
    // What alone is selected is given back by a click.
    let again = target.component.prop("selectedData") == Some(&selected);
    let mut hand = find::hand(target);
    let mut effects = match curve.and_then(|curve| curve.axes) {
        _ if again => unmarked(target, &mut hand),
        Some(subplot) => {
            let points = selected["points"].as_array().map_or(&[][..], Vec::as_slice);
            marks(target, &mut hand, &curves, subplot, points)
        }
        None => Vec::new(),
    };
    effects.push(hand.remember(target.at));
    effects.push(target.set([("selectedData", if again { Value::Null } else { selected })]));
    Ok(effects)
}
