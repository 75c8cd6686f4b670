//! The points of a figure, as plotly's events tell of them.

use serde_json::Value;

use super::curve::Curve;
use super::event::Row;
use super::{bars, boxes, cells, hierarchy, pie, sankey, series, spatial};
use crate::engine::GraphPoint;
use crate::engine::browserless::behaviour::text::scalar_text;
use crate::render::chart::parse_date;

/// A drawn point.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    /// Its plot trace.
    pub(super) curve: usize,
    /// Its elements of the arrays.
    pub(super) row: Row,
    /// Its number within the plot trace, where it has one.
    pub(super) number: Option<usize>,
    /// What the event says about it: several things for a box.
    pub(super) events: Vec<Value>,
    /// Its x in the data, where it has one.
    pub(super) x: Option<Value>,
    /// Its y in the data, where it has one.
    pub(super) y: Option<Value>,
    /// Its label: a sector's, or a place's.
    pub(super) label: Option<Value>,
    /// Where it is on its axes: numbers, ms, category numbers.
    pub(super) at: Option<[f64; 2]>,
    /// Half its extent on its axes.
    pub(super) half: [f64; 2],
    /// Half its size on the screen, px.
    pub(super) radius: f64,
    /// Whether it is a mark that selections take.
    pub(super) selectable: bool,
    /// The node of a tree that a click enters, by its id.
    pub(super) enters: Option<String>,
}

impl Point {
    /// A point of a curve, with one event.
    pub(super) fn new(curve: &Curve<'_>, row: Row, event: Value) -> Self {
        let number = if let Row::One(index) = row { Some(index) } else { None };
        Self {
            curve: curve.index,
            row,
            number,
            label: event.get("label").cloned(),
            x: event.get("x").cloned(),
            y: event.get("y").cloned(),
            events: vec![event],
            at: None,
            half: [0.0, 0.0],
            radius: 1.0,
            selectable: false,
            enters: None,
        }
    }

    /// Whether every field that is given holds.
    pub(super) fn fits(&self, wanted: &GraphPoint) -> bool {
        let same = |wanted: &Option<Value>, has: &Option<Value>| {
            wanted.as_ref().is_none_or(|wanted| has.as_ref().is_some_and(|has| same(wanted, has)))
        };
        wanted.curve.is_none_or(|curve| self.curve == curve)
            && wanted.point.is_none_or(|point| self.number == Some(point))
            && same(&wanted.x, &self.x)
            && same(&wanted.y, &self.y)
            && same(&wanted.label, &self.label)
    }

    /// How a visitor would name it.
    pub(super) fn name(&self) -> String {
        let curve = self.curve;
        match (&self.label, &self.x, &self.y) {
            (Some(label), None, _) => format!("label={}", scalar_text(label)),
            (_, Some(x), Some(y)) => format!("x={} y={}", scalar_text(x), scalar_text(y)),
            (_, Some(x), None) => format!("x={}", scalar_text(x)),
            (_, None, Some(y)) => format!("y={}", scalar_text(y)),
            (None, None, None) => match self.number {
                Some(number) => format!("curve={curve} point={number}"),
                None => format!("curve={curve}"),
            },
        }
    }
}

/// Equal as numbers, as dates, or as text.
fn same(a: &Value, b: &Value) -> bool {
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    }
    let (a, b) = (scalar_text(a), scalar_text(b));
    a == b || parse_date(&a).zip(parse_date(&b)).is_some_and(|(a, b)| a == b)
}

/// The points of some curves, and the first type of plot trace whose points are not known.
pub(super) fn points<'a>(curves: &[Curve<'a>]) -> (Vec<Point>, Option<&'a str>) {
    let mut points = Vec::new();
    let mut unknown = None;
    for curve in curves {
        let found = match curve.kind {
            "scatter" | "scattergl" => Some(series::scatter(curve)),
            "candlestick" | "ohlc" => Some(series::finance(curve)),
            "bar" | "waterfall" | "funnel" | "histogram" => Some(bars::bars(curve)),
            "box" | "violin" => boxes::boxes(curve),
            "heatmap" | "heatmapgl" | "contour" => Some(cells::cells(curve)),
            "histogram2d" => Some(cells::bins(curve)),
            "choropleth" | "choroplethmap" | "choroplethmapbox" => Some(spatial::regions(curve)),
            "scattergeo" | "scattermap" | "scattermapbox" => Some(spatial::places(curve)),
            "scatterpolar" | "scatterpolargl" | "barpolar" => Some(spatial::listed(curve)),
            "scatter3d" => Some(spatial::floating(curve)),
            "surface" => Some(spatial::surface(curve)),
            "scatterternary" => Some(spatial::ternary(curve)),
            "pie" | "funnelarea" => Some(pie::sectors(curve, curves)),
            "treemap" | "sunburst" | "icicle" => Some(hierarchy::nodes(curve)),
            "sankey" => Some(sankey::parts(curve)),
            _ => None,
        };
        match found {
            Some(found) => points.extend(found),
            None => unknown = unknown.or(Some(curve.kind)),
        }
    }
    (points, unknown)
}
