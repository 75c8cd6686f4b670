//! `dcc.Tabs`: every tab's label, and the content of the selected one.

use serde_json::Value;

use super::super::POINTER;
use super::super::element::Element;
use super::super::view::View;

/// Renders tabs.
pub(super) fn render(view: &View<'_>) -> Element {
    let tabs = view.child_views();
    let values: Vec<Value> = tabs.iter().enumerate().map(|(at, tab)| tab_value(tab, at)).collect();
    let chosen = view.prop("value").cloned().or_else(|| values.first().cloned());
    let selected = values.iter().position(|value| Some(value) == chosen.as_ref());
    let vertical = if view.flag("vertical") { "tab-container--vert" } else { "" };

    let labels = tabs.iter().enumerate().map(|(at, tab)| label(tab, Some(at) == selected).into());
    let bar = Element::new("div").attr_opt("id", view.id()).class("tab-container").class(vertical);
    let bar = bar.class(&view.class()).style(&view.css("style")).children(labels);
    let content =
        Element::new("div").class("tab-content").class(&view.text("content_className").unwrap_or_default());
    let content = content
        .style(&view.css("content_style"))
        .children(selected.and_then(|at| tabs.get(at)).map(View::children).unwrap_or_default());
    view.outer("div")
        .class("tab-parent")
        .class(&view.text("parent_className").unwrap_or_default())
        .class_if(view.flag("vertical"), "tab-parent--vert")
        .attr_opt("id", view.id().map(|id| format!("{id}-parent")))
        .style(&view.css("parent_style"))
        .child(bar)
        .child(content)
}

/// Renders one tab's label.
pub(super) fn label(tab: &View<'_>, selected: bool) -> Element {
    let class = tab.class();
    let mut label =
        Element::new("div").attr(POINTER, tab.pointer.as_str()).class("tab").attr_opt("id", tab.id());
    label = label
        .class_if(selected, "tab--selected")
        .class_if(tab.flag("disabled"), "tab--disabled")
        .class(&class);
    label = label.style(&tab.css("style"));
    if tab.flag("disabled") {
        label = label
            .class(&tab.text("disabled_className").unwrap_or_default())
            .style(&tab.css("disabled_style"));
    }
    if selected {
        label = label
            .class(&tab.text("selected_className").unwrap_or_default())
            .style(&tab.css("selected_style"));
    }
    if tab.renderer.options.dash_version >= (3, 0, 0) {
        label = label.attr("data-dash-is-loading", tab.is_loading().to_string());
    }
    label.child(Element::new("span").children(tab.content("label")))
}

/// A tab without a value is `tab-1`, `tab-2`… by its place.
fn tab_value(tab: &View<'_>, at: usize) -> Value {
    tab.prop("value").cloned().unwrap_or_else(|| format!("tab-{}", at + 1).into())
}
