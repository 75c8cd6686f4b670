//! The legend's pictures of plot traces (plotly's `legend/style`).

use kurbo::{BezPath, Point, Rect, RoundedRect, Shape};
use serde_json::Value;

use super::boxes;
use super::coat::Coat;
use super::gradient::Direction;
use super::paint::{colors, each, numbers, pick};
use super::scatter::Scatter;
use super::slices::Share;
use super::spots::{Look, Spot};
use super::{ColorAxes, Marks, Trace};
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::DARK;
use crate::render::chart::color_scale::extent;
use crate::render::chart::column::Column;
use crate::render::chart::draw::symbol;
use crate::render::chart::layout::{Key, KeyShape};
use crate::render::scene::{Color, Stroke};

/// px, the greatest widths of a line and of a marker's line.
const MOST_LINE: f64 = 10.0;
const MOST_OUTLINE: f64 = 5.0;
/// px, the sizes of keys that are all alike (`legend.itemsizing: "constant"`).
const CONSTANT_LINE: f64 = 5.0;
const CONSTANT_OUTLINE: f64 = 2.0;
const CONSTANT_MARKER: f64 = 12.0;
/// px, between which markers' sizes are kept.
const MARKER: (f64, f64) = (2.0, 16.0);

/// What the keys of a legend share.
#[derive(Clone, Copy)]
pub(super) struct Keys<'k, 'a> {
    pub(super) axes: &'k ColorAxes,
    pub(super) layout: &'k Attrs<'a>,
}

impl Keys<'_, '_> {
    fn is_constant(self) -> bool {
        self.layout.text("legend.itemsizing") == "constant"
    }

    /// px of an outline that is `width` px wide on the plot.
    fn outline(self, width: f64) -> f64 {
        match width {
            width if width > 0.0 && self.is_constant() => CONSTANT_OUTLINE,
            width if width > 0.0 => width.min(MOST_OUTLINE),
            _ => 0.0,
        }
    }

    /// A slice's square.
    pub(super) fn slice(self, trace: &Trace, share: &Share) -> Key {
        let mut line = share.line.clone();
        line.width = self.outline(line.width);
        let path = Rect::from_center_size((0.0, 0.0), (12.0, 12.0)).to_path(0.1);
        let shape = KeyShape { path, coat: Some(Coat::Color(share.color)), line };
        Key { opacity: trace.attrs.number("opacity"), shapes: vec![shape], ..Key::default() }
    }

    /// A shape's line, or what is closest to it among markers.
    pub(super) fn shape(self, item: &Attrs) -> Key {
        let color = item.color("line.color").unwrap_or(Color::BLACK);
        let (width, opacity) = (item.number("line.width"), item.number("opacity"));
        let kind = item.str_or("type", if item.has("path") { "path" } else { "rect" });
        if kind == "line" {
            let line = Stroke::dashed(color, self.line_width(width), item.text("line.dash"));
            return Key { opacity, line: Some(line), ..Key::default() };
        }
        let symbol = symbol(Some(&Value::from(match kind {
            "rect" => "square",
            "circle" => "circle",
            _ => "hexagon2",
        })));
        let fill = item.color("fillcolor").unwrap_or(Color::TRANSPARENT);
        let look = Look { size: CONSTANT_MARKER, fill, opacity: 1.0, line: (color, self.outline(width)) };
        let marker = Spot { at: Point::ZERO, symbol, angle: 0.0, standoff: 0.0, look };
        Key { opacity, marker: Some(marker), ..Key::default() }
    }

    /// px of a line that is `width` px wide on the plot.
    fn line_width(self, width: f64) -> f64 {
        if self.is_constant() && width > 0.0 { CONSTANT_LINE } else { width.min(MOST_LINE) }
    }

    fn square(self, trace: &Trace, coat: Coat) -> Key {
        let line = trace.attrs.at("marker.line");
        let width = self.outline(pick(&each(&line, "width", 0.0), 0, 0.0));
        let color = pick(&colors(&line, DARK, self.axes, self.layout), 0, DARK);
        let rect = Rect::from_center_size((0.0, 0.0), (12.0, 12.0));
        let rounded = matches!(trace.kind, "bar" | "histogram") && trace.attrs.has("marker.cornerradius");
        let path = if rounded { RoundedRect::from_rect(rect, 3.0).to_path(0.01) } else { rect.to_path(0.1) };
        let shape = KeyShape { path, coat: Some(coat), line: Stroke::new(color, width) };
        let opacity = trace.attrs.num_or("opacity", 1.0);
        Key { opacity, shapes: vec![shape], ..Key::default() }
    }

    /// A trace's picture; `None` for types without one.
    pub(super) fn key(self, trace: &Trace, marks: &Marks) -> Option<Key> {
        if !trace.in_legend() {
            return None;
        }
        let mut key = match trace.kind {
            "box" | "violin" => self.boxes(trace),
            "candlestick" | "ohlc" => super::sessions::key(trace),
            "contour" | "histogram2dcontour" | "contourcarpet" => {
                let Marks::Contours(contours) = marks else { return None };
                let scale = self.axes.of(&trace.attrs, "z", Some(contours.extent()), self.layout);
                let (line, fill) = contours.key(trace, &scale);
                let raised = if fill.is_none() {
                    0.0
                } else if line.is_some() {
                    2.0
                } else {
                    3.0
                };
                Key { line, area: fill.map(Coat::Color), raised, ..Key::default() }
            }
            "scatter" | "scattergl" | "scatterpolar" | "scatterpolargl" | "scatterternary"
            | "scattersmith" | "scattercarpet" | "scattergeo" | "scatter3d" | "splom" => {
                self.scatter(trace, marks)
            }
            "waterfall" => self.waterfall(trace),
            "choropleth" | "heatmap" | "histogram2d" => self.scale(trace, marks),
            _ => self.bars(trace),
        };
        key.opacity = trace.attrs.num_or("opacity", 1.0);
        Some(key)
    }

    /// A colour scale from left to right.
    fn scale(self, trace: &Trace, marks: &Marks) -> Key {
        let data = match marks {
            #[cfg(feature = "geo")]
            Marks::Regions(regions) => regions.extent(),
            Marks::Grid(grid) => grid.extent(),
            _ => None,
        };
        let stops = self.axes.of(&trace.attrs, "z", data, self.layout).stops;
        let outline = if trace.kind == "choropleth" {
            Rect::new(-6.0, -6.0, 6.0, 6.0)
        } else {
            Rect::new(-15.0, -2.0, 15.0, 4.0)
        };
        let coat = Some(Coat::Gradient(Direction::Rightwards, stops));
        let shape = KeyShape { path: outline.to_path(0.1), coat, line: Stroke::new(DARK, 0.0) };
        Key { shapes: vec![shape], ..Key::default() }
    }

    fn bars(self, trace: &Trace) -> Key {
        let marker = trace.attrs.at("marker");
        let scaled = numbers(&marker).map(|values| {
            let scale = self.axes.of(&marker, "c", extent(values), self.layout);
            scale.color(marker.num_or("cmid", f64::midpoint(scale.min, scale.max)))
        });
        let each = scaled.is_some() || marker.get("color").and_then(Column::of).is_some();
        let first = || pick(&colors(&marker, trace.color, self.axes, self.layout), 0, trace.color);
        let color = scaled.unwrap_or_else(first);
        self.square(trace, Coat::of_mark(trace, 0, color, each))
    }

    fn boxes(self, trace: &Trace) -> Key {
        let line = boxes::line_color(trace);
        let fill = trace.attrs.color("fillcolor").unwrap_or(line.faded(0.5));
        if boxes::shows_all(trace) && fill.a == 0 && line.a == 0 {
            let mut look = boxes::look(trace);
            look.size =
                if self.is_constant() { CONSTANT_MARKER } else { look.size.clamp(MARKER.0, MARKER.1) };
            let symbol = symbol(trace.attrs.get("marker.symbol"));
            let marker = Spot { at: Point::ZERO, symbol, angle: 0.0, standoff: 0.0, look };
            return Key { marker: Some(marker), ..Key::default() };
        }
        let width = self.outline(trace.attrs.number("line.width"));
        let path = Rect::from_center_size((0.0, 0.0), (12.0, 12.0)).to_path(0.1);
        let shape = KeyShape { path, coat: Some(Coat::Color(fill)), line: Stroke::new(line, width) };
        Key { shapes: vec![shape], ..Key::default() }
    }

    fn waterfall(self, trace: &Trace) -> Key {
        let measures = trace.column("measure");
        let measure = |index| measures.as_ref().and_then(|list| list.text(index)).unwrap_or_default();
        let count = measures.as_ref().map_or(0, Column::len);
        let total = |index: usize| matches!(measure(index).as_str(), "a" | "absolute" | "t" | "total");
        let corners: &[(&str, &str)] = if (0..count).any(total) {
            &[("increasing", "M-6,-6V6H0Z"), ("totals", "M6,6H0L-6,-6H-0Z"), ("decreasing", "M6,6V-6H0Z")]
        } else {
            &[("increasing", "M-6,-6V6H6Z"), ("decreasing", "M6,6V-6H-6Z")]
        };
        let shape = |(direction, outline): &(&'static str, &str)| {
            let (fill, line, width) = super::bar::step_paint(trace, direction);
            let mut line = Stroke::new(line, self.outline(width));
            line.miter_limit = 1.0;
            let path = BezPath::from_svg(outline).unwrap_or_default();
            KeyShape { path, coat: Some(Coat::Color(fill)), line }
        };
        Key { shapes: corners.iter().map(shape).collect(), ..Key::default() }
    }

    fn scatter(self, trace: &Trace, marks: &Marks) -> Key {
        let default = if trace.kind == "scattergeo" { "markers" } else { "lines+markers" };
        let mode = trace.attrs.str_or("mode", default);
        let (lines, markers, filled) = match marks {
            #[cfg(feature = "geo")]
            Marks::Points(points) => {
                let scatter = &points.scatter;
                (scatter.lines, scatter.markers, scatter.fill != "none")
            }
            Marks::Splom(_) => (false, true, false),
            Marks::Scatter(scatter) => (scatter.lines, scatter.markers, scatter.fill != "none"),
            _ => (mode.contains("lines"), mode.contains("markers"), trace.attrs.has("fill")),
        };
        let mut key = Key::default();
        if lines {
            let width = self.line_width(trace.attrs.number("line.width"));
            let dash = trace.attrs.text("line.dash");
            key.line = Some(Stroke::dashed(Scatter::line_color(trace), width, dash));
        }
        if filled {
            key.area = Some(Scatter::coat(trace, lines));
            key.raised = match (markers, lines) {
                (true, _) => 0.0,
                (false, true) => 2.0,
                (false, false) => 3.0,
            };
        }
        if markers {
            key.marker = Some(self.marker(trace));
        }
        key
    }

    fn marker(self, trace: &Trace) -> Spot {
        let marker = trace.attrs.at("marker");
        let first = marker
            .get("symbol")
            .map(|symbol| symbol.as_array().and_then(|list| list.first()).unwrap_or(symbol));
        let bubble = marker.get("size").and_then(Column::of).is_some();
        let size = if self.is_constant() { CONSTANT_MARKER } else { mean(&each(&marker, "size", 6.0), 6.0) };
        let opacity = mean(&each(&marker, "opacity", if bubble { 0.7 } else { 1.0 }), 1.0);
        let width = mean(&each(&marker.at("line"), "width", if bubble { 1.0 } else { 0.0 }), 0.0);
        let width = if self.is_constant() && width > 0.0 { CONSTANT_OUTLINE } else { width };
        let line = pick(&Scatter::outline_colors(trace, bubble, self.axes, self.layout), 0, DARK);
        let turned = trace.attrs.text("marker.angleref") == "previous";
        let look = Look {
            size: size.clamp(MARKER.0, MARKER.1),
            fill: pick(&Scatter::marker_colors(trace, self.axes, self.layout), 0, trace.color),
            opacity: opacity.clamp(0.2, 1.0),
            line: (line, width.clamp(0.0, MOST_OUTLINE)),
        };
        Spot {
            at: Point::ZERO,
            symbol: symbol(first),
            angle: if turned { 90.0 } else { marker.num_or("angle", 0.0) },
            standoff: -marker.num_or("standoff", 0.0),
            look,
        }
    }
}

/// The mean of the numbers among some values.
fn mean(values: &[f64], default: f64) -> f64 {
    let finite: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    if finite.is_empty() { default } else { finite.iter().sum::<f64>() / finite.len() as f64 }
}
