//! `dcc.Graph`: a box of the figure's size, and what plotly.js draws in it.

use kurbo::Size;
use serde_json::Value;

use super::super::element::Element;
use super::super::view::View;
use super::{formula, plot};

/// plotly.js's height when nothing else sets one (attribute `layout.height`), px.
const DEFAULT_HEIGHT: f64 = 450.0;
/// The margin of the page, both sides, px.
const MARGIN: f64 = 16.0;

/// Renders a graph.
///
/// The plot takes `layout.width` and `layout.height`; without them it fills the component, whose height is its
/// style's or else plotly's default.
pub(super) fn render(view: &View<'_>) -> Element {
    let figure = view.prop("figure").unwrap_or(&Value::Null);
    let size = |name: &str| figure["layout"][name].as_f64().filter(|px| *px > 0.0);
    let width = size("width").map_or_else(|| "100%".to_owned(), |px| format!("{px}px"));
    let height = size("height").map_or_else(|| "100%".to_owned(), |px| format!("{px}px"));
    let options = view.renderer.options;
    let box_size = Size::new(
        size("width").unwrap_or(options.width - MARGIN).max(1.0),
        size("height").unwrap_or(DEFAULT_HEIGHT),
    );
    let config = view.prop("config").unwrap_or(&Value::Null);
    let drawn = options.charts.elements(&view.pointer, figure, || plot::elements(figure, box_size, config));
    let drawn = if view.flag("mathjax") { formula::in_plot(drawn) } else { drawn };
    let container = Element::new("div")
        .class("user-select-none svg-container")
        .style(&format!("position: relative; overflow: hidden; width: {width}; height: {height};"))
        .children(drawn);
    let full = "width: 100%; height: 100%;";
    let plotly = Element::new("div").class("plot-container plotly").style(full).child(container);
    let plot = Element::new("div").class("js-plotly-plot").style(full).child(plotly);
    let root = view.outer("div").attr_opt("id", view.id()).class("dash-graph").class(&view.class());
    root.style(&view.css("style")).child(Element::new("div")).child(plot)
}
