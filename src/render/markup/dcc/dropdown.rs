//! `dcc.Dropdown`: what is selected and, while it is open, its menu.

use serde_json::Value;

use super::super::element::{Content, Element};
use super::super::icon::{CLEAR, OPEN, SEARCH, icon};
use super::super::option::{Choice, choices};
use super::super::select::{Select, Shown};
use super::super::view::View;
use super::options::Entry;

/// Renders a dropdown.
pub(super) fn render(view: &View<'_>) -> Element {
    if view.is_classic() {
        let root = view.outer("div").attr_opt("id", view.id()).class("dash-dropdown");
        return root.style(&view.css("style")).child(classic(view).element());
    }
    let mut wrapper = view.outer("div").class("dash-dropdown-wrapper").style(&view.css("style"));
    let focus = Element::new("input").class("dash-dropdown-focus-target").flag("readonly", true);
    let tabindex = if view.flag("disabled") { "-1" } else { "0" };
    wrapper = wrapper.child(focus.attr("tabindex", tabindex).attr("aria-hidden", "true"));
    wrapper = wrapper.child(trigger(view));
    if view.is_open() {
        let side = Element::new("div").attr("data-radix-popper-content-wrapper", "");
        wrapper = wrapper.child(side.child(menu(view)));
    }
    wrapper
}

/// What one of its texts says.
fn wording(view: &View<'_>, name: &str, usual: &str) -> String {
    let given = view.object("labels").and_then(|labels| labels.get(name)?.as_str());
    given.unwrap_or(usual).to_owned()
}

fn trigger(view: &View<'_>) -> Element {
    let id = view.id();
    let part = |name: &str| id.as_ref().map(|id| format!("{id}-{name}"));
    let all = choices(view);
    let values = values(view);
    let count = values.len();

    let mut shown = Element::new("span").attr_opt("id", part("value")).class("dash-dropdown-value");
    if count == 0 {
        let placeholder = view.text("placeholder").unwrap_or_else(|| "Select".to_owned());
        shown = shown.class("dash-dropdown-placeholder").text(placeholder);
    }
    for value in &values {
        let item = Element::new("span").class("dash-dropdown-value-item");
        let label = all.iter().find(|choice| choice.is_in(Some(value))).map(Choice::shown);
        shown = shown.child(item.children(label.unwrap_or_default()));
    }
    let mut grid =
        Element::new("span").class("dash-dropdown-grid-container dash-dropdown-trigger").child(shown);
    if count > 1 {
        let said = wording(view, "selected_count", "{num_selected} selected");
        let number =
            Element::new("span").attr_opt("id", part("value-count")).class("dash-dropdown-value-count");
        grid = grid.child(number.text(said.replacen("{num_selected}", &count.to_string(), 1)));
    }
    if count > 0 && view.flag_or("clearable", true) && !view.flag("disabled") {
        let says = wording(view, "clear_selection", "Clear selection");
        let clear = Element::new("a").class("dash-dropdown-clear").attr("title", says.as_str());
        grid = grid.child(clear.attr("aria-label", says).child(icon(CLEAR, "")));
    }
    let open = view.is_open();
    Element::new("button")
        .attr_opt("id", id.clone())
        .attr("type", "button")
        .attr("tabindex", "-1")
        .class("dash-dropdown")
        .class(&view.class())
        .flag("disabled", view.flag("disabled"))
        .attr_opt("aria-labelledby", part("value").map(|value| format!("{value}-count {value}")))
        .attr("aria-haspopup", "listbox")
        .attr("aria-expanded", open.to_string())
        .attr("data-state", if open { "open" } else { "closed" })
        .loading(view)
        .child(grid.child(icon(OPEN, "dash-dropdown-trigger-icon")))
}

/// The values that are chosen.
fn values(view: &View<'_>) -> Vec<Value> {
    match view.prop("value") {
        Some(Value::Array(values)) => values.clone(),
        Some(value) => vec![value.clone()],
        None => Vec::new(),
    }
}

fn menu(view: &View<'_>) -> Element {
    let multi = view.flag("multi");
    let search = view.text("search_value").filter(|text| !text.is_empty());
    let mut menu = Element::new("div").class("dash-dropdown-content").attr("role", "dialog");
    menu = menu.attr("data-state", "open").attr("tabindex", "-1");
    if view.flag_or("searchable", true) {
        let field = Element::new("input")
            .attr("type", "search")
            .class("dash-dropdown-search")
            .attr("placeholder", wording(view, "search", "Search"))
            .attr("autocomplete", "off")
            .attr("value", search.clone().unwrap_or_default());
        let line = Element::new("div").class("dash-dropdown-grid-container dash-dropdown-search-container");
        let mut line = line.child(icon(SEARCH, "dash-dropdown-search-icon")).child(field);
        if search.is_some() {
            let clear = Element::new("button").attr("type", "button").class("dash-dropdown-clear");
            let clear = clear.attr("aria-label", wording(view, "clear_search", "Clear search"));
            line = line.child(clear.child(icon(CLEAR, "")));
        }
        menu = menu.child(line);
    }
    let values = Value::Array(values(view));
    let listed = listed(view);
    if multi {
        let action = |name: &str, usual: &str| {
            let button = Element::new("button").attr("type", "button").class("dash-dropdown-action-button");
            button.text(wording(view, name, usual))
        };
        let mut actions = Element::new("div").class("dash-dropdown-actions");
        actions = actions.child(action("select_all", "Select All"));
        let beside = |value: &Value| !listed.iter().any(|choice| choice.is_in(Some(value)));
        if view.flag_or("clearable", true) || values.as_array().into_iter().flatten().any(beside) {
            actions = actions.child(action("deselect_all", "Deselect All"));
        }
        menu = menu.child(actions);
    }
    if listed.is_empty() {
        let none = Element::new("span").class("dash-dropdown-option");
        let none = none.text(wording(view, "no_options_found", "No options found"));
        return match search {
            Some(_) => menu.child(Element::new("div").class("dash-dropdown-options").child(none)),
            None => menu,
        };
    }
    let entry = Entry { view, kind: if multi { "checkbox" } else { "radio" }, group: None };
    let entries = listed.into_iter().enumerate().map(|(at, choice)| {
        let selected = choice.is_in(Some(&values));
        entry.element(at, choice, selected, "dash-dropdown-option").into()
    });
    let list = Element::new("div").class("dash-options-list dash-dropdown-options").attr("role", "listbox");
    menu.child(list.children(entries))
}

/// The options that the open menu lists: those that fit the search; of several, those that were chosen when it was opened
/// come first.
fn listed(view: &View<'_>) -> Vec<Choice> {
    let mut listed = found(view);
    let first = view.memory().and_then(|memory| memory.get("first"));
    if view.flag("multi") {
        listed.sort_by_key(|choice| !choice.is_in(first));
    }
    listed
}

/// The options that fit the search.
fn found(view: &View<'_>) -> Vec<Choice> {
    let mut listed = choices(view);
    let search = view.text("search_value").unwrap_or_default();
    if !search.is_empty() && view.flag_or("searchable", true) {
        let drawn = listed.iter().any(Choice::is_drawn);
        listed.retain(|choice| crate::dash::search::fits(&search, &choice.searched(drawn)));
    }
    listed
}

/// The dropdown before Dash 4.
fn classic(view: &View<'_>) -> Select {
    let all = choices(view);
    let values = values(view);
    let multi = view.flag("multi");
    let chosen: Vec<Vec<Content>> = values
        .iter()
        .filter_map(|value| all.iter().find(|choice| choice.is_in(Some(value))))
        .map(|choice| choice.label.clone())
        .collect();
    let typed = view.text("search_value").filter(|_| view.is_open()).unwrap_or_default();
    let menu = view.is_open().then(|| {
        let mut listed = found(view);
        if multi {
            let values = Value::Array(values.clone());
            listed.retain(|choice| !choice.is_in(Some(&values)));
        }
        listed
            .into_iter()
            .map(|choice| Shown {
                selected: !multi && choice.is_in(values.first()),
                disabled: choice.disabled,
                title: choice.title,
                label: choice.label,
            })
            .collect()
    });
    Select {
        class: view.class(),
        multi,
        clearable: view.flag_or("clearable", true),
        searchable: view.flag_or("searchable", true),
        disabled: view.flag("disabled"),
        placeholder: view.text("placeholder").unwrap_or_else(|| "Select...".to_owned()),
        chosen,
        typed,
        menu,
    }
}
