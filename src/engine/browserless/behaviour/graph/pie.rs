//! Pies: rows with the same label are one sector.

use serde_json::{Value, json};

use super::point::{Curve, Point, decoded};
use crate::engine::browserless::behaviour::text::{number, scalar_text};

/// plotly's colours, where the template names none.
const COLORWAY: [&str; 10] = [
    "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22",
    "#17becf",
];

/// A sector.
struct Sector {
    label: String,
    value: f64,
    rows: Vec<usize>,
}

/// The sectors of a pie, largest first unless it is not sorted.
pub(super) fn sectors(curve: &Curve<'_>) -> Vec<Point> {
    let mut sectors = read(curve);
    if curve.trace.get("sort") != Some(&Value::Bool(false)) {
        sectors.sort_by(|a, b| b.value.total_cmp(&a.value));
    }
    let total: f64 = sectors.iter().map(|sector| sector.value).sum();
    let colors = curve
        .trace
        .get("marker")
        .and_then(|marker| marker.get("colors"))
        .and_then(decoded)
        .unwrap_or_default();
    let colorway = colorway(curve.layout);
    sectors
        .iter()
        .enumerate()
        .filter(|(_, sector)| sector.value > 0.0)
        .map(|(place, sector)| {
            let own = sector.rows.first().and_then(|row| colors.get(*row)).filter(|color| color.is_string());
            let color = own.cloned().or_else(|| colorway.get(place).map(|color| json!(color)));
            let mut event = json!({"curveNumber": curve.index, "label": sector.label});
            if let Some(color) = color {
                event["color"] = color;
            }
            let value = number(sector.value);
            event["value"] = value.clone();
            event["percent"] = number(sector.value / total);
            event["v"] = value;
            if let [row] = sector.rows[..] {
                event["pointNumber"] = json!(row);
                event["i"] = json!(row);
                if let Some(custom) = curve.customdata(row) {
                    event["customdata"] = custom;
                }
            } else if let Some(custom) = curve.trace.get("customdata").and_then(Value::as_array) {
                event["customdata"] =
                    sector.rows.iter().map(|row| custom.get(*row).cloned().unwrap_or_default()).collect();
            }
            event["pointNumbers"] = json!(sector.rows);
            Point { event, x: None, y: None, label: Some(json!(sector.label)), brushed: false }
        })
        .collect()
}

/// Adds rows up by label; hidden labels are left out.
fn read(curve: &Curve<'_>) -> Vec<Sector> {
    let (labels, values) = (curve.list("labels"), curve.list("values"));
    let hidden = curve.layout.get("hiddenlabels").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut sectors: Vec<Sector> = Vec::new();
    for row in 0..labels.len().max(values.len()) {
        let label = labels.get(row).map_or_else(|| row.to_string(), scalar_text);
        let value = if values.is_empty() { Some(1.0) } else { values.get(row).and_then(Value::as_f64) };
        let Some(value) = value.filter(|value| *value >= 0.0) else { continue };
        if hidden.iter().any(|hidden| scalar_text(hidden) == label) {
            continue;
        }
        match sectors.iter_mut().find(|sector| sector.label == label) {
            Some(sector) => {
                sector.value += value;
                sector.rows.push(row);
            }
            None => sectors.push(Sector { label, value, rows: vec![row] }),
        }
    }
    sectors
}

fn colorway(layout: &Value) -> Vec<String> {
    let places = ["/piecolorway", "/template/layout/piecolorway", "/colorway", "/template/layout/colorway"];
    let given = places.iter().find_map(|place| layout.pointer(place)?.as_array());
    match given {
        Some(colors) => colors.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => COLORWAY.map(str::to_owned).to_vec(),
    }
}
