//! What comes and goes: alerts, dialogs, toasts, popovers. Closed, they are not in the page.

use super::super::element::Element;
use super::super::view::View;

/// Renders an alert, open unless told otherwise.
pub(super) fn alert(view: &View<'_>) -> Vec<Element> {
    if !view.flag_or("is_open", true) {
        return Vec::new();
    }
    let color = view.text("color").unwrap_or_else(|| "success".to_owned());
    let fades = if view.flag_or("fade", true) { "fade show" } else { "" };
    let mut alert =
        view.root("div").attr("role", "alert").class(fades).class(&format!("alert alert-{color}"));
    if view.flag("dismissable") {
        alert = alert.class("alert-dismissible").child(close("Close alert"));
    }
    vec![alert.children(view.children())]
}

/// Renders a modal or an off-canvas panel when it is open, and what darkens the page behind it.
pub(super) fn dialog(view: &View<'_>) -> Vec<Element> {
    if !view.flag("is_open") {
        return Vec::new();
    }
    let kind = view.component.kind.to_ascii_lowercase();
    let behind = Element::new("div").class(&format!("fade {kind}-backdrop show"));
    let behind = behind.class(&view.text_cased("backdrop_class_name").unwrap_or_default());
    let mut parts = Vec::from_iter(view.flag_or("backdrop", true).then_some(behind));
    parts.push(if kind == "modal" { modal(view) } else { offcanvas(view) });
    parts
}

/// The dialog has the id, and the layer around it the class.
fn modal(view: &View<'_>) -> Element {
    let class = |name: &str| view.text_cased(name).unwrap_or_default();
    let size = view.text("size").map(|size| format!("modal-{size}")).unwrap_or_default();
    let content = Element::new("div").class(&class("content_class_name")).style(&view.css("content_style"));
    let content = content.class("modal-content").children(view.children());
    let dialog = Element::new("div")
        .attr_opt("id", view.id())
        .class(&class("dialog_class_name"))
        .style(&view.css("dialog_style"))
        .class("modal-dialog")
        .class(&size)
        .class_if(view.flag("centered"), "modal-dialog-centered")
        .class_if(view.flag("scrollable"), "modal-dialog-scrollable")
        .class(&full_screen(view));
    view.outer("div")
        .attr("role", "dialog")
        .attr("aria-modal", "true")
        .attr("tabindex", "-1")
        .class(&view.class())
        .class("fade modal show")
        .style(&view.css("style"))
        .style("display: block;")
        .child(dialog.child(content))
}

/// `fullscreen` is true, or the breakpoint below which it holds.
fn full_screen(view: &View<'_>) -> String {
    match view.text("fullscreen") {
        Some(below) => format!("modal-fullscreen-{below}"),
        None if view.flag("fullscreen") => "modal-fullscreen".to_owned(),
        None => String::new(),
    }
}

fn offcanvas(view: &View<'_>) -> Element {
    let side = view.text("placement").unwrap_or_else(|| "start".to_owned());
    let title = Element::new("div").class("offcanvas-title h5").children(view.content("title"));
    let header = Element::new("div").class("offcanvas-header").child(title);
    let header = if view.flag_or("close_button", true) { header.child(close("Close")) } else { header };
    let body = Element::new("div").class("offcanvas-body").children(view.children());
    view.root("div")
        .attr("role", "dialog")
        .attr("aria-modal", "true")
        .attr("tabindex", "-1")
        .class(&format!("offcanvas offcanvas-{side} show"))
        .style("visibility: visible;")
        .child(header)
        .child(body)
}

/// Renders a modal's header with the button that closes it.
pub(super) fn modal_header(view: &View<'_>) -> Element {
    let header = view.root("div").class("modal-header").children(view.children());
    if view.flag_or("close_button", true) { header.child(close("Close")) } else { header }
}

/// Renders a toast, open unless told otherwise.
pub(super) fn toast(view: &View<'_>) -> Vec<Element> {
    if !view.flag_or("is_open", true) {
        return Vec::new();
    }
    let mut header = Element::new("div").class("toast-header");
    if let Some(color) = view.text("icon") {
        header = header.child(
            Element::new("span").class(&format!("rounded bg-{color}")).style("width: 20px; height: 20px;"),
        );
    }
    header = header.child(Element::new("strong").class("me-auto ms-2").children(view.content("header")));
    if view.flag("dismissable") {
        header = header.child(close("Close"));
    }
    let body = Element::new("div").class("toast-body").children(view.children());
    vec![view.root("div").attr("role", "alert").class("fade toast show").child(header).child(body)]
}

/// Renders a tooltip or popover when it is open. Where it points to is the page's business.
pub(super) fn bubble(view: &View<'_>) -> Vec<Element> {
    if !view.flag("is_open") {
        return Vec::new();
    }
    let name = view.component.kind.to_ascii_lowercase();
    let placement = view.text("placement").unwrap_or_default();
    let side = match placement.split('-').next() {
        Some("top") => "top",
        Some("bottom") => "bottom",
        Some("left") => "start",
        _ => "end",
    };
    // As Popper places them: beside the flow of the page.
    let bubble = view.root("div").style("position: absolute;").attr("role", "tooltip");
    let bubble = bubble.class(&format!("fade {name} bs-{name}-{side} show"));
    let part = |name: &str| Element::new("div").class(name);
    let arrow = part(&format!("{name}-arrow")).style("position: absolute;");
    let arrow = (!view.flag("hide_arrow")).then(|| arrow.into());
    let bubble = bubble.children(arrow);
    vec![match name.as_str() {
        "tooltip" => bubble.child(part("tooltip-inner").children(view.children())),
        _ if view.flag("body") => bubble.child(part("popover-body").children(view.children())),
        _ => bubble.children(view.children()),
    }]
}

fn close(label: &str) -> Element {
    Element::new("button").attr("type", "button").class("btn-close").attr("aria-label", label)
}
