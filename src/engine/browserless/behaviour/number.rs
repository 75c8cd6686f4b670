//! The numbers of a field with `type="number"` or `"range"`, as browsers check and step them.

use serde_json::Value;

use super::text::number;
use crate::dash::Component;

/// Whether a field holds a number.
pub(super) fn is_number(component: Component<'_>) -> bool {
    component.text("type") == Some("number")
}

/// Whether a field is a range's handle.
pub(super) fn is_range(component: Component<'_>) -> bool {
    component.text("type") == Some("range")
}

/// What a text commits: null for what is no number or not allowed, nothing when it stays the same.
pub(super) fn committed(component: Component<'_>, text: &str) -> Option<Value> {
    let before = component.prop("value").and_then(parsed);
    let after = taken(component, text);
    (before != after).then(|| after.map_or(Value::Null, number))
}

/// The number that a text stands for in the field; `None` when it takes no such number.
pub(super) fn taken(component: Component<'_>, text: &str) -> Option<f64> {
    parsed(&Value::from(text)).filter(|value| valid(component, *value))
}

/// A number, from a number or its text.
pub(super) fn parsed(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

/// A bound of the field: `min`, `max`, `step`, `maxLength`.
pub(super) fn bound(component: Component<'_>, name: &str) -> Option<f64> {
    component.prop(name).and_then(parsed)
}

/// Browsers forgive the rounding of decimal steps.
const TOLERANCE: f64 = 1e-9;

/// `checkValidity` of a number (HTML 4.10.5.3.8): `min`, `max` and `step`.
fn valid(component: Component<'_>, value: f64) -> bool {
    let on_step = step(component).is_none_or(|step| {
        let steps = (value - base(component)) / step;
        (steps - steps.round()).abs() <= TOLERANCE * steps.abs().max(1.0)
    });
    bound(component, "min").is_none_or(|min| value >= min)
        && bound(component, "max").is_none_or(|max| value <= max)
        && on_step
}

/// The step; `None` for any.
fn step(component: Component<'_>) -> Option<f64> {
    bound(component, "step").filter(|step| *step > 0.0)
}

/// Where steps are counted from.
fn base(component: Component<'_>) -> f64 {
    bound(component, "min").unwrap_or(0.0)
}

/// The text after an arrow key: `stepUp` or `stepDown` (HTML 4.10.5.4), which go to the next step first.
pub(super) fn stepped(component: Component<'_>, text: &str, up: bool) -> String {
    let now = parsed(&Value::from(text)).unwrap_or(0.0);
    let direction = if up { 1.0 } else { -1.0 };
    let next = match step(component) {
        None => now + direction,
        Some(step) => {
            let steps = (now - base(component)) / step;
            let aligned = (steps - steps.round()).abs() <= TOLERANCE * steps.abs().max(1.0);
            let steps = if aligned {
                steps.round() + direction
            } else if up {
                steps.ceil()
            } else {
                steps.floor()
            };
            base(component) + steps * step
        }
    };
    let min = bound(component, "min").unwrap_or(f64::NEG_INFINITY);
    let max = bound(component, "max").unwrap_or(f64::INFINITY);
    text_of(next.min(max).max(min), step(component).unwrap_or(1.0), now)
}

/// The text after a button of the field: the step more or less, one without any, wherever the number is. Dash looks at
/// `max` only where there is a `min`, and empties a field that has a `min` alone.
pub(super) fn clicked(component: Component<'_>, text: &str, up: bool) -> String {
    let now = parsed(&Value::from(text)).unwrap_or(0.0);
    let step = bound(component, "step").filter(|step| *step != 0.0).unwrap_or(1.0);
    let next = if up { now + step } else { now - step };
    let next = bound(component, "min").map_or(next, |min| next.max(min));
    match (component.prop("min"), component.prop("max")) {
        (Some(_), None) => String::new(),
        (Some(_), Some(_)) => text_of(bound(component, "max").map_or(next, |max| next.min(max)), step, 0.0),
        _ => text_of(next, step, 0.0),
    }
}

/// The text of a range's handle after a key; `None` for a key that does not move it.
pub(super) fn moved(component: Component<'_>, text: &str, key: &str) -> Option<String> {
    let min = bound(component, "min").unwrap_or(0.0);
    let max = bound(component, "max").unwrap_or(100.0);
    let now = parsed(&Value::from(text)).unwrap_or_else(|| f64::midpoint(min, max));
    let step = step(component).unwrap_or((max - min) / 100.0);
    let page = step.max((max - min) / 10.0);
    let next = match key {
        "ArrowUp" | "ArrowRight" => now + step,
        "ArrowDown" | "ArrowLeft" => now - step,
        "PageUp" => now + page,
        "PageDown" => now - page,
        "Home" => min,
        "End" => max,
        _ => return None,
    };
    Some(text_of(next.max(min).min(max), step, now))
}

/// A number with no more decimals than a step and the number before it have.
fn text_of(value: f64, step: f64, before: f64) -> String {
    let decimals = |number: f64| number.to_string().split_once('.').map_or(0, |(_, part)| part.len());
    let text = format!("{value:.*}", decimals(step).max(decimals(before)));
    text.parse().map_or(text, |value: f64| value.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn stepped_from(props: &Value, text: &str, up: bool) -> String {
        let field = json!({"type": "Input", "namespace": "dash_core_components", "props": props});
        stepped(Component::of(&field).unwrap(), text, up)
    }

    #[test]
    fn arrows_go_to_the_next_step_within_the_bounds() {
        let tenths = json!({"step": 0.1, "max": 0.3});
        assert_eq!(stepped_from(&tenths, "0.2", true), "0.3");
        assert_eq!(stepped_from(&tenths, "0.3", true), "0.3");
        assert_eq!(stepped_from(&json!({"step": 0.5, "min": 0}), "4.7", true), "5");
        assert_eq!(stepped_from(&json!({"step": 0.5, "min": 0}), "4.7", false), "4.5");
    }

    #[test]
    fn without_a_step_arrows_count_by_one_from_where_the_number_is() {
        assert_eq!(stepped_from(&json!({"step": "any"}), "2.75", true), "3.75");
        assert_eq!(stepped_from(&json!({}), "", false), "-1");
    }

    #[test]
    fn a_range_moves_by_a_hundredth_and_says_it_as_text() {
        let range =
            json!({"type": "Input", "namespace": "dash_core_components", "props": {"min": 0, "max": 10}});
        let range = Component::of(&range).unwrap();
        assert_eq!(moved(range, "5", "ArrowRight").as_deref(), Some("5.1"));
        assert_eq!(moved(range, "5", "PageDown").as_deref(), Some("4"));
        assert_eq!(moved(range, "5", "a"), None);
    }
}
