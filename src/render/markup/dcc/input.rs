//! `dcc.Input`, `dcc.Textarea` and `dcc.Button`.

use super::super::element::Element;
use super::super::html::attribute_name;
use super::super::view::View;

/// Props that are attributes of the control.
const ATTRIBUTES: &[&str] = &[
    "autoComplete",
    "cols",
    "form",
    "inputMode",
    "list",
    "max",
    "maxLength",
    "min",
    "minLength",
    "name",
    "pattern",
    "placeholder",
    "rows",
    "size",
    "step",
    "title",
    "wrap",
];

/// Renders an input in its container.
pub(super) fn input(view: &View<'_>) -> Element {
    let kind = view.text("type").unwrap_or_else(|| "text".to_owned());
    let control = control(view, "input").attr("type", kind.as_str()).class("dash-input-element");
    let control = control.attr_opt("value", view.text("value"));
    let mut root = view.outer("div").class("dash-input-container dash-input").class(&view.class());
    root = root.style(&view.css("style")).child(control);
    if kind == "number" {
        for (name, sign) in [("decrement", "−"), ("increment", "+")] {
            let stepper = Element::new("button").attr("type", "button").class("dash-input-stepper");
            root = root.child(stepper.class(&format!("dash-stepper-{name}")).text(sign));
        }
    }
    root
}

/// Renders a text area.
pub(super) fn textarea(view: &View<'_>) -> Element {
    let area =
        control(view, "textarea").class("dash-textarea").class(&view.class()).style(&view.css("style"));
    area.attr(super::super::POINTER, view.pointer.as_str()).text(view.text("value").unwrap_or_default())
}

/// Renders a button.
pub(super) fn button(view: &View<'_>) -> Element {
    let button = view.outer("button").class("dash-button").class(&view.class()).attr_opt("id", view.id());
    let kind = view.text("type").unwrap_or_else(|| "button".to_owned());
    let button = button.attr("type", kind).flag("disabled", view.flag("disabled"));
    button.style(&view.css("style")).children(view.children())
}

fn control(view: &View<'_>, tag: &str) -> Element {
    let mut control = Element::new(tag).attr_opt("id", view.id());
    for name in ATTRIBUTES {
        control = control.attr_opt(&attribute_name(name), view.text(name));
    }
    control
        .flag("disabled", view.flag("disabled"))
        .flag("readonly", view.flag("readOnly"))
        .flag("required", view.flag("required"))
}
