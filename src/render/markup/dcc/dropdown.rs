//! `dcc.Dropdown`, closed: the labels of what is selected.

use super::super::element::{Content, Element};
use super::super::icon::{CLEAR, OPEN, icon};
use super::super::option::choices;
use super::super::view::View;

/// Renders a dropdown.
pub(super) fn render(view: &View<'_>) -> Element {
    let value = view.prop("value");
    let selected: Vec<Vec<Content>> =
        choices(view).into_iter().filter(|choice| choice.is_in(value)).map(|choice| choice.label).collect();
    let count = selected.len();
    let id = view.id();
    let part = |name: &str| id.as_ref().map(|id| format!("{id}-{name}"));

    let mut shown = Element::new("span").attr_opt("id", part("value")).class("dash-dropdown-value");
    if selected.is_empty() {
        let placeholder = view.text("placeholder").unwrap_or_else(|| "Select".to_owned());
        shown = shown.class("dash-dropdown-placeholder").text(placeholder);
    }
    for label in selected {
        let label = Element::new("span").children(label);
        shown = shown.child(Element::new("span").class("dash-dropdown-value-item").child(label));
    }
    let mut trigger =
        Element::new("span").class("dash-dropdown-grid-container dash-dropdown-trigger").child(shown);
    if count > 1 {
        let number =
            Element::new("span").attr_opt("id", part("value-count")).class("dash-dropdown-value-count");
        trigger = trigger.child(number.text(format!("{count} selected")));
    }
    if count > 0 && view.flag_or("clearable", true) && !view.flag("disabled") {
        let clear = Element::new("a").class("dash-dropdown-clear").attr("title", "Clear selection");
        trigger = trigger.child(clear.child(icon(CLEAR, "")));
    }
    let button = Element::new("button")
        .attr_opt("id", id.clone())
        .attr("type", "button")
        .class("dash-dropdown")
        .class(&view.class())
        .flag("disabled", view.flag("disabled"))
        .attr("aria-expanded", "false")
        .child(trigger.child(icon(OPEN, "dash-dropdown-trigger-icon")));
    view.outer("div").class("dash-dropdown-wrapper").style(&view.css("style")).child(button)
}
