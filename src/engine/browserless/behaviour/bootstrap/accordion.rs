//! `Accordion` and what it holds.

use serde_json::{Value, json};

use super::super::choice::{self, Choice};
use super::super::click::Inert;
use super::super::model::Model;
use super::super::target::Target;
use super::super::text::text_of;
use super::super::{Effect, Moment, Mounting, Props};
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error};

/// Sections of which one, or with `always_open` several, are open.
pub(super) struct Accordion;

impl Accordion {
    fn items(component: Component<'_>) -> Vec<Choice> {
        let children = component.prop("children").and_then(Value::as_array).into_iter().flatten();
        let items = children.enumerate().filter_map(|(index, child)| {
            let item = Component::of(child)?;
            Some(Choice {
                label: item.prop("title").map(text_of).unwrap_or_default(),
                value: item.prop("item_id").cloned().unwrap_or_else(|| json!(format!("item-{index}"))),
                disabled: false,
            })
        });
        items.collect()
    }

    /// What is open after a click on an item's title.
    fn toggled(component: Component<'_>, item: &Value) -> Value {
        let open = component.prop("active_item");
        if truthy(component.prop("always_open")) {
            let mut open = open.and_then(Value::as_array).cloned().unwrap_or_default();
            if open.contains(item) {
                open.retain(|held| held != item);
            } else {
                open.insert(0, item.clone());
            }
            return Value::Array(open);
        }
        if open == Some(item) { Value::Null } else { item.clone() }
    }
}

impl Model for Accordion {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let Action::Tab { tab, .. } = target.action else { return Inert.act(target) };
        let items = Self::items(target.component);
        let item = &choice::find(target, &items, tab)?.value;
        Ok(vec![target.set([("active_item", Self::toggled(target.component, item))])])
    }

    fn mount(&self, component: Component<'_>, _moment: &Moment) -> Mounting {
        let collapsed = truthy(component.prop("start_collapsed")) || component.prop("active_item").is_some();
        let first = Self::items(component).into_iter().next().filter(|_| !collapsed).map(|item| {
            let several = truthy(component.prop("always_open"));
            if several { json!([item.value]) } else { item.value }
        });
        let emitted = first.map(|first| Props::from_iter([("active_item".to_owned(), first)]));
        Mounting { sync: emitted.into_iter().collect(), ..Mounting::default() }
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        component.prop("active_item").cloned()
    }

    fn choices(&self, component: Component<'_>) -> Vec<Choice> {
        Self::items(component)
    }
}

/// One section: clicking it would be clicking its content, so its title is opened with `tab`.
pub(super) struct AccordionItem;

impl Model for AccordionItem {}

/// The accordion that an item is in, and the text of the item's title.
pub(in super::super) fn item_of<'a>(tree: &Value, at: &'a str) -> Option<(&'a str, String)> {
    let item = tree.pointer(at).and_then(Component::of)?;
    let (accordion, _) = at.rsplit_once("/props/children")?;
    let title = item.prop("title").map(text_of).unwrap_or_default();
    tree.pointer(accordion).and_then(Component::of).map(|_| (accordion, title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::browserless::behaviour::testing::{act, moment, set};

    #[test]
    fn an_accordion_opens_its_first_item_and_toggles_by_title() {
        let component =
            |kind, props| json!({"type": kind, "namespace": "dash_bootstrap_components", "props": props});
        let item = |title| component("AccordionItem", json!({"title": title}));
        let tree = component("Accordion", json!({"id": "a", "children": [item("One"), item("Two")]}));
        let emitted = Accordion.mount(Component::of(&tree).unwrap(), &moment()).sync;
        assert_eq!(emitted, [Props::from_iter([("active_item".into(), json!("item-0"))])]);
        assert_eq!(act(&tree, "tab #a Two").unwrap(), [set(&json!({"active_item": "item-1"}))]);
    }
}
