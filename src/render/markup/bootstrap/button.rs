//! Buttons, which are links when they have an address.

use super::super::element::Element;
use super::super::view::View;

/// Renders a button.
pub(super) fn render(view: &View<'_>) -> Element {
    let outline = if view.flag("outline") { "outline-" } else { "" };
    let color = view.text("color").unwrap_or_else(|| "primary".to_owned());
    let size = view.text("size").map(|size| format!("btn-{size}")).unwrap_or_default();
    let button = match view.text("href") {
        Some(href) => view.root("a").attr("href", href).attr("role", "button"),
        None => {
            view.root("button").flag("disabled", view.flag("disabled")).attr_opt("type", view.text("type"))
        }
    };
    button
        .class("btn")
        .class_if(view.flag("active"), "active")
        .class_if(view.flag("disabled") && view.prop("href").is_some(), "disabled")
        .class(&format!("btn-{outline}{color}"))
        .class(&size)
        .attr_opt("title", view.text("title"))
        .children(view.children())
}
