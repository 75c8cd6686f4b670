//! A scatter trace's points, and the room that they need.

use std::sync::Arc;

use super::errors::ErrorBars;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::axis::{Axes, AxisKind, Pads};
use crate::render::chart::column::Column;
use crate::render::chart::plot::Trace;
use crate::render::chart::plot::carpet::Cloth;
use crate::render::chart::plot::paint::{each, pick};

/// Below this many points, markers are drawn too unless the figure says otherwise.
const FEW: usize = 20;

/// A scatter trace in calculation coordinates.
#[derive(Debug, Clone)]
pub(crate) struct Scatter {
    pub(crate) x: Vec<f64>,
    pub(crate) y: Vec<f64>,
    /// Where the fill of a stacked trace begins.
    pub(crate) base: Option<Vec<f64>>,
    pub(crate) lines: bool,
    pub(crate) markers: bool,
    pub(crate) texts: bool,
    pub(crate) fill: &'static str,
    /// Radii in px, one for all or one each.
    pub(crate) radii: Vec<f64>,
    pub(crate) error_x: Option<ErrorBars>,
    pub(crate) error_y: Option<ErrorBars>,
    /// The carpet they lie on.
    pub(super) carpet: Option<OnCarpet>,
}

/// Where points lie on a carpet.
#[derive(Debug, Clone)]
pub(crate) struct OnCarpet {
    /// Lines end where it does.
    pub(super) cloth: Arc<Cloth>,
    /// Whether each point lies on it; those beside it have no marker and no text.
    pub(super) covered: Vec<bool>,
}

const FILLS: [&str; 7] = ["none", "tozeroy", "tozerox", "tonexty", "tonextx", "toself", "tonext"];

impl Scatter {
    /// Reads the points; `None` when there are none.
    pub(crate) fn new(trace: &Trace, axes: &mut Axes) -> Option<Self> {
        let (x, y) = (trace.column("x"), trace.column("y"));
        let count = match (&x, &y) {
            (Some(x), Some(y)) => {
                let nested = |column: &Column| column.is_nested();
                if nested(x) || nested(y) { usize::MAX } else { x.len().min(y.len()) }
            }
            (Some(one), None) | (None, Some(one)) => one.len(),
            (None, None) => return None,
        };
        let mut x = trace.coordinates(axes.get_mut(&trace.x_axis)?, 'x', count);
        let mut y = trace.coordinates(axes.get_mut(&trace.y_axis)?, 'y', count);
        let count = x.len().min(y.len());
        x.truncate(count);
        y.truncate(count);
        Self::at(trace, x, y)
    }

    /// Reads the points of a trace on a carpet; `None` when there are none.
    pub(crate) fn on_carpet(trace: &Trace, cloth: Arc<Cloth>) -> Option<Self> {
        let (a, b) = (trace.column("a")?.numbers(), trace.column("b")?.numbers());
        let places = || a.iter().zip(&b).map(|(a, b)| (*a, *b));
        let (x, y) = places().map(|(a, b)| cloth.place(a, b)).map(|point| (point.x, point.y)).unzip();
        let covered = places().map(|(a, b)| cloth.covers(a, b)).collect();
        let scatter = Self::at(trace, x, y)?;
        Some(Self { carpet: Some(OnCarpet { cloth, covered }), ..scatter })
    }

    /// A trace with its points' coordinates; `None` when there are none.
    ///
    /// What they mean is the subplot's matter: x and y, angle and radius, shares of a triangle.
    pub(crate) fn at(trace: &Trace, x: Vec<f64>, y: Vec<f64>) -> Option<Self> {
        let count = x.len();
        if count == 0 {
            return None;
        }
        let stacked = trace.attrs.str("stackgroup").is_some_and(|group| !group.is_empty());
        let default = if stacked {
            "lines"
        } else if count < FEW {
            "lines+markers"
        } else {
            "lines"
        };
        let mode = trace.attrs.str_or("mode", default);
        let horizontal = trace.attrs.str_or("orientation", "v") == "h";
        let fill_default = match (stacked, horizontal) {
            (true, true) => "tonextx",
            (true, false) => "tonexty",
            _ => "none",
        };
        let fill = trace.attrs.str_or("fill", fill_default);
        let (error_x, error_y) =
            if trace.is_cartesian() { ErrorBars::pair(&trace.attrs, &x, &y) } else { (None, None) };
        Some(Self {
            lines: mode.contains("lines"),
            markers: mode.contains("markers"),
            texts: mode.contains("text"),
            fill: FILLS.into_iter().find(|known| *known == fill).unwrap_or("none"),
            radii: radii(&trace.attrs.at("marker")),
            error_x,
            error_y,
            carpet: None,
            base: None,
            x,
            y,
        })
    }

    /// Whether the line comes back to its start.
    fn closed(&self) -> bool {
        self.x.len() > 1 && self.x.first() == self.x.last() && self.y.first() == self.y.last()
    }

    /// Adds what the axes must show; `first` says whether no scatter trace was drawn there before. A carpet does
    /// so itself.
    pub(crate) fn stretch(&self, trace: &Trace, axes: &mut Axes, first: bool) {
        if self.carpet.is_some() {
            return;
        }
        let open = !self.closed();
        let stacked = self.base.is_some();
        let next_is_zero = |kind: &str| self.fill == kind && (first || stacked);
        let bare = !self.markers && !self.texts;
        let fills_y = matches!(self.fill, "tonexty" | "tozeroy");
        let fills_x = matches!(self.fill, "tonextx" | "tozerox");
        let mut x = Pads { extra: true, ..Pads::default() };
        let mut y = x;
        if open && (self.fill == "tozerox" || next_is_zero("tonextx")) {
            x.to_zero = true;
        } else if self.error_y.is_none() && (fills_y || bare) {
            x.extra = false;
        }
        if open && (self.fill == "tozeroy" || next_is_zero("tonexty")) {
            y.to_zero = true;
        } else if fills_x {
            y.extra = false;
        }
        let pads = if self.markers { marker_pads(&trace.attrs.at("marker")) } else { vec![0.0] };
        for (id, values, base, error) in
            [(&trace.x_axis, &self.x, x, &self.error_x), (&trace.y_axis, &self.y, y, &self.error_y)]
        {
            let Some(axis) = axes.get_mut(id) else { continue };
            let base = Pads { to_zero: base.to_zero && axis.kind == AxisKind::Linear, ..base };
            let mut extremes = std::mem::take(&mut axis.extremes);
            let padded = |pad: f64| Pads { minus: pad, plus: pad, ..base };
            let linear = values.iter().map(|value| axis.linear(*value));
            match pads.as_slice() {
                _ if !base.extra && !base.to_zero => extremes.add_all(linear, padded(0.0)),
                [pad] => extremes.add_all(linear, padded(*pad)),
                pads => linear
                    .enumerate()
                    .for_each(|(index, value)| extremes.add(value, padded(pick(pads, index, 0.0)))),
            }
            if let Some(error) = error {
                error.stretch(values, axis, &mut extremes);
            }
            axis.extremes = extremes;
        }
    }
}

/// Radii of markers, px (plotly's `makeBubbleSizeFn`).
pub(crate) fn radii(marker: &Attrs) -> Vec<f64> {
    let column = marker.get("size").and_then(Column::of);
    let Some(column) = column else { return vec![marker.number("size").max(0.0) / 2.0] };
    let reference = marker.number("sizeref");
    let least = marker.number("sizemin");
    let area = marker.str("sizemode") == Some("area");
    column
        .numbers()
        .into_iter()
        .map(|size| {
            let scaled = size / 2.0 / reference;
            let radius = if area { scaled.sqrt() } else { scaled };
            if radius > 0.0 && radius.is_finite() { radius.max(least) } else { 0.0 }
        })
        .collect()
}

/// px that markers need around their centres when the range is chosen (plotly's `calcMarkerSize`).
pub(crate) fn marker_pads(marker: &Attrs) -> Vec<f64> {
    let array = marker.get("size").and_then(Column::of).is_some();
    let reference = if array { 1.6 * marker.number("sizeref") } else { 1.6 };
    let area = marker.str("sizemode") == Some("area");
    each(marker, "size", 6.0)
        .into_iter()
        .map(|size| {
            let scaled = if size.is_finite() { size / reference } else { 0.0 };
            let pad = if area { scaled.max(0.0).sqrt() } else { scaled };
            pad.max(3.0)
        })
        .collect()
}
