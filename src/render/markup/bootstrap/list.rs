//! Lists: list groups, breadcrumbs, pages.

use serde_json::Value;

use super::super::element::{Content, Element};
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
    let color = view.text("color").map(|color| format!("list-group-item-{color}")).unwrap_or_default();
    view.root(if href.is_some() { "a" } else { "li" })
        .attr_opt("href", href)
        .class("list-group-item")
        .class_if(view.flag("active"), "active")
        .class_if(view.flag("disabled"), "disabled")
        .class_if(view.flag("action"), "list-group-item-action")
        .class(&color)
        .children(view.children())
}

/// Renders the way to a page.
pub(super) fn breadcrumb(view: &View<'_>) -> Element {
    let items = view.list("items").iter().enumerate().map(|(at, item)| {
        let active = item.get("active").and_then(Value::as_bool).unwrap_or(false);
        let label =
            item.get("label").map(|label| view.at(label, &format!("items/{at}/label"))).unwrap_or_default();
        let part = Element::new("li").class("breadcrumb-item").class_if(active, "active");
        match item.get("href").and_then(Value::as_str).filter(|_| !active) {
            Some(href) => part.child(Element::new("a").attr("href", href).children(label)).into(),
            None => part.children(label).into(),
        }
    });
    let list = Element::new("ol").class("breadcrumb").children(items);
    view.root("nav").attr("aria-label", "breadcrumb").child(list)
}

/// Renders page numbers: all of them, or those near the active one and at the ends.
pub(super) fn pagination(view: &View<'_>) -> Element {
    let min = view.number("min_value").map_or(1, |value| value as i64);
    let max = view.number("max_value").map_or(min, |value| value as i64);
    let step = view.number("step").map_or(1, |value| (value as i64).max(1));
    let active = view.number("active_page").map_or(min, |value| value as i64);
    let near = |page: i64| {
        view.flag_or("fully_expanded", true) || page.saturating_sub(active).saturating_abs() <= step
    };
    // More pages than anyone can read are no list.
    let pages: Vec<i64> = (min..=max).step_by(step as usize).take(10_000).collect();
    let ends = |page: i64| Some(&page) == pages.first() || Some(&page) == pages.last();

    let mut items = Vec::new();
    let arrow = |sign: &str, name: &str| {
        let hidden = Element::new("span").class("visually-hidden").text(name);
        entry(vec![Element::new("span").attr("aria-hidden", "true").text(sign).into(), hidden.into()], "a")
    };
    let (first_last, previous_next) = (view.flag("first_last"), view.flag("previous_next"));
    items.extend(first_last.then(|| arrow("«", "First")));
    items.extend(previous_next.then(|| arrow("‹", "Previous")));
    let mut gap = false;
    for page in &pages {
        if near(*page) || ends(*page) {
            let is_active = *page == active;
            let item = entry(vec![Content::text(page.to_string())], if is_active { "span" } else { "a" });
            items.push(item.class_if(is_active, "active"));
            gap = false;
        } else if !gap {
            items.push(entry(vec![Content::text("…")], "span").class("disabled"));
            gap = true;
        }
    }
    items.extend(previous_next.then(|| arrow("›", "Next")));
    items.extend(first_last.then(|| arrow("»", "Last")));
    let size = view.text("size").map(|size| format!("pagination-{size}")).unwrap_or_default();
    view.root("ul").class("pagination").class(&size).children(items.into_iter().map(Element::into))
}

fn entry(label: Vec<Content>, tag: &str) -> Element {
    let link = Element::new(tag).class("page-link");
    let link = if tag == "a" { link.attr("href", "#") } else { link };
    Element::new("li").class("page-item").child(link.children(label))
}
