//! A point, a range or a polygon of a graph, named by its data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A drawn point of a graph: by its position in the data, or by what it shows.
///
/// Every field that is given must hold; the first point that fits is meant.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GraphPoint {
    /// Index of the plot trace (plotly's `curveNumber`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curve: Option<usize>,
    /// Index of the point within the plot trace (plotly's `pointNumber`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<usize>,
    /// Its x.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x: Option<Value>,
    /// Its y.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<Value>,
    /// Its label (pie, treemap, sunburst…).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Value>,
}

/// A rectangle in data coordinates, as a visitor brushes or zooms it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GraphRange {
    /// From and to on the x axis; the whole axis when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x: Option<[Value; 2]>,
    /// From and to on the y axis, or along the radius of a polar plot that is zoomed; the whole axis when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<[Value; 2]>,
    /// The subplot by its axes, as in `x2y2`, or by its name, as in `polar2`; that of the first plot trace when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subplot: Option<String>,
}

/// A polygon in data coordinates, as a visitor draws it with the lasso.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GraphPath {
    /// Its corners: x and y each. It closes by itself.
    pub path: Vec<[Value; 2]>,
    /// The subplot by its axes, as in `x2y2`; that of the first plot trace when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subplot: Option<String>,
}
