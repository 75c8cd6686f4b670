//! What the plot traces on an axis mean for it: ticks, direction, grid, zero line.

use super::model::Auto;
use super::{Axis, Letter};
use crate::render::chart::column::Column;
use crate::render::chart::plot::{Matrix, Trace, Visible};

impl<'a> Axis<'a> {
    /// The kind that the figure gives the matrix' dimension on this axis.
    pub(super) fn dimension_kind(&self, traces: &[Trace<'a>]) -> Option<&'a str> {
        Matrix::all(traces).iter().find_map(|matrix| matrix.dimension(&self.id))?.kind()
    }

    /// The values of the matrix' dimension on this axis.
    pub(super) fn dimension_values(&self, traces: &[Trace<'a>]) -> Option<Column<'a>> {
        Matrix::all(traces).iter().find_map(|matrix| matrix.dimension(&self.id))?.column()
    }

    /// The axes of a dimension are titled by it, and may share its range.
    pub(super) fn show_dimension(&mut self, traces: &[Trace<'a>]) {
        let matrices = Matrix::all(traces);
        let Some(dimension) = matrices.iter().find_map(|matrix| matrix.dimension(&self.id)) else { return };
        if !self.is_titled() {
            self.title = dimension.label();
        }
        if self.letter == Letter::X && dimension.is_matched() && !self.attrs.has("matches") {
            self.matches.clone_from(&dimension.y);
        }
    }

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
