//! Cards and tables.

use super::super::element::Element;
use super::super::view::View;

/// Renders a card.
pub(super) fn card(view: &View<'_>) -> Element {
    let color = view
        .text("color")
        .map(|color| if view.flag("outline") { format!("border-{color}") } else { format!("bg-{color}") });
    let card = view.root("div").class("card").class_if(view.flag("inverse"), "text-white");
    let card = card.class(&color.unwrap_or_default());
    if view.flag("body") {
        card.child(Element::new("div").class("card-body").children(view.children()))
    } else {
        card.children(view.children())
    }
}

/// Renders a table; a responsive one scrolls in a box around it.
pub(super) fn table(view: &View<'_>) -> Element {
    let mut table =
        Element::new("table").attr_opt("id", view.id()).class(&view.class()).style(&view.css("style"));
    table = table.class("table");
    for prop in ["color", "size"] {
        table = table.class(&view.text(prop).map(|value| format!("table-{value}")).unwrap_or_default());
    }
    for prop in ["striped", "bordered", "borderless", "hover"] {
        table = table.class_if(view.flag(prop), &format!("table-{prop}"));
    }
    let responsive = match view.text("responsive") {
        Some(up_to) => format!("table-responsive-{up_to}"),
        None if view.flag("responsive") => "table-responsive".to_owned(),
        None => return table.attr(super::super::POINTER, view.pointer.as_str()).children(view.children()),
    };
    view.outer("div").class(&responsive).child(table.children(view.children()))
}
