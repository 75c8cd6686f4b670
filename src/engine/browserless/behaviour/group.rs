//! Groups of boxes: `Checklist` and `RadioItems` of dcc and dash-bootstrap-components, and single boxes.

use serde_json::{Value, json};

use super::Effect;
use super::choice::{Choice, find};
use super::model::{Model, chooses};
use super::target::Target;
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error};

/// Boxes to tick: the value lists those that are ticked, in the order they were.
pub(super) struct Checklist;

impl Model for Checklist {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let (labels, tick) = match target.action {
            Action::Check { option, .. } => (option, true),
            Action::Uncheck { option, .. } => (option, false),
            Action::Click { point: None, .. } | Action::Hover { point: None, .. } => return Ok(Vec::new()),
            _ => return Err(target.unsupported()),
        };
        let [label] = labels.0.as_slice() else {
            return Err(target.bad("the checklist needs the label of an option"));
        };
        let choices = self.choices(target.component);
        let value = &find(target, &choices, label)?.value;
        let mut ticked =
            target.component.prop("value").and_then(Value::as_array).cloned().unwrap_or_default();
        if ticked.contains(value) == tick {
            return Ok(Vec::new());
        }
        if tick {
            ticked.push(value.clone());
        } else {
            ticked.retain(|held| held != value);
        }
        Ok(vec![target.set([("value", json!(ticked))])])
    }

    fn choices(&self, component: Component<'_>) -> Vec<Choice> {
        Choice::all(component.prop("options"))
    }
}

/// Boxes of which one is chosen.
pub(super) struct RadioItems;

impl Model for RadioItems {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Choose { option, .. } => {
                let value = find(target, &self.choices(target.component), option)?.value.clone();
                let again = target.component.prop("value") == Some(&value);
                Ok(if again { Vec::new() } else { vec![target.set([("value", value)])] })
            }
            Action::Click { point: None, .. } | Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn choices(&self, component: Component<'_>) -> Vec<Choice> {
        Choice::all(component.prop("options"))
    }
}

/// A native select of dash-bootstrap-components: its value is always a text.
pub(super) struct Select;

impl Model for Select {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Select { option, .. } => match option.0.as_slice() {
                [label] => {
                    let choices = self.choices(target.component);
                    let value = super::text::scalar_text(&find(target, &choices, label)?.value);
                    Ok(vec![target.set([("value", Value::from(value))])])
                }
                _ => Err(target.bad("the select takes one option")),
            },
            Action::Click { point: None, .. } | Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn choices(&self, component: Component<'_>) -> Vec<Choice> {
        Choice::all(component.prop("options"))
    }
}

/// One box: `Checkbox`, `Switch` and `RadioButton` of dash-bootstrap-components.
pub(super) struct Checkbox;

impl Model for Checkbox {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let now = truthy(target.component.prop("value"));
        let wanted = match target.action {
            Action::Check { option, .. } if option.is_empty() => true,
            Action::Uncheck { option, .. } if option.is_empty() => false,
            Action::Check { .. } | Action::Uncheck { .. } => {
                return Err(target.bad("a single box has no options"));
            }
            // A radio button can't be unticked by clicking it.
            Action::Click { point: None, .. } => !now || target.component.kind == "RadioButton",
            Action::Press { key, .. } if matches!(key.as_str(), "Space" | " ") => !now,
            Action::Hover { point: None, .. } => now,
            _ => return Err(target.unsupported()),
        };
        Ok(if wanted == now { Vec::new() } else { vec![target.set([("value", Value::from(wanted))])] })
    }

    fn clicks(&self, target: &Target<'_>) -> usize {
        usize::from(chooses(target.action) || super::click::presses(target))
    }

    fn value(&self, component: Component<'_>) -> Option<Value> {
        Some(Value::from(truthy(component.prop("value"))))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::engine::browserless::behaviour::testing::{act, set};

    fn group(kind: &str, value: &Value) -> Value {
        json!({"type": kind, "namespace": "dash_core_components",
            "props": {"id": "g", "options": ["a", "b", {"label": "C", "value": "c"}], "value": value}})
    }

    #[test]
    fn ticked_options_are_appended_and_unticked_ones_removed() {
        let tree = group("Checklist", &json!(["b"]));
        assert_eq!(act(&tree, "check #g a").unwrap(), [set(&json!({"value": ["b", "a"]}))]);
        assert_eq!(act(&tree, "uncheck #g b").unwrap(), [set(&json!({"value": []}))]);
        assert_eq!(act(&tree, "check #g b").unwrap(), []);
    }

    #[test]
    fn a_radio_item_is_chosen_by_its_label() {
        assert_eq!(
            act(&group("RadioItems", &json!("a")), "choose #g C").unwrap(),
            [set(&json!({"value": "c"}))]
        );
        assert!(
            act(&group("RadioItems", &json!("a")), "choose #g c").unwrap_err().to_string().contains("`C`")
        );
    }

    #[test]
    fn a_bootstrap_select_gives_text() {
        let tree = json!({"type": "Select", "namespace": "dash_bootstrap_components",
            "props": {"id": "s", "options": [{"label": "One", "value": 1}]}});
        assert_eq!(act(&tree, "select #s One").unwrap(), [set(&json!({"value": "1"}))]);
    }

    #[test]
    fn a_single_box_is_ticked_and_unticked() {
        let tree = json!({"type": "Switch", "namespace": "dash_bootstrap_components", "props": {"id": "s"}});
        assert_eq!(act(&tree, "check #s").unwrap(), [set(&json!({"value": true}))]);
        assert_eq!(act(&tree, "uncheck #s").unwrap(), []);
        assert_eq!(act(&tree, "click #s").unwrap(), [set(&json!({"value": true}))]);
    }
}
