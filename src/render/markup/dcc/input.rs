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

/// Renders an input, from Dash 4 on in a container with the buttons of a number.
pub(super) fn input(view: &View<'_>) -> Element {
    let kind = view.text("type").unwrap_or_else(|| "text".to_owned());
    let mut control = control(view, "input").attr("type", kind.as_str());
    if view.prop("step").is_none() {
        control = control.attr("step", "any");
    }
    control = control.attr("value", shown(view));
    if view.is_classic() {
        let control = control.attr(super::super::POINTER, view.pointer.as_str()).class("dash-input");
        return control.class(&view.class()).style(&view.css("style"));
    }
    for (name, usual) in [("autocomplete", "off"), ("inputmode", "verbatim")] {
        if control.get(name).is_none() {
            control = control.attr(name, usual);
        }
    }
    let mut root = view.outer("div").class("dash-input-container dash-input").class(&view.class());
    root = root.style(&view.css("style")).child(control.class("dash-input-element").loading(view));
    if kind == "number" {
        let now = view.number("value").unwrap_or(0.0);
        let ends = [
            view.number("min").is_some_and(|min| now <= min),
            view.number("max").is_some_and(|max| now >= max),
        ];
        let ends = ends.map(|at_end| view.flag("disabled") || at_end);
        root = root.children(steppers(view.id().as_deref(), ends).map(Into::into));
    }
    root
}

/// The buttons of a number, which are disabled or not.
pub(super) fn steppers(controls: Option<&str>, disabled: [bool; 2]) -> impl Iterator<Item = Element> {
    let named = [("decrement", "Decrease value", "−"), ("increment", "Increase value", "+")];
    named.into_iter().zip(disabled).map(move |((name, says, sign), disabled)| {
        let stepper = Element::new("button").attr("type", "button").class("dash-input-stepper");
        let stepper = stepper.class(&format!("dash-stepper-{name}")).attr_opt("aria-controls", controls);
        stepper.flag("disabled", disabled).attr("aria-label", says).text(sign)
    })
}

/// Renders a text area.
pub(super) fn textarea(view: &View<'_>) -> Element {
    let area = control(view, "textarea").class(if view.is_classic() { "" } else { "dash-textarea" });
    let area = area.class(&view.class()).style(&view.css("style"));
    area.attr(super::super::POINTER, view.pointer.as_str()).text(shown(view))
}

/// What is in the field: what was typed, or the value.
fn shown(view: &View<'_>) -> String {
    let typed = view.renderer.options.typed.get(&view.pointer).cloned();
    typed.or_else(|| view.text("value")).unwrap_or_default()
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
