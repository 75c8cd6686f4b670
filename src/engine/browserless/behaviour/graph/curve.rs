//! Plot traces of a laid out figure.

use serde_json::{Map, Value, json};

use crate::engine::browserless::behaviour::text::number;
use crate::render::chart::{Attrs, Axis, Chart, Marks, Trace, TypedArray, Visible};

/// One plot trace, with what the layout made of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Curve<'a> {
    /// Its index, plotly's `curveNumber`.
    pub(super) index: usize,
    /// Its type.
    pub(super) kind: &'a str,
    /// Its attributes, over the template's.
    pub(super) trace: &'a Trace<'a>,
    /// Its marks.
    pub(super) marks: &'a Marks,
    /// Its x and y axis, when it has them.
    pub(super) axes: Option<(&'a Axis<'a>, &'a Axis<'a>)>,
    /// The figure's layout, over the template's.
    pub(super) layout: &'a Attrs<'a>,
    /// Its attributes as the figure has them.
    own: &'a Map<String, Value>,
}

impl<'a> Curve<'a> {
    /// The plot traces of a figure that are shown.
    pub(super) fn all(figure: &'a Value, chart: &'a Chart<'a>) -> Vec<Self> {
        let owns = figure.get("data").and_then(Value::as_array).into_iter().flatten();
        owns.filter_map(Value::as_object)
            .zip(chart.traces.iter().zip(&chart.marks))
            .filter(|(_, (trace, _))| trace.visible == Visible::Shown)
            .map(|(own, (trace, marks))| {
                let axes = chart.axes.get(&trace.x_axis).zip(chart.axes.get(&trace.y_axis));
                Self {
                    index: trace.index,
                    kind: trace.kind,
                    trace,
                    marks,
                    axes: axes.filter(|_| trace.is_cartesian()),
                    layout: &chart.layout,
                    own,
                }
            })
            .collect()
    }

    /// A list or typed array at `path`, decoded; empty when there is none.
    pub(super) fn list(&self, path: &str) -> Vec<Value> {
        self.trace.attrs.get(path).and_then(decoded).unwrap_or_default()
    }

    /// A text attribute.
    pub(super) fn text(&self, path: &str) -> Option<&'a str> {
        self.trace.attrs.str(path)
    }

    /// The attributes as the figure has them.
    pub(super) fn own(&self) -> &'a Map<String, Value> {
        self.own
    }

    /// What `customdata` says of a row; `None` without any. Typed arrays are not read: dcc looks into the figure as
    /// it was sent.
    pub(super) fn customdata(&self, row: usize) -> Option<Value> {
        let custom = self.own.get("customdata")?;
        custom.as_array().and_then(|list| list.get(row)).cloned()
    }

    /// Whether the pointer finds it.
    pub(super) fn is_hoverable(&self) -> bool {
        self.text("hoverinfo") != Some("skip")
    }
}

/// A list, from a list or a typed array; whole numbers stay whole.
pub(super) fn decoded(value: &Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(list) => Some(list.clone()),
        Value::Object(_) => {
            let TypedArray { values, shape } = TypedArray::decode(value)?;
            let numbers: Vec<Value> = values.into_iter().map(number).collect();
            Some(match shape {
                Some((_, columns)) if columns > 0 => numbers.chunks(columns).map(|row| json!(row)).collect(),
                _ => numbers,
            })
        }
        _ => None,
    }
}
