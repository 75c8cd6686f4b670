//! The points of a figure, as plotly's events tell of them.

use serde_json::{Map, Value, json};

use super::plane::Plane;
use super::{hierarchy, histogram, pie, series};
use crate::engine::GraphPoint;
use crate::engine::browserless::behaviour::text::scalar_text;
use crate::render::chart::{TypedArray, parse_date};

/// A drawn point.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    /// What the event says about it.
    pub(super) event: Value,
    /// Its x in the data, where it has one.
    pub(super) x: Option<Value>,
    /// Its y in the data, where it has one.
    pub(super) y: Option<Value>,
    /// Its label: a sector's, or a place's.
    pub(super) label: Option<Value>,
    /// Whether a rectangle selects it.
    pub(super) brushed: bool,
}

impl Point {
    /// Whether every field that is given holds.
    pub(super) fn fits(&self, wanted: &GraphPoint) -> bool {
        let number = |key| self.event.get(key).and_then(Value::as_u64).map(|number| number as usize);
        let same = |wanted: &Option<Value>, has: &Option<Value>| {
            wanted.as_ref().is_none_or(|wanted| has.as_ref().is_some_and(|has| same(wanted, has)))
        };
        wanted.curve.is_none_or(|curve| number("curveNumber") == Some(curve))
            && wanted.point.is_none_or(|point| number("pointNumber").or(number("binNumber")) == Some(point))
            && same(&wanted.x, &self.x)
            && same(&wanted.y, &self.y)
            && same(&wanted.label, &self.label)
    }

    /// How a visitor would name it.
    pub(super) fn name(&self) -> String {
        match (&self.label, &self.x, &self.y) {
            (Some(label), None, _) => format!("label={}", scalar_text(label)),
            (_, Some(x), Some(y)) => format!("x={} y={}", scalar_text(x), scalar_text(y)),
            (_, x, y) => scalar_text(x.as_ref().or(y.as_ref()).unwrap_or(&Value::Null)),
        }
    }
}

/// Equal as numbers, as dates, or as text.
fn same(a: &Value, b: &Value) -> bool {
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return a == b;
    }
    let (a, b) = (scalar_text(a), scalar_text(b));
    a == b || parse_date(&a).zip(parse_date(&b)).is_some_and(|(a, b)| a == b)
}

/// One plot trace of a figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Curve<'a> {
    /// Its index, plotly's `curveNumber`.
    pub(super) index: usize,
    /// Its type.
    pub(super) kind: &'a str,
    /// Its attributes.
    pub(super) trace: &'a Map<String, Value>,
    /// The figure's layout.
    pub(super) layout: &'a Value,
}

impl Curve<'_> {
    /// A list or typed array at `path`, decoded; empty when there is none.
    pub(super) fn list(&self, name: &str) -> Vec<Value> {
        self.trace.get(name).and_then(decoded).unwrap_or_default()
    }

    /// A text attribute.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.trace.get(name).and_then(Value::as_str)
    }

    /// What `customdata` says of a point. Typed arrays are not read: dcc looks into the figure as it was sent.
    pub(super) fn customdata(&self, index: usize) -> Option<Value> {
        self.trace.get("customdata")?.as_array()?.get(index).cloned()
    }
}

/// A list, from a list or a typed array; whole numbers stay whole.
pub(super) fn decoded(value: &Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(list) => Some(list.clone()),
        Value::Object(_) => {
            let TypedArray { values, shape } = TypedArray::decode(value)?;
            let numbers: Vec<Value> =
                values.into_iter().map(crate::engine::browserless::behaviour::text::number).collect();
            Some(match shape {
                Some((_, columns)) if columns > 0 => numbers.chunks(columns).map(|row| json!(row)).collect(),
                _ => numbers,
            })
        }
        _ => None,
    }
}

/// All points that a visitor can reach, and the first type of plot trace whose points are not known.
pub(super) fn points<'a>(figure: &'a Value, plane: &Plane) -> (Vec<Point>, Option<&'a str>) {
    let mut points = Vec::new();
    let mut unknown = None;
    let traces = figure.get("data").and_then(Value::as_array).into_iter().flatten();
    for (index, trace) in traces.enumerate() {
        let Some(trace) = trace.as_object() else { continue };
        if !matches!(trace.get("visible"), None | Some(Value::Bool(true) | Value::Null)) {
            continue;
        }
        let kind = trace.get("type").and_then(Value::as_str).unwrap_or("scatter");
        let layout = figure.get("layout").unwrap_or(&Value::Null);
        let curve = Curve { index, kind, trace, layout };
        let found = match kind {
            "scatter" | "scattergl" | "bar" | "candlestick" | "ohlc" => {
                Some(series::cartesian(&curve, plane))
            }
            "heatmap" => Some(series::heatmap(&curve, plane)),
            "choropleth" | "choroplethmap" | "choroplethmapbox" => Some(series::choropleth(&curve)),
            "scattergeo" | "scattermap" | "scattermapbox" => Some(series::map(&curve)),
            "histogram" => histogram::bins(&curve, plane),
            "pie" => Some(pie::sectors(&curve)),
            "treemap" | "sunburst" | "icicle" => Some(hierarchy::nodes(&curve)),
            _ => None,
        };
        match found {
            Some(found) => points.extend(found),
            None => unknown = unknown.or(Some(kind)),
        }
    }
    (points, unknown)
}
