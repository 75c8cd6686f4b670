//! `dcc.Dropdown`.

use serde_json::{Value, json};

use super::choice::{Choice, find};
use super::model::Model;
use super::target::Target;
use super::{Effect, Moment, Mounting, Props};
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error, OneOrMany};

/// A dropdown for one option or, with `multi`, for several.
pub(super) struct Dropdown;

impl Model for Dropdown {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let component = target.component;
        let choices = self.choices(component);
        match target.action {
            Action::Select { option, .. } => {
                let value = &find(target, &choices, only(target, option)?)?.value;
                // The chosen option is a box that is checked already: clicking it changes nothing.
                if held(component).contains(value) {
                    return Ok(Vec::new());
                }
                let chosen = if is_multi(component) {
                    held(component).into_iter().chain([value.clone()]).collect()
                } else {
                    value.clone()
                };
                Ok(picked(target, chosen))
            }
            Action::Deselect { option, .. } if is_multi(component) => {
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
            Action::Click { point: None, .. } | Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn opened(&self, target: &Target<'_>) -> Option<Vec<Effect>> {
        // Before 4.0 a chosen option has a cross of its own, which is no click.
        let by_list = matches!(target.action, Action::Select { .. })
            || (matches!(target.action, Action::Deselect { .. }) && !target.moment.is_classic());
        by_list.then(Vec::new)
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        match target.action {
            Action::Click { .. } => 1,
            Action::Deselect { .. } | Action::Clear { .. } => usize::from(!target.moment.is_classic()),
            // From 4.0 an option of a single choice is a label, which clicks its hidden box too.
            Action::Select { .. } => {
                1 + usize::from(!target.moment.is_classic() && !is_multi(target.component))
            }
            _ => 0,
        }
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
}

/// The one option of a gesture.
fn only<'a>(target: &Target<'_>, option: &'a OneOrMany) -> Result<&'a str, Error> {
    match option.0.as_slice() {
        [label] => Ok(label),
        _ => Err(target.bad("a gesture is on one option")),
    }
}

/// What one pick sends. The search is forgotten: before 4.0 at each pick, since then when the menu closes.
fn picked(target: &Target<'_>, value: Value) -> Vec<Effect> {
    let closes = target.component.prop("closeOnSelect").map_or(!is_multi(target.component), |on| on != false);
    let mut effects = Vec::new();
    let is_searchable = target.component.prop("searchable") != Some(&Value::Bool(false));
    if target.moment.is_classic() && (is_searchable || target.moment.dash_version < (3, 0, 0)) {
        effects.push(target.set([("search_value", Value::from(""))]));
    } else if !target.moment.is_classic() && closes && target.component.prop("search_value").is_some() {
        effects.push(Effect::Unset { at: target.at.to_owned(), props: vec!["search_value".to_owned()] });
    }
    effects.push(target.set([("value", value)]));
    effects
}

fn is_multi(component: Component<'_>) -> bool {
    truthy(component.prop("multi"))
}

fn is_clearable(component: Component<'_>) -> bool {
    component.prop("clearable").is_none_or(|clearable| truthy(Some(clearable)))
}

/// The values that are chosen now.
fn held(component: Component<'_>) -> Vec<Value> {
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
        assert_eq!(mounted(&dropdown(&json!({"value": 1}))), []);
        assert_eq!(mounted(&dropdown(&json!({"value": 9, "search_value": "x"}))), []);
    }
}
