//! Popovers and tooltips: what opens them lies elsewhere on the page.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::super::model::Model;
use super::super::{Effect, Props};
use super::menu;
use crate::dash::{ChildrenProps, Component, crawl, pointer, truthy};

/// A bubble at another component.
pub(super) struct Overlay;

impl Model for Overlay {
    fn value(&self, component: Component<'_>) -> Option<Value> {
        Some(Value::Bool(truthy(component.prop("is_open"))))
    }

    fn unmounted(&self, component: Component<'_>) -> Vec<String> {
        if truthy(component.prop("is_open")) { Vec::new() } else { vec!["/props/children".to_owned()] }
    }
}

/// Where a gesture brought the visitor's pointer and keyboard, as JSON pointers of components.
#[derive(Debug, Default)]
pub struct Attention<'a> {
    /// Where the pointer was, and is.
    pub pointer: [Option<&'a str>; 2],
    /// Where the keyboard was, and is.
    pub keyboard: [Option<&'a str>; 2],
    /// What was clicked.
    pub clicked: Option<&'a str>,
    /// Where Escape was pressed.
    pub escaped: Option<&'a str>,
}

/// What opens and closes because of where the visitor is: each popover and tooltip listens to its target, as its
/// `trigger` says, and waits for its `delay`; each menu to what keeps it open in `memory`, by place.
pub(crate) fn attended(
    tree: &Value,
    memory: &HashMap<String, Value>,
    attention: &Attention<'_>,
) -> Vec<Effect> {
    let mut menus = Vec::new();
    let mut bubbles = Vec::new();
    let mut named = Vec::new();
    crawl(tree, "", &ChildrenProps::default(), &mut |one: Component<'_>, at: &str| {
        if one.namespace == "dash_bootstrap_components" && matches!(one.kind, "Popover" | "Tooltip") {
            bubbles.push(at.to_owned());
        }
        if menu::is_menu(one) {
            menus.push(at.to_owned());
        }
        if let Some(id) = one.prop("id") {
            named.push((id.clone(), at.to_owned()));
        }
    });
    let bubble = |at: &String| {
        let component = tree.pointer(at).and_then(Component::of)?;
        let wanted = component.prop("target")?;
        let (_, target) = named.iter().find(|(id, _)| id == wanted)?;
        Bubble { at, target, component }.hears(attention)
    };
    let menu = |at: &String| menu::attended(tree, at, memory.get(at), attention);
    bubbles.iter().filter_map(bubble).chain(menus.iter().filter_map(menu)).collect()
}

/// A popover or tooltip, and the place of its target.
struct Bubble<'a> {
    at: &'a str,
    target: &'a str,
    component: Component<'a>,
}

impl Bubble<'_> {
    /// What it sets when its events come in their order: of the pointer, of the keyboard, of the button.
    fn hears(&self, attention: &Attention<'_>) -> Option<Effect> {
        let was_open = truthy(self.component.prop("is_open"));
        let mut open = was_open;
        let mut heard = None;
        let mut turn = |to: bool, after: Duration, open: &mut bool| {
            *open = to;
            heard = Some((to, after));
        };
        let holds = |place: Option<&str>| place.is_some_and(|place| pointer::is_within(place, self.target));
        let [pointer_was, pointer_is] = attention.pointer.map(|place| holds(place) || self.keeps(place));
        let [keyboard_was, keyboard_is] = attention.keyboard.map(holds);
        for (trigger, was, is) in [("hover", pointer_was, pointer_is), ("focus", keyboard_was, keyboard_is)] {
            if was != is && self.listens(trigger) && (is || open) {
                turn(is, self.delay(is), &mut open);
            }
        }
        let legacy = self.listens("legacy");
        let inside = attention.clicked.is_some_and(|place| pointer::is_within(place, self.at));
        if attention.clicked.is_some() && holds(attention.clicked) && (legacy || self.listens("click")) {
            let to = !open;
            turn(to, self.delay(to), &mut open);
        } else if attention.clicked.is_some() && legacy && open && !inside {
            turn(false, Duration::ZERO, &mut open);
        }
        if holds(attention.escaped) && open {
            turn(false, Duration::ZERO, &mut open);
        }
        let (to, after) = heard?;
        let props = Props::from_iter([("is_open".to_owned(), json!(to))]);
        Some(Effect::Later { after, at: self.at.to_owned(), props })
    }

    /// Whether the pointer over its own content keeps it open.
    fn keeps(&self, place: Option<&str>) -> bool {
        let hides = self.component.kind == "Tooltip";
        let hides = self.component.prop("autohide").map_or(hides, |on| truthy(Some(on)));
        !hides && place.is_some_and(|place| pointer::is_within(place, self.at))
    }

    /// Whether an event is among those that open it: a popover has none of its own.
    fn listens(&self, event: &str) -> bool {
        let usual = if self.component.kind == "Tooltip" { "hover focus" } else { "" };
        self.component.text("trigger").unwrap_or(usual).split(' ').any(|trigger| trigger == event)
    }

    /// How long it takes to show or to hide: 0 and 50 ms unless told otherwise.
    fn delay(&self, shows: bool) -> Duration {
        const HIDE_MS: u64 = 50;
        let (name, usual) = if shows { ("show", 0) } else { ("hide", HIDE_MS) };
        let told =
            self.component.prop("delay").map(|delay| delay.get(name).and_then(Value::as_u64).unwrap_or(0));
        Duration::from_millis(told.unwrap_or(usual))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUTTON: &str = "/props/children/0";
    const BUBBLE: &str = "/props/children/1";

    fn page(props: Value) -> Value {
        let part = |kind: &str, props: Value| json!({"type": kind, "namespace": "dash_bootstrap_components", "props": props});
        let mut bubble = part("Popover", props);
        bubble["props"]["target"] = json!("b");
        part("Row", json!({"children": [part("Button", json!({"id": "b"})), bubble]}))
    }

    fn becomes(props: Value, attention: &Attention<'_>) -> Option<(bool, u128)> {
        let effects = attended(&page(props), &HashMap::new(), attention);
        let [Effect::Later { after, at, props }] = effects.as_slice() else { return None };
        assert_eq!(at, BUBBLE);
        Some((props["is_open"] == true, after.as_millis()))
    }

    #[test]
    fn a_bubble_opens_by_the_events_that_it_names() {
        let over = Attention { pointer: [None, Some(BUTTON)], ..Attention::default() };
        assert_eq!(becomes(json!({"trigger": "hover"}), &over), Some((true, 0)));
        assert_eq!(becomes(json!({"trigger": "focus"}), &over), None);
        assert_eq!(becomes(json!({}), &over), None);
        let away = Attention { pointer: [Some(BUTTON), None], ..Attention::default() };
        assert_eq!(becomes(json!({"trigger": "hover", "is_open": true}), &away), Some((false, 50)));
        let slow = json!({"trigger": "hover", "is_open": true, "delay": {"show": 0, "hide": 900}});
        assert_eq!(becomes(slow, &away), Some((false, 900)));
    }

    #[test]
    fn a_click_beside_closes_only_the_legacy_kind() {
        let beside = Attention { clicked: Some("/props/children/2"), ..Attention::default() };
        assert_eq!(becomes(json!({"trigger": "legacy", "is_open": true}), &beside), Some((false, 0)));
        assert_eq!(becomes(json!({"trigger": "click", "is_open": true}), &beside), None);
        let inside = Attention { clicked: Some("/props/children/1/props/children"), ..Attention::default() };
        assert_eq!(becomes(json!({"trigger": "legacy", "is_open": true}), &inside), None);
        let on = Attention { clicked: Some(BUTTON), ..Attention::default() };
        assert_eq!(becomes(json!({"trigger": "click", "is_open": true}), &on), Some((false, 50)));
    }
}
