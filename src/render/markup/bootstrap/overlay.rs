//! What comes and goes: alerts, dialogs, toasts, popovers. Closed, they are not in the page.

use super::super::element::Element;
use super::super::view::View;

/// Renders an alert, open unless told otherwise.
pub(super) fn alert(view: &View<'_>) -> Vec<Element> {
    if !view.flag_or("is_open", true) {
        return Vec::new();
    }
    let color = view.text("color").unwrap_or_else(|| "success".to_owned());
    let mut alert = view.root("div").attr("role", "alert").class(&format!("fade alert alert-{color} show"));
    if view.flag("dismissable") {
        alert = alert.class("alert-dismissible").child(close("Close alert"));
    }
    vec![alert.children(view.children())]
}

/// Renders a modal or an off-canvas panel when it is open.
pub(super) fn dialog(view: &View<'_>) -> Vec<Element> {
    if !view.flag("is_open") {
        return Vec::new();
    }
    if view.component.kind == "Modal" {
        let size = view.text("size").map(|size| format!("modal-{size}")).unwrap_or_default();
        let content = Element::new("div").class("modal-content").children(view.children());
        let dialog = Element::new("div").class("modal-dialog").class(&size);
        let dialog = dialog.class_if(view.flag("centered"), "modal-dialog-centered").child(content);
        return vec![
            view.root("div")
                .attr("role", "dialog")
                .class("fade modal show")
                .style("display: block;")
                .child(dialog),
        ];
    }
    let side = view.text("placement").unwrap_or_else(|| "start".to_owned());
    let title = Element::new("div").class("offcanvas-title h5").children(view.content("title"));
    let header = Element::new("div").class("offcanvas-header").child(title);
    let header = if view.flag_or("close_button", true) { header.child(close("Close")) } else { header };
    let body = Element::new("div").class("offcanvas-body").children(view.children());
    vec![
        view.root("div")
            .attr("role", "dialog")
            .class(&format!("offcanvas offcanvas-{side} show"))
            .child(header)
            .child(body),
    ]
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
    let name = view.component.kind.to_ascii_lowercase();
    let open = view.flag("is_open");
    if open {
        vec![view.root("div").class(&name).class("show").children(view.children())]
    } else {
        Vec::new()
    }
}

fn close(label: &str) -> Element {
    Element::new("button").attr("type", "button").class("btn-close").attr("aria-label", label)
}
