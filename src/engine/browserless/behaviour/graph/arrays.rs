//! What the arrays of a plot trace say of one point (plotly's `appendArrayPointValue`).

use serde_json::{Map, Value};

use super::curve::{Curve, decoded};
use super::event::Row;

/// Lists that are no data: they have a length of their own, in plotly's schema `info_array`, `colorscale`, `any`.
const NOT_DATA: [&str; 16] = [
    "colorscale",
    "selectedpoints",
    "domain",
    "range",
    "colorbar",
    "span",
    "groups",
    "xaxes",
    "yaxes",
    "dimensions",
    "stops",
    "colorscales",
    "tickformatstops",
    "tickvals",
    "ticktext",
    "geojson",
];

/// What only plot traces with text have.
const OF_TEXT: [&str; 3] = ["textposition", "textfont", "texttemplate"];

/// Adds the point's elements, each under its attribute's path: `marker.size`.
pub(super) fn describe(curve: &Curve<'_>, row: &Row, event: &mut Map<String, Value>) {
    let points = |path: &str| {
        let scatter = curve.kind.starts_with("scatter");
        let mode = curve.trace.attrs.str_or("mode", "lines+markers+text");
        match path {
            "marker" => !scatter || mode.contains("markers"),
            path if OF_TEXT.contains(&path) => !scatter || mode.contains("text"),
            _ => true,
        }
    };
    add(curve.own(), "", row, &points, event);
}

fn add(
    at: &Map<String, Value>,
    path: &str,
    row: &Row,
    applies: &dyn Fn(&str) -> bool,
    event: &mut Map<String, Value>,
) {
    for (name, value) in at {
        let own = format!("{path}{name}");
        if NOT_DATA.contains(&name.as_str()) || !applies(&own) {
            continue;
        }
        if let Some(list) = decoded(value) {
            let item = match row {
                Row::One(index) => list.get(*index).cloned(),
                Row::Cell(row, column) => {
                    list.get(*row).and_then(decoded).and_then(|row| row.get(*column).cloned())
                }
                Row::None => None,
            };
            let key = singular(&own);
            if let Some(item) = item.filter(|_| !event.contains_key(key)) {
                event.insert(key.to_owned(), item);
            }
        } else if let Value::Object(inner) = value {
            add(inner, &format!("{own}."), row, applies, event);
        }
    }
}

/// Some arrays are told by the name of one element.
fn singular(path: &str) -> &str {
    match path {
        "ids" => "id",
        "locations" => "location",
        "labels" => "label",
        "parents" => "parent",
        "values" => "value",
        "marker.colors" => "color",
        path => path,
    }
}
