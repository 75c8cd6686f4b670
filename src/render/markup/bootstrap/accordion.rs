//! Accordions: all contents are in the page, those of open items are shown.

use serde_json::Value;

use super::super::element::Element;
use super::super::view::View;

/// Renders an accordion.
pub(super) fn render(view: &View<'_>) -> Element {
    let items = view.child_views();
    let open = match view.prop("active_item") {
        Some(Value::String(id)) => vec![id.clone()],
        Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None if !view.component.props.contains_key("active_item") && !view.flag("start_collapsed") => {
            items.first().map(|first| id(first, 0)).into_iter().collect()
        }
        _ => Vec::new(),
    };
    let items = items.iter().enumerate().map(|(at, one)| item(one, open.contains(&id(one, at))).into());
    view.root("div").class("accordion").class_if(view.flag("flush"), "accordion-flush").children(items)
}

fn id(item: &View<'_>, at: usize) -> String {
    item.text("item_id").unwrap_or_else(|| format!("item-{at}"))
}

fn item(item: &View<'_>, open: bool) -> Element {
    let button = Element::new("button")
        .attr("type", "button")
        .attr("aria-expanded", open.to_string())
        .class("accordion-button")
        .class_if(!open, "collapsed")
        .children(item.content("title"));
    let body = Element::new("div").class("accordion-body").children(item.children());
    item.root("div")
        .class("accordion-item")
        .child(Element::new("h2").class("accordion-header").child(button))
        .child(Element::new("div").class("accordion-collapse collapse").class_if(open, "show").child(body))
}
