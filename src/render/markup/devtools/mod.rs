//! The dev tools of a page in debug mode (`dev_tools_ui`): the menu in its corner, and the errors that it lists.
//!
//! Two are told apart: that of Dash 2, whose menu is closed at first, and the bar of Dash 3 and later.

mod bar;
mod button;
mod cards;
mod fault;
mod overlay;
mod tools;

pub use button::Button;
pub use fault::Fault;
pub use tools::DevTools;

use super::element::{Content, Element};

/// The page of an app with its dev tools around it.
pub(super) fn around(tools: &DevTools, page: Vec<Content>) -> Element {
    let page = Element::new("div").attr("id", "_dash-app-content").children(page);
    let inner = if tools.classic { overlay::around(tools, page) } else { bar::around(tools, page) };
    Element::new("div").attr("id", "_dash-global-error-container").child(inner)
}

/// One of the small pictures: none is drawn.
fn icon(class: &str) -> Element {
    Element::new("svg").attr("class", class)
}

/// The callback graph, which is drawn into canvases.
fn callback_graph() -> Element {
    const LAYERS: [&str; 3] = ["layer0-selectbox", "layer1-drag", "layer2-node"];
    let canvases = LAYERS.map(|layer| Element::new("canvas").attr("data-id", layer).into());
    let drawing = Element::new("div").style("width: 100%; height: 100%;").child(
        Element::new("div")
            .class("__________cytoscape_container")
            .child(Element::new("div").children(canvases)),
    );
    let layouts = ["top-down", "left-right", "force", "force-loose"];
    let layouts = layouts.map(|name| Element::new("option").attr("value", name).text(name).into());
    Element::new("div")
        .class("dash-callback-dag--container")
        .child(drawing)
        .child(Element::new("select").class("dash-callback-dag--layoutSelector").children(layouts))
}
