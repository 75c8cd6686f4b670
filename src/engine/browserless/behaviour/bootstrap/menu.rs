//! `DropdownMenu`: whether it is open is in no prop, so the page keeps it.

use std::collections::HashMap;
use std::iter::successors;

use serde_json::{Value, json};

use super::super::Effect;
use super::super::click::Inert;
use super::super::model::Model;
use super::super::target::Target;
use super::overlay::Attention;
use crate::dash::{Component, pointer, truthy};
use crate::engine::{Action, Error};

/// A button with a list that a click opens.
pub(super) struct Menu;

impl Model for Menu {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        if !matches!(target.action, Action::Click { point: None, .. }) {
            return Inert.act(target);
        }
        let open = !is_open(target.spot.memory);
        Ok(vec![Effect::Remember { at: target.at.to_owned(), memory: json!({ "open": open }) }])
    }
}

/// Whether a menu that keeps this is open.
fn is_open(memory: Option<&Value>) -> bool {
    memory.is_some_and(|memory| truthy(memory.get("open")))
}

/// The closed menu that the component at `at` is in, which hides it, by the menu's place.
pub(crate) fn closed_around<'a>(
    tree: &Value,
    at: &'a str,
    memory: &HashMap<String, Value>,
) -> Option<&'a str> {
    let items = |place: &str| pointer::is_within(at, &pointer::prop(place, "children"));
    successors(pointer::parent(at), |at| pointer::parent(at))
        .filter(|place| tree.pointer(place).and_then(Component::of).is_some_and(is_menu) && items(place))
        .find(|place| !is_open(memory.get(*place)))
}

/// What becomes of the menu at `at`, which keeps `memory`, because of where the visitor is. A component in its label
/// opens and closes it as the button does; it closes by a click beside it, or on one of its entries unless that has
/// `toggle=False`, and by Escape.
pub(super) fn attended(
    tree: &Value,
    at: &str,
    memory: Option<&Value>,
    attention: &Attention<'_>,
) -> Option<Effect> {
    let open = is_open(memory);
    let by_label =
        attention.clicked.is_some_and(|place| pointer::is_within(place, &pointer::prop(at, "label")));
    let turns = by_label || (open && closes(tree, at, attention));
    turns.then(|| Effect::Remember { at: at.to_owned(), memory: json!({ "open": !open }) })
}

fn closes(tree: &Value, at: &str, attention: &Attention<'_>) -> bool {
    let Some(clicked) = attention.clicked else { return attention.escaped.is_some() };
    if !pointer::is_within(clicked, at) {
        return true;
    }
    let mut inside = successors(Some(clicked), |place| pointer::parent(place))
        .take_while(|place| *place != at)
        .filter_map(|place| Component::of(tree.pointer(place)?));
    inside.any(|one| {
        let is = |name: &str| truthy(one.prop(name));
        let stays = one.prop("toggle").is_some_and(|toggle| !truthy(Some(toggle)));
        one.kind == "DropdownMenuItem" && !stays && !is("header") && !is("divider") && !is("disabled")
    })
}

/// Whether a component is such a menu.
pub(super) fn is_menu(component: Component<'_>) -> bool {
    component.kind == "DropdownMenu" && component.namespace == "dash_bootstrap_components"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::browserless::behaviour::testing::act;

    const ENTRY: &str = "/props/children/0";

    fn menu(entry: Value) -> Value {
        let part = |kind: &str, props: Value| json!({"type": kind, "namespace": "dash_bootstrap_components", "props": props});
        part("DropdownMenu", json!({"id": "m", "children": [part("DropdownMenuItem", entry)]}))
    }

    fn opens(entry: Value, attention: &Attention<'_>) -> bool {
        attended(&menu(entry), "", Some(&json!({"open": true})), attention).is_none()
    }

    #[test]
    fn a_click_opens_a_menu_and_shows_its_entries() {
        let tree = menu(json!({}));
        assert_eq!(closed_around(&tree, ENTRY, &HashMap::new()), Some(""));
        let effects = act(&tree, "click #m").unwrap();
        let [Effect::Remember { at, memory }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(closed_around(&tree, ENTRY, &HashMap::from([(at.clone(), memory.clone())])), None);
    }

    #[test]
    fn a_menu_closes_by_an_entry_that_does_not_stay_and_by_escape() {
        let on = Attention { clicked: Some(ENTRY), ..Attention::default() };
        assert!(!opens(json!({}), &on));
        assert!(opens(json!({"toggle": false}), &on));
        assert!(opens(json!({"header": true}), &on));
        assert!(!opens(json!({}), &Attention { escaped: Some(""), ..Attention::default() }));
    }
}
