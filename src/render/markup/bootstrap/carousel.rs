//! Carousels: all slides are in the page, the active one is shown.

use serde_json::Value;

use super::super::element::{Content, Element};
use super::super::view::View;

/// Renders a carousel.
pub(super) fn render(view: &View<'_>) -> Element {
    let active = view.number("active_index").map_or(0, |index| index as usize);
    let items = view.list("items");
    let marks = (0..items.len()).map(|index| {
        let mark = Element::new("button").attr("type", "button").class_if(index == active, "active");
        let mark = mark.attr("aria-label", format!("Slide {}", index + 1));
        Content::from(mark.attr("aria-current", (index == active).to_string()))
    });
    let slides = items.iter().enumerate().map(|(index, item)| slide(item, index == active).into());
    let mut carousel = Element::new("div").attr_opt("id", view.id()).class("slide carousel");
    if view.flag_or("indicators", true) {
        carousel = carousel.child(Element::new("div").class("carousel-indicators").children(marks));
    }
    carousel = carousel.child(Element::new("div").class("carousel-inner").children(slides));
    if view.flag_or("controls", true) {
        carousel = carousel.child(control("prev", "Previous")).child(control("next", "Next"));
    }
    view.outer("div").class(&view.class()).style(&view.css("style")).child(carousel)
}

fn slide(item: &Value, active: bool) -> Element {
    let text = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
    let class = text("img_class_name").unwrap_or_else(|| "d-block w-100".to_owned());
    let image = Element::new("img").class(&class).attr_opt("src", text("src")).attr_opt("alt", text("alt"));
    let mut caption = Element::new("div").class("carousel-caption");
    for (tag, name) in [("h5", "header"), ("p", "caption")] {
        if let Some(text) = text(name) {
            caption = caption.child(Element::new(tag).text(text));
        }
    }
    Element::new("div").class_if(active, "active").class("carousel-item").child(image).child(caption)
}

fn control(side: &str, name: &str) -> Element {
    let control = Element::new("a").attr("role", "button").attr("tabindex", "0").attr("href", "#");
    let icon = Element::new("span").attr("aria-hidden", "true");
    control
        .class(&format!("carousel-control-{side}"))
        .child(icon.class(&format!("carousel-control-{side}-icon")))
        .child(Element::new("span").class("visually-hidden").text(name))
}
