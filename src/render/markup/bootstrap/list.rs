//! Lists: list groups, breadcrumbs, pages.

use serde_json::Value;

use super::super::element::Element;
use super::super::view::View;

/// Renders a list group.
pub(super) fn group(view: &View<'_>) -> Element {
    let group = view.root("ul").class("list-group").class_if(view.flag("flush"), "list-group-flush");
    let group = match view.text("horizontal") {
        Some(from) => group.class(&format!("list-group-horizontal-{from}")),
        None => group.class_if(view.flag("horizontal"), "list-group-horizontal"),
    };
    group.class_if(view.flag("numbered"), "list-group-numbered").children(view.children())
}

/// Renders an item of a list group.
pub(super) fn item(view: &View<'_>) -> Element {
    let href = view.text("href");
    let disabled = view.flag("disabled");
    let color = view.text("color").map(|color| format!("list-group-item-{color}")).unwrap_or_default();
    view.root(if href.is_some() { "a" } else { "li" })
        .attr_opt("href", href)
        .class("list-group-item")
        .class_if(view.flag("active"), "active")
        .class_if(disabled, "disabled")
        .class_if(view.flag("action"), "list-group-item-action")
        .class(&color)
        .attr_opt("tabindex", disabled.then_some("-1"))
        .attr_opt("aria-disabled", disabled.then_some("true"))
        .children(view.children())
}

/// Renders the way to a page.
pub(super) fn breadcrumb(view: &View<'_>) -> Element {
    let items = view.list("items").iter().enumerate().map(|(at, item)| {
        let active = item.get("active").and_then(Value::as_bool).unwrap_or(false);
        let label =
            item.get("label").map(|label| view.at(label, &format!("items/{at}/label"))).unwrap_or_default();
        let part = Element::new("li").class("breadcrumb-item").class_if(active, "active");
        let part = part.attr_opt("aria-current", active.then_some("page"));
        match item.get("href").and_then(Value::as_str).filter(|_| !active) {
            Some(href) => part.child(Element::new("a").attr("href", href).children(label)).into(),
            None => part.children(label).into(),
        }
    });
    let list = Element::new("ol").class("breadcrumb").children(items);
    view.root("nav").attr("aria-label", "breadcrumb").child(list)
}
