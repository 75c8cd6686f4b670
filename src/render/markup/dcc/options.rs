//! `dcc.Checklist` and `dcc.RadioItems`, and the list of options that Dash 4's dropdown shows too.

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

fn list(view: &View<'_>, kind: &'static str, name: &str) -> Element {
    let root = view.outer("div").attr_opt("id", view.id());
    if view.is_classic() {
        let options = choices(view).into_iter().map(|choice| labelled(view, kind, choice).into());
        return root.class(&view.class()).style(&view.css("style")).children(options);
    }
    let root = root.class("dash-options-list").class(&format!("dash-{name}")).class(&view.class());
    let value = view.prop("value");
    let entry = Entry { view, kind, group: view.id() };
    let options = choices(view).into_iter().enumerate().map(|(at, choice)| {
        let selected = choice.is_in(value);
        let inline = if view.flag("inline") { format!("dash-{name}-inline") } else { String::new() };
        entry.element(at, choice, selected, &inline).into()
    });
    root.attr("role", "listbox").style(&view.css("style")).children(options)
}

/// An entry before Dash 4.
fn labelled(view: &View<'_>, kind: &str, choice: Choice) -> Element {
    let input = Element::new("input")
        .attr("type", kind)
        .flag("checked", choice.is_in(view.prop("value")))
        .flag("disabled", choice.disabled)
        .class(&view.text("inputClassName").unwrap_or_default())
        .style(&view.css("inputStyle"));
    let display = if view.flag("inline") { "inline-block" } else { "block" };
    Element::new("label")
        .style(&format!("display: {display};"))
        .style(&view.css("labelStyle"))
        .class(&view.text("labelClassName").unwrap_or_default())
        .attr_opt("title", choice.title)
        .child(input)
        .children(choice.label)
}

/// How Dash 4 shows one option among others.
pub(super) struct Entry<'v, 'a> {
    pub(super) view: &'v View<'a>,
    /// The type of its box.
    pub(super) kind: &'static str,
    /// The name that the boxes share.
    pub(super) group: Option<String>,
}

impl Entry<'_, '_> {
    pub(super) fn element(&self, index: usize, choice: Choice, selected: bool, class: &str) -> Element {
        let view = self.view;
        let input = Element::new("input")
            .attr("type", self.kind)
            .attr_opt("name", self.group.clone())
            .class("dash-options-list-option-checkbox")
            .class(&view.text("inputClassName").unwrap_or_default())
            .style(&view.css("inputStyle"))
            .attr("value", text(&choice.value))
            .flag("readonly", true)
            .flag("checked", selected)
            .flag("disabled", choice.disabled);
        Element::new("label")
            .class("dash-options-list-option")
            .class_if(selected, "selected")
            .class(class)
            .attr("role", "option")
            .attr("aria-selected", selected.to_string())
            .attr("data-option-index", index.to_string())
            .child(Element::new("span").class("dash-options-list-option-wrapper").child(input))
            .child(
                Element::new("span")
                    .class("dash-options-list-option-text")
                    .class(&view.text("labelClassName").unwrap_or_default())
                    .style(&view.css("labelStyle"))
                    .attr_opt("title", choice.title.clone())
                    .children(choice.shown()),
            )
    }
}
