//! Tabs: all contents are in the page, the active one is shown.

use super::super::POINTER;
use super::super::element::{Content, Element};
use super::super::view::View;

/// Renders tabs.
pub(super) fn render(view: &View<'_>) -> Element {
    let tabs = view.child_views();
    let ids: Vec<String> = tabs
        .iter()
        .enumerate()
        .map(|(at, tab)| tab.text("tab_id").unwrap_or_else(|| format!("tab-{at}")))
        .collect();
    let chosen = view.text("active_tab").or_else(|| ids.first().cloned());
    let active = |id: &String| Some(id) == chosen.as_ref();
    let links = tabs.iter().zip(&ids).map(|(tab, id)| Content::from(link(tab, active(id))));
    let panes = tabs.iter().zip(&ids).map(|(tab, id)| Content::from(pane(tab, active(id))));
    let bar = Element::new("ul").attr_opt("id", view.id()).class(&view.class()).class("nav nav-tabs");
    let bar = bar.style(&view.css("style")).attr("role", "tablist").children(links);
    view.outer("div").child(bar).child(Element::new("div").class("tab-content").children(panes))
}

fn link(tab: &View<'_>, active: bool) -> Element {
    let text = |prop: &str| tab.text_cased(prop).unwrap_or_default();
    let disabled = tab.flag("disabled");
    let link = Element::new("a").attr("role", "tab");
    let link = if disabled {
        link.attr("aria-disabled", "true")
    } else {
        link.attr("href", "#").attr("tabindex", "-1").style("cursor: pointer;")
    };
    let link = link
        .class(&text("label_class_name"))
        .class_if(active, "active")
        .class_if(active, &text("active_label_class_name"))
        .class_if(disabled, "disabled")
        .class("nav-link")
        .style(&tab.css_cased("label_style"))
        .style(if active { tab.css_cased("active_label_style") } else { String::new() }.as_str());
    let item =
        Element::new("div").attr(POINTER, tab.pointer.as_str()).attr_opt("id", tab.id()).class("nav-item");
    let item = item
        .class(&text("tab_class_name"))
        .class_if(active, &text("active_tab_class_name"))
        .style(&tab.css_cased("tab_style"))
        .style(if active { tab.css_cased("active_tab_style") } else { String::new() }.as_str());
    item.child(link.children(tab.content("label")))
}

fn pane(tab: &View<'_>, active: bool) -> Element {
    let pane =
        Element::new("div").attr("role", "tabpanel").class("fade").class(&tab.class()).class("tab-pane");
    let pane = pane.class_if(active, "active show").style(&tab.css("style"));
    pane.child(Element::new("div").children(tab.children()))
}
