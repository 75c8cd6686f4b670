//! The components that are one element with classes by their props.

use super::super::element::Element;
use super::super::html::attribute_name;
use super::super::view::View;
use super::grid;

/// How a prop becomes a class.
enum Rule {
    /// This class when the prop is truthy.
    On(&'static str, &'static str),
    /// This class unless the prop is truthy.
    Off(&'static str, &'static str),
    /// This prefix before the prop's text.
    Value(&'static str, &'static str),
    /// As `Value`, with a text for an absent prop.
    ValueOr(&'static str, &'static str, &'static str),
    /// One of these classes, by the prop's text; the last when it is none of them.
    Among(&'static str, &'static [(&'static str, &'static str)]),
}

use Rule::{Among, Off, On, Value, ValueOr};

/// A component that is one element.
struct Shape {
    kind: &'static str,
    tag: &'static str,
    classes: &'static str,
    rules: &'static [Rule],
}

const fn shape(
    kind: &'static str,
    tag: &'static str,
    classes: &'static str,
    rules: &'static [Rule],
) -> Shape {
    Shape { kind, tag, classes, rules }
}

/// Bootstrap's `color` on a background.
const BACKGROUND: Rule = Value("color", "bg-");
const SHOWN: Rule = On("is_open", "show");

const SHAPES: &[Shape] = &[
    shape(
        "Badge",
        "span",
        "badge",
        &[On("pill", "rounded-pill"), Value("text_color", "text-"), ValueOr("color", "bg-", "secondary")],
    ),
    shape(
        "ButtonGroup",
        "div",
        "",
        &[Off("vertical", "btn-group"), On("vertical", "btn-group-vertical"), Value("size", "btn-group-")],
    ),
    shape("CardBody", "div", "card-body", &[]),
    shape("CardFooter", "div", "card-footer", &[]),
    shape("CardGroup", "div", "card-group", &[]),
    shape("CardHeader", "div", "card-header", &[]),
    shape("CardImg", "img", "", &[On("top", "card-img-top"), On("bottom", "card-img-bottom")]),
    shape("CardImgOverlay", "div", "card-img-overlay", &[]),
    shape("CardLink", "a", "card-link", &[]),
    shape("Collapse", "div", "collapse", &[SHOWN, On("navbar", "navbar-collapse")]),
    shape("Fade", "div", "fade", &[On("is_in", "show")]),
    shape("Form", "form", "", &[]),
    shape(
        "FormFeedback",
        "div",
        "",
        &[Among("type", &[("invalid", "invalid-feedback"), ("valid", "valid-feedback")])],
    ),
    shape("FormFloating", "div", "form-floating", &[]),
    shape("FormText", "small", "form-text", &[Value("color", "text-")]),
    shape("InputGroup", "div", "input-group", &[Value("size", "input-group-")]),
    shape("InputGroupText", "span", "input-group-text", &[]),
    shape("Label", "label", "form-label", &[Value("size", "col-form-label-"), Value("color", "text-")]),
    shape("ModalBody", "div", "modal-body", &[]),
    shape("ModalFooter", "div", "modal-footer", &[]),
    shape("ModalTitle", "div", "modal-title h4", &[]),
    shape(
        "Nav",
        "div",
        "",
        &[
            Off("navbar", "nav"),
            On("pills", "nav-pills"),
            On("fill", "nav-fill"),
            On("justified", "nav-justified"),
            On("underline", "nav-underline"),
            On("navbar", "navbar-nav"),
            Value("horizontal", "justify-content-"),
        ],
    ),
    shape("NavItem", "div", "nav-item", &[]),
    shape(
        "Navbar",
        "nav",
        "navbar",
        &[
            ValueOr("expand", "navbar-expand-", "md"),
            On("dark", "navbar-dark"),
            Off("dark", "navbar-light"),
            ValueOr("color", "bg-", "light"),
            Value("sticky", "sticky-"),
            Value("fixed", "fixed-"),
        ],
    ),
    shape("NavbarBrand", "a", "navbar-brand", &[]),
    shape("Placeholder", "span", "placeholder", &[BACKGROUND, Value("xs", "col-")]),
    shape("PopoverBody", "div", "popover-body", &[]),
    shape("PopoverHeader", "div", "popover-header", &[]),
    shape("Row", "div", "row", &[Value("align", "align-items-"), Value("justify", "justify-content-")]),
    shape(
        "Stack",
        "div",
        "",
        &[Among("direction", &[("horizontal", "hstack"), ("vertical", "vstack")]), Value("gap", "gap-")],
    ),
    shape("Tab", "div", "", &[]),
];

/// Props that are attributes.
const ATTRIBUTES: &[&str] = &["alt", "href", "html_for", "name", "rel", "role", "src", "target", "title"];

/// Renders a component of the table.
pub(super) fn render(view: &View<'_>) -> Option<Element> {
    let kind = view.component.kind;
    let shape = SHAPES.iter().find(|shape| shape.kind == kind)?;
    let linked = kind == "Badge" && view.prop("href").is_some();
    let plain = kind == "NavbarBrand" && view.prop("href").is_none();
    let tag = if linked {
        "a"
    } else if plain {
        "span"
    } else {
        shape.tag
    };
    let mut element = view.root(tag).class(shape.classes);
    for rule in shape.rules {
        element = element.class(&class(view, rule));
    }
    element = match kind {
        "ButtonGroup" => element.attr("role", "group"),
        "Label" => label(view, element),
        "Nav" => element.class(&vertical(view)),
        "CardImg" => element.class_if(!view.flag("top") && !view.flag("bottom"), "card-img"),
        _ => element,
    };
    for name in ATTRIBUTES {
        let attribute = attribute_name(if *name == "html_for" { "htmlFor" } else { name });
        element = element.attr_opt(&attribute, view.text(name));
    }
    Some(if element.is_void() { element } else { element.children(view.children()) })
}

fn class(view: &View<'_>, rule: &Rule) -> String {
    let (prop, prefix, default) = match rule {
        On(prop, class) => return (if view.flag(prop) { *class } else { "" }).to_owned(),
        Off(prop, class) => return (if view.flag(prop) { "" } else { *class }).to_owned(),
        Among(prop, classes) => {
            let text = view.text(prop);
            let class = classes.iter().find(|(value, _)| Some(*value) == text.as_deref()).or(classes.last());
            return class.map(|(_, class)| (*class).to_owned()).unwrap_or_default();
        }
        Value(prop, prefix) => (prop, prefix, None),
        ValueOr(prop, prefix, default) => (prop, prefix, Some(*default)),
    };
    let value = view.text(prop).or_else(|| default.map(str::to_owned));
    value.map(|value| format!("{prefix}{value}")).unwrap_or_default()
}

/// A label with a size or a width is a column beside its field.
fn label(view: &View<'_>, label: Element) -> Element {
    let label = label.flag("hidden", view.flag("hidden"));
    let aligned = !["start", "end"].contains(&view.text("align").as_deref().unwrap_or_default());
    match grid::widths(view, label.clone()) {
        (sized, true) => {
            let align = if aligned { "center".to_owned() } else { view.text("align").unwrap_or_default() };
            sized.class("col-form-label").class(&format!("align-self-{align}"))
        }
        _ if view.prop("size").is_some() => label.class("col-form-label col"),
        _ => label,
    }
}

/// `vertical` is true, or the breakpoint from which it holds.
fn vertical(view: &View<'_>) -> String {
    match view.text("vertical") {
        Some(from) => format!("flex-{from}-column"),
        None if view.flag("vertical") => "flex-column".to_owned(),
        None => String::new(),
    }
}
