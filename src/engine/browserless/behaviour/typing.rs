//! Single keys in text fields: what the field shows before it commits, and leaving it.

use serde_json::Value;

use super::field::{self, Package};
use super::target::Target;
use super::{Effect, Moment};
use crate::dash::Component;
use crate::engine::{Action, Error};

/// What a key in a text field leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Typing {
    /// What the field shows now, until it is committed or left.
    pub draft: Option<String>,
    /// What it sets.
    pub effects: Vec<Effect>,
}

/// What the key of a [`Action::Press`] does in the text field at `at`, which shows `draft` instead of its value when
/// that is given. `None` when the component is no text field, or the key writes and commits nothing.
///
/// # Errors
/// As [`super::act`].
pub fn typing(
    tree: &Value,
    at: &str,
    action: &Action,
    draft: Option<&str>,
    moment: &Moment,
) -> Result<Option<Typing>, Error> {
    let Action::Press { on, key } = action else { return Ok(None) };
    let Some(component) = tree.pointer(at).and_then(Component::of) else { return Ok(None) };
    let Some(package) = package(component) else { return Ok(None) };
    let target = Target { tree, at, component, action, moment };
    let waits = component.prop("debounce") == Some(&Value::Bool(true));
    let shown = draft.map_or_else(|| field::shown(component), str::to_owned);
    match key.as_str() {
        "Enter" | "Tab" if waits => {
            let counter = if key == "Enter" { "n_submit" } else { "n_blur" };
            let value = draft.and_then(|text| field::commits(component, text));
            Ok(Some(Typing { draft: None, effects: package.event(&target, counter, value) }))
        }
        key => {
            let Some(text) = field::edited(&shown, key) else { return Ok(None) };
            let fill = Action::Fill { on: on.clone(), value: text.clone() };
            let model = super::model::model_of(component).ok_or_else(|| target.unsupported())?;
            let effects = model.act(&Target { action: &fill, ..target })?;
            Ok(Some(Typing { draft: Some(text), effects: if waits { Vec::new() } else { effects } }))
        }
    }
}

/// What leaving the field at `at` leads to; nothing for what is no text field.
pub fn left(tree: &Value, at: &str, action: &Action, draft: Option<&str>, moment: &Moment) -> Vec<Effect> {
    let Some(component) = tree.pointer(at).and_then(Component::of) else { return Vec::new() };
    let Some(package) = package(component) else { return Vec::new() };
    let target = Target { tree, at, component, action, moment };
    let waits = component.prop("debounce") == Some(&Value::Bool(true));
    let value = draft.filter(|_| waits).and_then(|text| field::commits(component, text));
    package.event(&target, "n_blur", value)
}

/// Whose text field it is; `None` for another component.
fn package(component: Component<'_>) -> Option<Package> {
    match (component.namespace, component.kind) {
        ("dash_core_components", "Input") => Some(Package::Core),
        ("dash_bootstrap_components", "Input") => Some(Package::Bootstrap),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::engine::browserless::behaviour::testing::set;

    fn press(props: &Value, key: &str, draft: Option<&str>) -> Typing {
        let input = json!({"type": "Input", "namespace": "dash_core_components", "props": props});
        let action = Action::parse(&format!("press #i {key}")).unwrap();
        let moment = Moment { now_ms: 1, dash_version: (4, 4, 1) };
        typing(&input, "", &action, draft, &moment).unwrap().unwrap()
    }

    #[test]
    fn a_debounced_field_commits_on_enter_after_it_counts() {
        let props = json!({"id": "i", "value": "q", "debounce": true});
        assert_eq!(press(&props, "y", None), Typing { draft: Some("qy".to_owned()), effects: Vec::new() });
        let submitted = press(&props, "Enter", Some("qy"));
        assert_eq!(
            submitted.effects,
            [set(&json!({"n_submit": 1, "n_submit_timestamp": 1})), set(&json!({"value": "qy"}))]
        );
    }

    #[test]
    fn a_number_field_goes_on_from_what_it_shows() {
        let props = json!({"id": "i", "value": null, "type": "number", "max": 10});
        let typed = press(&props, "Backspace", Some("55"));
        assert_eq!(typed.effects, [set(&json!({"value": 5}))]);
    }
}
