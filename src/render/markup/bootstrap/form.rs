//! Form controls.

use super::super::POINTER;
use super::super::element::Element;
use super::super::html::attribute_name;
use super::super::option::{choices, text};
use super::super::view::View;

/// Props that are attributes of a control.
const ATTRIBUTES: &[&str] = &[
    "autocomplete",
    "list",
    "max",
    "maxlength",
    "min",
    "minlength",
    "name",
    "pattern",
    "placeholder",
    "rows",
    "step",
    "title",
];

/// Renders an input.
pub(super) fn input(view: &View<'_>) -> Element {
    let plain = if view.flag("plaintext") { "form-control-plaintext" } else { "form-control" };
    let step = view.text("step").unwrap_or_else(|| "any".to_owned());
    let input = control(view, "input", plain).attr_opt("type", view.text("type")).attr("step", step);
    input.attr_opt("value", view.text("value"))
}

/// Renders a text area.
pub(super) fn textarea(view: &View<'_>) -> Element {
    control(view, "textarea", "form-control").text(view.text("value").unwrap_or_default())
}

/// Renders a select with its options.
pub(super) fn select(view: &View<'_>) -> Element {
    let value = view.prop("value").map(text);
    let first = Element::new("option").attr("value", "").flag("disabled", true).flag("hidden", true);
    let first = first.flag("selected", value.is_none()).text(view.text("placeholder").unwrap_or_default());
    let mut select = control(view, "select", "form-select").child(first);
    for choice in choices(view) {
        let own = text(&choice.value);
        let option = Element::new("option").flag("selected", Some(&own) == value.as_ref()).attr("value", own);
        select = select.child(option.flag("disabled", choice.disabled).children(choice.label));
    }
    select
}

fn control(view: &View<'_>, tag: &str, class: &str) -> Element {
    let size = view.text("size").map(|size| format!("{class}-{size}")).unwrap_or_default();
    let mut control = view
        .root(tag)
        .class_if(view.flag("valid"), "is-valid")
        .class_if(view.flag("invalid"), "is-invalid")
        .class(&size)
        .class(class)
        .flag("disabled", view.flag("disabled"))
        .flag("readonly", view.flag("readonly"))
        .flag("required", view.flag("required"));
    for name in ATTRIBUTES {
        control = control.attr_opt(&attribute_name(name), view.text(name));
    }
    control
}

/// Renders a checklist or radio items.
pub(super) fn choices_list(view: &View<'_>) -> Element {
    let radio = view.component.kind == "RadioItems";
    let id = view.id().unwrap_or_default();
    let value = view.prop("value");
    let class = |name: &str| view.text_cased(name).unwrap_or_default();
    let items = choices(view).into_iter().map(|choice| {
        let checked = choice.is_in(value);
        let checked_css = |name: &str| if checked { view.css_cased(name) } else { String::new() };
        let input_id = format!(
            "_dbcprivate_{}_{id}_input_{}",
            view.component.kind.to_ascii_lowercase(),
            text(&choice.value)
        );
        let input = Element::new("input")
            .attr("id", input_id.as_str())
            .class("form-check-input")
            .class(&class("input_class_name"))
            .class_if(checked, &class("input_checked_class_name"))
            .style(&view.css_cased("input_style"))
            .style(&checked_css("input_checked_style"))
            .attr("type", if radio { "radio" } else { "checkbox" })
            .attr("value", text(&choice.value))
            .flag("checked", checked)
            .flag("disabled", choice.disabled);
        let label = Element::new("label").class("form-check-label").attr("for", input_id);
        let label = label
            .class(&class("label_class_name"))
            .class_if(checked, &class("label_checked_class_name"))
            .style(&view.css_cased("label_style"))
            .style(&checked_css("label_checked_style"));
        let item = Element::new("div")
            .class("form-check")
            .class_if(view.flag("inline"), "form-check-inline")
            .class_if(view.flag("switch"), "form-switch");
        item.child(input).child(label.children(choice.label)).into()
    });
    view.root("div").children(items)
}

/// Renders a single checkbox, switch or radio button.
pub(super) fn toggle(view: &View<'_>) -> Element {
    let kind = if view.component.kind == "RadioButton" { "radio" } else { "checkbox" };
    let input = Element::new("input")
        .attr_opt("id", view.id())
        .class("form-check-input")
        .attr("type", kind)
        .flag("checked", view.flag("value"))
        .flag("disabled", view.flag("disabled"));
    let label = Element::new("label").class("form-check-label form-label").attr_opt("for", view.id());
    let root =
        Element::new("div").attr(POINTER, view.pointer.as_str()).class(&view.class()).class("form-check");
    root.class_if(view.component.kind == "Switch", "form-switch")
        .style(&view.css("style"))
        .child(input)
        .child(label.children(view.content("label")))
}
