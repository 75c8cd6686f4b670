//! `dcc.Checklist` and `dcc.RadioItems`.

use super::super::element::Element;
use super::super::option::{Choice, choices, text};
use super::super::view::View;

/// Renders a checklist.
pub(super) fn checklist(view: &View<'_>) -> Element {
    list(view, "checkbox", "checklist")
}

/// Renders radio items.
pub(super) fn radio_items(view: &View<'_>) -> Element {
    list(view, "radio", "radioitems")
}

fn list(view: &View<'_>, kind: &str, name: &str) -> Element {
    let root = view.outer("div").attr_opt("id", view.id()).class("dash-options-list");
    let root = root.class(&format!("dash-{name}")).class(&view.class()).attr("role", "listbox");
    let options =
        choices(view).into_iter().enumerate().map(|(at, choice)| option(view, kind, name, at, choice).into());
    root.style(&view.css("style")).children(options)
}

fn option(view: &View<'_>, kind: &str, name: &str, index: usize, choice: Choice) -> Element {
    let selected = choice.is_in(view.prop("value"));
    let input = Element::new("input")
        .attr("type", kind)
        .attr_opt("name", view.id())
        .class("dash-options-list-option-checkbox")
        .class(&view.text("inputClassName").unwrap_or_default())
        .style(&view.css("inputStyle"))
        .attr("value", text(&choice.value))
        .flag("checked", selected)
        .flag("disabled", choice.disabled);
    Element::new("label")
        .class("dash-options-list-option")
        .class_if(selected, "selected")
        .class_if(view.flag("inline"), &format!("dash-{name}-inline"))
        .class(&view.text("labelClassName").unwrap_or_default())
        .style(&view.css("labelStyle"))
        .attr("role", "option")
        .attr("aria-selected", selected.to_string())
        .attr("data-option-index", index.to_string())
        .child(Element::new("span").class("dash-options-list-option-wrapper").child(input))
        .child(
            Element::new("span")
                .class("dash-options-list-option-text")
                .child(Element::new("span").children(choice.label)),
        )
}
