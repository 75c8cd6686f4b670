//! Pies and funnel areas: rows with the same label are one sector.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::curve::Curve;
use super::event::{Event, Row};
use super::point::Point;
use super::scale::parsed;
use crate::engine::browserless::behaviour::text::{number, scalar_text};
use crate::render::chart::{COLORWAY, lighten, parse_color};

/// How much lighter, then darker, plotly's extended colorway gets.
const STEPS: [f64; 2] = [0.2, -0.2];

/// A sector.
#[derive(Debug)]
struct Sector {
    label: String,
    value: f64,
    rows: Vec<usize>,
    /// The colour that the figure gives it.
    own: Option<String>,
}

/// Whether a type of plot trace has sectors by label.
pub(super) fn is_one(kind: &str) -> bool {
    matches!(kind, "pie" | "funnelarea")
}

/// The labels of a curve's sectors, in the order in which they are drawn.
pub(super) fn labels(curve: &Curve<'_>) -> Vec<String> {
    read(curve).into_iter().map(|sector| sector.label).collect()
}

/// The sectors of a curve, largest first unless it is not sorted.
pub(super) fn sectors(curve: &Curve<'_>, all: &[Curve<'_>]) -> Vec<Point> {
    let colors = colors(curve, all);
    let hidden = curve.layout.list("hiddenlabels").unwrap_or_default();
    let mut sectors = read(curve);
    sectors.retain(|sector| !hidden.iter().any(|hidden| scalar_text(hidden) == sector.label));
    let total: f64 = sectors.iter().map(|sector| sector.value).sum();
    let is_pie = curve.kind == "pie";
    sectors
        .into_iter()
        .filter(|sector| sector.value > 0.0)
        .map(|sector| {
            let value = number(sector.value);
            let mut event = Event::of_rows(curve, Row::None, sector.rows.clone());
            event.set("label", json!(sector.label));
            event.set_some(
                "color",
                sector.own.or_else(|| colors.get(&sector.label).cloned()).map(Value::from),
            );
            event.set("value", value.clone());
            event.set("percent", number(sector.value / total));
            event.set_some("text", text(curve, &sector.rows));
            if is_pie {
                event.set("v", value);
            }
            if let [row] = sector.rows[..] {
                if is_pie {
                    event.set("i", json!(row));
                }
                event.set("pointNumber", json!(row));
            }
            let mut point = Point::new(curve, Row::None, event.told());
            point.number = sector.rows.first().copied();
            point
        })
        .collect()
}

/// The first text that a row of the sector has.
fn text(curve: &Curve<'_>, rows: &[usize]) -> Option<Value> {
    let attribute = if curve.trace.attrs.has("hovertext") { "hovertext" } else { "text" };
    let list = curve.list(attribute);
    if list.is_empty() {
        return curve.trace.attrs.get(attribute).cloned().filter(Value::is_string);
    }
    rows.iter().filter_map(|row| list.get(*row)).find(|text| !text.is_null() && **text != json!("")).cloned()
}

/// Adds rows up by label.
fn read(curve: &Curve<'_>) -> Vec<Sector> {
    let (labels, values) = (curve.list("labels"), curve.list("values"));
    let own = curve.list("marker.colors");
    let count = match (labels.len(), values.len()) {
        (0, count) | (count, 0) => count,
        (labels, values) => labels.min(values),
    };
    let mut sectors: Vec<Sector> = Vec::new();
    for row in 0..count {
        let label = labels.get(row).filter(|label| !label.is_null() && **label != json!(""));
        let label = label.map_or_else(|| row.to_string(), scalar_text);
        let value = if values.is_empty() { Some(1.0) } else { values.get(row).and_then(parsed) };
        let Some(value) = value.filter(|value| *value >= 0.0) else { continue };
        match sectors.iter_mut().find(|sector| sector.label == label) {
            Some(sector) => {
                sector.value += value;
                sector.rows.push(row);
            }
            None => {
                let own = own.get(row).and_then(Value::as_str).and_then(written);
                sectors.push(Sector { label, value, rows: vec![row], own });
            }
        }
    }
    if curve.kind == "pie" && curve.trace.attrs.flag("sort", true) {
        sectors.sort_by(|a, b| b.value.total_cmp(&a.value));
    }
    sectors
}

/// A colour that the figure gives, as plotly's calculation writes it.
fn written(text: &str) -> Option<String> {
    let color = parse_color(text)?;
    let alpha = (f64::from(color.a) / 255.0 * 100.0).round() / 100.0;
    Some(if color.a == 255 {
        format!("rgb({}, {}, {})", color.r, color.g, color.b)
    } else {
        format!("rgba({}, {}, {}, {alpha})", color.r, color.g, color.b)
    })
}

/// The colours of labels without one of their own: curves of one type share them, in turn.
fn colors(curve: &Curve<'_>, all: &[Curve<'_>]) -> HashMap<String, String> {
    let colorway = curve
        .layout
        .list(&format!("{}colorway", curve.kind))
        .or_else(|| curve.layout.list("colorway"))
        .map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .filter(|list: &Vec<String>| !list.is_empty())
        .unwrap_or_else(|| COLORWAY.iter().map(|c| format!("#{:02x}{:02x}{:02x}", c.r, c.g, c.b)).collect());
    let further = STEPS.iter().flat_map(|amount| {
        colorway.iter().map(move |text| match parse_color(text).map(|color| lighten(color, *amount)) {
            Some(color) => format!("#{:02X}{:02X}{:02X}", color.r, color.g, color.b),
            None => text.clone(),
        })
    });
    let extended = curve.layout.flag(&format!("extend{}colors", curve.kind), true);
    let colorway: Vec<String> = colorway.iter().cloned().chain(further.filter(|_| extended)).collect();
    let mut known = HashMap::new();
    for sector in all.iter().filter(|other| other.kind == curve.kind).flat_map(read) {
        let turn = known.len();
        if sector.own.is_none() {
            known.entry(sector.label).or_insert_with(|| colorway[turn % colorway.len()].clone());
        }
    }
    known
}
