//! What a chart says, as JSON.

use serde_json::{Map, Value, json};

use super::axis::{Axis, AxisKind};
use super::color;
use super::date;
use super::laid_out::Chart;
use super::plot::{Trace, Visible};
use super::text::TextBox;
use crate::render::scene::Scene;

/// Describes a drawn chart; see [`Figure::describe`](super::Figure::describe).
pub(super) fn describe(chart: &Chart, scene: &Scene, texts: &[TextBox]) -> Value {
    let axes: Map<String, Value> = chart.axes.iter().map(|axis| (axis.name(), describe_axis(axis))).collect();
    json!({
        "w": chart.page.width,
        "h": chart.page.height,
        "size": {
            "l": chart.area.x0,
            "t": chart.area.y0,
            "w": chart.area.width(),
            "h": chart.area.height(),
        },
        "axes": axes,
        "texts": texts.iter().map(describe_text).collect::<Vec<_>>(),
        "traces": chart.traces.iter().map(describe_trace).collect::<Vec<_>>(),
        "notes": scene.notes,
    })
}

fn describe_axis(axis: &Axis) -> Value {
    let write = |value: f64| match axis.kind {
        AxisKind::Date => Value::from(date::write(value)),
        _ => Value::from(value),
    };
    json!({
        "type": axis.kind.name(),
        "range": axis.range.map(write),
        "offset": axis.offset,
        "length": axis.length,
        "ticks": axis.ticks.iter().filter(|tick| !tick.minor).map(|tick| json!([tick.value, tick.text])).collect::<Vec<_>>(),
    })
}

fn describe_text(text: &TextBox) -> Value {
    let round = |value: f64| (value * 100.0).round() / 100.0;
    let rect = text.rect;
    json!([
        text.text,
        round(rect.x0),
        round(rect.y0),
        round(rect.width()),
        round(rect.height()),
        format!("{}px", round(text.size)),
        color::write(text.color),
    ])
}

fn describe_trace(trace: &Trace) -> Value {
    let color = trace.attrs.color("marker.color").or(trace.attrs.color("line.color")).unwrap_or(trace.color);
    json!({
        "type": trace.kind,
        "visible": match trace.visible {
            Visible::Shown => json!(true),
            Visible::Legend => json!("legendonly"),
            Visible::Hidden => json!(false),
        },
        "name": trace.name,
        "xaxis": trace.is_cartesian().then_some(&trace.x_axis),
        "yaxis": trace.is_cartesian().then_some(&trace.y_axis),
        "color": color::write(color),
    })
}
