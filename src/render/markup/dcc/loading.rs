//! `dcc.Loading` and its spinners.

use super::super::element::{Content, Element};
use super::super::view::View;

/// What covers the content while it is loading.
const COVERING: &str = "visibility: visible; position: absolute; top: 0px; height: 100%; width: 100%; display: flex; \
     justify-content: center; align-items: center;";

/// Renders what is loading, with a spinner as long as the page keeps one there.
pub(super) fn render(view: &View<'_>) -> Element {
    let spins = view.memory().is_some_and(|memory| memory.get("spins") == Some(&true.into()));
    let parent_class = view.text("parent_className").unwrap_or_default();
    let mut inner = Element::new("div").class(&parent_class);
    if spins {
        inner = inner.style("visibility: hidden;").style(&view.css("overlay_style"));
    }
    let inner = inner.style(&view.css("parent_style")).children(view.children());
    let mut cover = Element::new("div").attr_opt("id", view.id());
    if spins {
        cover = cover.style(COVERING);
        cover = match view.prop("custom_spinner") {
            Some(_) => cover.children(view.content("custom_spinner")),
            None => cover.child(spinner(view)),
        };
    }
    view.outer("div")
        .style("position: relative;")
        .style(&view.css("parent_style"))
        .class(&parent_class)
        .child(inner)
        .child(cover)
}

fn spinner(view: &View<'_>) -> Element {
    let mut root = Element::new("div")
        .style(&view.css("style"))
        .class(if view.flag("fullscreen") { "dash-spinner-container" } else { "" })
        .class(&view.class());
    let titles = view.renderer.options.loading.within(&view.pointer).filter(|_| view.flag("debug"));
    let titles = titles.map(|one| {
        let mark = if view.renderer.options.dash_version < (3, 0, 0) { "" } else { "#" };
        let says = format!("Loading {mark}{}'s {}", one.id, one.property);
        Content::from(Element::new("h3").class("dash-loading-title").text(says))
    });
    let kind = view.text("type");
    let drawn = drawing(kind.as_deref().unwrap_or("default"));
    if kind.as_deref() == Some("graph") {
        return root.child(Element::new("div").children(titles).child(drawn));
    }
    root = root.children(titles);
    root.child(drawn)
}

/// The moving picture.
fn drawing(kind: &str) -> Element {
    let part = |class: String| Element::new("div").class(&class).into();
    let spinner = |class: &str| Element::new("div").class("dash-spinner").class(class);
    let named = |prefix: &str, names: &[&str]| -> Vec<Content> {
        names.iter().map(|name| part(format!("{prefix}{name}"))).collect()
    };
    let numbered = |prefix: &str, count: u32, more: &str| -> Vec<Content> {
        (1..=count).map(|number| part(format!("{prefix}{number}{more}"))).collect()
    };
    match kind {
        "circle" => spinner("dash-sk-circle").children(numbered("dash-sk-circle", 12, " dash-sk-child")),
        "dot" => spinner("dash-dot-spinner").children(numbered("dash-dot-spinner-bounce", 3, "")),
        "cube" => {
            let sides = ["front", "back", "right", "left", "top", "bottom"];
            let sides = named("dash-cube-side dash-cube-side--", &sides);
            spinner("dash-cube-container").child(Element::new("div").class("dash-cube").children(sides))
        }
        "graph" => {
            let bottom = |content| Element::new("div").class("dash-graph-spinner__bottom").children(content);
            let counts = ["one", "two", "three", "four"];
            let background = Element::new("div").class("dash-graph-spinner__background");
            let background = background.children(named("dash-dot dash-dot__", &counts));
            spinner("dash-graph-spinner")
                .child(bottom(named("dash-bar dash-bar__", &counts[..3])))
                .child(background.child(bottom(named("dash-vert dash-vert__", &counts))))
        }
        _ => spinner("dash-default-spinner").children(numbered("dash-default-spinner-rect", 5, "")),
    }
}
