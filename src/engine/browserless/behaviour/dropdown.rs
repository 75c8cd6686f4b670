//! `dcc.Dropdown`.

use serde_json::{Value, json};

use super::choice::{Choice, find};
use super::menu;
use super::model::Model;
use super::target::{Drawn, Target};
use super::text::scalar_text;
use super::{Effect, Moment, Mounting, Props};
use crate::dash::{Component, search, truthy};
use crate::engine::{Action, Error, OneOrMany};

/// A dropdown for one option or, with `multi`, for several.
pub(super) struct Dropdown;

impl Model for Dropdown {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let component = target.component;
        match target.action {
            Action::Select { option, .. } => {
                let label = only(target, option)?;
                if let Some(all) = of_all(target, label) {
                    let mut effects = vec![target.set([("value", all.into())])];
                    // A list that closes by itself then keeps its search.
                    if !truthy(component.prop("closeOnSelect")) {
                        effects.extend(closed_after(target));
                    }
                    return Ok(effects);
                }
                let value = listed(target, label)?;
                // The chosen option is a box that is checked already: clicking it changes nothing.
                if held(component).contains(&value) {
                    return Ok(closed(target));
                }
                let chosen = if is_multi(component) {
                    held(component).into_iter().chain([value]).collect()
                } else {
                    value
                };
                Ok(picked(target, chosen))
            }
            Action::Deselect { option, .. } if is_multi(component) => {
                let choices = self.choices(component);
                let value = &find(target, &choices, only(target, option)?)?.value;
                let mut chosen = held(component);
                if !chosen.contains(value) {
                    return Ok(Vec::new());
                }
                if chosen.len() == 1 && !is_clearable(component) && !target.moment.is_classic() {
                    return Err(target.not_actionable("it can't be emptied: it has clearable=False"));
                }
                chosen.retain(|held| held != value);
                let chosen = Value::Array(chosen);
                // Before 4.0 it is taken out by its own cross.
                let taken_out = target.moment.is_classic();
                Ok(if taken_out { vec![target.set([("value", chosen)])] } else { picked(target, chosen) })
            }
            Action::Deselect { .. } => Err(target.bad("the dropdown holds one option: use clear")),
            Action::Clear { .. } if !is_clearable(component) => {
                Err(target.not_actionable("it can't be emptied: it has clearable=False"))
            }
            Action::Clear { .. } if held(component).is_empty() => Ok(Vec::new()),
            Action::Clear { .. } => {
                let empty = if is_multi(component) { json!([]) } else { Value::Null };
                Ok(vec![target.set([("value", empty)])])
            }
            Action::Fill { .. } if !is_searchable(component) => {
                Err(target.not_actionable("it can't be searched: it has searchable=False"))
            }
            Action::Fill { value, .. } => {
                Ok(vec![target.set([("search_value", value.as_str().into())]), opened(target)])
            }
            Action::Click { point: None, .. } => Ok(menu::clicked(target)),
            Action::Press { key, .. } => Ok(menu::pressed(target, key)),
            Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn opened(&self, target: &Target<'_>) -> Option<Vec<Effect>> {
        // Before 4.0 a chosen option has a cross of its own, which is no click, and the field to type into is in sight.
        let by_list = match target.action {
            Action::Select { .. } => true,
            Action::Deselect { .. } | Action::Fill { .. } => !target.moment.is_classic(),
            _ => false,
        };
        (by_list && !is_open(target)).then(Vec::new)
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        match target.action {
            Action::Click { .. } | Action::Fill { .. } => 1,
            Action::Deselect { .. } | Action::Clear { .. } => usize::from(!target.moment.is_classic()),
            // From 4.0 an option of a single choice is a label, which clicks its hidden box too.
            Action::Select { .. } => {
                1 + usize::from(!target.moment.is_classic() && !is_multi(target.component))
            }
            _ => 0,
        }
    }

    fn left(&self, target: &Target<'_>) -> Vec<Effect> {
        closed(target)
    }

    fn mount(&self, component: Component<'_>, _moment: &Moment) -> Mounting {
        Mounting { later: pruned(component).into_iter().collect(), ..Mounting::default() }
    }

    fn follows(&self, component: Component<'_>, props: &[&str]) -> Option<Props> {
        if props.contains(&"options") { pruned(component) } else { None }
    }

    fn choices(&self, component: Component<'_>) -> Vec<Choice> {
        Choice::all(component.prop("options"))
    }

    fn takes_tab(&self, target: &Target<'_>) -> bool {
        is_open(target) && !target.moment.is_classic()
    }

    fn inner(&self, drawn: &Drawn<'_>) -> Option<(&'static str, usize)> {
        menu::inner(drawn)
    }
}

/// The one option of a gesture.
fn only<'a>(target: &Target<'_>, option: &'a OneOrMany) -> Result<&'a str, Error> {
    match option.0.as_slice() {
        [label] => Ok(label),
        _ => Err(target.bad("a gesture is on one option")),
    }
}

/// The value of an option that the open list shows.
fn listed(target: &Target<'_>, label: &str) -> Result<Value, Error> {
    let all = Choice::all(target.component.prop("options"));
    let shown = found(target.component);
    match find(target, &shown, label) {
        Err(Error::NoSuchOption { .. }) => {
            Err(target.no_option(label, all.into_iter().map(|choice| choice.label)))
        }
        found => found.map(|choice| choice.value.clone()),
    }
}

/// The options that the search leaves: each of its words is part of a word of the value, of the label or of what the
/// option gives to be searched. Labels are not searched where one of them is a component.
pub(super) fn found(component: Component<'_>) -> Vec<Choice> {
    let options = component.prop("options");
    let choices = Choice::all(options);
    let search = component.text("search_value").unwrap_or_default();
    if search.is_empty() || !is_searchable(component) {
        return choices;
    }
    let raw: Vec<&Value> = options.and_then(Value::as_array).into_iter().flatten().collect();
    let drawn = raw.iter().any(|option| option.get("label").is_some_and(Value::is_object));
    let fits = |(place, choice): &(usize, Choice)| {
        let label = if drawn { "" } else { choice.label.as_str() };
        let own = raw.get(*place).and_then(|option| option.get("search")?.as_str()).unwrap_or_default();
        search::fits(search, &[scalar_text(&choice.value), label.to_owned(), own.to_owned()])
    };
    choices.into_iter().enumerate().filter(fits).map(|(_, choice)| choice).collect()
}

/// What is chosen by a button of the list for all that it shows (4.0); `None` when the label is not that of one.
pub(super) fn of_all(target: &Target<'_>, label: &str) -> Option<Vec<Value>> {
    let component = target.component;
    if target.moment.is_classic() || !is_multi(component) {
        return None;
    }
    let named = |name: &str, usual: &'static str| {
        component.prop("labels").and_then(|labels| labels.get(name)?.as_str()).unwrap_or(usual)
            == label.trim()
    };
    let shown: Vec<Value> = found(component).into_iter().map(|choice| choice.value).collect();
    let mut chosen = held(component);
    if named("select_all", "Select All") {
        let new: Vec<Value> = shown.into_iter().filter(|value| !chosen.contains(value)).collect();
        chosen.extend(new);
    } else if named("deselect_all", "Deselect All")
        && (is_clearable(component) || !chosen.iter().all(|value| shown.contains(value)))
    {
        chosen.retain(|value| !shown.contains(value));
    } else {
        return None;
    }
    Some(chosen)
}

/// What one pick sends. The search is forgotten: before 4.0 at each pick, since then when the menu closes, which a
/// visitor does who is done with a list that stays open.
fn picked(target: &Target<'_>, value: Value) -> Vec<Effect> {
    let mut effects = picked_alone(target, value);
    if target.moment.is_classic() || !closes(target.component) {
        effects.extend(closed_after(target));
    }
    effects
}

/// The same of a visitor who stays.
pub(super) fn picked_alone(target: &Target<'_>, value: Value) -> Vec<Effect> {
    let component = target.component;
    let chosen = target.set([("value", value)]);
    if target.moment.is_classic() {
        let forgets = is_searchable(component) || target.moment.dash_version < (3, 0, 0);
        let forgotten = forgets.then(|| target.set([("search_value", Value::from(""))]));
        forgotten.into_iter().chain([chosen]).collect()
    } else if closes(component) {
        closed(target).into_iter().chain([chosen]).collect()
    } else {
        vec![chosen]
    }
}

/// Whether the list closes when something is chosen.
pub(super) fn closes(component: Component<'_>) -> bool {
    component.prop("closeOnSelect").map_or(!is_multi(component), |on| on != false)
}

/// What closing a list changes that stays open when something is chosen: a gesture of its own.
fn closed_after(target: &Target<'_>) -> Vec<Effect> {
    let mut effects = closed(target);
    if !effects.is_empty() {
        effects.insert(0, Effect::NextGesture);
    }
    effects
}

/// What closing the list changes: the search is over.
pub(super) fn closed(target: &Target<'_>) -> Vec<Effect> {
    let at = || target.at.to_owned();
    let mut effects = Vec::new();
    if is_open(target) {
        effects.push(Effect::Remember { at: at(), memory: Value::Null });
    }
    if target.component.prop("search_value").is_some_and(|search| !search.is_null()) {
        effects.push(if target.moment.is_classic() {
            target.set([("search_value", Value::from(""))])
        } else {
            Effect::Unset { at: at(), props: vec!["search_value".to_owned()] }
        });
    }
    effects
}

/// Opens the list. Of several, what is chosen now is listed first.
pub(super) fn opened(target: &Target<'_>) -> Effect {
    let known = target.spot.memory.filter(|_| is_open(target)).cloned();
    let memory = known.unwrap_or_else(|| json!({ "open": true, "first": held(target.component) }));
    Effect::Remember { at: target.at.to_owned(), memory }
}

/// Whether the list is open.
pub(super) fn is_open(target: &Target<'_>) -> bool {
    target.spot.memory.is_some_and(|memory| memory.get("open").is_some())
}

pub(super) fn is_multi(component: Component<'_>) -> bool {
    truthy(component.prop("multi"))
}

pub(super) fn is_searchable(component: Component<'_>) -> bool {
    component.prop("searchable") != Some(&Value::Bool(false))
}

pub(super) fn is_clearable(component: Component<'_>) -> bool {
    component.prop("clearable").is_none_or(|clearable| truthy(Some(clearable)))
}

/// The values that are chosen now.
pub(super) fn held(component: Component<'_>) -> Vec<Value> {
    match component.prop("value") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(values)) => values.clone(),
        Some(value) => vec![value.clone()],
    }
}

/// A value that is not among the options is removed, unless a search narrows them (protocol 3.2).
fn pruned(component: Component<'_>) -> Option<Props> {
    if truthy(component.prop("search_value")) {
        return None;
    }
    let known = Choice::all(component.prop("options"));
    let fits = |value: &Value| known.iter().any(|choice| choice.value == *value);
    let value = match component.prop("value")? {
        Value::Array(values) if is_multi(component) => {
            let kept: Vec<Value> = values.iter().filter(|value| fits(value)).cloned().collect();
            (kept.len() < values.len()).then_some(Value::Array(kept))?
        }
        Value::Null | Value::Array(_) => return None,
        Value::String(empty) if empty.is_empty() => return None,
        value => (!fits(value)).then_some(Value::Null)?,
    };
    Some(Props::from_iter([("value".to_owned(), value)]))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::engine::browserless::behaviour::testing::{act, moment, set};

    fn dropdown(props: &Value) -> Value {
        let mut tree = json!({"type": "Dropdown", "namespace": "dash_core_components",
            "props": {"id": "d", "options": [{"label": "North", "value": 1}, {"label": "South", "value": 2},
                {"label": "East", "value": 3, "disabled": true}]}});
        for (name, value) in props.as_object().into_iter().flatten() {
            tree["props"][name] = value.clone();
        }
        tree
    }

    fn mounted(tree: &Value) -> Vec<Props> {
        Dropdown.mount(Component::of(tree).unwrap(), &moment()).later
    }

    #[test]
    fn an_option_is_chosen_by_its_label() {
        assert_eq!(act(&dropdown(&json!({})), "select #d South").unwrap(), [set(&json!({"value": 2}))]);
        assert_eq!(act(&dropdown(&json!({"value": 2})), "select #d South").unwrap(), []);
    }

    #[test]
    fn an_unknown_option_names_those_there_are() {
        let error = act(&dropdown(&json!({})), "select #d West").unwrap_err();
        assert_eq!(error.to_string(), "`#d` has no option `West`; it has `North`, `South`, `East`");
    }

    #[test]
    fn a_disabled_option_can_not_be_chosen_yet() {
        assert!(act(&dropdown(&json!({})), "select #d East").unwrap_err().is_retryable());
    }

    #[test]
    fn options_may_be_scalars_or_a_map_whose_keys_are_text() {
        let scalars = dropdown(&json!({"options": [1952, "a", true, 1.5]}));
        assert_eq!(act(&scalars, "select #d 1952").unwrap(), [set(&json!({"value": 1952}))]);
        assert_eq!(act(&scalars, "select #d true").unwrap(), [set(&json!({"value": true}))]);
        let map =
            crate::dash::json::normalise(dropdown(&json!({"options": {"b": "B", "10": "Ten", "9": "Nine"}})));
        assert_eq!(act(&map, "select #d Nine").unwrap(), [set(&json!({"value": "9"}))]);
        let labels: Vec<_> =
            Dropdown.choices(Component::of(&map).unwrap()).into_iter().map(|choice| choice.label).collect();
        assert_eq!(labels, ["Nine", "Ten", "B"]);
    }

    #[test]
    fn options_are_appended_and_taken_out() {
        let tree = dropdown(&json!({"multi": true, "value": [2]}));
        assert_eq!(act(&tree, "select #d North").unwrap(), [set(&json!({"value": [2, 1]}))]);
        assert_eq!(act(&tree, "deselect #d South").unwrap(), [set(&json!({"value": []}))]);
    }

    #[test]
    fn clearing_gives_null_or_an_empty_list_and_respects_clearable() {
        assert_eq!(act(&dropdown(&json!({"value": 1})), "clear #d").unwrap(), [set(&json!({"value": null}))]);
        let several = dropdown(&json!({"value": [1], "multi": true}));
        assert_eq!(act(&several, "clear #d").unwrap(), [set(&json!({"value": []}))]);
        assert!(act(&dropdown(&json!({"value": 1, "clearable": false})), "clear #d").is_err());
    }

    #[test]
    fn a_value_that_is_no_option_is_dropped_after_loading() {
        assert_eq!(
            mounted(&dropdown(&json!({"value": 9}))),
            [Props::from_iter([("value".into(), Value::Null)])]
        );
        let several = dropdown(&json!({"value": [9, 1], "multi": true}));
        assert_eq!(mounted(&several), [Props::from_iter([("value".into(), json!([1]))])]);
        assert!(mounted(&dropdown(&json!({"value": 1}))).is_empty());
        assert!(mounted(&dropdown(&json!({"value": 9, "search_value": "x"}))).is_empty());
    }
}
