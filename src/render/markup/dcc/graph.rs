//! `dcc.Graph`: a box of the figure's size. What is drawn in it is the chart's business.

use serde_json::Value;

use super::super::element::Element;
use super::super::view::View;

/// plotly.js's height when nothing else sets one (attribute `layout.height`), px.
const DEFAULT_HEIGHT: f64 = 450.0;

/// Renders a graph's box.
///
/// The plot takes `layout.width` and `layout.height`; without them it fills the component, whose height is its
/// style's or else plotly's default. The inner box gives that default: it counts only where `100%` has nothing to
/// refer to.
pub(super) fn render(view: &View<'_>) -> Element {
    let layout = view.object("figure").and_then(|figure| figure.get("layout"));
    let size = |name: &str| {
        layout.and_then(|layout| layout.get(name)).and_then(Value::as_f64).filter(|px| *px > 0.0)
    };
    let width = size("width").map_or_else(|| "100%".to_owned(), |px| format!("{px}px"));
    let height = size("height").map_or_else(|| "100%".to_owned(), |px| format!("{px}px"));
    let filler =
        Element::new("div").style(&format!("height: {}px;", size("height").unwrap_or(DEFAULT_HEIGHT)));
    let container = Element::new("div")
        .class("svg-container")
        .style(&format!("position: relative; overflow: hidden; width: {width}; height: {height};"))
        .child(filler);
    let full = "width: 100%; height: 100%;";
    let plotly = Element::new("div").class("plot-container plotly").style(full).child(container);
    let plot = Element::new("div").class("js-plotly-plot").style(full).child(plotly);
    let root = view.outer("div").attr_opt("id", view.id()).class("dash-graph").class(&view.class());
    root.style(&view.css("style")).child(plot)
}
