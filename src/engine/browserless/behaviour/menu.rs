//! The menu of a `dcc.Dropdown`: what a click or a key does in it.

use serde_json::{Value, json};

use super::Effect;
use super::choice::Choice;
use super::dropdown::{
    closed, closes, found, held, is_clearable, is_multi, is_open, is_searchable, of_all, opened, picked_alone,
};
use super::target::{Drawn, Target};
use super::text::scalar_text;
use crate::dash::{Component, truthy};

/// What a click does, by the part of the component that it is on.
pub(super) fn clicked(target: &Target<'_>) -> Vec<Effect> {
    if target.moment.is_classic() { clicked_in_select(target) } else { clicked_in_popover(target) }
}

/// From Dash 4 on.
fn clicked_in_popover(target: &Target<'_>) -> Vec<Effect> {
    let spot = &target.spot;
    if !spot.is_in("dash-dropdown-content") {
        return match is_open(target) {
            _ if spot.is_in("dash-dropdown-clear") => cleared(target),
            true => closed(target),
            false => vec![opened(target)],
        };
    }
    if let Some(button) = spot.within("dash-dropdown-action-button") {
        let said = button.content();
        let Some(chosen) = of_all(target, &said) else { return Vec::new() };
        let mut effects = vec![target.set([("value", chosen.into())])];
        if truthy(target.component.prop("closeOnSelect")) {
            effects.push(Effect::Remember { at: target.at.to_owned(), memory: Value::Null });
        }
        return effects;
    }
    if spot.is_in("dash-dropdown-clear") {
        return vec![Effect::Unset { at: target.at.to_owned(), props: vec!["search_value".to_owned()] }];
    }
    let value = spot.within("dash-dropdown-option").and_then(|option| {
        let field = option.descendants().find(|node| node.tag() == "input")?;
        field.attribute("value").map(str::to_owned)
    });
    let choices = found(target.component);
    let choice = choices.iter().find(|choice| Some(scalar_text(&choice.value)) == value);
    choice.map(|choice| turned(target, choice)).unwrap_or_default()
}

/// What the box of an option does when it is clicked; that of a single choice can't be taken away.
fn turned(target: &Target<'_>, choice: &Choice) -> Vec<Effect> {
    let mut chosen = held(target.component);
    if choice.disabled {
        return Vec::new();
    }
    if !is_multi(target.component) {
        if chosen.contains(&choice.value) {
            return Vec::new();
        }
        return picked_alone(target, choice.value.clone());
    }
    if chosen.contains(&choice.value) {
        chosen.retain(|value| *value != choice.value);
    } else {
        chosen.push(choice.value.clone());
    }
    if chosen.is_empty() && !is_clearable(target.component) {
        return if closes(target.component) { closed(target) } else { Vec::new() };
    }
    picked_alone(target, Value::Array(chosen))
}

/// What the cross does.
fn cleared(target: &Target<'_>) -> Vec<Effect> {
    let component = target.component;
    if held(component).is_empty() || !is_clearable(component) {
        return Vec::new();
    }
    let empty = if is_multi(component) { json!([]) } else { Value::Null };
    vec![target.set([("value", empty)])]
}

/// Before Dash 4: react-select.
fn clicked_in_select(target: &Target<'_>) -> Vec<Effect> {
    let spot = &target.spot;
    if spot.is_in("Select-clear-zone") {
        return cleared(target);
    }
    if spot.is_in("Select-value-icon") {
        let place = spot.within("Select-value").map(|value| value.index());
        let mut chosen = held(target.component);
        if let Some(place) = place.filter(|place| *place < chosen.len()) {
            chosen.remove(place);
        }
        return vec![target.set([("value", Value::Array(chosen))])];
    }
    if let Some(option) = spot.within("VirtualizedSelectOption") {
        let place = option.index();
        let choice = listed(&target.drawn()).into_iter().nth(place);
        return choice.map(|choice| chosen_in_select(target, &choice)).unwrap_or_default();
    }
    let toggles = spot.is_in("Select-arrow-zone") || !is_searchable(target.component);
    match is_open(target) {
        true if spot.is_in("Select-menu-outer") || !toggles => Vec::new(),
        true => closed(target),
        false => vec![opened(target)],
    }
}

/// What react-select does with an option that was chosen: a list for one closes, one for several too, and stays focused.
fn chosen_in_select(target: &Target<'_>, choice: &Choice) -> Vec<Effect> {
    if choice.disabled {
        return Vec::new();
    }
    let value = if is_multi(target.component) {
        held(target.component).into_iter().chain([choice.value.clone()]).collect()
    } else {
        choice.value.clone()
    };
    let mut effects = picked_alone(target, value);
    if closes(target.component) || target.moment.is_classic() {
        effects.push(Effect::Remember { at: target.at.to_owned(), memory: Value::Null });
    }
    effects
}

/// The options that the open list shows, in its order.
fn listed(drawn: &Drawn<'_>) -> Vec<Choice> {
    let mut choices = found(drawn.component);
    if is_multi(drawn.component) {
        let chosen = held(drawn.component);
        if drawn.moment.is_classic() {
            choices.retain(|choice| !chosen.contains(&choice.value));
        } else {
            let first = drawn.memory.and_then(|memory| memory.get("first")?.as_array());
            choices.sort_by_key(|choice| !first.is_some_and(|first| first.contains(&choice.value)));
        }
    }
    choices
}

/// The element that has the keyboard: the button that opens the list, the field to search, or the box of an option (4.0).
pub(super) fn inner(drawn: &Drawn<'_>) -> Option<(&'static str, usize)> {
    if drawn.moment.is_classic() {
        return None;
    }
    if drawn.memory.is_none_or(|memory| memory.get("open").is_none()) {
        return Some(("dash-dropdown", 0));
    }
    Some(match at(drawn, &listed(drawn)) {
        Some(option) => ("dash-options-list-option-checkbox", option),
        None => ("dash-dropdown-search", 0),
    })
}

/// What a key does.
pub(super) fn pressed(target: &Target<'_>, key: &str) -> Vec<Effect> {
    let classic = target.moment.is_classic();
    match (is_open(target), key) {
        (false, "Enter" | "ArrowDown" | "Space" | " ") => vec![opened(target)],
        (false, "Delete" | "Backspace") if !classic => cleared(target),
        (false, "Delete" | "Backspace") => popped(target),
        (true, "Escape") => closed(target),
        (true, "Enter") => entered(target),
        (true, "Space" | " ") if option_at(target).is_some() => entered(target),
        (true, "Backspace") if !searched(target.component).is_empty() => {
            let mut search = written(target);
            search.pop();
            searches(target, search)
        }
        (true, "Delete" | "Backspace") if classic && searched(target.component).is_empty() => popped(target),
        (true, "Tab") => moved(target, "ArrowDown"),
        (true, "Shift+Tab") => moved(target, "ArrowUp"),
        (true, "ArrowDown" | "ArrowUp" | "Home" | "End" | "PageUp" | "PageDown") => moved(target, key),
        (_, key) if key.chars().count() == 1 && is_searchable(target.component) => {
            searches(target, format!("{}{key}", written(target)))
        }
        _ => Vec::new(),
    }
}

/// The place of the option that the keyboard is at.
fn option_at(target: &Target<'_>) -> Option<usize> {
    let drawn = target.drawn();
    at(&drawn, &listed(&drawn))
}

/// What stands in the field to search: a client may have emptied it behind the component's back.
fn written(target: &Target<'_>) -> String {
    target.spot.typed.map_or_else(|| searched(target.component), str::to_owned)
}

/// Searches: what is chosen comes first in what is found, and the keyboard is in the field.
fn searches(target: &Target<'_>, search: String) -> Vec<Effect> {
    let memory = json!({"open": true, "first": held(target.component)});
    let opened = Effect::Remember { at: target.at.to_owned(), memory };
    vec![target.set([("search_value", search.into())]), opened]
}

fn searched(component: Component<'_>) -> String {
    component.text("search_value").unwrap_or_default().to_owned()
}

/// Takes the last of several away, or the one.
fn popped(target: &Target<'_>) -> Vec<Effect> {
    let mut chosen = held(target.component);
    if !is_multi(target.component) || !is_clearable(target.component) {
        return cleared(target);
    }
    if chosen.pop().is_none() {
        return Vec::new();
    }
    vec![target.set([("value", Value::Array(chosen))])]
}

/// The place of the option that the keyboard is at; `None` in the field to search.
fn at(drawn: &Drawn<'_>, listed: &[Choice]) -> Option<usize> {
    let component = drawn.component;
    let kept = drawn.memory.and_then(|memory| memory.get("at"));
    if let Some(kept) = kept {
        return kept.as_u64().map(|at| at as usize).filter(|at| *at < listed.len());
    }
    let chosen = held(component);
    let of_chosen = || listed.iter().position(|choice| chosen.first() == Some(&choice.value));
    let single = !is_multi(component);
    let usual = (drawn.moment.is_classic() || !is_searchable(component)).then_some(0);
    if single && searched(component).is_empty() { of_chosen().or(usual) } else { usual }
}

fn moved(target: &Target<'_>, key: &str) -> Vec<Effect> {
    const PAGE: usize = 10;
    let listed = listed(&target.drawn());
    let Some(last) = listed.len().checked_sub(1) else { return Vec::new() };
    let field = is_searchable(target.component) && !target.moment.is_classic();
    let before_first = if field { None } else { Some(last) };
    let first = if field { None } else { Some(0) };
    let now = at(&target.drawn(), &listed);
    let then = match (key, now) {
        ("ArrowDown", None) => Some(0),
        ("ArrowDown", Some(at)) if at == last => first,
        ("ArrowDown", Some(at)) => Some(at + 1),
        ("ArrowUp", Some(0)) => before_first,
        ("ArrowUp", at) => at.map_or(Some(last), |at| Some(at - 1)),
        ("PageDown", at) => Some(at.map_or(PAGE - 1, |at| at + PAGE).min(last)),
        ("PageUp", at) => at.and_then(|at| at.checked_sub(PAGE)).or(first),
        ("End", _) => Some(last),
        _ => first,
    };
    let mut memory = target.spot.memory.cloned().unwrap_or_else(|| json!({ "open": true }));
    memory["at"] = json!(then);
    vec![Effect::Remember { at: target.at.to_owned(), memory }]
}

/// Chooses the option that the keyboard is at; in the field, the first that is found.
fn entered(target: &Target<'_>) -> Vec<Effect> {
    let listed = listed(&target.drawn());
    let at = at(&target.drawn(), &listed).or_else(|| (!searched(target.component).is_empty()).then_some(0));
    let Some(choice) = at.and_then(|at| listed.get(at)) else { return Vec::new() };
    if target.moment.is_classic() { chosen_in_select(target, choice) } else { turned(target, choice) }
}

#[cfg(test)]
mod tests {
    use super::super::{Moment, Spot};
    use super::*;
    use crate::engine::Action;

    #[test]
    fn delete_and_backspace_take_the_last_of_several_away_before_dash_4() {
        let tree = json!({
            "type": "Dropdown", "namespace": "dash_core_components",
            "props": {"id": "d", "options": ["a", "b"], "multi": true, "value": ["a", "b"]},
        });
        let moment = Moment { now_ms: 0, dash_version: (3, 4, 0), place: None };
        let open = json!({"open": true});
        for key in ["Delete", "Backspace"] {
            let press = Action::Press { on: "#d".parse().unwrap(), key: key.to_owned() };
            for memory in [None, Some(&open)] {
                let spot = Spot { memory, ..Spot::default() };
                let effects = super::super::act(&tree, "", &press, &moment, spot).unwrap();
                let [Effect::SetProps { props, .. }] = effects.as_slice() else { panic!("{effects:?}") };
                assert_eq!(props["value"], json!(["a"]), "{key}");
            }
        }
    }
}
