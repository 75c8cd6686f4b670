//! Controls that the layout engine does not draw, as plain boxes with their text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::render::markup::{Content, Element};

/// Types of input that hold text.
const TEXT: &[&str] = &["text", "number", "email", "password", "search", "tel", "url", ""];

/// What the engine's own defaults lack: a user-agent stylesheet.
pub(super) const BASE: &str = include_str!("base.css");
/// What Dash's controls look like: a stylesheet of the page, which in a browser Dash's scripts add after the app's.
pub(super) const STYLES: &str = include_str!("controls.css");

/// Bootstrap draws the marks of checked boxes as backgrounds of its own: a tick, a dot, a switch's knob.
const CHECKED: [(&str, &str); 3] = [
    ("check", "<path fill='none' stroke='#fff' stroke-width='3' d='m6 10 3 3 6-6'/>"),
    ("radio", "<circle cx='10' cy='10' r='5' fill='#fff'/>"),
    ("switch", "<circle cx='10' cy='10' r='7.5' fill='#fff'/>"),
];

/// Replaces selects by boxes that show the selected option, and empty inputs by ones that show their placeholder.
pub(super) fn drawable(mut element: Element) -> Element {
    match element.tag.as_str() {
        "select" => return select(element),
        "input" if element.get("class").is_some_and(|class| class.contains("form-check-input")) => {
            return check(element);
        }
        "input" => placeholder(&mut element),
        "textarea" if element.content.is_empty() => {
            if let Some(text) = element.get("placeholder").map(str::to_owned) {
                return element.text(text).style("color: #757575;");
            }
        }
        _ => {}
    }
    element.content = element.content.into_iter().map(inner).collect();
    element
}

fn inner(content: Content) -> Content {
    match content {
        Content::Element(element) => Content::Element(drawable(element)),
        text @ Content::Text(_) => text,
    }
}

fn placeholder(element: &mut Element) {
    let kind = element.get("type").unwrap_or_default();
    let empty = element.get("value").is_none_or(str::is_empty);
    if let Some(text) = element.get("placeholder").map(str::to_owned)
        && empty
        && TEXT.contains(&kind)
    {
        *element =
            std::mem::replace(element, Element::new("input")).attr("value", text).style("color: #757575;");
    }
}

/// The engine draws its own mark over a checked box; Bootstrap's boxes bring theirs.
fn check(mut element: Element) -> Element {
    "span".clone_into(&mut element.tag);
    let radio = element.get("type") == Some("radio");
    let checked = element.get("checked").is_some();
    let element = element.style("display: inline-block;");
    if !checked {
        return element;
    }
    let picture = |name: &str| {
        let shape = CHECKED.iter().find(|(known, _)| *known == name).map_or("", |(_, shape)| *shape);
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'>{shape}</svg>");
        format!("url(data:image/svg+xml;base64,{})", STANDARD.encode(svg))
    };
    let color = "var(--bs-primary, #0d6efd)";
    let mark = picture(if radio { "radio" } else { "check" });
    element.style(&format!(
        "background-color: {color}; border-color: {color}; background-position: right center; \
         --bs-form-switch-bg: {}; --bs-form-check-bg-image: {mark};",
        picture("switch"),
    ))
}

fn select(mut element: Element) -> Element {
    let options: Vec<Element> = element
        .content
        .drain(..)
        .filter_map(|content| match content {
            Content::Element(option) => Some(option),
            Content::Text(_) => None,
        })
        .collect();
    let chosen = options.iter().find(|option| option.get("selected").is_some());
    let chosen = chosen.or_else(|| options.iter().find(|option| option.get("hidden").is_none()));
    element.content = chosen.map(|option| option.content.clone()).unwrap_or_default();
    "div".clone_into(&mut element.tag);
    element.class("dashproof-select")
}
