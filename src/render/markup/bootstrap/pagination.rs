//! Page numbers: all of them, or those near the active one and at the ends.

use serde_json::Value;

use super::super::element::{Content, Element};
use super::super::view::View;
use crate::dash::{Component, truthy};

/// One entry of a `Pagination` that leads to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLink {
    /// The page.
    pub page: i64,
    /// The sign and the name of an arrow; `None` for a number.
    pub arrow: Option<(&'static str, &'static str)>,
    /// Whether it is the page that is open.
    pub active: bool,
    /// Whether it leads nowhere: an arrow at its end.
    pub disabled: bool,
    /// Whether pages between it and the entry before are left out.
    pub gap: bool,
}

impl PageLink {
    /// What it is called: its number, or what its arrow tells to screen readers.
    pub fn label(&self) -> String {
        self.arrow.map_or_else(|| self.page.to_string(), |(_, name)| name.to_owned())
    }
}

/// The entries of a `Pagination`, in order.
pub fn page_links(component: Component<'_>) -> Vec<PageLink> {
    /// More pages than anyone can read are no list.
    const MOST: usize = 10_000;
    let number = |name| component.prop(name).and_then(Value::as_f64).map(|value| value as i64);
    let min = number("min_value").unwrap_or(1);
    let step = number("step").unwrap_or(1).max(1);
    let steps = number("max_value").unwrap_or(min).saturating_sub(min).max(0);
    // A last page that no step reaches is moved to the next one.
    let count = (steps + step - 1) / step;
    let max = min.saturating_add(count.saturating_mul(step));
    let active = number("active_page").unwrap_or(1);
    let near = |page: i64| {
        if active <= min + step * 3 {
            page <= min + step * 4
        } else if active >= max - step * 3 {
            page >= max - step * 4
        } else {
            (page - active).abs() <= step
        }
    };
    let expanded = component.prop("fully_expanded").is_none_or(|on| truthy(Some(on))) || count < 7;
    let arrow = |page: i64, sign, name, disabled| PageLink {
        page,
        arrow: Some((sign, name)),
        active: false,
        disabled,
        gap: false,
    };
    let (first_last, previous_next) =
        (truthy(component.prop("first_last")), truthy(component.prop("previous_next")));
    let mut links = Vec::new();
    links.extend(first_last.then(|| arrow(min, "«", "First", active == min)));
    links.extend(previous_next.then(|| arrow(active - step, "‹", "Previous", active == min)));
    let mut gap = false;
    for page in (min..=max).step_by(step as usize).take(MOST) {
        if expanded || near(page) || page == min || page == max {
            links.push(PageLink { page, arrow: None, active: page == active, disabled: false, gap });
            gap = false;
        } else {
            gap = true;
        }
    }
    links.extend(previous_next.then(|| arrow(active + step, "›", "Next", active == max)));
    links.extend(first_last.then(|| arrow(max, "»", "Last", active == max)));
    links
}

/// Renders page numbers.
pub(super) fn render(view: &View<'_>) -> Element {
    let mut items = Vec::new();
    for link in page_links(view.component) {
        if link.gap {
            let more = Element::new("span").attr("aria-hidden", "true").text("…");
            items.push(entry(vec![more.into(), hidden("More")], "span").class("disabled"));
        }
        let label = match link.arrow {
            None if link.active => vec![Content::text(link.page.to_string()), hidden("(current)")],
            None => vec![Content::text(link.page.to_string())],
            Some((sign, name)) => {
                vec![Element::new("span").attr("aria-hidden", "true").text(sign).into(), hidden(name)]
            }
        };
        let tag = if link.active || link.disabled { "span" } else { "a" };
        let item = entry(label, tag).class_if(link.active, "active");
        items.push(item.class_if(link.disabled, "disabled"));
    }
    let size = view.text("size").map(|size| format!("pagination-{size}")).unwrap_or_default();
    view.root("ul").class("pagination").class(&size).children(items.into_iter().map(Element::into))
}

fn entry(label: Vec<Content>, tag: &str) -> Element {
    let link = Element::new(tag).class("page-link");
    let link =
        if tag == "a" { link.attr("role", "button").attr("tabindex", "0").attr("href", "#") } else { link };
    Element::new("li").class("page-item").child(link.children(label))
}

/// Words for screen readers.
fn hidden(words: &str) -> Content {
    Element::new("span").class("visually-hidden").text(words).into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn labels(props: &Value) -> Vec<String> {
        let tree = json!({"type": "Pagination", "namespace": "dash_bootstrap_components", "props": props});
        page_links(Component::of(&tree).unwrap()).iter().map(PageLink::label).collect()
    }

    #[test]
    fn pages_far_from_the_active_one_are_left_out_when_there_are_more_than_seven() {
        let props = |active: i64| json!({"max_value": 9, "fully_expanded": false, "active_page": active});
        assert_eq!(labels(&props(2)), ["1", "2", "3", "4", "5", "9"]);
        assert_eq!(labels(&props(5)), ["1", "4", "5", "6", "9"]);
        assert_eq!(labels(&props(9)), ["1", "5", "6", "7", "8", "9"]);
        assert_eq!(labels(&json!({"max_value": 7, "fully_expanded": false})).len(), 7);
    }

    #[test]
    fn the_last_page_is_one_that_a_step_reaches() {
        assert_eq!(labels(&json!({"max_value": 4, "step": 2})), ["1", "3", "5"]);
    }
}
