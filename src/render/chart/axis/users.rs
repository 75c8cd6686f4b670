//! What the plot traces on an axis mean for it: ticks, direction, grid, zero line.

use super::model::Auto;
use super::{Axis, Letter};
use crate::render::chart::plot::{Trace, Visible};

impl Axis<'_> {
    /// Axes of maps of cells have outer ticks unless the figure says otherwise.
    pub(super) fn mark_maps(&mut self, traces: &[Trace]) {
        let map = |trace: &&Trace| {
            matches!(
                trace.kind,
                "heatmap" | "heatmapgl" | "contour" | "histogram2d" | "histogram2dcontour" | "image"
            ) && (if self.letter == Letter::X { &trace.x_axis } else { &trace.y_axis }) == &self.id
        };
        if traces.iter().any(|trace| map(&trace)) && !self.attrs.has("ticks") {
            self.tick_style.marks = Some(false);
        }
    }

    /// Pixels of images are square, and axes of images as long as they.
    pub(super) fn note_images(&mut self, traces: &[Trace]) {
        self.has_image = traces.iter().any(|trace| {
            trace.kind == "image"
                && trace.visible != Visible::Hidden
                && (if self.letter == Letter::X { &trace.x_axis } else { &trace.y_axis }) == &self.id
        });
    }

    /// Images and funnels run from top to bottom.
    pub(super) fn reverse_by_default(&mut self, traces: &[Trace]) {
        let down = |trace: &Trace| match trace.kind {
            "image" => trace.y_axis == self.id,
            "funnel" => trace.is_horizontal() && trace.y_axis == self.id,
            _ => false,
        };
        let users: Vec<&Trace> =
            traces.iter().filter(|trace| trace.is_cartesian() && trace.y_axis == self.id).collect();
        if self.auto == Auto::Normal
            && !self.attrs.has("autorange")
            && !users.is_empty()
            && (users.iter().all(|t| down(t)) || users.iter().any(|trace| trace.kind == "image"))
        {
            self.auto = Auto::Reversed;
        }
    }

    /// An axis that only shows funnels' values, or the x of carpets that have none, is hidden unless the figure
    /// says otherwise.
    pub(super) fn hide_by_default(&mut self, traces: &[Trace]) {
        let id = self.id.clone();
        let mut users = traces
            .iter()
            .filter(|trace| trace.is_cartesian() && (trace.x_axis == id || trace.y_axis == id))
            .peekable();
        let along = |trace: &Trace| {
            let values = if trace.is_horizontal() { &trace.x_axis } else { &trace.y_axis };
            match trace.kind {
                "funnel" => *values == id,
                "carpet" => trace.x_axis == id && !trace.attrs.has("x"),
                "contourcarpet" | "scattercarpet" => trace.x_axis == id,
                _ => false,
            }
        };
        if !self.attrs.has("visible") && users.peek().is_some() && users.all(along) {
            self.visible = false;
        }
    }

    /// An x axis of prices has a range slider below it unless the figure says otherwise.
    pub(super) fn slide_by_default(&mut self, traces: &[Trace]) {
        let asks = |trace: &Trace| {
            matches!(trace.kind, "candlestick" | "ohlc")
                && trace.visible != Visible::Hidden
                && trace.x_axis == self.id
                && ["open", "high", "low", "close"].iter().all(|path| trace.attrs.has(path))
        };
        self.slid = self.letter == Letter::X
            && (self.own.has("rangeslider") || traces.iter().any(asks))
            && self.attrs.is("rangeslider.visible");
    }

    /// Whether bars stand along this axis' values, or an area is filled to its zero.
    pub(crate) fn has_bars(&self, traces: &[Trace]) -> bool {
        traces.iter().filter(|trace| trace.visible == Visible::Shown).any(|trace| {
            let own = (if self.letter == Letter::X { &trace.x_axis } else { &trace.y_axis }) == &self.id;
            let bars = matches!(trace.kind, "bar" | "histogram" | "funnel" | "waterfall")
                && trace.is_horizontal() == (self.letter == Letter::X);
            let fill = trace
                .attrs
                .str("fill")
                .is_some_and(|fill| fill.ends_with(if self.letter == Letter::X { 'x' } else { 'y' }));
            own && trace.is_cartesian() && (bars || fill)
        })
    }

    /// plotly draws no grid along the positions of bars and boxes unless asked.
    pub(crate) fn grid_by_default(&self, traces: &[Trace]) -> bool {
        !traces.iter().filter(|trace| trace.is_cartesian()).any(|trace| {
            let own = (if self.letter == Letter::X { &trace.x_axis } else { &trace.y_axis }) == &self.id;
            let oriented =
                matches!(trace.kind, "bar" | "histogram" | "funnel" | "waterfall" | "box" | "violin");
            own && oriented && trace.is_horizontal() == (self.letter == Letter::Y)
        })
    }
}
