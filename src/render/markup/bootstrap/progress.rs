//! Progress bars and spinners.

use super::super::element::Element;
use super::super::number::js_f64;
use super::super::view::View;

/// Renders a progress bar, a part of one (`bar`), or several in one.
pub(super) fn render(view: &View<'_>) -> Element {
    if view.flag("bar") {
        return bar(view, view.root("div"));
    }
    let root = view.root("div").class("progress");
    if view.child_views().is_empty() {
        root.child(bar(view, Element::new("div")))
    } else {
        root.children(view.children())
    }
}

fn bar(view: &View<'_>, element: Element) -> Element {
    let min = view.number("min").unwrap_or(0.0);
    let max = view.number("max").unwrap_or(100.0);
    let value = view.number("value").unwrap_or(min);
    let share = if max > min { ((value - min) / (max - min) * 100.0).clamp(0.0, 100.0) } else { 0.0 };
    let color = view.text("color").map(|color| format!("bg-{color}")).unwrap_or_default();
    element
        .attr("role", "progressbar")
        .class("progress-bar")
        .class(&color)
        .class_if(view.flag("animated"), "progress-bar-animated")
        .class_if(view.flag("striped") || view.flag("animated"), "progress-bar-striped")
        .attr("aria-valuenow", js_f64(value))
        .attr("aria-valuemin", js_f64(min))
        .attr("aria-valuemax", js_f64(max))
        .style(&format!("width: {}%;", js_f64(share)))
        .children(view.content("label"))
}

/// Renders a spinner; one with children has finished, and shows them.
pub(super) fn spinner(view: &View<'_>) -> Element {
    let children = view.children();
    if !children.is_empty() {
        return view.outer("div").children(children);
    }
    let kind = view.text("type").unwrap_or_else(|| "border".to_owned());
    let size = view.text("size").map(|size| format!("spinner-{kind}-{size}")).unwrap_or_default();
    let color = view.text("color").map(|color| format!("text-{color}")).unwrap_or_default();
    let class = view.text("spinner_class_name").unwrap_or_default();
    let spinner = view.outer("div").attr_opt("id", view.id()).class(&class).class(&format!("spinner-{kind}"));
    spinner.class(&size).class(&color).style(&view.css("spinner_style"))
}
