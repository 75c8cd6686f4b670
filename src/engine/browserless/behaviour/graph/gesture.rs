//! What a visitor does with a graph.

use serde_json::{Map, Value, json};

use super::plane::{Axis, Plane};
use super::point::{Point, points};
use crate::dash::Component;
use crate::engine::browserless::behaviour::model::Model;
use crate::engine::browserless::behaviour::target::Target;
use crate::engine::browserless::behaviour::{Effect, Moment, Mounting, Props};
use crate::engine::{Action, Error, GraphPoint, GraphRange};

/// A graph.
pub(in crate::engine::browserless::behaviour) struct Graph;

impl Model for Graph {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Click { point: Some(point), .. } => {
                let found = find(target, point)?;
                let mut click = json!({"points": [found]});
                if target.moment.dash_version >= (4, 2, 0) {
                    click["timestamp"] = Value::from(target.moment.now_ms);
                }
                // The pointer gets there first.
                Ok(vec![hover(target, &found), Effect::NextGesture, target.set([("clickData", click)])])
            }
            Action::Hover { point: Some(point), .. } => Ok(vec![hover(target, &find(target, point)?)]),
            Action::Brush { range, .. } => brush(target, range),
            Action::Zoom { range, .. } => zoom(target, range),
            Action::Click { point: None, .. } | Action::Hover { point: None, .. } => {
                Err(target.unsupported_because("a place on a graph (name a point, as in x=… or label=…)"))
            }
            _ => Err(target.unsupported()),
        }
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        // plotly catches the pointer while a button is down, and clicks once more for itself.
        match target.action {
            Action::Click { .. } => 2,
            Action::Brush { .. } => 1,
            _ => 0,
        }
    }

    fn mount(&self, component: Component<'_>, _moment: &Moment) -> Mounting {
        // After the first plot dcc resizes it, and plotly reports that, unless the layout fixes the size.
        let fixed = |side| {
            component.prop("figure").and_then(|figure| figure.pointer(side)).is_some_and(Value::is_number)
        };
        let resized = !(fixed("/layout/width") && fixed("/layout/height"));
        let emitted = resized.then(|| relayout([("autosize", Value::Bool(true))]));
        Mounting { later: emitted.into_iter().collect(), ..Mounting::default() }
    }
}

/// `relayoutData` with these keys.
fn relayout<K: Into<String>>(keys: impl IntoIterator<Item = (K, Value)>) -> Props {
    let data: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.into(), value)).collect();
    Props::from_iter([("relayoutData".to_owned(), Value::Object(data))])
}

fn hover(target: &Target<'_>, point: &Value) -> Effect {
    target.set([("hoverData", json!({"points": [point]}))])
}

fn figure<'a>(target: &Target<'a>) -> Result<&'a Value, Error> {
    let figure = target.component.prop("figure").filter(|figure| figure.is_object());
    figure.ok_or_else(|| target.not_actionable("it has no figure"))
}

/// What plotly says about the point that is meant: the first that fits.
fn find(target: &Target<'_>, wanted: &GraphPoint) -> Result<Value, Error> {
    let figure = figure(target)?;
    let plane = Plane::of(figure);
    let (points, unknown) = points(figure, &plane);
    if let Some(point) = points.iter().find(|point| point.fits(wanted)) {
        return Ok(point.event.clone());
    }
    let asked = target.action.to_string();
    let asked = asked.splitn(3, ' ').nth(2).unwrap_or_default();
    if let Some(kind) = unknown {
        return Err(target.unsupported_because(format!("the points of a `{kind}` plot trace")));
    }
    /// As many as fit a line.
    const SHOWN: usize = 12;
    let mut there: Vec<String> = points.iter().map(Point::name).collect();
    there.dedup();
    let more = there.len().saturating_sub(SHOWN);
    there.truncate(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
    Err(Error::NoSuchPoint { on: target.on(), point: format!("{asked}; it has {there}{more}") })
}

/// Draws a rectangle with the box select tool.
fn brush(target: &Target<'_>, range: &GraphRange) -> Result<Vec<Effect>, Error> {
    let figure = figure(target)?;
    let plane = Plane::of(figure);
    let [x, y] = plane.rectangle(range).map_err(|reason| target.bad(reason))?;
    let (points, _) = points(figure, &plane);
    let within = |axis: &Axis, value: Option<&Value>, [from, to]: [f64; 2]| {
        value.and_then(|value| axis.position(value)).is_some_and(|at| from <= at && at <= to)
    };
    let chosen: Vec<Value> = points
        .iter()
        .filter(|point| {
            point.brushed && within(&plane.x, point.x.as_ref(), x) && within(&plane.y, point.y.as_ref(), y)
        })
        .map(|point| point.event.clone())
        .collect();
    let (x, y) = (x.map(|at| plane.x.written(at)), y.map(|at| plane.y.written(at)));
    let selection = json!([{
        "xref": "x", "yref": "y", "line": {"width": 1, "dash": "dot"}, "type": "rect",
        "x0": x[0], "y0": y[1], "x1": x[1], "y1": y[0],
    }]);
    // plotly tells of the points, then of the rectangle.
    Ok(vec![
        target.set([("selectedData", json!({"points": chosen, "range": {"x": x, "y": y}}))]),
        emitted(target, relayout([("selections", selection)])),
    ])
}

/// Drags a rectangle with the zoom tool; without one, double-clicks.
fn zoom(target: &Target<'_>, range: &GraphRange) -> Result<Vec<Effect>, Error> {
    let plane = Plane::of(figure(target)?);
    if !plane.is_cartesian {
        return Err(target.not_actionable("it has no axes"));
    }
    let mut keys = Vec::new();
    for (axis, ends) in [(&plane.x, &range.x), (&plane.y, &range.y)] {
        if let Some(ends) = ends {
            let ends = axis.interval(ends).map_err(|reason| target.bad(reason))?.map(|at| axis.written(at));
            for (index, end) in ends.into_iter().enumerate() {
                keys.push((format!("{}.range[{index}]", axis.name), end));
            }
        }
    }
    if keys.is_empty() {
        keys.extend([&plane.x, &plane.y].map(|axis| (format!("{}.autorange", axis.name), Value::Bool(true))));
    }
    Ok(vec![emitted(target, relayout(keys))])
}

fn emitted(target: &Target<'_>, props: Props) -> Effect {
    Effect::SetProps { at: target.at.to_owned(), props }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
