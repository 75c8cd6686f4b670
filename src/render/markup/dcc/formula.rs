//! Formulas as MathJax leaves them: what it draws is not drawn here, and where a formula stands in text its source does.

use super::super::element::{Content, Element};

/// A formula in text.
pub(super) fn in_text(tex: &str, display: bool) -> Element {
    let drawn = svg().attr("width", "0").attr("height", "0");
    let container = Element::new("mjx-container").class("MathJax").attr("jax", "SVG");
    let container = container.attr_opt("display", display.then_some("true"));
    Element::new("span").child(container.child(drawn).text(tex.trim()))
}

fn svg() -> Element {
    Element::new("svg").attr("xmlns", "http://www.w3.org/2000/svg")
}

/// What plotly.js draws, with its texts that hold a formula hidden behind what MathJax makes of them.
pub(super) fn in_plot(content: Vec<Content>) -> Vec<Content> {
    content.into_iter().flat_map(replaced).collect()
}

fn replaced(content: Content) -> Vec<Content> {
    let Content::Element(mut element) = content else { return vec![content] };
    let class = element.get("class").unwrap_or_default().to_owned();
    let math = element.get("data-unformatted").is_some_and(|said| said.matches('$').count() > 1);
    if element.tag != "text" || !math {
        element.content = in_plot(element.content);
        return vec![element.into()];
    }
    let drawn = Element::new("g").class(&format!("{class}-group"));
    let drawn = drawn.child(svg().class(&format!("{class}-math")));
    vec![element.style("display: none;").into(), drawn.into()]
}
