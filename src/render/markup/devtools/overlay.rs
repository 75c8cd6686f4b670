//! The menu of Dash 2, and the errors over its page.

use super::super::element::Element;
use super::tools::Popup;
use super::{DevTools, callback_graph, cards, icon};

/// The page with the menu in its corner.
pub(super) fn around(tools: &DevTools, page: Element) -> Element {
    let div = |class: &str| Element::new("div").class(class);
    let state = if tools.menu { "open" } else { "closed" };
    let errors = tools.popup == Some(Popup::Errors);
    let listed = (errors && tools.count() > 0).then(|| cards::list(tools).into());
    let errors = Element::new("div").class_if(tools.count() > 0, "dash-fe-errors").children(listed);
    let overlay = Element::new("div")
        .child(Element::new("div").child(page))
        .child(div("dash-error-menu").child(errors));
    Element::new("div")
        .children(alerts(tools).map(Into::into))
        .child(div(&format!("dash-debug-menu__outer dash-debug-menu__outer--{state}")).child(menu(tools)))
        .child(
            div(&format!("dash-debug-menu dash-debug-menu--{state}"))
                .child(icon("dash-debug-menu__icon dash-debug-menu__icon--debug")),
        )
        .child(overlay)
}

/// What a closed menu tells all the same.
fn alerts(tools: &DevTools) -> Option<Element> {
    let count = tools.count();
    if tools.menu || (count == 0 && !tools.unreachable) {
        return None;
    }
    let div = |class: &str| Element::new("div").class(class);
    let mut alert = div("dash-debug-alert");
    if count > 0 {
        alert = alert.child(div("dash-debug-error-count").text(format!("🛑 {count}")));
    }
    if tools.unreachable {
        alert = alert.child(div("dash-debug-disconnected").text("🚫"));
    }
    Some(div("dash-debug-alert-label").child(alert))
}

fn menu(tools: &DevTools) -> Element {
    let content = Element::new("div").class("dash-debug-menu__content");
    if !tools.menu {
        return content;
    }
    let status = match (tools.reloads, tools.unreachable) {
        (false, _) => "cold",
        (true, false) => "available",
        (true, true) => "unavailable",
    };
    let count = tools.count();
    let errors = format!("{count} Error{}", if count == 1 { "" } else { "s" });
    content
        .children(tools.graph.then(|| callback_graph().into()))
        .child(button("callbacks", tools.graph, "graph", "Callbacks"))
        .child(button("errors", tools.popup == Some(Popup::Errors), "bell", &errors))
        .child(button(status, false, "indicator", "Server"))
}

fn button(kind: &str, enabled: bool, picture: &str, label: &str) -> Element {
    let button = Element::new("div")
        .class(&format!("dash-debug-menu__button dash-debug-menu__button--{kind}"))
        .class_if(enabled, "dash-debug-menu__button--enabled")
        .child(icon(&format!("dash-debug-menu__icon dash-debug-menu__icon--{picture}")))
        .child(Element::new("label").class("dash-debug-menu__button-label").text(label));
    Element::new("div").class("dash-debug-menu__button-container").child(button)
}
