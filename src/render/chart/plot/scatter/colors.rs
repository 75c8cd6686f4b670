//! The colours of a scatter trace's marks, each falling back on another's (plotly's scatter defaults).

use super::Scatter;
use crate::render::chart::attrs::Attrs;
use crate::render::chart::color::DARK;
use crate::render::chart::column::Column;
use crate::render::chart::plot::paint::{ColorAxes, colors};
use crate::render::chart::plot::trace::Trace;
use crate::render::scene::Color;

impl Scatter {
    /// The line's: its own, its markers', or the trace's turn of the colorway.
    pub(crate) fn line_color(trace: &Trace) -> Color {
        trace.attrs.color("line.color").or(trace.attrs.color("marker.color")).unwrap_or(trace.color)
    }

    /// The area's under the line: half of the line's, or of the markers' where there is no line, or of their
    /// outlines' where the markers have a colour each.
    pub(crate) fn fill_color(trace: &Trace, lines: bool) -> Color {
        let marker = trace.attrs.at("marker");
        let is_list = |attrs: &Attrs| attrs.get("color").and_then(Column::of).is_some();
        let marks = || match (is_list(&marker), is_list(&marker.at("line"))) {
            _ if trace.attrs.str("mode").is_some_and(|mode| !mode.contains("markers")) => trace.color,
            (true, true) => trace.color,
            (true, false) => {
                let bubble = marker.get("size").and_then(Column::of).is_some();
                let outlines = Self::outline_colors(trace, bubble, &ColorAxes::default(), &Attrs::default());
                outlines.first().copied().unwrap_or(trace.color)
            }
            _ => marker.color("color").or(trace.attrs.color("line.color")).unwrap_or(trace.color),
        };
        let base = || if lines { Self::line_color(trace) } else { marks() };
        trace.attrs.color("fillcolor").unwrap_or_else(|| base().faded(0.5))
    }

    /// The markers': their own, the line's, or the trace's turn of the colorway; one for all or one each.
    pub(crate) fn marker_colors(trace: &Trace, axes: &ColorAxes, layout: &Attrs) -> Vec<Color> {
        let default = trace.attrs.color("line.color").unwrap_or(trace.color);
        colors(&trace.attrs.at("marker"), default, axes, layout)
    }

    /// The markers' outlines': their own, a line's of another colour than the markers, else white around bubbles.
    pub(crate) fn outline_colors(
        trace: &Trace,
        bubble: bool,
        axes: &ColorAxes,
        layout: &Attrs,
    ) -> Vec<Color> {
        let marker = trace.attrs.at("marker");
        let other = trace
            .attrs
            .color("line.color")
            .filter(|line| marker.has("color") && marker.color("color").is_none_or(|own| own != *line));
        let default = other.unwrap_or(if bubble { Color::WHITE } else { DARK });
        colors(&marker.at("line"), default, axes, layout)
    }

    /// The error bars': the line's where there is one, else the markers'.
    pub(crate) fn error_color(trace: &Trace, lines: bool, axes: &ColorAxes, layout: &Attrs) -> Color {
        if lines {
            return Self::line_color(trace);
        }
        Self::marker_colors(trace, axes, layout).first().copied().unwrap_or(trace.color)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn first_marker(trace: &serde_json::Value) -> Option<Color> {
        let (data, layout) = ([Attrs::new([trace])], Attrs::default());
        let traces = Trace::all(&data, &layout);
        Scatter::marker_colors(traces.first()?, &ColorAxes::default(), &layout).first().copied()
    }

    #[test]
    fn areas_take_half_the_colour_of_what_is_drawn_around_them() {
        let fill = |trace: &serde_json::Value| {
            let (data, layout) = ([Attrs::new([trace])], Attrs::default());
            Trace::all(&data, &layout).first().map(|trace| Scatter::fill_color(trace, false))
        };
        let red = json!({"mode": "markers", "marker": {"color": "red"}});
        assert_eq!(fill(&red), Some(Color::rgb(255, 0, 0).faded(0.5)));
        let texts = json!({"mode": "text", "marker": {"color": "red"}});
        assert_eq!(fill(&texts), Some(crate::render::chart::COLORWAY[0].faded(0.5)));
        let bubbles = json!({"mode": "markers", "marker": {"color": [1, 2], "size": [3, 4]}});
        assert_eq!(fill(&bubbles), Some(Color::WHITE.faded(0.5)));
    }

    #[test]
    fn markers_take_the_colour_of_their_line() {
        let orange = json!({"line": {"color": "#ff8800"}});
        assert_eq!(first_marker(&orange), Some(Color::rgb(255, 136, 0)));
        let own = json!({"line": {"color": "#ff8800"}, "marker": {"color": "red"}});
        assert_eq!(first_marker(&own), Some(Color::rgb(255, 0, 0)));
    }
}
