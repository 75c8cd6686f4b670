//! Text fields: `Input` and `Textarea` of dcc and dash-bootstrap-components.

use std::time::Duration;

use serde_json::Value;

use super::model::Model;
use super::target::{Target, next};
use super::text::number;
use super::{Effect, Props};
use crate::dash::{Component, truthy};
use crate::engine::{Action, Error};

/// Whose field it is: they count and debounce differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Package {
    /// dcc: counters have a timestamp, are a `setProps` call of their own; a numeric debounce is seconds.
    Core,
    /// dash-bootstrap-components: a counter and the value are one call; a numeric debounce is milliseconds.
    Bootstrap,
}

impl Package {
    /// One press or blur, with the value that it commits.
    pub(super) fn event(self, target: &Target<'_>, counter: &str, value: Option<Value>) -> Vec<Effect> {
        match self {
            Self::Core => {
                let value = value.map(|value| target.set([("value", value)]));
                std::iter::once(target.count(counter)).chain(value).collect()
            }
            Self::Bootstrap => {
                let count = next(target.component, counter);
                vec![match value {
                    Some(value) => target.set([(counter, count), ("value", value)]),
                    None => target.set([(counter, count)]),
                }]
            }
        }
    }

    /// What typing leads to, by the `debounce` prop; a field that commits when it is left, is left.
    fn typed(self, target: &Target<'_>, value: Option<Value>) -> Vec<Effect> {
        match target.component.prop("debounce") {
            Some(Value::Bool(true)) => self.event(target, "n_blur", value),
            Some(Value::Number(delay)) => {
                value.map(|value| self.later(target, delay, value)).into_iter().collect()
            }
            _ => value.map(|value| target.set([("value", value)])).into_iter().collect(),
        }
    }

    fn later(self, target: &Target<'_>, delay: &serde_json::Number, value: Value) -> Effect {
        let delay = delay.as_f64().unwrap_or_default().max(0.0);
        let seconds = if self == Self::Core { delay } else { delay / 1000.0 };
        let after = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
        Effect::Later {
            after,
            at: target.at.to_owned(),
            props: Props::from_iter([("value".to_owned(), value)]),
        }
    }
}

/// A one-line field, for text or numbers.
pub(super) struct Input {
    pub(super) package: Package,
}

impl Model for Input {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        match target.action {
            Action::Fill { value, .. } => self.fill(target, value),
            Action::Clear { .. } => self.fill(target, ""),
            Action::Press { key, .. } => self.press(target, key),
            Action::Click { point: None, .. } | Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn enabled(&self, component: Component<'_>) -> bool {
        takes_input(component)
    }
}

impl Input {
    fn fill(&self, target: &Target<'_>, text: &str) -> Result<Vec<Effect>, Error> {
        writable(target)?;
        if target.component.text("type") == Some("hidden") {
            return Err(target.not_actionable("it is hidden"));
        }
        Ok(self.package.typed(target, commits(target.component, text)))
    }

    fn press(&self, target: &Target<'_>, key: &str) -> Result<Vec<Effect>, Error> {
        match key {
            "Enter" => Ok(self.package.event(target, "n_submit", None)),
            "Tab" => Ok(self.package.event(target, "n_blur", None)),
            "ArrowUp" | "ArrowDown" if is_number(target.component) => {
                writable(target)?;
                let direction = if key == "ArrowUp" { 1.0 } else { -1.0 };
                Ok(self.package.typed(target, stepped(target.component, direction)))
            }
            key => match edited(&shown(target.component), key) {
                Some(text) => self.fill(target, &text),
                None => Ok(Vec::new()),
            },
        }
    }
}

/// A field of several lines.
pub(super) struct Textarea {
    pub(super) package: Package,
}

impl Model for Textarea {
    fn act(&self, target: &Target<'_>) -> Result<Vec<Effect>, Error> {
        let fill = |text: &str| {
            writable(target)?;
            let value = committed(target.component, &limited(target.component, text));
            Ok(match self.package {
                // dcc.Textarea knows no debounce.
                Package::Core => value.map(|value| target.set([("value", value)])).into_iter().collect(),
                Package::Bootstrap => self.package.typed(target, value),
            })
        };
        match target.action {
            Action::Fill { .. } | Action::Clear { .. } => {
                let text = if let Action::Fill { value, .. } = target.action { value } else { "" };
                let written = fill(text)?;
                let mut effects = self.package.event(target, "n_clicks", None);
                effects.push(Effect::NextGesture);
                effects.extend(written);
                Ok(effects)
            }
            Action::Click { point: None, .. } => Ok(self.package.event(target, "n_clicks", None)),
            Action::Press { key, .. } => match key.as_str() {
                "Tab" => Ok(self.package.event(target, "n_blur", None)),
                "Enter" if self.submits(target.component) => Ok(self.package.event(target, "n_submit", None)),
                key => edited(&shown(target.component), if key == "Enter" { "\n" } else { key })
                    .map_or_else(|| Ok(Vec::new()), |text| fill(&text)),
            },
            Action::Hover { point: None, .. } => Ok(Vec::new()),
            _ => Err(target.unsupported()),
        }
    }

    fn enabled(&self, component: Component<'_>) -> bool {
        takes_input(component)
    }
}

impl Textarea {
    fn submits(&self, component: Component<'_>) -> bool {
        self.package == Package::Bootstrap
            && component.prop("submit_on_enter").is_none_or(|on| truthy(Some(on)))
    }
}

/// The `disabled` prop also comes as the attribute's name.
fn takes_input(component: Component<'_>) -> bool {
    !matches!(component.prop("disabled"), Some(Value::Bool(true)))
        && !component.text("disabled").is_some_and(|name| name.eq_ignore_ascii_case("disabled"))
}

fn writable(target: &Target<'_>) -> Result<(), Error> {
    let read_only = ["readOnly", "readonly"].iter().any(|name| truthy(target.component.prop(name)));
    if read_only { Err(target.not_actionable("it is read only")) } else { Ok(()) }
}

fn is_number(component: Component<'_>) -> bool {
    component.text("type") == Some("number")
}

/// What a text commits: an emptied field that never had a value stays without one.
fn committed(component: Component<'_>, text: &str) -> Option<Value> {
    (!text.is_empty() || component.prop("value").is_some()).then(|| Value::from(text))
}

/// The text, as far as the field takes it.
fn limited(component: Component<'_>, text: &str) -> String {
    let limit = ["maxLength", "maxlength"].iter().find_map(|name| bound(component, name));
    match limit {
        Some(limit) if limit >= 0.0 => text.chars().take(limit as usize).collect(),
        _ => text.to_owned(),
    }
}

/// What a number field commits: null for what is no number or not allowed, nothing when it stays the same.
fn numeric(component: Component<'_>, text: &str) -> Option<Value> {
    let before = component.prop("value").and_then(parsed);
    let after = parsed(&Value::from(text)).filter(|value| valid(component, *value));
    (before != after).then(|| after.map_or(Value::Null, number))
}

/// A number, from a number or its text.
fn parsed(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

fn bound(component: Component<'_>, name: &str) -> Option<f64> {
    component.prop(name).and_then(parsed)
}

/// The browser's `checkValidity` of a number: `min`, `max` and `step`.
fn valid(component: Component<'_>, value: f64) -> bool {
    /// Browsers forgive the rounding of decimal steps.
    const TOLERANCE: f64 = 1e-9;
    let min = bound(component, "min");
    let on_step = bound(component, "step").filter(|step| *step > 0.0).is_none_or(|step| {
        let steps = (value - min.unwrap_or(0.0)) / step;
        (steps - steps.round()).abs() <= TOLERANCE * steps.abs().max(1.0)
    });
    min.is_none_or(|min| value >= min) && bound(component, "max").is_none_or(|max| value <= max) && on_step
}

/// One step up or down, within the bounds, rounded to the step's decimals.
fn stepped(component: Component<'_>, direction: f64) -> Option<Value> {
    let step = bound(component, "step").filter(|step| *step > 0.0).unwrap_or(1.0);
    let now = bound(component, "value").unwrap_or(0.0);
    let min = bound(component, "min").unwrap_or(f64::NEG_INFINITY);
    let max = bound(component, "max").unwrap_or(f64::INFINITY);
    let decimals = step.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let next = (now + direction * step).max(min).min(max);
    let next: f64 = format!("{next:.decimals$}").parse().ok()?;
    (next != now || component.prop("value").is_none()).then(|| number(next))
}

/// The text that a field shows when nothing else was typed.
pub(super) fn shown(component: Component<'_>) -> String {
    component.prop("value").map(super::text::text_of).unwrap_or_default()
}

/// What a typed text commits; nothing when the value stays the same.
pub(super) fn commits(component: Component<'_>, text: &str) -> Option<Value> {
    if is_number(component) {
        return numeric(component, text);
    }
    committed(component, &limited(component, text))
}

/// The text after a key at its end; `None` for a key that writes nothing.
pub(super) fn edited(text: &str, key: &str) -> Option<String> {
    let mut text = text.to_owned();
    match key {
        "Backspace" => drop(text.pop()),
        key if key.chars().count() == 1 => text.push_str(key),
        _ => return None,
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::engine::browserless::behaviour::testing::{act, later, props, set};

    fn input(props: &Value) -> Value {
        json!({"type": "Input", "namespace": "dash_core_components", "props": props})
    }

    #[test]
    fn filling_sets_the_value() {
        assert_eq!(act(&input(&json!({"id": "i"})), "fill #i Ann").unwrap(), [set(&json!({"value": "Ann"}))]);
    }

    #[test]
    fn an_emptied_field_without_a_value_stays_without_one() {
        assert_eq!(act(&input(&json!({"id": "i"})), "clear #i").unwrap(), []);
        assert_eq!(
            act(&input(&json!({"id": "i", "value": "a"})), "clear #i").unwrap(),
            [set(&json!({"value": ""}))]
        );
    }

    #[test]
    fn a_debounced_field_commits_when_it_is_left() {
        let tree = input(&json!({"id": "i", "debounce": true}));
        assert_eq!(
            act(&tree, "fill #i Ann").unwrap(),
            [set(&json!({"n_blur": 1, "n_blur_timestamp": 1000})), set(&json!({"value": "Ann"}))]
        );
    }

    #[test]
    fn a_numeric_debounce_waits_seconds_in_dcc_and_milliseconds_in_bootstrap() {
        let tree = input(&json!({"id": "i", "debounce": 0.5}));
        assert_eq!(act(&tree, "fill #i Ann").unwrap(), [later(500, &json!({"value": "Ann"}))]);
        let mut tree = input(&json!({"id": "i", "debounce": 300}));
        tree["namespace"] = json!("dash_bootstrap_components");
        assert_eq!(act(&tree, "fill #i Ann").unwrap(), [later(300, &json!({"value": "Ann"}))]);
    }

    #[test]
    fn a_number_field_commits_a_number_and_null_once_for_what_is_none() {
        let tree = input(&json!({"id": "i", "type": "number", "min": 0, "max": 10, "step": 0.5, "value": 1}));
        assert_eq!(act(&tree, "fill #i 2.5").unwrap(), [set(&json!({"value": 2.5}))]);
        assert_eq!(act(&tree, "fill #i 3.0").unwrap(), [set(&json!({"value": 3}))]);
        for invalid in ["11", "-1", "2.3", "x", "''"] {
            assert_eq!(act(&tree, &format!("fill #i {invalid}")).unwrap(), [set(&json!({"value": null}))]);
        }
        let null = input(&json!({"id": "i", "type": "number", "max": 10, "value": null}));
        assert_eq!(act(&null, "fill #i 55").unwrap(), []);
        assert_eq!(act(&tree, "fill #i 1.0").unwrap(), []);
    }

    #[test]
    fn enter_submits_and_tab_leaves() {
        let tree = input(&json!({"id": "i", "n_submit": 2}));
        assert_eq!(
            act(&tree, "press #i Enter").unwrap(),
            [set(&json!({"n_submit": 3, "n_submit_timestamp": 1000}))]
        );
        assert_eq!(props(&act(&tree, "press #i Tab").unwrap()), ["n_blur", "n_blur_timestamp"]);
    }

    #[test]
    fn arrows_step_a_number_within_its_bounds() {
        let tree = input(&json!({"id": "i", "type": "number", "step": 0.1, "value": 0.2, "max": 0.3}));
        assert_eq!(act(&tree, "press #i ArrowUp").unwrap(), [set(&json!({"value": 0.3}))]);
        let full = input(&json!({"id": "i", "type": "number", "value": 3, "max": 3}));
        assert_eq!(act(&full, "press #i ArrowUp").unwrap(), []);
    }

    #[test]
    fn a_field_that_takes_no_input_can_not_be_filled() {
        for state in [json!({"id": "i", "disabled": true}), json!({"id": "i", "readOnly": true})] {
            assert!(act(&input(&state), "fill #i x").unwrap_err().is_retryable());
        }
    }

    #[test]
    fn bootstrap_commits_counter_and_value_in_one_call() {
        let tree = json!({"type": "Textarea", "namespace": "dash_bootstrap_components",
            "props": {"id": "t", "debounce": true}});
        let effects = act(&tree, "fill #t hello").unwrap();
        assert_eq!(effects.first(), Some(&set(&json!({"n_clicks": 1}))));
        assert_eq!(effects.last(), Some(&set(&json!({"n_blur": 1, "value": "hello"}))));
    }
}
