//! Navigation bars and menus.

use serde_json::Value;

use super::super::element::Element;
use super::super::view::View;

/// Renders the button that opens a collapsed bar.
pub(super) fn toggler(view: &View<'_>) -> Element {
    let children = view.children();
    let button = toggle_button(view.root("button"));
    if children.is_empty() {
        button.child(Element::new("span").class("navbar-toggler-icon"))
    } else {
        button.children(children)
    }
}

fn toggle_button(button: Element) -> Element {
    button.attr("type", "button").attr("aria-label", "Toggle navigation").class("navbar-toggler collapsed")
}

/// Renders a bar with a brand and links.
pub(super) fn simple(view: &View<'_>) -> Element {
    let expand = view.text("expand").unwrap_or_else(|| "md".to_owned());
    let color = view.text("color").unwrap_or_else(|| "light".to_owned());
    let bar = view
        .root("nav")
        .class("navbar")
        .class(&format!("navbar-expand-{expand} bg-{color}"))
        .class(if view.flag("dark") { "navbar-dark" } else { "navbar-light" })
        .class(&view.text("sticky").map(|side| format!("sticky-{side}")).unwrap_or_default());
    let fluid = if view.flag("fluid") { "container-fluid" } else { "container" };
    let mut inner = Element::new("div").class(fluid);
    let brand = view.content("brand");
    if !brand.is_empty() {
        let tag = if view.prop("brand_href").is_some() { "a" } else { "span" };
        inner = inner.child(
            Element::new(tag).attr_opt("href", view.text("brand_href")).class("navbar-brand").children(brand),
        );
    }
    let icon = Element::new("span").class("navbar-toggler-icon");
    let toggler = toggle_button(Element::new("button")).child(icon);
    let side = if view.flag("links_left") { "me-auto" } else { "ms-auto" };
    let links = Element::new("div").class(side).class("navbar-nav").children(view.children());
    bar.child(inner.child(toggler).child(Element::new("div").class("navbar-collapse collapse").child(links)))
}

/// Renders a menu.
pub(super) fn dropdown_menu(view: &View<'_>) -> Element {
    let nav = view.flag("nav");
    let direction = match view.text("direction").as_deref() {
        Some("up") => "dropup",
        Some("start" | "left") => "dropstart",
        Some("end" | "right") => "dropend",
        _ => "dropdown",
    };
    let label = view.content("label");
    let toggle = if nav {
        Element::new("a")
            .attr("role", "button")
            .attr("tabindex", "0")
            .attr("href", "#")
            .class("dropdown-toggle nav-link")
    } else {
        let color = view.text("color").unwrap_or_else(|| "primary".to_owned());
        let size = view.text("size").map(|size| format!("btn-{size}")).unwrap_or_default();
        let button = Element::new("button").attr("type", "button").class("dropdown-toggle btn");
        button.class(&format!("btn-{color}")).class(&size).flag("disabled", view.flag("disabled"))
    };
    let toggle = toggle
        .class(&view.text_cased("toggle_class_name").unwrap_or_default())
        .style(&view.css("toggle_style"));
    let open = view.memory().is_some_and(|memory| memory.get("open") == Some(&true.into()));
    let menu = Element::new("div").class("dropdown-menu").class_if(open, "show").children(view.children());
    let root = view.root("div").class(direction).class_if(nav, "nav-item").class_if(open, "show");
    let toggle = toggle.attr("aria-expanded", if open { "true" } else { "false" });
    root.child(toggle.children(label)).child(menu)
}

/// Renders a link of a bar or menu. One whose `active` is `exact` or `partial` tells by the address whether it leads to where the
/// visitor is.
pub(super) fn link(view: &View<'_>) -> Element {
    let path = &view.renderer.options.path;
    let active = match view.prop("active") {
        Some(Value::Bool(on)) => *on,
        Some(Value::String(how)) => view.text("href").is_some_and(|href| match how.as_str() {
            "exact" => *path == href,
            "partial" => path.starts_with(&href),
            _ => false,
        }),
        _ => false,
    };
    let link = view.root("a").class("nav-link").class_if(active, "active");
    let mut link = link.class_if(view.flag("disabled"), "disabled");
    for name in ["href", "rel", "target"] {
        link = link.attr_opt(name, view.text(name));
    }
    link.children(view.children())
}

/// Renders an entry, a heading or a line of a menu.
pub(super) fn dropdown_item(view: &View<'_>) -> Element {
    if view.flag("divider") {
        return view.root("hr").attr("role", "separator").class("dropdown-divider");
    }
    if view.flag("header") {
        return view.root("div").attr("role", "heading").class("dropdown-header").children(view.children());
    }
    let tag = if view.prop("href").is_some() { "a" } else { "button" };
    view.root(tag)
        .attr_opt("href", view.text("href"))
        .class("dropdown-item")
        .class_if(view.flag("active"), "active")
        .class_if(view.flag("disabled"), "disabled")
        .children(view.children())
}
