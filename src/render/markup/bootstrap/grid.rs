//! Containers and columns.

use serde_json::Value;

use super::super::element::Element;
use super::super::option::text;
use super::super::view::View;

/// Props that give a column's width, with the breakpoint in their classes.
const WIDTHS: &[(&str, &str)] =
    &[("xxl", "-xxl"), ("xl", "-xl"), ("lg", "-lg"), ("md", "-md"), ("sm", "-sm"), ("xs", ""), ("width", "")];

/// Renders a container: `fluid` is true, or the breakpoint up to which it is fluid.
pub(super) fn container(view: &View<'_>) -> Element {
    let class = match view.text("fluid") {
        Some(up_to) => format!("container-{up_to}"),
        None if view.flag("fluid") => "container-fluid".to_owned(),
        None => "container".to_owned(),
    };
    view.root("div").class(&class).children(view.children())
}

/// Renders a column: each width is true, a number of twelfths, `auto`, or an object of size, order and offset.
pub(super) fn col(view: &View<'_>) -> Element {
    let (column, sized) = widths(view, view.root("div"));
    let align = view.text("align").map(|align| format!("align-self-{align}")).unwrap_or_default();
    column.class_if(!sized, "col").class(&align).children(view.children())
}

/// A column with the classes of its widths, and whether it has any.
pub(super) fn widths(view: &View<'_>, mut column: Element) -> (Element, bool) {
    let mut sized = false;
    for (prop, breakpoint) in WIDTHS {
        let Some(width) = view.prop(prop) else { continue };
        let part = |name: &str| width.get(name).filter(|value| !value.is_null());
        let size = if width.is_object() { part("size") } else { Some(width) };
        if let Some(size) = size {
            column = column.class(&size_class(size, breakpoint));
            sized = true;
        }
        for name in ["order", "offset"] {
            if let Some(value) = part(name) {
                column = column.class(&format!("{name}{breakpoint}-{}", text(value)));
            }
        }
    }
    (column, sized)
}

fn size_class(size: &Value, breakpoint: &str) -> String {
    match size {
        Value::Bool(false) => String::new(),
        Value::Bool(true) => format!("col{breakpoint}"),
        size if text(size).is_empty() => format!("col{breakpoint}"),
        size => format!("col{breakpoint}-{}", text(size)),
    }
}
