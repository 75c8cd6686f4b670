//! Buttons, which are links when they have an address.

use super::super::element::Element;
use super::super::view::View;

/// Renders a button.
pub(super) fn render(view: &View<'_>) -> Element {
    let outline = if view.flag("outline") { "outline-" } else { "" };
    let color = view.text("color").unwrap_or_else(|| "primary".to_owned());
    let size = view.text("size").map(|size| format!("btn-{size}")).unwrap_or_default();
    let mut button = match view.text("href").filter(|_| !view.flag("disabled")) {
        Some(href) => {
            let mut link = view.root("a").attr("href", href).attr("role", "button");
            for name in ["download", "rel", "target"] {
                link = link.attr_opt(name, view.text(name));
            }
            link
        }
        None => view.root("button").flag("disabled", view.flag("disabled")),
    };
    if button.tag == "button" {
        for name in ["type", "name", "value"] {
            button = button.attr_opt(name, view.text(name));
        }
    }
    button
        .class("btn")
        .class_if(view.flag("active"), "active")
        .class(&format!("btn-{outline}{color}"))
        .class(&size)
        .attr_opt("title", view.text("title"))
        .children(view.children())
}
